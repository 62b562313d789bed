package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.AccountId;
import io.sistership.model.Application;
import io.sistership.model.CaptureChanges;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Region;
import io.sistership.model.RestoreChoices;
import io.sistership.model.Retention;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessStacksTest {

    private final Application shop = application("shop", "us-east-1", "us-west-2");

    @Test
    void the_recovery_template_starts_with_the_command_that_deploys_it() {
        var template = new AccessStacks(shop).template(AccessStack.RECOVERY);

        assertThat(template)
                .startsWith(
                        """
                        # The recovery stack of application shop. Deploy it to 222222222222 us-west-2:
                        #
                        #   sistership access recovery > sistership-shop-recovery.yaml
                        #   aws cloudformation deploy --profile rescue --region us-west-2 \\
                        #     --stack-name sistership-shop-recovery --template-file sistership-shop-recovery.yaml --capabilities CAPABILITY_NAMED_IAM

                        AWSTemplateFormatVersion: "2010-09-09"
                        """);
    }

    @Test
    void the_replica_is_deployed_to_the_primary_region_of_the_recovery_account() {
        assertThat(new AccessStacks(shop).deployCommand(AccessStack.REPLICA))
                .isEqualTo(
                        """
                        aws cloudformation deploy --profile rescue --region us-east-1 \\
                          --stack-name sistership-shop-replica --template-file sistership-shop-replica.yaml --capabilities CAPABILITY_NAMED_IAM \\
                          --parameter-overrides SealKeyId=$(aws cloudformation describe-stacks --profile rescue --region us-west-2 --stack-name sistership-shop-recovery \\
                            --query "Stacks[0].Outputs[?OutputKey=='SealKeyId'].OutputValue" --output text)\
                        """);
    }

    @Test
    void the_applications_values_become_the_parameters_defaults() {
        var stacks = new AccessStacks(shop);

        var parameters =
                AccessTemplate.parse(stacks.template(AccessStack.PRIMARY))
                        .root()
                        .path("Parameters");

        assertThat(parameters.path("Application").path("Default").asString()).isEqualTo("shop");
        assertThat(parameters.path("PrimaryAccount").path("Default").asString())
                .isEqualTo("111111111111");
        assertThat(parameters.path("PrimaryRegion").path("Default").asString())
                .isEqualTo("us-east-1");
        assertThat(parameters.path("RecoveryAccount").path("Default").asString())
                .isEqualTo("222222222222");
        assertThat(parameters.path("RecoveryRegion").path("Default").asString())
                .isEqualTo("us-west-2");
        assertThat(parameters.path("ExternalId").path("Default").asString())
                .isEqualTo(stacks.externalId());
        assertThat(parameters.path("SealKeyId").has("Default")).isFalse();
    }

    @Test
    void nothing_else_of_a_template_changes() {
        var rendered = new AccessStacks(shop).template(AccessStack.RECOVERY);

        var withoutOurLines =
                rendered.lines()
                        .dropWhile(line -> line.startsWith("#") || line.isEmpty())
                        .filter(line -> !line.startsWith("    Default: "))
                        .toList();

        assertThat(withoutOurLines)
                .isEqualTo(
                        AccessStacks.resource(AccessStack.RECOVERY)
                                .lines()
                                .filter(line -> !line.equals("    Default: Disabled"))
                                .toList());
    }

    @Test
    void the_external_id_belongs_to_the_application_and_the_pair_of_accounts() {
        var id = new AccessStacks(shop).externalId();

        assertThat(id).isEqualTo("sistership-4d25ceb3d6117223e94fb832ee18d556");
        assertThat(new AccessStacks(application("shop", "eu-west-1", "eu-west-3")).externalId())
                .isEqualTo(id);
        assertThat(new AccessStacks(application("shop2", "us-east-1", "us-west-2")).externalId())
                .isNotEqualTo(id);
    }

    @Test
    void a_replica_in_the_keys_own_region_is_refused_with_what_to_do() {
        var stacks = new AccessStacks(application("shop", "us-west-2", "us-west-2"));

        assertThatThrownBy(() -> stacks.template(AccessStack.REPLICA))
                .isInstanceOf(SistershipException.class)
                .hasMessage(
                        "primary and recovery environment are both in us-west-2: the seal key needs"
                                + " no replica there")
                .extracting(e -> ((SistershipException) e).kind())
                .isEqualTo(FailureKind.USAGE);
    }

    @Test
    void roles_have_the_names_that_the_templates_give_them() {
        assertThat(AccessRole.PRIMARY_DELEGATE.arn(shop))
                .hasToString("arn:aws:iam::111111111111:role/sistership-shop-primary-delegate");
        assertThat(AccessRole.PUBLISHER.arn(shop))
                .hasToString("arn:aws:iam::222222222222:role/sistership-shop-publisher");
    }

    private static Application application(String name, String primary, String recovery) {
        return new Application(
                name,
                new Environment(
                        new AccountId("111111111111"), new Region(primary), Optional.empty()),
                new Environment(
                        new AccountId("222222222222"), new Region(recovery), Optional.of("rescue")),
                List.of("shop"),
                Map.of(),
                Duration.ofMinutes(15),
                new Retention(24, 30, 12),
                CaptureChanges.NONE,
                RestoreChoices.NONE,
                Sha256.of(new byte[0]));
    }
}

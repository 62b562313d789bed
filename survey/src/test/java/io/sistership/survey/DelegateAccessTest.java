package io.sistership.survey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.cloud.EksCluster;
import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Region;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DelegateAccessTest {

    @Test
    void prints_the_two_commands_of_an_access_entry() {
        var refused = access("API").refused(new IllegalStateException("401"));

        assertThat(refused)
                .hasMessage(
                        "cluster shop of 111111111111 us-east-1 doesn't admit"
                                + " arn:aws:iam::111111111111:role/sistership-shop-primary-delegate: it"
                                + " needs an access entry with a policy that reads everything");
        assertThat(refused.kind()).isEqualTo(FailureKind.ACCESS);
        assertThat(refused.fix())
                .isEqualTo(
                        """
                        aws eks create-access-entry --profile primary --region us-east-1 --cluster-name shop \
                        --principal-arn arn:aws:iam::111111111111:role/sistership-shop-primary-delegate
                        aws eks associate-access-policy --profile primary --region us-east-1 --cluster-name shop \
                        --principal-arn arn:aws:iam::111111111111:role/sistership-shop-primary-delegate \
                        --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy \
                        --access-scope type=cluster\
                        """);
    }

    @Test
    void prints_a_mapping_to_a_group_that_only_reads_where_there_are_no_access_entries() {
        assertThat(access("CONFIG_MAP").commands())
                .startsWith("kubectl apply -f - <<'EOF'\n")
                .contains("\"verbs\": [\"get\", \"list\", \"watch\"]")
                .endsWith(
                        "\nEOF\neksctl create iamidentitymapping --profile primary --region us-east-1"
                                + " --cluster shop --arn"
                                + " arn:aws:iam::111111111111:role/sistership-shop-primary-delegate"
                                + " --username sistership-capture --group sistership-capture");
    }

    private static DelegateAccess access(String mode) {
        var response =
                """
                {"cluster":{"name":"shop","arn":"arn:aws:eks:us-east-1:111111111111:cluster/shop",
                 "accessConfig":{"authenticationMode":"%s"}}}\
                """
                        .formatted(mode);
        return new DelegateAccess(
                EksCluster.in(response.getBytes(UTF_8)),
                new Environment(
                        new AccountId("111111111111"),
                        new Region("us-east-1"),
                        Optional.of("primary")),
                Arn.parse("arn:aws:iam::111111111111:role/sistership-shop-primary-delegate"));
    }
}

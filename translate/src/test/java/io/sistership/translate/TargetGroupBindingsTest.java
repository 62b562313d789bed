package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class TargetGroupBindingsTest {

    private static final ApiResource TYPE =
            new ApiResource(
                    "elbv2.k8s.aws", "v1beta1", "TargetGroupBinding", "targetgroupbindings", true);
    private static final String TARGET_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/legacy/73e2d6bc24d8a067";
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    TARGET_GROUP,
                    "arn:aws:elasticloadbalancing:us-west-2:222222222222:targetgroup/legacy/0fe2d6bc24d8a067",
                    "sg-0a1b2c3d4e5f60718",
                    "sg-0f1e2d3c4b5a69788",
                    "sg-00112233445566778",
                    "sg-08877665544332211",
                    "vpc-0a1b2c3d4e5f60718",
                    "vpc-0f1e2d3c4b5a69788");

    @Test
    void puts_counterparts_into_the_binding_and_its_applied_copy() {
        var json = Fixtures.text("target-group-binding.json");
        var subject = subject(TYPE, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                json,
                                COUNTERPARTS,
                                "\"labels\":{\"vpc\":\"vpc-0a1b2c3d4e5f60718",
                                "\\\"labels\\\":{\\\"vpc\\\":\\\"vpc-0a1b2c3d4e5f60718",
                                "ExternalId\":\"vpc-0a1b2c3d4e5f60718",
                                "ExternalId\\\":\\\"vpc-0a1b2c3d4e5f60718"));
        assertThat(translated.translations()).hasSize(4);
    }

    @Test
    void without_counterparts_each_blocks_with_its_place() {
        var subject = subject(TYPE, Fixtures.text("target-group-binding.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::where)
                .containsExactlyInAnyOrder(
                        at("target-group", "/spec/targetGroupARN"),
                        at("vpc", "/spec/vpcID"),
                        at(
                                "security-group",
                                "/spec/networking/ingress/0/from/0/securityGroup/groupID"),
                        at(
                                "security-group",
                                "/spec/networking/ingress/1/from/0/securityGroup/groupID"));
    }

    @Test
    void a_role_of_the_primary_account_is_the_mirrored_one() {
        var json = "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"iamRoleArnToAssume\":\"%s\"}}";
        var role = "arn:aws:iam::111111111111:role/targets";
        var mirrored = "arn:aws:iam::222222222222:role/targets";
        var subject = subject(TYPE, json.formatted(role));

        assertThat(applied(subject, translator(Map.of(role, mirrored)).translate(subject).edits()))
                .isEqualTo(json.formatted(mirrored));
        assertThat(translator(Map.of()).translate(subject).issues())
                .extracting(Issue::code)
                .containsExactly("role-without-counterpart");
    }

    private static Tuple at(String kind, String place) {
        return tuple(
                kind + "-without-counterpart",
                "TargetGroupBinding.elbv2.k8s.aws shop/legacy " + place);
    }
}

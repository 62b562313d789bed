package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.Issue;
import io.sistership.model.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoleArnAnnotationTest {

    private static final String ROLE = "arn:aws:iam::111111111111:role/eks/shop-api";
    private static final String MIRRORED = "arn:aws:iam::222222222222:role/eks/shop-api";
    private static final String CAPTURED =
            """
            {"metadata":{"name":"api","namespace":"shop","labels":{"role":"%1$s"},"annotations":{\
            "eks.amazonaws.com/role-arn":"%1$s","eks.amazonaws.com/role-arn-old":"%1$s",\
            "kubectl.kubernetes.io/last-applied-configuration":"{\\"metadata\\":{\\"annotations\\":{\\"eks.amazonaws.com/role-arn\\":\\"%1$s\\"}}}\\n"}}}\
            """;

    @Test
    void puts_the_mirrored_role_into_the_annotation_and_into_its_applied_copy() {
        var json = CAPTURED.formatted(ROLE);
        var subject = subject(Fixtures.SERVICE_ACCOUNT, json);

        var translated = translator(Map.of(ROLE, MIRRORED)).translate(subject);

        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        json.replace("/role-arn\":\"" + ROLE, "/role-arn\":\"" + MIRRORED)
                                .replace(
                                        "/role-arn\\\":\\\"" + ROLE,
                                        "/role-arn\\\":\\\"" + MIRRORED));
        assertThat(translated.translations())
                .containsExactly(
                        new Translation(
                                "role-arn-annotation",
                                "/metadata/annotations/eks.amazonaws.com~1role-arn",
                                ROLE,
                                MIRRORED,
                                "counterparts of sistership.yaml"));
    }

    @Test
    void without_a_counterpart_it_blocks_once() {
        var subject = subject(Fixtures.SERVICE_ACCOUNT, CAPTURED.formatted(ROLE));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .containsExactly(
                        Issue.blocking(
                                "role-without-counterpart",
                                "ServiceAccount shop/api /metadata/annotations/eks.amazonaws.com~1role-arn",
                                "role " + ROLE + " has no counterpart in account 222222222222",
                                "name its counterpart under `counterparts:` in sistership.yaml: `"
                                        + ROLE
                                        + ": ...`"));
    }

    @Test
    void a_role_of_a_third_account_is_copied_and_told() {
        var third = "arn:aws:iam::333333333333:role/shared";
        var subject = subject(Fixtures.SERVICE_ACCOUNT, CAPTURED.formatted(third));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::what)
                .containsExactly(
                        tuple(
                                "role-of-third-account",
                                "role "
                                        + third
                                        + " belongs to neither account and is copied as it is"));
    }

    @Test
    void within_one_account_the_role_is_kept() {
        var elsewhere =
                new Environment(
                        new AccountId("111111111111"), new Region("us-west-2"), Optional.empty());
        var crossing = new Crossing(Fixtures.PRIMARY, elsewhere, Counterparts.explicit(Map.of()));
        var subject = subject(Fixtures.SERVICE_ACCOUNT, CAPTURED.formatted(ROLE));

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }

    @Test
    void every_rule_of_the_table_has_its_reason() {
        assertThat(translator(Map.of()).reasons().keySet())
                .containsExactly(
                        "ecr-image",
                        "aws-regional-registry",
                        "role-arn-annotation",
                        "aws-auth",
                        "efs-volume",
                        "alb-annotation",
                        "service-load-balancer",
                        "ingress-class-params",
                        "target-group-binding",
                        "ebs-volume",
                        "ebs-class",
                        "ebs-snapshot");
    }

    @Test
    void what_is_no_role_and_other_kinds_stay() {
        var account = subject(Fixtures.SERVICE_ACCOUNT, CAPTURED.formatted("${ROLE_ARN}"));
        var user =
                subject(
                        Fixtures.SERVICE_ACCOUNT,
                        CAPTURED.formatted("arn:aws:iam::111111111111:user/ann"));
        var pod = subject(Fixtures.POD, CAPTURED.formatted(ROLE));

        assertThat(translator(Map.of()).translate(account))
                .isEqualTo(new Translated(List.of(), List.of(), List.of()));
        assertThat(translator(Map.of()).translate(user).issues()).isEmpty();
        assertThat(translator(Map.of(ROLE, MIRRORED)).translate(pod).edits()).isEmpty();
    }
}

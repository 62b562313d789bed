package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import io.sistership.translate.Counterpart.Ambiguous;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlbAnnotationsTest {

    private static final ApiResource INGRESS =
            new ApiResource("networking.k8s.io", "v1", "Ingress", "ingresses", true);
    private static final String PREFIX = "alb.ingress.kubernetes.io/";
    private static final String POOL =
            "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_AbCdEfGhI";
    private static final String TARGET_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/legacy/73e2d6bc24d8a067";
    private static final Map<String, String> COUNTERPARTS =
            Map.ofEntries(
                    regional("acm:%s:certificate/0aaaaaaa-1111-2222-3333-444444444444"),
                    regional("acm:%s:certificate/0bbbbbbb-1111-2222-3333-444444444444"),
                    regional("wafv2:%s:regional/webacl/shop/3ab78708-85b0-49d3-b4e1-7a9615a6613b"),
                    regional("elasticloadbalancing:%s:targetgroup/legacy/73e2d6bc24d8a067"),
                    regional("elasticloadbalancing:%s:truststore/partners/73e2d6bc24d8a067"),
                    Map.entry(
                            POOL,
                            "arn:aws:cognito-idp:us-west-2:222222222222:userpool/us-west-2_ZyXwVuTsR"),
                    Map.entry("1h57kf5cpq17m0eml12EXAMPLE", "7kf5cpq17m0eml12h57EXAMPLE"),
                    Map.entry("shop-login", "shop-login-west"),
                    Map.entry("shop-logs", "shop-logs-west"),
                    Map.entry("sg-0a1b2c3d4e5f60718", "sg-0f1e2d3c4b5a69788"),
                    Map.entry("subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"),
                    Map.entry("subnet-00112233445566778", "subnet-08877665544332211"),
                    Map.entry("pl-0a1b2c3d4e5f60718", "pl-0f1e2d3c4b5a69788"),
                    Map.entry("pl-00112233445566778", "pl-00112233445566778"),
                    Map.entry(
                            "499e8b99-6671-4614-a86d-adb1810b7fbe",
                            "0c2b9a11-6671-4614-a86d-adb1810b7fbe"),
                    Map.entry("ipv4pool-coip-0a1b2c3d4e5f60718", "ipv4pool-coip-0f1e2d3c4b5a69788"),
                    Map.entry("ipam-pool-0a1b2c3d4e5f60718", "ipam-pool-0f1e2d3c4b5a69788"),
                    Map.entry("eipalloc-0a1b2c3d4e5f60718", "eipalloc-0f1e2d3c4b5a69788"),
                    Map.entry("eipalloc-00112233445566778", "eipalloc-08877665544332211"));

    @Test
    void puts_counterparts_into_every_annotation_and_into_their_applied_copies() {
        var json = Fixtures.text("alb-ingress.json");
        var subject = subject(INGRESS, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits())).isEqualTo(expected(json));
        assertThat(translated.translations()).hasSize(22);
        assertThat(translated.translations())
                .extracting(Translation::place, Translation::before)
                .contains(
                        tuple(place("subnets"), "subnet-00112233445566778"),
                        tuple(place("load-balancer-attributes"), "shop-logs"),
                        tuple(
                                place("actions.split")
                                        + "#/forwardConfig/targetGroups/1/TargetGroupArn",
                                TARGET_GROUP),
                        tuple(place("auth-idp-cognito") + "#/userPoolDomain", "shop-login"));
    }

    @Test
    void without_counterparts_what_cannot_work_blocks_with_its_place() {
        var subject = subject(INGRESS, Fixtures.text("alb-ingress.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly(
                        "certificate-without-counterpart",
                        "certificate-without-counterpart",
                        "security-group-without-counterpart",
                        "prefix-list-without-counterpart",
                        "prefix-list-without-counterpart",
                        "subnet-without-counterpart",
                        "subnet-without-counterpart",
                        "web-acl-without-counterpart",
                        "web-acl-without-counterpart",
                        "ip-pool-without-counterpart",
                        "ip-pool-without-counterpart",
                        "subnet-without-counterpart",
                        "subnet-without-counterpart",
                        "security-group-without-counterpart",
                        "address-allocation-without-counterpart",
                        "address-allocation-without-counterpart",
                        "bucket-without-counterpart",
                        "target-group-without-counterpart",
                        "target-group-without-counterpart",
                        "user-pool-without-counterpart",
                        "user-pool-client-without-counterpart",
                        "trust-store-without-counterpart");
        assertThat(translated.issues())
                .contains(
                        Issue.blocking(
                                "target-group-without-counterpart",
                                "Ingress.networking.k8s.io shop/web "
                                        + place("actions.legacy")
                                        + "#/targetGroupARN",
                                "target group "
                                        + TARGET_GROUP
                                        + " has no counterpart in account 222222222222",
                                "name its counterpart under `counterparts:` in sistership.yaml: `"
                                        + TARGET_GROUP
                                        + ": ...`"));
    }

    @Test
    void two_counterparts_are_shown_both() {
        Counterparts two =
                _ ->
                        new Ambiguous(
                                List.of("sg-0f1e2d3c4b5a69788", "sg-08877665544332211"),
                                "the same name");
        var crossing = new Crossing(Fixtures.PRIMARY, Fixtures.RECOVERY, two);
        var subject = ingress("security-groups", "sg-0a1b2c3d4e5f60718");

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::what)
                .containsExactly(
                        tuple(
                                "security-group-with-several-counterparts",
                                "security group sg-0a1b2c3d4e5f60718 could be any of"
                                        + " sg-0f1e2d3c4b5a69788, sg-08877665544332211 (the same name)"));
    }

    @ParameterizedTest
    @CsvSource({
        "certificate-arn,arn:aws:acm:us-west-2:222222222222:certificate/0aaaaaaa",
        "certificate-arn,${CERTIFICATE}",
        "certificate-arn,''",
        "wafv2-acl-arn,none",
        "wafv2-acl-name,shop",
        "security-groups,sg-frontend",
        "subnets,subnet-public-a",
        "waf-acl-id,none",
    })
    void names_placeholders_and_what_lies_there_already_stay(String name, String value) {
        var translated = translator(Map.of()).translate(ingress(name, value));

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }

    @Test
    void a_certificate_of_a_third_region_cannot_be_used_there_either() {
        var arn = "arn:aws:acm:eu-west-1:333333333333:certificate/0aaaaaaa";

        var translated = translator(Map.of()).translate(ingress("certificate-arn", arn));

        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly("certificate-without-counterpart");
    }

    @Test
    void a_user_pool_elsewhere_keeps_its_client_and_domain() {
        var config =
                "{\\\"userPoolARN\\\":\\\"arn:aws:cognito-idp:eu-west-1:333333333333:userpool/eu-west-1_A\\\","
                        + "\\\"userPoolClientID\\\":\\\"1h57kf5cpq17m0eml12EXAMPLE\\\","
                        + "\\\"userPoolDomain\\\":\\\"shop-login\\\"}";

        var translated = translator(COUNTERPARTS).translate(ingress("auth-idp-cognito", config));

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }

    /// As the controller's own examples spell it.
    @Test
    void the_case_of_names_in_json_does_not_matter() {
        var client = "1h57kf5cpq17m0eml12EXAMPLE";
        var config =
                "{\\\"UserPoolArn\\\": \\\"%s\\\",\\\"UserPoolClientId\\\":\\\"%s\\\",\\\"UserPoolDomain\\\":\\\"other\\\"}"
                        .formatted(POOL, client);
        var subject = ingress("auth-idp-cognito", config);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(translated.translations())
                .extracting(Translation::after)
                .containsExactly(COUNTERPARTS.get(POOL), COUNTERPARTS.get(client));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_logs.s3.enabled=false,access_logs.s3.bucket=logs",
                "access_logs.s3.bucket=logs",
                "connection_logs.s3.enabled=true,access_logs.s3.bucket=logs",
                "access_logs.s3.enabled=true,access_logs.s3.bucket=",
            })
    void a_bucket_of_logs_that_are_off_stays(String attributes) {
        var subject = ingress("load-balancer-attributes", attributes);

        assertThat(translator(Map.of()).translate(subject).issues()).isEmpty();
        assertThat(translator(Map.of("logs", "logs-west")).translate(subject).edits())
                .hasSize(attributes.endsWith("=logs") ? 1 : 0);
    }

    @Test
    void within_one_region_a_bucket_stays() {
        var crossing =
                new Crossing(
                        Fixtures.PRIMARY,
                        Fixtures.within("us-east-1"),
                        Counterparts.explicit(Map.of()));
        var subject =
                ingress(
                        "load-balancer-attributes",
                        "access_logs.s3.enabled=true,access_logs.s3.bucket=logs");

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.issues()).isEmpty();
    }

    @Test
    void a_service_behind_an_ingress_has_its_annotations_translated_and_other_kinds_stay() {
        var json =
                "{\"metadata\":{\"name\":\"web\",\"annotations\":{\"alb.ingress.kubernetes.io/subnets\":\"%s\"}}}";
        var service = subject(Fixtures.SERVICE, json.formatted("subnet-0a1b2c3d4e5f60718"));
        var pod = subject(Fixtures.POD, json.formatted("subnet-0a1b2c3d4e5f60718"));

        assertThat(applied(service, translator(COUNTERPARTS).translate(service).edits()))
                .isEqualTo(json.formatted("subnet-0f1e2d3c4b5a69788"));
        assertThat(translator(COUNTERPARTS).translate(pod).edits()).isEmpty();
    }

    private static String expected(String json) {
        return Fixtures.replaced(
                json,
                COUNTERPARTS,
                "\"labels\":{\"subnet\":\"subnet-0a1b2c3d4e5f60718\"}",
                "example.com/subnets\":\"subnet-0a1b2c3d4e5f60718",
                "example.com/subnets\\\":\\\"subnet-0a1b2c3d4e5f60718",
                "sg-0a1b2c3d4e5f60718.example.com",
                "bucket=shop-logs,cert=arn:aws:acm:us-east-1:111111111111:certificate/0aaaaaaa",
                "access_logs.s3.prefix=shop-logs",
                "messageBody\\\":\\\"" + TARGET_GROUP,
                "messageBody\\\\\\\":\\\\\\\"" + TARGET_GROUP);
    }

    private static Subject ingress(String name, String value) {
        return subject(
                INGRESS,
                "{\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"annotations\":{\"%s%s\":\"%s\"}}}"
                        .formatted(PREFIX, name, value));
    }

    private static String place(String name) {
        return "/metadata/annotations/alb.ingress.kubernetes.io~1" + name;
    }

    private static Map.Entry<String, String> regional(String arn) {
        return Map.entry(
                "arn:aws:" + arn.formatted("us-east-1:111111111111"),
                "arn:aws:" + arn.formatted("us-west-2:222222222222") + "f");
    }
}

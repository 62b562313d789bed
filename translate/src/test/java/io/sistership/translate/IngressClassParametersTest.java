package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngressClassParametersTest {

    private static final ApiResource TYPE =
            new ApiResource(
                    "elbv2.k8s.aws", "v1beta1", "IngressClassParams", "ingressclassparams", false);
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    "arn:aws:acm:us-east-1:111111111111:certificate/0aaaaaaa-1111-2222-3333-444444444444",
                    "arn:aws:acm:us-west-2:222222222222:certificate/0fffffff-1111-2222-3333-444444444444",
                    "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/shop/3ab78708-85b0-49d3-b4e1-7a9615a6613b",
                    "arn:aws:wafv2:us-west-2:222222222222:regional/webacl/shop/0ff78708-85b0-49d3-b4e1-7a9615a6613b",
                    "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_AbCdEfGhI",
                    "arn:aws:cognito-idp:us-west-2:222222222222:userpool/us-west-2_ZyXwVuTsR",
                    "1h57kf5cpq17m0eml12EXAMPLE",
                    "7kf5cpq17m0eml12h57EXAMPLE",
                    "subnet-0a1b2c3d4e5f60718",
                    "subnet-0f1e2d3c4b5a69788",
                    "subnet-00112233445566778",
                    "subnet-08877665544332211",
                    "ipam-pool-0a1b2c3d4e5f60718",
                    "ipam-pool-0f1e2d3c4b5a69788",
                    "pl-0a1b2c3d4e5f60718",
                    "pl-0f1e2d3c4b5a69788",
                    "edge-logs",
                    "edge-logs-west");

    @Test
    void puts_counterparts_into_every_field_and_into_its_applied_copy() {
        var json = Fixtures.text("ingress-class-params.json");
        var subject = subject(TYPE, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                json,
                                COUNTERPARTS,
                                "\"note\":\"subnet-0a1b2c3d4e5f60718",
                                "\\\"note\\\":\\\"subnet-0a1b2c3d4e5f60718",
                                "\"key\":\"subnet\",\"value\":\"subnet-0a1b2c3d4e5f60718",
                                "\\\"key\\\":\\\"subnet\\\",\\\"value\\\":\\\"subnet-0a1b2c3d4e5f60718",
                                // A tag may have an attribute's name.
                                "access_logs.s3.bucket\",\"value\":\"edge-logs\"}],\"load",
                                "access_logs.s3.bucket\\\",\\\"value\\\":\\\"edge-logs\\\"}],\\\"load",
                                "prefix\",\"value\":\"edge-logs",
                                "prefix\\\",\\\"value\\\":\\\"edge-logs"));
        assertThat(translated.translations())
                .extracting(Translation::place)
                .containsExactly(
                        "/spec/certificateArn/0",
                        "/spec/subnets/ids/0",
                        "/spec/subnets/ids/1",
                        "/spec/wafv2AclArn",
                        "/spec/ipamConfiguration/ipv4IPAMPoolId",
                        "/spec/PrefixListsIDs/0",
                        "/spec/loadBalancerAttributes/1/value",
                        "/spec/authenticationConfiguration/idpCognitoConfiguration/userPoolARN",
                        "/spec/authenticationConfiguration/idpCognitoConfiguration/userPoolClientID");
    }

    @Test
    void without_counterparts_each_blocks() {
        var subject = subject(TYPE, Fixtures.text("ingress-class-params.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly(
                        "certificate-without-counterpart",
                        "subnet-without-counterpart",
                        "subnet-without-counterpart",
                        "web-acl-without-counterpart",
                        "ip-pool-without-counterpart",
                        "prefix-list-without-counterpart",
                        "bucket-without-counterpart",
                        "user-pool-without-counterpart",
                        "user-pool-client-without-counterpart");
    }
}

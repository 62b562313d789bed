package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.Issue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLoadBalancersTest {

    private static final String CERTIFICATE =
            "arn:aws:acm:us-east-1:111111111111:certificate/0aaaaaaa-1111-2222-3333-444444444444";
    private static final Map<String, String> COUNTERPARTS =
            Map.ofEntries(
                    Map.entry(
                            CERTIFICATE,
                            "arn:aws:acm:us-west-2:222222222222:certificate/0fffffff-1111-2222-3333-444444444444"),
                    Map.entry(
                            "arn:aws:iam::111111111111:server-certificate/edge",
                            "arn:aws:iam::222222222222:server-certificate/edge"),
                    Map.entry("sg-0a1b2c3d4e5f60718", "sg-0f1e2d3c4b5a69788"),
                    Map.entry("sg-00112233445566778", "sg-08877665544332211"),
                    Map.entry("pl-0a1b2c3d4e5f60718", "pl-0f1e2d3c4b5a69788"),
                    Map.entry("subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"),
                    Map.entry("subnet-00112233445566778", "subnet-08877665544332211"),
                    Map.entry("eipalloc-0a1b2c3d4e5f60718", "eipalloc-0f1e2d3c4b5a69788"),
                    Map.entry("eipalloc-00112233445566778", "eipalloc-08877665544332211"),
                    Map.entry("10.0.1.15", "10.9.1.15"),
                    Map.entry("10.0.2.15", "10.9.2.15"),
                    Map.entry("edge-logs", "edge-logs-west"));

    @Test
    void puts_counterparts_into_every_annotation_and_into_their_applied_copies() {
        var json = Fixtures.text("load-balancer-service.json");
        var subject = subject(Fixtures.SERVICE, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                json,
                                COUNTERPARTS,
                                "cert=" + CERTIFICATE + ",net=subnet-0a1b2c3d4e5f60718",
                                "pool=subnet-0a1b2c3d4e5f60718",
                                "example.com/subnets\":\"subnet-0a1b2c3d4e5f60718",
                                "example.com/subnets\\\":\\\"subnet-0a1b2c3d4e5f60718",
                                "10.0.1.15/32",
                                "externalName\":\"eipalloc-0a1b2c3d4e5f60718",
                                "externalName\\\":\\\"eipalloc-0a1b2c3d4e5f60718",
                                "s3-bucket-prefix\":\"edge-logs",
                                "s3-bucket-prefix\\\":\\\"edge-logs"));
        assertThat(translated.translations()).hasSize(13);
    }

    @Test
    void without_counterparts_each_blocks_and_addresses_are_never_guessed() {
        var subject = subject(Fixtures.SERVICE, Fixtures.text("load-balancer-service.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly(
                        "certificate-without-counterpart",
                        "certificate-without-counterpart",
                        "security-group-without-counterpart",
                        "security-group-without-counterpart",
                        "prefix-list-without-counterpart",
                        "subnet-without-counterpart",
                        "subnet-without-counterpart",
                        "address-allocation-without-counterpart",
                        "address-allocation-without-counterpart",
                        "private-address-without-counterpart",
                        "private-address-without-counterpart",
                        "bucket-without-counterpart",
                        "bucket-without-counterpart");
        assertThat(translated.issues())
                .extracting(Issue::where, Issue::what, Issue::fix)
                .contains(
                        tuple(
                                "Service shop/edge /metadata/annotations/"
                                        + "service.beta.kubernetes.io~1aws-load-balancer-private-ipv4-addresses",
                                "private address 10.0.2.15 has no counterpart in account 222222222222",
                                "name its counterpart under `counterparts:` in sistership.yaml:"
                                        + " `10.0.2.15: ...`"));
    }

    @ParameterizedTest
    @CsvSource({
        "access-log-s3-bucket-name,edge-logs",
        "subnets,private-a",
        "private-ipv4-addresses,''",
        "security-groups,edge",
        "ssl-cert,arn:aws:acm:us-west-2:222222222222:certificate/0ccccccc",
    })
    void names_logs_that_are_off_and_what_lies_there_already_stay(String name, String value) {
        var json =
                "{\"metadata\":{\"name\":\"edge\",\"annotations\":{\"service.beta.kubernetes.io/aws-load-balancer-%s\":\"%s\"}}}"
                        .formatted(name, value);

        var translated = translator(Map.of()).translate(subject(Fixtures.SERVICE, json));

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }

    @Test
    void an_address_mapped_to_itself_stays() {
        var json =
                "{\"metadata\":{\"name\":\"edge\",\"annotations\":{\"service.beta.kubernetes.io/aws-load-balancer-private-ipv4-addresses\":\"10.0.1.15\"}}}";

        var translated =
                translator(Map.of("10.0.1.15", "10.0.1.15"))
                        .translate(subject(Fixtures.SERVICE, json));

        assertThat(translated).isEqualTo(new Translated(List.of(), List.of(), List.of()));
    }
}

package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What goes into a point comes out again, the same.
class RecoveryPointTest {

    private final Sample sample = new Sample();

    @Test
    void gives_back_every_object_byte_for_byte() {
        var statement = sample.write(sample.heading());

        var point = sample.verify(statement.heading().id()).open(sample.keys);

        assertThat(point.types())
                .extracting(type -> type.resource().plural())
                .containsExactly("deployments", "secrets");
        assertThat(Sample.lines(point, point.types().getFirst()))
                .containsExactly("{\"metadata\":{\"name\":\"web\"}}", "{\"n\":1.10}");
        assertThat(Sample.lines(point, point.types().getLast()))
                .containsExactly("{\"data\":{\"p\":\"aHVudGVyMg==\"}}");
    }

    @Test
    void leaves_out_line_breaks_between_the_tokens_of_a_document_and_nothing_else() {
        var statement = sample.write(sample.heading());

        var documents =
                sample.verify(statement.heading().id())
                        .open(sample.keys)
                        .documents("eks", "DescribeCluster");

        assertThat(documents).hasSize(1);
        assertThat(new String(documents.getFirst(), StandardCharsets.UTF_8))
                .isEqualTo("{  \"cluster\": {}}");
    }

    @Test
    void says_what_it_does_not_hold_and_why() {
        var statement = sample.write(sample.heading());

        var manifest = sample.verify(statement.heading().id()).manifest();

        assertThat(manifest.cut()).contains("4711");
        assertThat(manifest.leftOut())
                .containsExactly(AbsentType.of(Sample.EVENTS, "they are gone within the hour"));
        assertThat(manifest.unavailable())
                .containsExactly(
                        new AbsentType(
                                "metrics.k8s.io",
                                "v1beta1",
                                "",
                                "",
                                "503 from its API service",
                                Optional.empty()));
    }

    @Test
    void makes_one_data_key_for_each_class() {
        sample.write(sample.heading());

        assertThat(sample.keys.calls())
                .containsExactlyInAnyOrderElementsOf(
                        List.of("generate objects", "generate secrets"));
    }
}

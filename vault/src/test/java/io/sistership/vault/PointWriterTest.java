package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sistership.model.FailureKind;
import io.sistership.model.SegmentClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nothing is dropped silently while a point is written, and nothing is left behind of a failed one.
class PointWriterTest {

    private final Sample sample = new Sample();

    @Test
    void puts_the_envelope_last() {
        var id = sample.write(sample.heading()).heading().id();

        assertThat(sample.outbox.writes())
                .endsWith("outbox/" + id + "/manifest.json", "outbox/" + id + "/manifest.dsse");
    }

    @Test
    void names_no_segment_after_its_contents() {
        var first = new Sample();
        first.write(first.heading());
        sample.random.nextInt();
        sample.write(sample.heading());

        assertThat(segmentNames(sample)).doesNotContainAnyElementsOf(segmentNames(first));
    }

    private static List<String> segmentNames(Sample sample) {
        return sample.outbox.keys().stream()
                .filter(key -> key.contains("/segments/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void writes_the_manifest_as_the_specification_says() {
        var id = sample.write(sample.heading()).heading().id();

        var manifest =
                new String(
                        sample.outbox.content("outbox/" + id + "/manifest.json"),
                        StandardCharsets.UTF_8);

        assertThat(manifest)
                .startsWith(
                        "{\"format\":1,\"application\":\"shop\",\"cluster\":\"arn:aws:eks:us-east-1:111111111111:cluster/shop\",\"point\":\""
                                + id
                                + "\",\"created\":\"2026-11-23T09:43:05Z\",\"sequence\":1,\"previous\":null,\"configuration\":\""
                                + Sample.CONFIGURATION
                                + "\",\"cut\":\"4711\",\"epoch\":\""
                                + id
                                + "\",\"keys\":[{\"id\":\""
                                + id
                                + ".objects\",\"point\":\""
                                + id
                                + "\",\"class\":\"objects\",\"wrapped\":\"")
                .contains(
                        "\"types\":[{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\",\"resource\":\"deployments\",\"namespaced\":true,\"served\":[\"v1\"],\"revision\":\"4711\",\"inCut\":true,\"count\":2,\"whole\":[{\"name\":\"")
                .endsWith(
                        "\"leftOut\":[{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Event\",\"resource\":\"events\",\"reason\":\"they are gone within the hour\",\"lastSeen\":null}]}");
    }

    @Test
    void refuses_to_finish_while_a_type_is_neither_complete_nor_unavailable() {
        try (var writer = sample.writer(sample.heading())) {
            writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1"))).close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.finish(Optional.empty(), sample.signer))
                    .withMessage("types neither complete nor unavailable: [deployments.apps]");

            writer.unavailable(Sample.DEPLOYMENTS, "503");
            writer.finish(Optional.empty(), sample.signer);
        }
    }

    @Test
    void refuses_a_type_twice() {
        try (var writer = sample.writer(sample.heading())) {
            writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1")));

            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> writer.open(new TypeHeader(Sample.DEPLOYMENTS, List.of("v1"))))
                    .withMessage("type deployments.apps is captured twice");
        }
    }

    @Test
    void clears_the_outbox_of_a_capture_that_failed() {
        try (var writer = sample.writer(sample.heading())) {
            Sample.write(writer, Sample.DEPLOYMENTS, List.of("{}"));
            assertThat(sample.outbox.keys()).hasSize(1);
        }

        assertThat(sample.outbox.keys()).isEmpty();
    }

    @Test
    void opens_everything_but_secrets_for_a_reader_who_may_not_have_them() {
        var id = sample.write(sample.heading()).heading().id();
        sample.keys.deny("secrets");

        var point = sample.verify(id).open(sample.keys);

        assertThat(Sample.lines(point, point.types().getFirst())).hasSize(2);
        assertThatExceptionOfType(ClassSealedException.class)
                .isThrownBy(() -> Sample.lines(point, point.types().getLast()))
                .withMessage(
                        "what recovery point %s seals as class secrets can't be opened: not"
                                + " authorised to unwrap class secrets",
                        id)
                .returns(SegmentClass.SECRETS, ClassSealedException::segmentClass)
                .returns(FailureKind.ACCESS, ClassSealedException::kind);
        assertThat(sample.keys.calls())
                .containsExactly(
                        "generate objects", "generate secrets", "unwrap objects", "unwrap secrets");
    }

    @Test
    void a_first_point_has_no_previous_one_and_later_ones_do() {
        var id = PointId.create(Sample.NOW, sample.random);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        new PointHeading(
                                "shop",
                                Sample.CLUSTER,
                                id,
                                Sample.NOW,
                                2,
                                Optional.empty(),
                                Sample.CONFIGURATION))
                .withMessage("point %s has sequence 2, but no previous point", id);
    }
}

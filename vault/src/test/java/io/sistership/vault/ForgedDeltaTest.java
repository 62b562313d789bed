package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Signed by the pinned key, but its delta is wrong: no line of the type is handed out.
class ForgedDeltaTest {

    private static final String BASE = "{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n";

    private final Sample sample = new Sample();
    private final Forger forger = new Forger(sample);
    private final SegmentEntry base = segment(Forger.header(3) + BASE, 3);

    @Test
    void opens_a_base_and_a_delta_that_are_as_they_should_be() {
        sign(2, dropped("0\n2\n", 2), changed());

        var point = sample.verify(forger.id()).open(sample.keys);

        assertThat(Sample.lines(point, point.types().getFirst()))
                .containsExactly("{\"n\":1}", "{\"n\":9}");
    }

    @Test
    void refuses_a_number_beyond_the_base() {
        assertRefused(dropped("0\n3\n", 2), "it drops line 3 of a base of 3 lines");
    }

    @Test
    void refuses_a_number_twice() {
        assertRefused(dropped("1\n1\n", 2), "it drops line 1 after line 1");
    }

    @Test
    void refuses_numbers_that_do_not_ascend() {
        assertRefused(dropped("2\n0\n", 2), "it drops line 0 after line 2");
    }

    @Test
    void refuses_what_is_no_number() {
        for (var wrong : List.of("-1", "01", "+1", " 1", "1.0", "{}", "99999999999999999999")) {
            var fresh = new ForgedDeltaTest();
            fresh.assertRefused(
                    fresh.dropped("0\n" + wrong + "\n", 2),
                    "not the number of a base line: '%s'"
                            .formatted(wrong.substring(0, Math.min(12, wrong.length()))));
        }
    }

    @Test
    void refuses_changed_objects_in_the_place_of_numbers() {
        assertRefused(changed(), "its header line isn't that of its place in the manifest");
    }

    @Test
    void refuses_numbers_in_the_place_of_objects() {
        var numbers = dropped("0\n", 1);
        sign(3, dropped("1\n", 1), numbers);
        var point = sample.verify(forger.id()).open(sample.keys);
        var handedOut = new ArrayList<String>();

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> collect(point, handedOut))
                .withMessage(
                        "recovery point %s refused: segments/%s: its header line isn't that of its"
                                + " place in the manifest",
                        forger.id(), numbers.name());
        assertThat(handedOut).doesNotContain("0");
    }

    @Test
    void refuses_counts_that_do_not_add_up() {
        assertManifestRefused(
                manifest ->
                        manifest.replace(
                                "\"inCut\":true,\"count\":3", "\"inCut\":true,\"count\":4"),
                "deployments.apps/v1 has 4 objects, but its segments have 3");
    }

    @Test
    void refuses_more_dropped_lines_than_the_base_has() {
        var many = dropped("0\n1\n2\n3\n", 4);
        assertManifestRefused(
                manifest -> manifest.replace(entry(manifest, "dropped"), entry(many)),
                "type deployments: its delta drops 4 lines of a base of 3");
    }

    @Test
    void refuses_an_empty_delta() {
        assertManifestRefused(
                manifest -> {
                    int from = manifest.indexOf("\"delta\":");
                    int to = manifest.indexOf("}]}", from) + 3;
                    return manifest.substring(0, from)
                            + "\"delta\":{\"dropped\":[],\"changed\":[]}"
                            + manifest.substring(to);
                },
                "type deployments: its delta is empty");
    }

    @Test
    void refuses_a_base_without_a_delta_and_both_base_and_whole() {
        assertManifestRefused(
                manifest -> {
                    int from = manifest.indexOf(",\"delta\":");
                    int to = manifest.indexOf("}]}", from) + 3;
                    return manifest.substring(0, from) + manifest.substring(to);
                },
                "types[0].delta is missing");
    }

    @Test
    void refuses_whole_beside_base() {
        assertManifestRefused(
                manifest -> manifest.replace("\"base\":[", "\"whole\":[],\"base\":["),
                "types[0].whole is unknown");
    }

    @Test
    void refuses_more_lines_than_bytes_can_hold() {
        assertManifestRefused(
                manifest ->
                        manifest.replace(
                                "\"plain\":%d,\"count\":3".formatted(base.plain()),
                                "\"plain\":%d,\"count\":9999999".formatted(base.plain())),
                "segment %s says that it has 9999999 lines in %d bytes"
                        .formatted(base.name(), base.plain()));
    }

    @Test
    void refuses_an_epoch_that_began_later() {
        assertManifestRefused(
                manifest ->
                        manifest.replace(
                                "\"epoch\":\"" + forger.id(),
                                "\"epoch\":\"20270101T000000Z-aaaaaa"),
                "its epoch began with a later point, 20270101T000000Z-aaaaaa");
    }

    @Test
    void refuses_an_epoch_at_a_time_that_there_is_not() {
        assertManifestRefused(
                manifest ->
                        manifest.replace(
                                "\"epoch\":\"" + forger.id(),
                                "\"epoch\":\"20269923T094305Z-aaaaaa"),
                "there is no such time as that of point id '20269923T094305Z-aaaaaa'");
    }

    @Test
    void refuses_an_earlier_points_key_where_the_epoch_begins() {
        assertManifestRefused(
                manifest ->
                        manifest.replace(
                                "\"point\":\"%s\",\"class\"".formatted(forger.id()),
                                "\"point\":\"20260101T000000Z-aaaaaa\",\"class\""),
                "it begins an epoch, but lists key %s.objects of another point"
                        .formatted(forger.id()));
    }

    private SegmentEntry segment(String plain, long count) {
        var bytes = Sample.utf8(plain);
        return forger.segment(bytes, bytes.length, count);
    }

    private SegmentEntry dropped(String lines, long count) {
        return segment(
                Sample.text(SegmentHeader.dropped(Sample.DEPLOYMENTS, count)) + "\n" + lines,
                count);
    }

    private SegmentEntry changed() {
        return segment(Forger.header(1) + "{\"n\":9}\n", 1);
    }

    private void sign(long count, SegmentEntry dropped, SegmentEntry changed) {
        sign(count, dropped, changed, UnaryOperator.identity());
    }

    private void sign(
            long count, SegmentEntry dropped, SegmentEntry changed, UnaryOperator<String> change) {
        forger.sign(
                count,
                new TypeContents.Delta(List.of(base), List.of(dropped), List.of(changed)),
                change);
    }

    private void assertRefused(SegmentEntry dropped, String problem) {
        sign(4 - dropped.count(), dropped, changed());
        var point = sample.verify(forger.id()).open(sample.keys);
        var handedOut = new ArrayList<String>();

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> collect(point, handedOut))
                .withMessage(
                        "recovery point %s refused: segments/%s: %s",
                        forger.id(), dropped.name(), problem)
                .returns(Refusal.CONTENTS, RefusedPointException::reason);
        assertThat(handedOut).isEmpty();
    }

    private static void collect(OpenPoint point, List<String> lines) {
        point.lines(
                point.types().getFirst(),
                (buffer, offset, length) ->
                        lines.add(
                                Sample.text(Arrays.copyOfRange(buffer, offset, offset + length))));
    }

    private void assertManifestRefused(UnaryOperator<String> change, String problem) {
        sign(3, dropped("1\n", 1), changed(), change);

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() ->
                        sample.verifier()
                                .verify(
                                        PointLocation.outbox(forger.id()),
                                        Sample.EXPECTED,
                                        Progress.SILENT))
                .withMessage("recovery point %s refused: manifest.json: %s", forger.id(), problem);
    }

    /// The one entry of a list of segments, as the manifest spells it.
    private static String entry(String manifest, String list) {
        int from = manifest.indexOf("{", manifest.indexOf("\"" + list + "\":["));
        return manifest.substring(from, manifest.indexOf("}", from) + 1);
    }

    private static String entry(SegmentEntry segment) {
        return Sample.text(CanonicalJson.bytes(json -> ManifestJson.write(json, segment)));
    }
}

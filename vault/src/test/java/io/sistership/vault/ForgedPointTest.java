package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.FailureKind;
import io.sistership.model.SegmentClass;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The pinned key signed it, but its contents are wrong: nothing of the wrong segment is handed out.
class ForgedPointTest {

    private static final String OBJECT = "{\"a\":1}\n";

    private final Sample sample = new Sample();
    private final Forger forger = new Forger(sample);

    @Test
    void opens_a_segment_that_is_as_it_should_be() {
        var plain = Forger.header(1) + OBJECT;
        forger.sign(segment(plain, 1), UnaryOperator.identity());

        var point = sample.verify(forger.id()).open(sample.keys);

        assertThat(Sample.lines(point, point.types().getFirst())).containsExactly("{\"a\":1}");
    }

    @Test
    void refuses_surplus_lines() {
        assertContentsRefused(
                segment(Forger.header(1) + OBJECT + OBJECT, 1),
                "it has 2 whole lines after its header, the manifest says 1");
    }

    @Test
    void refuses_too_few_lines() {
        assertContentsRefused(
                segment(Forger.header(2) + OBJECT, 2),
                "it has 1 whole lines after its header, the manifest says 2");
    }

    @Test
    void refuses_a_last_line_without_its_end() {
        assertContentsRefused(
                segment(Forger.header(1) + OBJECT + "{", 1),
                "it has 1 whole lines after its header, the manifest says 1");
    }

    @Test
    void refuses_the_header_of_another_type() {
        var wrong = Forger.header(1).replace("deployments", "daemonsets");

        assertContentsRefused(
                segment(wrong + OBJECT, 1),
                "its header line isn't that of its place in the manifest");
    }

    @Test
    void refuses_a_header_with_another_count() {
        assertContentsRefused(
                segment(Forger.header(2) + OBJECT, 1),
                "its header line isn't that of its place in the manifest");
    }

    @Test
    void refuses_a_decompression_bomb_after_the_bytes_of_the_manifest() {
        var bomb = new ByteArrayOutputStream();
        bomb.writeBytes(LineCompressor.frame(Sample.utf8(Forger.header(1))));
        var zeros = LineCompressor.frame(new byte[1 << 20]);
        for (int i = 0; i < 4096; i++) {
            bomb.writeBytes(zeros);
        }
        var listed = 4096;

        assertContentsRefused(
                forger.segment(bomb.toByteArray(), listed, 1, SegmentClass.OBJECTS),
                "it unpacks to more than the 4096 bytes of the manifest");
    }

    @Test
    void refuses_fewer_bytes_than_the_manifest_says() {
        var plain = Sample.utf8(Forger.header(1) + OBJECT);

        assertContentsRefused(
                forger.segment(plain, plain.length + 1, 1),
                "it unpacks to fewer than the %d bytes of the manifest"
                        .formatted(plain.length + 1));
    }

    @Test
    void refuses_what_is_not_compressed_at_all() {
        var refused = refusal(forger.segment(Sample.utf8("no zstd"), 7, 1, SegmentClass.OBJECTS));

        assertThat(refused.getMessage())
                .contains(": it can't be unpacked: ")
                .startsWith("recovery point " + forger.id() + " refused: segments/");
    }

    @Test
    void refuses_a_message_sealed_for_another_context() {
        var segment = segment(Forger.header(1) + OBJECT, 1);
        var stranger = new Forger(sample).segment(Sample.utf8(Forger.header(1) + OBJECT), 80, 1);
        var sealed =
                sample.outbox.keys().stream()
                        .filter(key -> key.endsWith(stranger.name()))
                        .map(sample.outbox::content)
                        .findFirst()
                        .orElseThrow();
        sample.outbox.put(PointLocation.outbox(forger.id()).segment(segment), sealed);
        var listed =
                new SegmentEntry(
                        segment.name(),
                        segment.key(),
                        stranger.sha256(),
                        stranger.length(),
                        segment.plain(),
                        1);

        assertThat(refusal(listed).getMessage()).contains(": it can't be unsealed: ");
    }

    @Test
    void refuses_a_path_as_a_segments_name() {
        var segment = segment(Forger.header(1) + OBJECT, 1);
        forger.sign(segment, manifest -> manifest.replace(segment.name(), "../../pins/x"));

        assertManifestRefused("not a segment name: '../../pins/x'");
    }

    @Test
    void refuses_a_segment_that_is_listed_twice() {
        var segment = segment(Forger.header(1) + OBJECT, 1);
        forger.sign(
                segment,
                manifest -> {
                    int from = manifest.indexOf("{\"name\"");
                    var entry = manifest.substring(from, manifest.indexOf('}', from) + 1);
                    return manifest.replace(entry, entry + "," + entry)
                            .replace("\"inCut\":true,\"count\":1", "\"inCut\":true,\"count\":2");
                });

        assertManifestRefused("segment " + segment.name() + " is listed twice");
    }

    @Test
    void refuses_a_secret_under_the_key_of_other_objects() {
        var segment = segment(Forger.header(1) + OBJECT, 1);
        forger.sign(
                segment,
                manifest ->
                        manifest.replace("\"group\":\"apps\"", "\"group\":\"\"")
                                .replace("deployments", "secrets"));

        assertManifestRefused(
                "segment %s of class secrets names key %s.objects of class objects"
                        .formatted(segment.name(), forger.id()));
    }

    @Test
    void refuses_counts_that_do_not_add_up() {
        forger.sign(
                segment(Forger.header(1) + OBJECT, 1),
                manifest ->
                        manifest.replace(
                                "\"inCut\":true,\"count\":1", "\"inCut\":true,\"count\":9"));

        assertManifestRefused("deployments.apps/v1 has 9 objects, but its segments have 1");
    }

    @Test
    void refuses_a_segment_that_claims_more_than_a_segment_may_hold() {
        var segment = segment(Forger.header(1) + OBJECT, 1);
        forger.sign(
                segment,
                manifest ->
                        manifest.replace("\"plain\":" + segment.plain(), "\"plain\":99999999999"));

        assertManifestRefused(
                "segment %s says that it unpacks to 99999999999 bytes in 1 lines: more than a segment may"
                        .formatted(segment.name()));
    }

    @Test
    void refuses_members_that_it_does_not_know() {
        forger.sign(
                segment(Forger.header(1) + OBJECT, 1),
                manifest -> manifest.replace("\"leftOut\":[]", "\"leftOut\":[],\"more\":1"));

        assertManifestRefused("more is unknown");
    }

    @Test
    void refuses_a_manifest_with_white_space() {
        forger.sign(segment(Forger.header(1) + OBJECT, 1), manifest -> manifest + "\n");

        assertManifestRefused("it isn't spelled canonically");
    }

    private SegmentEntry segment(String plain, long count) {
        var bytes = Sample.utf8(plain);
        return forger.segment(bytes, bytes.length, count);
    }

    private void assertManifestRefused(String problem) {
        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> sample.verify(forger.id()))
                .withMessage("recovery point %s refused: manifest.json: %s", forger.id(), problem);
    }

    private void assertContentsRefused(SegmentEntry segment, String problem) {
        assertThat(refusal(segment))
                .hasMessage(
                        "recovery point %s refused: segments/%s: %s",
                        forger.id(), segment.name(), problem)
                .returns(FailureKind.POINT_REFUSED, RefusedPointException::kind)
                .returns(Refusal.CONTENTS, RefusedPointException::reason);
    }

    private RefusedPointException refusal(SegmentEntry segment) {
        forger.sign(segment, UnaryOperator.identity());
        var point = sample.verify(forger.id()).open(sample.keys);
        var handedOut = new ArrayList<byte[]>();
        try {
            point.lines(
                    point.types().getFirst(),
                    (buffer, offset, length) ->
                            handedOut.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        } catch (RefusedPointException e) {
            assertThat(handedOut).isEmpty();
            return e;
        }
        throw new AssertionError("it was opened");
    }
}

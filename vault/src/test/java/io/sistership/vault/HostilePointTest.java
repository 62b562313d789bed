package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Somebody changes the files of a point, or signs one who may not: it is refused, and by name.
class HostilePointTest {

    private final Sample sample = new Sample();
    private final Statement statement = sample.write(sample.heading());
    private final PointId id = statement.heading().id();
    private final PointLocation location = PointLocation.outbox(id);

    /// At each position the lowest bit (the next digit or letter), the bit that changes a letter's
    /// case, all bits, and white space, which JSON forgives.
    @Test
    void refuses_a_flipped_byte_at_every_position_of_the_envelope() {
        assertThat(accepted(location.envelope(), "manifest.dsse", 1, 0x20, 0xff, ' ' ^ '"'))
                .isEmpty();
    }

    @Test
    void refuses_a_flipped_byte_at_every_position_of_the_manifest() {
        assertThat(accepted(location.manifest(), "manifest.json", 1)).isEmpty();
    }

    private List<String> accepted(String key, String file, int... flips) {
        var original = sample.outbox.content(key);
        var accepted = new ArrayList<String>();
        for (int at = 0; at < original.length; at++) {
            for (int flip : flips) {
                var changed = original.clone();
                changed[at] ^= (byte) flip;
                sample.outbox.put(key, changed);
                var refusal = refusal();
                if (refusal == null || !refusal.file().equals(file)) {
                    accepted.add("byte " + at + " flipped by " + flip);
                }
            }
        }
        return accepted;
    }

    @Test
    void refuses_changed_bits_that_base64_does_not_use() {
        var text = envelope();
        var padding = text.indexOf("=\"");
        assertThat(padding).as("one of the two values has padding").isPositive();
        var changed = new StringBuilder(text);
        var last = text.charAt(text.charAt(padding - 1) == '=' ? padding - 2 : padding - 1);
        var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        changed.setCharAt(text.indexOf(last + "="), digits.charAt(digits.indexOf(last) ^ 1));

        putEnvelope(changed.toString());

        assertRefused("manifest.dsse: it isn't spelled canonically");
    }

    private RefusedPointException refusal() {
        return catchThrowableOfType(
                RefusedPointException.class,
                () -> sample.verifier().signed(location, Sample.EXPECTED));
    }

    @Test
    void refuses_flipped_bytes_of_segments_before_unwrapping_any_key() {
        var before = sample.keys.calls();
        for (var segment : manifest().segments()) {
            var key = location.segment(segment);
            var original = sample.outbox.content(key);
            for (int at = 0; at < original.length; at += 31) {
                var changed = original.clone();
                changed[at] ^= 1;
                sample.outbox.put(key, changed);
                assertThatExceptionOfType(RefusedPointException.class)
                        .isThrownBy(() -> sample.verify(id))
                        .returns("segments/" + segment.name(), RefusedPointException::file)
                        .returns(Refusal.DIGEST, RefusedPointException::reason);
            }
            sample.outbox.put(key, original);
        }
        assertThat(sample.keys.calls()).isEqualTo(before);
    }

    @Test
    void refuses_a_segment_changed_after_it_was_verified() {
        var verified = sample.verify(id);
        var segment = manifest().segments().getFirst();
        var sealed = sample.outbox.content(location.segment(segment));
        sealed[sealed.length - 1] ^= 1;
        sample.outbox.put(location.segment(segment), sealed);
        var open = verified.open(sample.keys);

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> Sample.lines(open, open.types().getFirst()))
                .returns(Refusal.DIGEST, RefusedPointException::reason);
    }

    @Test
    void refuses_each_missing_file_by_its_name() {
        var segment = manifest().segments().getFirst();
        assertMissing(location.segment(segment), "segments/" + segment.name());
        assertMissing(location.manifest(), "manifest.json");
        assertMissing(location.envelope(), "manifest.dsse");
    }

    private void assertMissing(String key, String file) {
        sample.outbox.delete(key);
        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> sample.verify(id))
                .withMessage("recovery point %s refused: %s: it is missing", id, file)
                .returns(file, RefusedPointException::file)
                .returns(FailureKind.POINT_REFUSED, RefusedPointException::kind);
    }

    @Test
    void refuses_a_longer_and_a_shorter_segment() {
        var segment = manifest().segments().getFirst();
        var sealed = sample.outbox.content(location.segment(segment));

        sample.outbox.put(location.segment(segment), Arrays.copyOf(sealed, sealed.length + 1));
        assertRefused(
                "segments/%s: it has more than the %d bytes of the manifest"
                        .formatted(segment.name(), sealed.length));

        sample.outbox.put(location.segment(segment), Arrays.copyOf(sealed, sealed.length - 1));
        assertRefused(
                "segments/%s: it has %d bytes, the manifest says %d"
                        .formatted(segment.name(), sealed.length - 1, sealed.length));
    }

    @Test
    void refuses_an_envelope_spelled_in_another_way() {
        var text = envelope();

        putEnvelope(" " + text);
        assertRefused("manifest.dsse: it isn't spelled canonically");
        putEnvelope(text + "\n");
        assertRefused("manifest.dsse: it isn't spelled canonically");
        putEnvelope(
                text.replace("\"payloadType\":\"application/", "\"payloadType\":\"application\\/"));
        assertRefused("manifest.dsse: it isn't spelled canonically");
        putEnvelope(text.replace("}]}", ",\"more\":1}]}"));
        assertRefused("manifest.dsse: signatures[0].more is unknown");
        putEnvelope(text.replace("}]}", "}],\"payload\":\"\"}"));
        assertThat(refusal().getMessage())
                .startsWith(
                        "recovery point %s refused: manifest.dsse: it isn't JSON: ".formatted(id));
    }

    @Test
    void refuses_an_endless_envelope() {
        putEnvelope(" ".repeat((64 << 10) + 1));

        assertRefused("manifest.dsse: it has more than 65536 bytes");
    }

    @Test
    void refuses_a_point_signed_by_another_key() {
        var stranger = new InMemorySigner();
        putEnvelope(signedBy(stranger, statement));

        assertRefused(
                "manifest.dsse: key %s signed it, which isn't pinned".formatted(stranger.keyId()));
    }

    @Test
    void refuses_another_keys_signature_under_the_pinned_keys_name() {
        var stranger = new InMemorySigner();
        var forged =
                new String(signedBy(stranger, statement), StandardCharsets.UTF_8)
                        .replace(stranger.keyId().hex(), sample.signer.keyId().hex());
        putEnvelope(forged);

        assertRefused("manifest.dsse: its signature isn't one of key " + sample.signer.keyId());
    }

    @Test
    void refuses_a_point_created_outside_its_keys_validity() {
        var pin = sample.signer.pin(Sample.PRIMARY, Sample.NOW.minus(Duration.ofDays(366)));
        sample.pins.put(pin);

        assertRefused(
                "manifest.dsse: the pin of key %s is valid from %s to %s, not at %s"
                        .formatted(pin.keyId(), pin.notBefore(), pin.notAfter(), Sample.NOW));
    }

    @Test
    void refuses_a_key_that_is_pinned_for_another_account() {
        sample.pins.put(sample.signer.pin(new AccountId("333333333333"), Sample.NOW));

        assertRefused(
                "manifest.dsse: key %s is pinned for account 333333333333, the cluster is in"
                                .formatted(sample.signer.keyId())
                        + " 111111111111");
    }

    @Test
    void refuses_a_point_of_another_application_or_cluster() {
        var otherCluster = Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/other");

        assertRefused(
                new Expectations("bank", Sample.CLUSTER),
                "manifest.dsse: it is of application shop, not bank");
        assertRefused(
                new Expectations("shop", otherCluster),
                "manifest.dsse: it is of cluster %s, not %s"
                        .formatted(Sample.CLUSTER, otherCluster));
    }

    @Test
    void refuses_the_files_of_another_point_under_this_points_name() {
        var other = PointLocation.outbox(sample.write(sample.heading()).heading().id());
        sample.outbox.put(location.envelope(), sample.outbox.content(other.envelope()));

        assertRefused("manifest.dsse: its statement is of point " + other.id());
    }

    @Test
    void refuses_a_manifest_that_the_statement_does_not_vouch_for() {
        var other = PointLocation.outbox(sample.write(sample.heading()).heading().id());
        sample.outbox.put(location.manifest(), sample.outbox.content(other.manifest()));

        assertThat(refusal())
                .returns("manifest.json", RefusedPointException::file)
                .returns(Refusal.DIGEST, RefusedPointException::reason);
    }

    @Test
    void refuses_a_later_format() {
        var later =
                new String(StatementJson.write(statement), StandardCharsets.UTF_8)
                        .replace("\"format\":1", "\"format\":2");
        putEnvelope(signedBy(sample.signer, Sample.utf8(later)));

        assertRefused("manifest.dsse: it has format 2, this version opens format 1");
    }

    @Test
    void refuses_a_broken_pin_instead_of_trusting_another() {
        sample.state.put("pins/" + sample.signer.keyId() + ".json", Sample.utf8("{\"format\":1}"));

        assertThatExceptionOfType(io.sistership.model.SistershipException.class)
                .isThrownBy(() -> sample.verify(id))
                .withMessage(
                        "the pin state/pins/%s.json can't be used: kmsKey is missing",
                        sample.signer.keyId())
                .returns(FailureKind.POINT_REFUSED, e -> e.kind());
    }

    private Manifest manifest() {
        return sample.verify(id).manifest();
    }

    private String envelope() {
        return new String(sample.outbox.content(location.envelope()), StandardCharsets.UTF_8);
    }

    private void putEnvelope(String text) {
        putEnvelope(Sample.utf8(text));
    }

    private void putEnvelope(byte[] bytes) {
        sample.outbox.put(location.envelope(), bytes);
    }

    private static byte[] signedBy(InMemorySigner signer, Statement statement) {
        return signedBy(signer, StatementJson.write(statement));
    }

    private static byte[] signedBy(InMemorySigner signer, byte[] payload) {
        var signature = signer.sign(Envelope.preAuthentication(payload));
        return new Envelope(
                        Envelope.Bytes.of(payload), signer.keyId(), Envelope.Bytes.of(signature))
                .write();
    }

    private void assertRefused(String problem) {
        assertRefused(Sample.EXPECTED, problem);
    }

    private void assertRefused(Expectations expected, String problem) {
        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> sample.verifier().verify(location, expected, Progress.SILENT))
                .withMessage("recovery point %s refused: %s", id, problem)
                .returns(FailureKind.POINT_REFUSED, RefusedPointException::kind);
    }

    @Test
    void signs_the_pre_authentication_encoding_of_dsse() {
        var encoded = Envelope.preAuthentication(Sample.utf8("hello world"));

        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 37 application/vnd.sistership.point+json 11 hello world");
        assertThat(Base64.getDecoder().decode(payloadOf(envelope())))
                .isEqualTo(StatementJson.write(statement));
    }

    private static String payloadOf(String envelope) {
        return envelope.replaceAll(".*\"payload\":\"([^\"]*)\".*", "$1");
    }
}

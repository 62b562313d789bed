package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Sha256;
import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/// A point that somebody with power over the vault has changed. (Every position of envelope and
/// manifest, and every rule of the format, is tried in the vault module; here it is seen that the
/// command line refuses, says where, and hands nothing on.)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperedPointRoadTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PAYLOAD_TYPE = "application/vnd.sistership.point+json";

    private Road road;
    private BlobStore vault;
    private String point;

    @BeforeAll
    void go() {
        road = Road.shared();
        vault = road.vault();
        point = road.capture().get("point").asString();
    }

    @Test
    void one_flipped_byte_of_the_envelope_is_refused() {
        refusesFlips("clusters/road/points/" + point + "/manifest.dsse", "manifest.dsse", 40);
    }

    @Test
    void one_flipped_byte_of_the_manifest_is_refused() {
        refusesFlips("clusters/road/points/" + point + "/manifest.json", "manifest.json", 40);
    }

    @Test
    void one_flipped_byte_of_a_segment_is_refused() {
        var segments = vault.list("clusters/road/segments/");

        assertThat(segments).isNotEmpty();
        for (var segment : List.of(segments.getFirst(), segments.getLast())) {
            var name = segment.key().substring(segment.key().lastIndexOf('/') + 1);
            refusesFlips(segment.key(), "segments/" + name, 5);
        }
    }

    @Test
    void a_point_signed_by_another_key_is_refused() {
        var key = envelopeKey();
        var statement = statement(read(key));
        var stranger = keyPair();
        var strangersId = sha256(stranger.getPublic().getEncoded());
        var pinnedId = JSON.readTree(read(key)).at("/signatures/0/keyid").asString();
        var signature = sign(stranger, statement);

        refused(
                key,
                envelope(statement, strangersId, signature),
                "manifest.dsse: key " + strangersId + " signed it, which isn't pinned");
        refused(key, envelope(statement, pinnedId, signature), "manifest.dsse: ");
    }

    @Test
    void the_untouched_point_is_accepted_again() {
        var key = envelopeKey();
        refused(key, flipped(read(key), 0), "manifest.dsse: ");

        road.ship().run("plan").exits(0);
    }

    private String envelopeKey() {
        return "clusters/road/points/" + point + "/manifest.dsse";
    }

    private void refusesFlips(String key, String file, int samples) {
        var content = read(key);
        IntStream.range(0, samples)
                .map(sample -> (int) ((long) sample * (content.length - 1) / (samples - 1)))
                .forEach(position -> refused(key, flipped(content, position), file + ": "));
    }

    private static byte[] flipped(byte[] content, int position) {
        var other = content.clone();
        other[position] ^= 1;
        return other;
    }

    /// Lays other bytes over a file, as the owner of the account can: the vault keeps the old version,
    /// but what is read is the newest one.
    private void refused(String key, byte[] other, String problem) {
        var content = read(key);
        replace(key, other);
        try {
            var run = road.ship().json("plan");
            assertThat(run.exit()).as(run.err()).isEqualTo(3);
            assertThat(run.err())
                    .contains("\nerror: recovery point %s refused: %s".formatted(point, problem));
            assertThat(run.document().get("result").isNull()).isTrue();
        } finally {
            replace(key, content);
        }
    }

    private void replace(String key, byte[] content) {
        vault.delete(key);
        vault.putNew(key, content);
    }

    private byte[] read(String key) {
        try (var in = vault.get(key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] statement(byte[] envelope) {
        return Base64.getDecoder().decode(JSON.readTree(envelope).get("payload").asString());
    }

    private static byte[] envelope(byte[] statement, String keyId, byte[] signature) {
        var base64 = Base64.getEncoder();
        return """
        {"payload":"%s","payloadType":"%s","signatures":[{"keyid":"%s","sig":"%s"}]}\
        """
                .formatted(
                        base64.encodeToString(statement),
                        PAYLOAD_TYPE,
                        keyId,
                        base64.encodeToString(signature))
                .getBytes(UTF_8);
    }

    private static String sha256(byte[] bytes) {
        return Sha256.of(bytes).hex();
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// DSSE's pre-authentication encoding, signed.
    private static byte[] sign(KeyPair pair, byte[] statement) {
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            var heading =
                    "DSSEv1 %d %s %d "
                            .formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, statement.length);
            signer.update(heading.getBytes(UTF_8));
            signer.update(statement);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

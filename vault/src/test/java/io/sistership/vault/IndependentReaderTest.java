package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.sistership.model.Sensitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Opens a point with docs/format.md, a JSON parser, the AWS Encryption SDK and zstd: with none of
/// the classes that wrote it.
class IndependentReaderTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "application/vnd.sistership.point+json";

    private final Sample sample = new Sample();
    private final String folder = "outbox/" + sample.write(sample.heading()).heading().id() + "/";

    @Test
    void verifies_and_opens_a_point_from_its_specification_alone()
            throws GeneralSecurityException, IOException {
        var statement = verifiedStatement();
        var manifest = sample.outbox.content(folder + "manifest.json");
        assertThat(sha256(manifest)).isEqualTo(statement.get("manifest").stringValue());

        var secrets = JSON.readTree(manifest).get("types").get(1);
        var segment = secrets.get("whole").get(0);
        var sealed =
                sample.outbox.content(folder + "segments/" + segment.get("name").stringValue());
        assertThat(sha256(sealed)).isEqualTo(segment.get("sha256").stringValue());
        var key = JSON.readTree(manifest).get("keys").get(1);

        assertThat(new String(open(sample.keys, sealed, key, statement), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"format":1,"group":"","version":"v1","kind":"Secret","resource":"secrets","class":"secrets","count":1}
                        {"data":{"p":"aHVudGVyMg=="}}
                        """);
    }

    @Test
    void opens_a_base_and_a_delta_from_their_specification_alone()
            throws GeneralSecurityException, IOException {
        var chain = new Chain();
        for (int i = 0; i < 30; i++) {
            chain.put(Sample.SECRETS, "secret-%02d".formatted(i), "{\"n\":%d}".formatted(i));
        }
        chain.next();
        chain.put(Sample.SECRETS, "secret-07", "{\"n\":700}");
        chain.remove(Sample.SECRETS, "secret-11");
        var point = "clusters/shop/points/" + chain.next().id() + "/manifest.json";
        var vault = chain.sample.vault;
        var manifest = JSON.readTree(vault.content(point));
        var secrets = manifest.get("types").get(0);

        var lines = new ArrayList<String>();
        lines(secrets.get("base"), manifest, chain).forEach(lines::add);
        var dropped = lines(secrets.at("/delta/dropped"), manifest, chain);
        for (var number : dropped.reversed()) {
            lines.remove(Integer.parseInt(number));
        }
        lines.addAll(lines(secrets.at("/delta/changed"), manifest, chain));

        assertThat(dropped).containsExactly("7", "11");
        assertThat(lines)
                .hasSize(secrets.get("count").intValue())
                .containsExactlyInAnyOrderElementsOf(
                        chain.items(Sample.SECRETS).stream().map(Chain.Item::line).toList());
    }

    /// The lines of these segments, wherever in the chain of points they were written.
    private static List<String> lines(JsonNode segments, JsonNode manifest, Chain chain)
            throws GeneralSecurityException, IOException {
        var lines = new ArrayList<String>();
        for (var segment : segments) {
            var sealed =
                    chain.sample.vault.content(
                            "clusters/shop/segments/" + segment.get("name").stringValue());
            assertThat(sha256(sealed)).isEqualTo(segment.get("sha256").stringValue());
            var key =
                    manifest.get("keys")
                            .valueStream()
                            .filter(each -> each.get("id").equals(segment.get("key")))
                            .findFirst()
                            .orElseThrow();
            var plain = open(chain.sample.keys, sealed, key, manifest);
            var all = new String(plain, StandardCharsets.UTF_8).lines().toList();
            assertThat(all).hasSize(segment.get("count").intValue() + 1);
            lines.addAll(all.subList(1, all.size()));
        }
        return lines;
    }

    private JsonNode verifiedStatement() throws GeneralSecurityException {
        var envelope = JSON.readTree(sample.outbox.content(folder + "manifest.dsse"));
        var payload = Base64.getDecoder().decode(envelope.get("payload").stringValue());
        var signature = envelope.get("signatures").get(0);
        var pin = sample.signer.pin(Sample.PRIMARY, Sample.NOW);
        assertThat(sha256(pin.key().getEncoded())).isEqualTo(signature.get("keyid").stringValue());
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(pin.key());
        verifier.update(utf8("DSSEv1 37 " + TYPE + " " + payload.length + " "));
        verifier.update(payload);
        assertThat(verifier.verify(Base64.getDecoder().decode(signature.get("sig").stringValue())))
                .isTrue();
        return JSON.readTree(payload);
    }

    private static byte[] open(
            InMemoryKeyWrapping keys, byte[] sealed, JsonNode key, JsonNode statement)
            throws IOException {
        var context =
                Map.of(
                        "application", statement.get("application").stringValue(),
                        "cluster", statement.get("cluster").stringValue(),
                        "point", key.get("point").stringValue(),
                        "class", key.get("class").stringValue());
        var wrapped = Base64.getDecoder().decode(key.get("wrapped").stringValue());
        try (var dataKey = keys.unwrap(wrapped, context)) {
            var message =
                    AwsCrypto.builder()
                            .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
                            .build()
                            .decryptData(keyring(key.get("id").stringValue(), dataKey), sealed);
            assertThat(message.getEncryptionContext()).isEqualTo(context);
            assertThat(message.getCryptoAlgorithm().getValue()).isEqualTo((short) 0x0478);
            try (var zstd = new ZstdInputStream(new ByteArrayInputStream(message.getResult()))) {
                return zstd.readAllBytes();
            }
        }
    }

    private static IKeyring keyring(String name, Sensitive key) {
        return MaterialProviders.builder()
                .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
                .build()
                .CreateRawAesKeyring(
                        CreateRawAesKeyringInput.builder()
                                .keyNamespace("sistership")
                                .keyName(name)
                                .wrappingKey(ByteBuffer.wrap(key.reveal().clone()))
                                .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                                .build());
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

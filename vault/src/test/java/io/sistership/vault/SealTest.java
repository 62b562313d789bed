package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import io.sistership.model.Sensitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/// A message opens under its key and for its context only.
class SealTest {

    private static final Map<String, String> CONTEXT = Map.of("class", "objects");
    private static final byte[] PLAIN = Sample.utf8("plain");

    private final byte[] key = new byte[32];
    private final Seal seal = new Seal("k", Sensitive.copyOf(key), CONTEXT);

    @Test
    void opens_its_own_message() throws IOException {
        try (var in = seal.unsealing(Forger.seal(seal, PLAIN))) {
            assertThat(in.readAllBytes()).isEqualTo(PLAIN);
        }
    }

    @Test
    void does_not_show_the_plain_bytes() {
        var sealed = Forger.seal(seal, Sample.utf8("a plain secret"));

        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("plain secret");
    }

    @Test
    void refuses_another_key() {
        var other = key.clone();
        other[0] = 1;

        assertRefused(
                new Seal("k", Sensitive.copyOf(other), CONTEXT),
                Forger.seal(seal, PLAIN),
                "it can't be unsealed: ");
    }

    @Test
    void refuses_a_message_for_another_context() {
        var secrets = new Seal("k", Sensitive.copyOf(key), Map.of("class", "secrets"));

        assertRefused(
                seal, Forger.seal(secrets, PLAIN), "its encryption context is {class=secrets}");
    }

    @Test
    void refuses_a_suite_that_does_not_commit_to_its_key() {
        var loose =
                AwsCrypto.builder()
                        .withCommitmentPolicy(CommitmentPolicy.ForbidEncryptAllowDecrypt)
                        .withEncryptionAlgorithm(
                                CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256)
                        .build();
        var keyring =
                MaterialProviders.builder()
                        .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
                        .build()
                        .CreateRawAesKeyring(
                                CreateRawAesKeyringInput.builder()
                                        .keyNamespace("sistership")
                                        .keyName("k")
                                        .wrappingKey(ByteBuffer.wrap(key.clone()))
                                        .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                                        .build());

        assertRefused(
                seal,
                loose.encryptData(keyring, PLAIN, CONTEXT).getResult(),
                "it can't be unsealed: ");
    }

    @Test
    void refuses_half_a_message() {
        var sealed = Forger.seal(seal, PLAIN);

        assertRefused(seal, Arrays.copyOf(sealed, 40), "it can't be unsealed: ");
    }

    private static void assertRefused(Seal seal, byte[] sealed, String problem) {
        assertThatExceptionOfType(SealException.class)
                .isThrownBy(() -> seal.unsealing(sealed))
                .withMessageStartingWith(problem);
    }
}

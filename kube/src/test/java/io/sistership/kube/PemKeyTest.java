package io.sistership.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void reads_an_elliptic_key_in_pkcs8(String curve) throws GeneralSecurityException {
        var key = ellipticKey(curve);

        assertThat(PemKey.parse(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void reads_an_elliptic_key_in_sec1() throws GeneralSecurityException {
        var key = ellipticKey("secp256r1");
        var secret =
                Arrays.copyOfRange(
                        key.getEncoded(), key.getEncoded().length - 32, key.getEncoded().length);
        var sec1 =
                HexFormat.of()
                        .parseHex(
                                "3031020101"
                                        + "0420"
                                        + HexFormat.of().formatHex(secret)
                                        + "a00a06082a8648ce3d030107");

        assertThat(((ECPrivateKey) PemKey.parse(pem("EC PRIVATE KEY", sec1))).getS())
                .isEqualTo(((ECPrivateKey) key).getS());
    }

    @Test
    void reads_an_rsa_key_in_pkcs8_and_in_pkcs1() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = generator.generateKeyPair().getPrivate();
        var pkcs1 = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);

        assertThat(PemKey.parse(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
        assertThat(PemKey.parse(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
    }

    @Test
    void refuses_an_encrypted_key() {
        assertThatThrownBy(() -> PemKey.parse(pem("ENCRYPTED PRIVATE KEY", new byte[1])))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("no unencrypted private key in the PEM text");
    }

    private static PrivateKey ellipticKey(String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPrivate();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der),
                        label);
    }
}

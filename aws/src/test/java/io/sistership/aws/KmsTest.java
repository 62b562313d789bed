package io.sistership.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys are wrapped for a context, points are signed, and calls are counted.
class KmsTest {

    private static final Arn KEY = Arn.parse("arn:aws:kms:us-east-1:111111111111:key/mrk-1");
    private static final Map<String, String> CONTEXT = Map.of("class", "objects", "point", "p");

    private final FakeAws aws = new FakeAws();
    private final AwsSession session = aws.session();
    private final KmsKeyWrapping wrapping = new KmsKeyWrapping(session, KEY);
    private final KmsPublicKey publicKey = new KmsPublicKey(session, KEY);
    private final KmsPointSigner signer =
            new KmsPointSigner(session, KEY, aws.kms().signer().keyId());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void unwraps_what_it_wrapped() {
        try (var made = wrapping.generate(CONTEXT);
                var opened = wrapping.unwrap(made.wrapped(), CONTEXT)) {
            assertThat(made.plain().reveal()).hasSize(32);
            assertThat(opened.reveal()).isEqualTo(made.plain().reveal());
        }
    }

    @Test
    void does_not_unwrap_for_another_context() {
        try (var made = wrapping.generate(CONTEXT)) {
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() ->
                            wrapping.unwrap(made.wrapped(), Map.of("class", "secrets")).close())
                    .withMessageStartingWith("kms:Decrypt " + KEY + ": ");
        }
    }

    @Test
    void signs_so_that_the_pinned_key_verifies_it() {
        var message = Requests.utf8("DSSEv1 ...");

        var signature = signer.sign(message);

        assertThat(signer.keyId()).isEqualTo(aws.kms().signer().keyId());
        assertThat(signer.keyId()).isEqualTo(Sha256.of(publicKey.der()));
        assertThat(verified(message, signature)).isTrue();
    }

    @Test
    void tells_its_own_signatures_from_others_and_from_what_is_none() {
        var key = new KmsSigningKey(session, KEY);
        var message = Requests.utf8("DSSEv1 36 application/vnd.sistership.plan+json ...");
        var signature = key.sign(message);

        assertThat(key.arn()).isEqualTo(KEY);
        assertThat(key.verifies(message, signature)).isTrue();
        assertThat(key.verifies(Requests.utf8("another"), signature)).isFalse();
        assertThat(key.verifies(message, new io.sistership.vault.InMemorySigner().sign(message)))
                .isFalse();
        assertThat(key.verifies(message, new byte[] {1})).isFalse();
    }

    private boolean verified(byte[] message, byte[] signature) {
        try {
            var verifier = java.security.Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(
                    java.security.KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new java.security.spec.X509EncodedKeySpec(publicKey.der())));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void counts_calls_and_signs_by_the_pinned_keys_id_without_asking_for_the_key() {
        wrapping.generate(CONTEXT).close();
        signer.keyId();
        signer.sign(new byte[] {1});

        assertThat(session.calls().snapshot())
                .isEqualTo(Map.of("Kms GenerateDataKey", 1L, "Kms Sign", 1L));
        assertThat(session.calls().of("Kms")).isEqualTo(2);
    }

    @Test
    void refuses_a_signing_key_of_another_kind() {
        aws.kms().keySpec("RSA_2048");

        assertThatExceptionOfType(SistershipException.class)
                .isThrownBy(publicKey::der)
                .withMessage("the signing key %s is a RSA_2048 key, not ECC_NIST_P256", KEY)
                .returns(FailureKind.USAGE, SistershipException::kind);
    }
}

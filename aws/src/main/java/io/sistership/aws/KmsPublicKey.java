package io.sistership.aws;

import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;

/// The public half of a KMS key that signs recovery points: what a pin holds. Thread-safe.
public final class KmsPublicKey {

    private final KmsClient kms;
    private final Arn key;

    public KmsPublicKey(AwsSession session, Arn key) {
        this.kms = session.kms();
        this.key = key;
    }

    /// The public key as SubjectPublicKeyInfo in DER, asked of KMS.
    ///
    /// @throws SistershipException if it isn't a key that can sign points
    public byte[] der() {
        var response =
                AwsErrors.calling(
                        "kms:GetPublicKey " + key,
                        () -> kms.getPublicKey(request -> request.keyId(key.toString())));
        requireSpec(response);
        return response.publicKey().asByteArray();
    }

    private void requireSpec(GetPublicKeyResponse response) {
        if (response.keySpec() != KeySpec.ECC_NIST_P256) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "signing-key-spec",
                    "the signing key %s is a %s key, not ECC_NIST_P256"
                            .formatted(key, response.keySpecAsString()),
                    "Deploy the primary access stack again (sistership access primary).");
        }
    }
}

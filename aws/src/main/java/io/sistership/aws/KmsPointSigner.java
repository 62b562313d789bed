package io.sistership.aws;

import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import io.sistership.vault.PointSigner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// Signs with a KMS key (ECC_NIST_P256). Thread-safe; asks for the public key once.
///
/// The message goes to KMS as it is (RAW, at most 4096 bytes), so that what KMS logs a signature for
/// is hashed by KMS and not by the caller.
public final class KmsPointSigner implements PointSigner {

    private final KmsClient kms;
    private final Arn key;
    private byte @Nullable [] publicKey;

    public KmsPointSigner(AwsSession session, Arn key) {
        this.kms = session.kms();
        this.key = key;
    }

    /// The public key as SubjectPublicKeyInfo in DER: what a pin holds.
    public synchronized byte[] publicKey() {
        if (publicKey == null) {
            publicKey = checked(fetch()).publicKey().asByteArray();
        }
        return publicKey.clone();
    }

    @Override
    public Sha256 keyId() {
        return Sha256.of(publicKey());
    }

    @Override
    public byte[] sign(byte[] message) {
        return AwsErrors.calling(
                "kms:Sign " + key,
                () ->
                        kms.sign(request ->
                                        request.keyId(key.toString())
                                                .messageType(MessageType.RAW)
                                                .signingAlgorithm(
                                                        SigningAlgorithmSpec.ECDSA_SHA_256)
                                                .message(SdkBytes.fromByteArray(message)))
                                .signature()
                                .asByteArray());
    }

    private GetPublicKeyResponse fetch() {
        return AwsErrors.calling(
                "kms:GetPublicKey " + key,
                () -> kms.getPublicKey(request -> request.keyId(key.toString())));
    }

    private GetPublicKeyResponse checked(GetPublicKeyResponse response) {
        if (response.keySpec() != KeySpec.ECC_NIST_P256) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "signing-key-spec",
                    "the signing key %s is a %s key, not ECC_NIST_P256"
                            .formatted(key, response.keySpecAsString()),
                    "Deploy the primary access stack again (sistership access primary).");
        }
        return response;
    }
}

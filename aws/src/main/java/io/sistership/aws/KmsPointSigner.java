package io.sistership.aws;

import io.sistership.model.Arn;
import io.sistership.model.Sha256;
import io.sistership.vault.PointSigner;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// Signs with a KMS key (ECC_NIST_P256), in one call. Thread-safe.
///
/// The message goes to KMS as it is (RAW, at most 4096 bytes), so that what KMS logs a signature for
/// is hashed by KMS and not by the caller.
public final class KmsPointSigner implements PointSigner {

    private final KmsClient kms;
    private final Arn key;
    private final Sha256 keyId;

    /// @param keyId what the recovery side has pinned the key as: so that no call asks KMS for it. A
    ///     wrong one shows when the point is verified.
    public KmsPointSigner(AwsSession session, Arn key, Sha256 keyId) {
        this.kms = session.kms();
        this.key = key;
        this.keyId = keyId;
    }

    @Override
    public Sha256 keyId() {
        return keyId;
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
}

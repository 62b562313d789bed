package io.sistership.aws;

import io.sistership.model.Arn;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// A KMS key (ECC_NIST_P256) that signs, and says whether it signed: whoever asks needs no copy of its
/// public half. Thread-safe.
///
/// Messages go to KMS as they are (RAW, at most 4096 bytes).
public final class KmsSigningKey {

    private final KmsClient kms;
    private final Arn key;

    public KmsSigningKey(AwsSession session, Arn key) {
        this.kms = session.kms();
        this.key = key;
    }

    /// The key's ARN.
    public Arn arn() {
        return key;
    }

    /// An ECDSA signature (SHA-256, DER) over these bytes.
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

    /// Whether this key made the signature over these bytes.
    public boolean verifies(byte[] message, byte[] signature) {
        return AwsErrors.calling("kms:Verify " + key, () -> verified(message, signature));
    }

    // KMS answers a wrong signature with an error, never with SignatureValid=false.
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
    private boolean verified(byte[] message, byte[] signature) {
        try {
            return kms.verify(request ->
                            request.keyId(key.toString())
                                    .messageType(MessageType.RAW)
                                    .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                                    .message(SdkBytes.fromByteArray(message))
                                    .signature(SdkBytes.fromByteArray(signature)))
                    .signatureValid();
        } catch (KmsInvalidSignatureException _) {
            return false;
        }
    }
}

package io.sistership.aws;

import io.sistership.model.Arn;
import io.sistership.model.Sensitive;
import io.sistership.vault.DataKey;
import io.sistership.vault.KeyWrapping;
import io.sistership.vault.UnwrapDeniedException;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;

/// Wraps data keys under a KMS key. Thread-safe.
///
/// A multi-Region key's replicas open each other's: what was wrapped in the primary region is
/// unwrapped in the recovery region by naming the key there.
/// Source: KMS Developer Guide, "Multi-Region keys in AWS KMS".
public final class KmsKeyWrapping implements KeyWrapping {

    private final KmsClient kms;
    private final Arn key;

    /// @param key the seal key in the session's region
    public KmsKeyWrapping(AwsSession session, Arn key) {
        this.kms = session.kms();
        this.key = key;
    }

    @Override
    public DataKey generate(Map<String, String> context) {
        var made =
                AwsErrors.calling(
                        "kms:GenerateDataKey " + key,
                        () ->
                                kms.generateDataKey(request ->
                                        request.keyId(key.toString())
                                                .keySpec(DataKeySpec.AES_256)
                                                .encryptionContext(context)));
        return new DataKey(sensitive(made.plaintext()), made.ciphertextBlob().asByteArray());
    }

    @Override
    public Sensitive unwrap(byte[] wrapped, Map<String, String> context) {
        try {
            return sensitive(decrypt(wrapped, context).plaintext());
        } catch (AwsException e) {
            if (e.problem() == AwsProblem.DENIED) {
                throw new UnwrapDeniedException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private DecryptResponse decrypt(byte[] wrapped, Map<String, String> context) {
        return AwsErrors.calling(
                "kms:Decrypt " + key,
                () ->
                        kms.decrypt(request ->
                                request.keyId(key.toString())
                                        .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                                        .encryptionContext(context)));
    }

    private static Sensitive sensitive(SdkBytes plain) {
        return Sensitive.copyOf(plain.asByteArrayUnsafe());
    }
}

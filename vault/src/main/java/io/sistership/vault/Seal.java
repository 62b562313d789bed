package io.sistership.vault;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import io.sistership.model.Sensitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.AwsCryptographicMaterialProvidersException;
import software.amazon.cryptography.materialproviders.model.CollectionOfErrors;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/// Seals and unseals segments under one data key, as AWS Encryption SDK messages. Thread-safe.
///
/// The suite commits to its key (a message opens under one key only) and has no signature of its
/// own: the manifest's covers the sealed bytes. Anybody with the plain data key can open a message
/// with the AWS Encryption SDK of another language, and without us.
/// Source: AWS Encryption SDK Developer Guide, "Supported algorithm suites" and "Raw AES keyrings".
final class Seal {

    /// Small frames keep the JDK's AES-GCM in its fast path and the buffers small.
    static final int FRAME = 64 << 10;

    private static final String NAMESPACE = "sistership";
    private static final CryptoAlgorithm SUITE =
            CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY;
    private static final MaterialProviders MATERIALS =
            MaterialProviders.builder()
                    .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
                    .build();
    private static final AwsCrypto CRYPTO =
            AwsCrypto.builder()
                    .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
                    .withEncryptionAlgorithm(SUITE)
                    .withEncryptionFrameSize(FRAME)
                    .withMaxEncryptedDataKeys(1)
                    .build();

    private final String keyId;
    private final IKeyring keyring;
    private final Map<String, String> context;

    Seal(String keyId, Sensitive dataKey, Map<String, String> context) {
        this.keyId = keyId;
        this.context = context;
        this.keyring =
                MATERIALS.CreateRawAesKeyring(
                        CreateRawAesKeyringInput.builder()
                                .keyNamespace(NAMESPACE)
                                .keyName(keyId)
                                .wrappingKey(ByteBuffer.wrap(dataKey.reveal().clone()))
                                .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                                .build());
    }

    /// How entries name the data key.
    String keyId() {
        return keyId;
    }

    /// What is written here arrives sealed in `out`; closing ends the message.
    OutputStream sealing(OutputStream out) {
        return CRYPTO.createEncryptingStream(keyring, out, context);
    }

    /// Opens a message; each frame is authenticated before its bytes are handed out.
    ///
    /// @throws SealException if it isn't one of ours under this key and for this context
    InputStream unsealing(byte[] sealed) {
        try {
            var in = CRYPTO.createDecryptingStream(keyring, new ByteArrayInputStream(sealed));
            var result = in.getCryptoResult();
            if (!result.getEncryptionContext().equals(context)) {
                throw new SealException(
                        "its encryption context is " + result.getEncryptionContext(), null);
            }
            if (result.getCryptoAlgorithm() != SUITE) {
                throw new SealException("it uses suite " + result.getCryptoAlgorithm(), null);
            }
            return in;
        } catch (AwsCryptoException
                | AwsCryptographicMaterialProvidersException
                | CollectionOfErrors
                | IOException e) {
            throw new SealException("it can't be unsealed: " + e.getMessage(), e);
        }
    }
}

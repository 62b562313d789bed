package io.sistership.delegate;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

/// AES-GCM, SHA-256 and signatures in native code (AWS-LC), for this whole process.
///
/// Java's own are fast only once the second compiler has seen them, and one command ends before that
/// pays (docs/adr/102-native-cryptography.md). All that is encrypted or sent through TLS goes
/// through these ciphers.
public final class NativeCryptography {

    private NativeCryptography() {}

    /// Makes it the first choice, once. Where there is no build of it for this machine, Java's own
    /// ciphers go on: slower, and the same bytes.
    ///
    /// @return whether it is used
    public static boolean install() {
        return Installed.NATIVE;
    }

    /// Loaded at the first use: unpacking and testing the native half takes a moment.
    private static final class Installed {

        private static final boolean NATIVE = tryInstall();

        private static boolean tryInstall() {
            if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
                return false;
            }
            AmazonCorrettoCryptoProvider.install();
            return true;
        }
    }
}

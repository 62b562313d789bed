package io.sistership.vault;

import io.sistership.model.Sha256;

/// Signs recovery points with a P-256 key of the primary account. Thread-safe.
public interface PointSigner {

    /// SHA-256 of the public key's SubjectPublicKeyInfo in DER: how pins and envelopes name the key.
    Sha256 keyId();

    /// An ECDSA signature (SHA-256, DER) over these bytes, which the signer hashes itself.
    byte[] sign(byte[] message);
}

package io.sistership.control;

/// Signs saved plans, and tells its own signatures. Thread-safe.
public interface PlanKey {

    /// How a saved plan names the key: its ARN.
    String id();

    /// A signature over these bytes.
    byte[] sign(byte[] message);

    /// Whether this key made the signature over these bytes.
    boolean verifies(byte[] message, byte[] signature);
}

package io.sistership.control;

import io.sistership.aws.KmsSigningKey;

/// The key of the recovery stack that signs plans, as the recovery access role, which alone may use
/// it.
record KmsPlanKey(KmsSigningKey key) implements PlanKey {

    static KmsPlanKey of(Sides sides) {
        var session = sides.as(AccessRole.RECOVERY_ACCESS);
        return new KmsPlanKey(new KmsSigningKey(session, sides.planKey()));
    }

    @Override
    public String id() {
        return key.arn().toString();
    }

    @Override
    public byte[] sign(byte[] message) {
        return key.sign(message);
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        return key.verifies(message, signature);
    }
}

package io.sistership.aws;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// How long every object that is put stays locked (S3 User Guide, "Locking objects with Object
/// Lock").
///
/// @param mode who could end it earlier
/// @param retention from the moment of the put
public record PutLock(Mode mode, Duration retention, InstantSource clock) {

    /// Object Lock's two retention modes.
    public enum Mode {
        /// Whoever has `s3:BypassGovernanceRetention`; the vault's policy denies it to all.
        GOVERNANCE,
        /// Nobody, the account's root neither.
        COMPLIANCE;

        /// The mode of that name in any case: `Compliance`.
        public static Mode parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    void apply(PutObjectRequest.Builder request) {
        // Rounded up: whole seconds are what S3 keeps.
        var until = clock.instant().plus(retention).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        request.objectLockMode(ObjectLockMode.fromValue(mode.name()))
                .objectLockRetainUntilDate(until);
    }
}

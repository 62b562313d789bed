package io.sistership.control;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.BlobStore;
import java.nio.charset.StandardCharsets;

/// Which plans a recovery has begun: `journals/<recovery id>/plans/<plan id>`. A run of a saved plan
/// that was killed finds part of its work done, so its plan, made anew, has another id.
final class BegunPlans {

    private final BlobStore state;
    private final String prefix;

    BegunPlans(BlobStore state, String recoveryId) {
        this.state = state;
        this.prefix = "journals/" + recoveryId + "/plans/";
    }

    /// Refuses (exit 5) a saved plan that isn't what would be done now, unless it was begun already.
    void require(String saved, String current) {
        if (saved.equals(current) || state.head(prefix + saved).isPresent()) {
            return;
        }
        throw new SistershipException(
                FailureKind.REFUSED,
                "plan-changed",
                "plan %s is not what would be done now (%s): the point, the configuration, the counterparts or the recovery environment changed since"
                        .formatted(saved, current),
                "Look at what would be done now, and save it anew: sistership plan --save FILE");
    }

    /// Notes that the plan has begun; before its first write.
    void begin(String plan) {
        state.put(prefix + plan, "begun\n".getBytes(StandardCharsets.UTF_8));
    }
}

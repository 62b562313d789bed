package io.sistership.control;

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

    /// Whether a run of this plan began to write.
    boolean isBegun(String plan) {
        return state.head(prefix + plan).isPresent();
    }

    /// Notes that the plan has begun; before its first write.
    void begin(String plan) {
        state.put(prefix + plan, "begun\n".getBytes(StandardCharsets.UTF_8));
    }
}

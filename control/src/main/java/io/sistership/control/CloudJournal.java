package io.sistership.control;

import io.sistership.rebuild.CloudStep;
import io.sistership.rebuild.StepJournal;
import io.sistership.rebuild.StepResult;
import io.sistership.vault.BlobStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/// What a recovery did on the AWS side, for whoever looks into it later:
/// `journals/<recovery id>/cloud/<step>.json`. What is there decides a resumed run, not this.
/// Thread-safe.
final class CloudJournal implements StepJournal {

    private static final JsonMapper JSON = new JsonMapper();

    private final BlobStore state;
    private final String prefix;

    CloudJournal(BlobStore state, String recoveryId) {
        this.state = state;
        this.prefix = "journals/" + recoveryId + "/cloud/";
    }

    @Override
    public void starts(CloudStep step) {
        write(step, "started", "");
    }

    @Override
    public void ended(StepResult result) {
        write(result.step(), result.outcome().label(), result.outcome().detail());
    }

    private void write(CloudStep step, String status, String detail) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("step", step.id());
        entry.put("status", status);
        entry.put("detail", detail);
        entry.put("at", Instant.now().toString());
        var name = step.id().replaceAll("[^A-Za-z0-9._-]", "_");
        state.put(prefix + name + ".json", JSON.writeValueAsBytes(entry));
    }
}

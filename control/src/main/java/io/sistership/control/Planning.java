package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Progress;

/// `plan`: what a recovery would do, without a write. Confined to one command.
public final class Planning {

    private final Application application;
    private final Progress progress;

    public Planning(Application application, Progress progress) {
        this.application = application;
        this.progress = progress;
    }

    /// Plans the recovery of one cluster.
    public Planned plan(RecoveryRequest request) {
        progress.stage("access", -1);
        try (var context = new RecoveryContext(application, request, progress)) {
            var plan = WholePlan.of(context, progress);
            return new Planned(plan.report(), plan.issues());
        }
    }
}

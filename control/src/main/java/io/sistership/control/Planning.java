package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Progress;
import java.nio.file.Path;
import java.util.Optional;

/// `plan`: what a recovery would do, without a write. Confined to one command.
public final class Planning {

    private final Application application;
    private final Progress progress;

    public Planning(Application application, Progress progress) {
        this.application = application;
        this.progress = progress;
    }

    /// Plans the recovery of one cluster.
    ///
    /// @param save where to write the plan, signed, for `recover --plan`
    public Planned plan(RecoveryRequest request, Optional<Path> save) {
        progress.stage("access", -1);
        try (var context = new RecoveryContext(application, request, progress)) {
            var plan = WholePlan.of(context, progress);
            save.ifPresent(file ->
                    PlanWriter.write(file, plan.contents(), KmsPlanKey.of(context.sides())));
            var open = new Acceptance(request.accepted()).open(plan.issues());
            return new Planned(plan.report(), plan.issues(), !open.isEmpty());
        }
    }
}

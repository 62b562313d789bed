package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Progress;
import io.sistership.translate.Questions;
import java.util.List;

/// `check`: what keeps a cluster from being recovered, and what stands for what on the recovery side.
///
/// It plans the recovery of the newest point and keeps what the plan asked for, so that both always
/// say the same; it writes nothing. Confined to one command.
public final class Checking {

    private final Application application;
    private final Progress progress;

    public Checking(Application application, Progress progress) {
        this.application = application;
        this.progress = progress;
    }

    /// Checks one cluster.
    ///
    /// @param places how many places to name of each identifier
    public Checked check(String cluster, int places) {
        progress.stage("access", -1);
        var questions = new Questions(places);
        var request = new RecoveryRequest(cluster, "", cluster, List.of());
        try (var context = new RecoveryContext(application, request, progress, questions::to)) {
            var plan = WholePlan.of(context, progress);
            return new Checked(
                    new CheckReport(
                            context.pointId().value(),
                            cluster,
                            context.recoveryTarget().recovery().toString(),
                            CheckReport.rows(questions.asked())),
                    plan.issues());
        }
    }
}

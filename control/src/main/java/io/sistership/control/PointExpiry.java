package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.vault.ExpiryPlan;
import io.sistership.vault.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `points expire`: applies the application's retention to its vault, as the expirer.
public final class PointExpiry {

    private final Application application;
    private final Duration grace;
    private final Progress progress;

    /// @param grace how long what isn't a point (yet) is left alone
    public PointExpiry(Application application, Duration grace, Progress progress) {
        this.application = application;
        this.grace = grace;
        this.progress = progress;
    }

    /// What is left alone for so long, where nobody says otherwise.
    public static Duration standardGrace() {
        return ClusterVault.GRACE;
    }

    /// What would go; writes nothing.
    public Expired plan() {
        return each(OneCluster::plan);
    }

    /// Takes what has expired.
    ///
    /// @throws io.sistership.model.SistershipException (exit 5) while another run expires or protects
    ///     points, or a recovery works
    public Expired apply() {
        return each(OneCluster::apply);
    }

    private interface Work {
        ExpiryReport on(OneCluster cluster);
    }

    private Expired each(Work work) {
        try (var sides = new Sides(application)) {
            var reports = new ArrayList<ExpiryReport>();
            var issues = new ArrayList<Issue>();
            for (var cluster : application.clusters()) {
                progress.stage("expire", -1);
                var one = new OneCluster(cluster, new ClusterVault(application, sides, cluster));
                reports.add(work.on(one));
                issues.addAll(one.issues);
            }
            return new Expired(reports, issues);
        }
    }

    private final class OneCluster {

        private final String cluster;
        private final ClusterVault vault;
        private final List<Issue> issues = new ArrayList<>();

        OneCluster(String cluster, ClusterVault vault) {
            this.cluster = cluster;
            this.vault = vault;
        }

        ExpiryReport plan() {
            var plan = vault.expiry(grace).plan();
            note(plan);
            return new ExpiryReport(
                    cluster,
                    false,
                    plan.points().size() - plan.going().size(),
                    ExpiryView.ids(plan.going()),
                    ExpiryView.ids(plan.leftovers()),
                    ExpiryView.ids(outbox(false)),
                    plan.segments().size(),
                    plan.bytes(),
                    0,
                    ExpiryView.locked(plan.locked()));
        }

        ExpiryReport apply() {
            try (var _ = Lease.ofVault(vault.state(), cluster, LeaseTime.SYSTEM)) {
                Lease.requireNoRecovery(vault.state(), LeaseTime.SYSTEM);
                var expiry = vault.expiry(grace);
                var plan = expiry.plan();
                note(plan);
                var done = expiry.apply(plan);
                var locked = new ArrayList<>(plan.locked());
                locked.addAll(done.locked());
                return new ExpiryReport(
                        cluster,
                        true,
                        plan.points().size() - done.points().size(),
                        ExpiryView.ids(done.points()),
                        ExpiryView.ids(done.leftovers()),
                        ExpiryView.ids(outbox(true)),
                        done.segments(),
                        plan.bytes(),
                        done.spared(),
                        ExpiryView.locked(locked));
            }
        }

        private List<PointId> outbox(boolean clear) {
            var leftovers = vault.outbox(grace);
            var now = Instant.now();
            return clear
                    ? leftovers.clear(vault.expected(), now)
                    : leftovers.find(vault.expected(), now);
        }

        private void note(ExpiryPlan plan) {
            var view = new ExpiryView(cluster);
            issues.addAll(view.issues(plan.points(), plan.gaps()));
            issues.addAll(view.hidden(plan.hidden()));
        }
    }
}

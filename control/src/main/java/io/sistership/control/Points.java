package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.Expectations;
import io.sistership.vault.Pins;
import io.sistership.vault.PointCatalog;
import io.sistership.vault.PointId;
import io.sistership.vault.PointKeeping;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.SignedPoint;
import io.sistership.vault.VaultInspection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The recovery points in an application's vault.
public final class Points {

    private final Application application;
    private final Progress progress;

    public Points(Application application, Progress progress) {
        this.application = application;
        this.progress = progress;
    }

    /// What a listing found, and what a person should know about it.
    public record Listing(List<PointRow> points, List<Issue> issues) {

        public Listing {
            points = List.copyOf(points);
            issues = List.copyOf(issues);
        }
    }

    /// All points of all clusters, newest first; each envelope and manifest is verified.
    public Listing list() {
        try (var sides = new Sides(application)) {
            var rows = new ArrayList<PointRow>();
            var issues = new ArrayList<Issue>();
            for (var cluster : application.clusters()) {
                var vault = new ClusterVault(application, sides, cluster);
                var found = vault.expiry(ClusterVault.GRACE).inspect();
                found.points().forEach(point -> rows.add(row(cluster, found, point)));
                issues.addAll(new ExpiryView(cluster).issues(found.points(), found.gaps()));
            }
            rows.sort(Comparator.comparing(PointRow::point).reversed());
            return new Listing(rows, issues);
        }
    }

    /// A point that would be refused is listed all the same, with the reason.
    private static PointRow row(String cluster, VaultInspection found, PointKeeping point) {
        return found.signed(point.id())
                .map(signed -> new PointView(signed).row())
                .orElseGet(() -> PointRow.refused(point.id().value(), cluster))
                .kept(
                        ExpiryView.keptBy(point),
                        ExpiryView.expires(point),
                        ExpiryView.status(point));
    }

    /// What one point holds.
    ///
    /// @param point the id; empty: the newest accepted one
    /// @param types the types whose objects' names are wanted, as `deployments.apps`
    public PointDetails show(String cluster, String point, List<String> types) {
        try (var sides = new Sides(application)) {
            var opened = new Opened(sides, cluster);
            var signed = opened.signed(opened.id(point));
            var contents = new PointContents(application, sides, progress, signed);
            return new PointView(signed).details(new PointNames(contents).of(types));
        }
    }

    /// Some objects of one type: their bytes, of Secrets digests alone.
    ///
    /// @param point the id; empty: the newest accepted one
    /// @param type as `deployments.apps`
    /// @param names as `namespace/name`
    public ObjectsShown objects(String cluster, String point, String type, List<String> names) {
        try (var sides = new Sides(application)) {
            var opened = new Opened(sides, cluster);
            var signed = opened.signed(opened.id(point));
            var contents = new PointContents(application, sides, progress, signed);
            return new ObjectsShown(
                    signed.heading().id().value(),
                    type,
                    new PointObjects(contents).of(type, names));
        }
    }

    /// The points of one cluster.
    private final class Opened {

        private final String cluster;
        private final PointCatalog catalog;
        private final PointVerifier verifier;
        private final AcceptedMarks marks;

        Opened(Sides sides, String cluster) {
            var vault = sides.vault(AccessRole.RECOVERY_ACCESS);
            var state = sides.state(AccessRole.RECOVERY_ACCESS);
            this.cluster = cluster;
            this.catalog = new PointCatalog(vault);
            this.verifier = new PointVerifier(vault, new Pins(state));
            this.marks = new AcceptedMarks(state);
        }

        PointId id(String wanted) {
            return new PointChoice(cluster, catalog, marks).choose(wanted);
        }

        SignedPoint signed(PointId id) {
            var expected =
                    new Expectations(application.name(), application.primaryCluster(cluster));
            return verifier.signed(PointLocation.vault(cluster, id), expected);
        }
    }
}

package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.PointCatalog;
import java.time.Instant;

/// `points protect` and `points unprotect`: keeps a point from expiring, as the expirer.
public final class Protecting {

    private final Application application;

    public Protecting(Application application) {
        this.application = application;
    }

    /// What came of it.
    ///
    /// @param holds how many files got a legal hold, or lost it; 0 where the vault has no Object Lock
    public record Report(String cluster, String point, boolean isProtected, int holds) {}

    /// Protects a point of that cluster, or releases it.
    ///
    /// @throws io.sistership.model.SistershipException if there is no such point, or (exit 5) while
    ///     another run expires or protects points
    public Report set(String cluster, String point, boolean wanted) {
        try (var sides = new Sides(application)) {
            var vault = new ClusterVault(application, sides, cluster);
            try (var _ = Lease.ofVault(vault.state(), cluster, LeaseTime.SYSTEM)) {
                var catalog = new PointCatalog(sides.vault(AccessRole.EXPIRER));
                var id =
                        new PointChoice(cluster, catalog, new AcceptedMarks(vault.state()))
                                .choose(point);
                var protection = vault.protection();
                int holds =
                        wanted ? protection.protect(id, Instant.now()) : protection.unprotect(id);
                return new Report(cluster, id.value(), wanted, holds);
            }
        }
    }
}

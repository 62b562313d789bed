package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.BlobStore;
import io.sistership.vault.Expectations;
import io.sistership.vault.OutboxLeftovers;
import io.sistership.vault.PointProtection;
import io.sistership.vault.VaultExpiry;
import java.time.Duration;
import java.time.Instant;

/// One cluster's part of the vault, as the expirer sees it. Confined to one command.
final class ClusterVault {

    /// How long what isn't a point yet is left alone: no capture takes that long.
    static final Duration GRACE = Duration.ofHours(24);

    private final Application application;
    private final Sides sides;
    private final String cluster;

    ClusterVault(Application application, Sides sides, String cluster) {
        this.application = application;
        this.sides = sides;
        this.cluster = cluster;
    }

    Expectations expected() {
        return new Expectations(application.name(), application.primaryCluster(cluster));
    }

    BlobStore state() {
        return sides.state(AccessRole.EXPIRER);
    }

    VaultExpiry expiry(Duration grace) {
        var rules = new VaultExpiry.Rules(application.retention(), grace, Instant.now());
        return new VaultExpiry(stores(), expected(), rules);
    }

    PointProtection protection() {
        return new PointProtection(stores(), cluster);
    }

    /// What died in the primary's outbox; only the publisher may clear it.
    OutboxLeftovers outbox(Duration grace) {
        return new OutboxLeftovers(
                sides.primaryScratch(AccessRole.PUBLISHER),
                new AcceptedMarks(sides.state(AccessRole.PUBLISHER)),
                grace);
    }

    private VaultExpiry.Stores stores() {
        return new VaultExpiry.Stores(
                sides.vault(AccessRole.EXPIRER), sides.vaultVersions(AccessRole.EXPIRER), state());
    }
}

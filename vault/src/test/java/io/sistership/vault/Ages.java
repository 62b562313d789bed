package io.sistership.vault;

import io.sistership.model.Progress;
import io.sistership.model.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A vault over months: points captured and published at times of one's choice, and expired.
final class Ages {

    static final Duration GRACE = Duration.ofHours(24);

    final Sample sample = new Sample();
    final LockableVault vault;
    Retention retention = new Retention(24, 30, 12);
    Instant now = Sample.NOW;

    private Ages(Optional<Duration> lock) {
        this.vault = new LockableVault(() -> now, lock);
    }

    static Ages unlocked() {
        return new Ages(Optional.empty());
    }

    static Ages locked(Duration retention) {
        return new Ages(Optional.of(retention));
    }

    /// Time goes by.
    void later(Duration duration) {
        now = now.plus(duration);
    }

    PointHeading heading() {
        return heading(sample.marks.next("shop"));
    }

    PointHeading heading(NextPoint next) {
        return new PointHeading(
                "shop",
                Sample.CLUSTER,
                PointId.create(now, sample.random),
                now,
                next.sequence(),
                next.previous(),
                Sample.CONFIGURATION);
    }

    /// Captures and publishes now; what comes next comes a second later.
    PointId point() {
        var id = sample.write(heading()).heading().id();
        publish(id);
        later(Duration.ofSeconds(1));
        return id;
    }

    Published publish(PointId id) {
        return publisher(vault).publish(id, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);
    }

    Publisher publisher(BlobStore into) {
        return new Publisher(sample.outbox, into, sample.state, () -> now);
    }

    VaultExpiry expiry() {
        return expiry(vault);
    }

    VaultExpiry expiry(Versions versions) {
        return new VaultExpiry(
                new VaultExpiry.Stores(vault, versions, sample.state),
                Sample.EXPECTED,
                new VaultExpiry.Rules(retention, GRACE, now));
    }

    ExpiryReport expire() {
        return expiry().apply(expiry().plan());
    }

    PointProtection protection() {
        return new PointProtection(new VaultExpiry.Stores(vault, vault, sample.state), "shop");
    }

    OutboxLeftovers outboxLeftovers() {
        return new OutboxLeftovers(sample.outbox, sample.marks, GRACE);
    }

    List<PointId> points() {
        return new PointCatalog(vault).points("shop");
    }

    /// Every point of the vault opens, every segment belongs to one, every manifest has its envelope.
    void requireSound() {
        var needed = new TreeSet<String>();
        for (var id : points()) {
            var location = PointLocation.vault("shop", id);
            var point =
                    new PointVerifier(vault, sample.pins)
                            .verify(location, Sample.EXPECTED, Progress.SILENT);
            needed.add(location.manifest());
            needed.add(location.envelope());
            point.manifest().segments().forEach(each -> needed.add(location.segment(each)));
        }
        if (!List.copyOf(needed).equals(vault.keys())) {
            var surplus = new TreeSet<>(vault.keys());
            surplus.removeAll(needed);
            throw new AssertionError("nobody lists " + surplus);
        }
    }
}

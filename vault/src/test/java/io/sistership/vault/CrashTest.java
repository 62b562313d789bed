package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Killed at every write of the whole road, capture, publication, expiry: no half point is visible,
/// and the next run leaves nothing behind that it doesn't need.
class CrashTest {

    @Test
    void a_capture_with_its_publication_can_be_killed_at_any_write() {
        int writes = 0;
        for (boolean killed = true; killed; writes++) {
            var ages = Ages.unlocked();
            var before = ages.point();
            ages.later(Duration.ofMinutes(10));
            killed = killed(ages, writes);

            assertThat(visible(ages)).contains(before).hasSizeBetween(1, 2);
            nextRun(ages);
        }
        // outbox: 3 segments, manifest, envelope; vault: the same; mark; clearing: 6
        assertThat(writes).isGreaterThan(16);
    }

    /// A publisher alone that is started again, by whoever.
    @Test
    void a_publisher_that_starts_again_finishes_or_clears() {
        int writes = 0;
        for (boolean killed = true; killed; writes++) {
            var ages = Ages.unlocked();
            var id = ages.sample.write(ages.heading()).heading().id();
            killed = publicationKilled(ages, id, writes);
            if (writes % 2 == 1) {
                ages.later(Duration.ofMinutes(1));
                overtake(ages, id);
            } else {
                ages.publish(id);
            }

            assertThat(visible(ages)).isNotEmpty();
            assertThat(ages.outboxLeftovers().find(Sample.EXPECTED, ages.now)).isEmpty();
            nextRun(ages);
        }
        assertThat(writes).isGreaterThan(11);
    }

    @Test
    void an_expiry_can_be_killed_at_any_write() {
        int writes = 0;
        for (boolean killed = true; killed; writes++) {
            var ages = Ages.unlocked();
            var first = ages.point();
            ages.later(Duration.ofMinutes(3));
            ages.point();
            ages.later(Duration.ofMinutes(3));
            var newest = ages.point();
            killed = expiryKilled(ages, writes);

            assertThat(visible(ages)).contains(newest);
            // What was condemned goes at once, whatever its age.
            ages.expire();
            assertThat(ages.points()).containsExactly(newest).doesNotContain(first);
            ages.requireSound();
            assertThat(ages.expiry().inspect().gaps()).isEmpty();
        }
        // expired, condemned, 2 points' files, 6 segments
        assertThat(writes).isGreaterThan(12);
    }

    /// Every point that a person would see, and that it opens.
    private static List<PointId> visible(Ages ages) {
        for (var id : ages.points()) {
            new PointVerifier(ages.vault, ages.sample.pins)
                    .verify(PointLocation.vault("shop", id), Sample.EXPECTED, Progress.SILENT);
        }
        return ages.points();
    }

    /// A capture later, and an expiry a day after that.
    private static void nextRun(Ages ages) {
        ages.later(Duration.ofMinutes(10));
        ages.point();
        ages.later(Ages.GRACE.plusMinutes(1));
        var newest = ages.point();
        ages.outboxLeftovers().clear(Sample.EXPECTED, ages.now);
        ages.expire();

        assertThat(ages.sample.outbox.keys()).isEmpty();
        assertThat(ages.sample.marks.find("shop").orElseThrow().point().point()).isEqualTo(newest);
        ages.requireSound();
        assertThat(ages.vault.writes()).doesNotHaveDuplicates();
    }

    private static void overtake(Ages ages, PointId id) {
        ages.point();
        try {
            ages.publish(id);
        } catch (RefusedPointException e) {
            assertThat(e.reason()).isIn(Refusal.SEQUENCE, Refusal.MISSING);
        }
        ages.outboxLeftovers().clear(Sample.EXPECTED, ages.now);
    }

    private static boolean killed(Ages ages, int writes) {
        var mortal = new MortalStores(writes);
        try {
            var writer =
                    PointWriter.begin(
                            ages.heading(),
                            mortal.of(ages.sample.outbox),
                            ages.sample.keys,
                            ages.sample.random);
            var id = Sample.write(writer, ages.sample.signer).heading().id();
            publish(ages, mortal, id);
            return false;
        } catch (MortalStores.Killed _) {
            return true;
        }
    }

    private static boolean publicationKilled(Ages ages, PointId id, int writes) {
        try {
            publish(ages, new MortalStores(writes), id);
            return false;
        } catch (MortalStores.Killed _) {
            return true;
        }
    }

    private static void publish(Ages ages, MortalStores mortal, PointId id) {
        new Publisher(
                        mortal.of(ages.sample.outbox),
                        mortal.of((BlobStore) ages.vault),
                        mortal.of(ages.sample.state),
                        () -> ages.now)
                .publish(id, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);
    }

    private static boolean expiryKilled(Ages ages, int writes) {
        var mortal = new MortalStores(writes);
        var expiry =
                new VaultExpiry(
                        new VaultExpiry.Stores(
                                ages.vault,
                                mortal.of((Versions) ages.vault),
                                mortal.of(ages.sample.state)),
                        Sample.EXPECTED,
                        new VaultExpiry.Rules(ages.retention, Ages.GRACE, ages.now));
        try {
            expiry.apply(expiry.plan());
            return false;
        } catch (MortalStores.Killed _) {
            return true;
        }
    }
}

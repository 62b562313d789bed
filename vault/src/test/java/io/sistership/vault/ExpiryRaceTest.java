package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Progress;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A publisher that starts again after more than a day, and an expiry that takes what its first run
/// left, meet at every write of either: whatever is accepted in the end opens, and what is left over
/// is cleared later.
class ExpiryRaceTest {

    private final List<String> outcomes = new ArrayList<>();

    @Test
    void an_expiry_in_the_middle_of_a_publication() {
        int writes = 0;
        for (boolean met = true; met; writes++) {
            int at = writes;
            met =
                    races((ages, late) -> {
                        var meeting = new Meeting(at, ages::expire);
                        attempt(
                                new Publisher(
                                        ages.sample.outbox,
                                        meeting.of((BlobStore) ages.vault),
                                        meeting.of(ages.sample.state),
                                        () -> ages.now),
                                late);
                        return meeting.met;
                    });
        }

        // 3 segments (found there, but asked for), manifest, envelope, mark
        assertThat(writes).isGreaterThan(6);
        assertThat(outcomes).contains("accepted", "refused");
    }

    @Test
    void a_publication_in_the_middle_of_an_expiry() {
        int writes = 0;
        for (boolean met = true; met; writes++) {
            int at = writes;
            met =
                    races((ages, late) -> {
                        var plan = ages.expiry().plan();
                        var meeting =
                                new Meeting(at, () -> attempt(ages.publisher(ages.vault), late));
                        new VaultExpiry(
                                        new VaultExpiry.Stores(
                                                ages.vault,
                                                meeting.of((Versions) ages.vault),
                                                meeting.of(ages.sample.state)),
                                        Sample.EXPECTED,
                                        new VaultExpiry.Rules(ages.retention, Ages.GRACE, ages.now))
                                .apply(plan);
                        if (!meeting.met) {
                            attempt(ages.publisher(ages.vault), late);
                        }
                        return meeting.met;
                    });
        }

        // what is condemned, one look, the manifest, 3 segments
        assertThat(writes).isGreaterThan(6);
        assertThat(outcomes).contains("accepted", "refused");
    }

    @Test
    void a_segment_that_goes_after_it_was_found_and_before_it_is_compared_is_put_again() {
        var ages = Ages.unlocked();
        var late = ages.sample.write(ages.heading()).heading().id();
        new PointLists(ages).copySegments(late);
        var gone = new ArrayList<String>();
        var vanishing =
                new ForwardingStore(ages.vault) {
                    @Override
                    void writing(String key) {}

                    @Override
                    public synchronized InputStream get(String key) {
                        if (key.contains("/segments/") && gone.isEmpty()) {
                            gone.add(key);
                            ages.vault.delete(key);
                        }
                        return super.get(key);
                    }
                };

        ages.publisher(vanishing)
                .publish(late, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);

        assertThat(gone).hasSize(1);
        new PointVerifier(ages.vault, ages.sample.pins)
                .verify(PointLocation.vault("shop", late), Sample.EXPECTED, Progress.SILENT);
    }

    private interface Race {
        boolean run(Ages ages, PointId late);
    }

    /// The first run died once before the manifest and once before the envelope.
    private boolean races(Race race) {
        boolean met = false;
        for (boolean manifestToo : new boolean[] {false, true}) {
            met |= races(race, manifestToo);
        }
        return met;
    }

    private boolean races(Race race, boolean manifestToo) {
        var ages = Ages.unlocked();
        ages.point();
        var late = ages.sample.write(ages.heading()).heading().id();
        if (manifestToo) {
            new PointLists(ages).copyWithoutEnvelope(late);
        } else {
            new PointLists(ages).copySegments(late);
        }
        ages.later(Ages.GRACE.plusSeconds(1));

        boolean met = race.run(ages, late);

        var accepted = ages.sample.marks.find("shop").orElseThrow().point().point();
        new PointVerifier(ages.vault, ages.sample.pins)
                .verify(PointLocation.vault("shop", accepted), Sample.EXPECTED, Progress.SILENT);
        outcomes.add(accepted.equals(late) ? "accepted" : "refused");
        assertThat(ages.sample.outbox.keys()).isEmpty();
        ages.later(Ages.GRACE.plusSeconds(1));
        ages.expire();
        ages.requireSound();
        return met;
    }

    private static void attempt(Publisher publisher, PointId late) {
        try {
            publisher.publish(late, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);
        } catch (RefusedPointException e) {
            assertThat(e.reason()).isEqualTo(Refusal.EXPIRED);
        }
    }

    /// Does something once, just before the n-th write or look.
    private static final class Meeting extends WatchedStores {

        private final Runnable action;
        private final int at;
        private int seen;
        private boolean met;

        Meeting(int at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        @Override
        synchronized void writing() {
            if (seen++ == at) {
                met = true;
                action.run();
            }
        }

        @Override
        void looking() {
            writing();
        }
    }
}

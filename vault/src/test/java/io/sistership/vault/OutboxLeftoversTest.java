package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Arn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What died in the outbox is cleared; what may be alive is left alone.
class OutboxLeftoversTest {

    private final Ages ages = Ages.unlocked();

    @Test
    void a_finished_point_that_was_overtaken_goes_at_once() {
        var late = ages.sample.write(ages.heading()).heading().id();
        ages.point();

        assertThat(clear()).isEqualTo(Optional.of(late));
        assertThat(ages.sample.outbox.keys()).isEmpty();
    }

    @Test
    void a_finished_point_that_may_be_accepted_yet_stays_until_it_is_old() {
        ages.point();
        var next = ages.sample.write(ages.heading()).heading().id();

        assertThat(clear()).isEmpty();

        ages.later(Ages.GRACE.plusSeconds(2));
        assertThat(clear()).contains(next);
    }

    @Test
    void what_has_no_envelope_stays_until_it_is_old() {
        ages.point();
        var begun = PointLocation.outbox(PointId.create(ages.now, ages.sample.random));
        ages.sample.outbox.put(begun.segments() + "x", new byte[] {1});

        assertThat(clear()).isEmpty();

        ages.later(Ages.GRACE.plusSeconds(2));
        assertThat(clear()).contains(begun.id());
        assertThat(ages.sample.outbox.keys()).isEmpty();
    }

    @Test
    void another_clusters_points_are_judged_by_that_clusters_mark() {
        var other =
                new PointHeading(
                        "shop",
                        Arn.parse("arn:aws:eks:us-east-1:111111111111:cluster/other"),
                        PointId.create(ages.now, ages.sample.random),
                        ages.now,
                        1,
                        Optional.empty(),
                        Sample.CONFIGURATION);
        ages.sample.write(other);
        ages.point();
        ages.later(Duration.ofMinutes(1));

        assertThat(clear()).isEmpty();
        assertThat(ages.sample.outbox.keys()).hasSize(5);
    }

    private Optional<PointId> clear() {
        return ages.outboxLeftovers().clear(Sample.EXPECTED, ages.now).stream().findFirst();
    }
}

package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Tiers keep the newest point of each hour, day and month.
class RetentionTiersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T09:43:05Z");

    private final Random random = new Random(4);

    @Test
    void the_newest_of_each_hour_is_kept_until_as_many_newer_hours_can_have_a_point() {
        var early = at("2026-11-23T08:05:00Z");
        var late = at("2026-11-23T08:55:00Z");
        var last = at("2026-11-23T09:30:00Z");
        var older = at("2026-11-23T05:10:00Z");

        assertThat(keep(new Retention(2, 0, 0), early, late, last, older))
                .isEqualTo(
                        Map.of(
                                last.id(), hourly("2026-11-23T11:00:00Z"),
                                late.id(), hourly("2026-11-23T10:00:00Z")));
    }

    @Test
    void nothing_expires_while_nothing_is_captured() {
        var monday = at("2026-11-16T08:05:00Z");
        var tuesday = at("2026-11-17T08:05:00Z");

        assertThat(keep(new Retention(2, 0, 0), monday, tuesday))
                .isEqualTo(
                        Map.of(
                                tuesday.id(), hourly("2026-11-23T10:00:00Z"),
                                monday.id(), hourly(NOW.toString())));
    }

    @Test
    void days_and_months_are_those_of_utc() {
        var october = at("2026-10-31T23:59:59Z");
        var november = at("2026-11-01T00:00:00Z");
        var december = new RetentionTiers.Aged(id(NOW), NOW);

        var kept = keep(new Retention(0, 1, 14), october, november, december);

        assertThat(kept.get(december.id()))
                .isEqualTo(
                        Map.of(
                                Tier.DAILY, Instant.parse("2026-11-24T00:00:00Z"),
                                Tier.MONTHLY, Instant.parse("2028-01-01T00:00:00Z")));
        assertThat(kept.get(october.id()))
                .isEqualTo(Map.of(Tier.MONTHLY, Instant.parse("2027-12-01T00:00:00Z")));
        assertThat(kept).doesNotContainKey(november.id());
    }

    @Test
    void what_stands_beside_takes_no_place_and_goes_with_its_age() {
        var counted = List.of(at("2026-11-23T07:30:00Z"), at("2026-11-23T08:30:00Z"));
        var old = at("2026-11-23T06:30:00Z");
        var beside = at("2026-11-23T07:45:00Z");

        assertThat(
                        new RetentionTiers(new Retention(2, 0, 0), NOW)
                                .keepBeside(List.of(old, beside), counted))
                .isEqualTo(Map.of(beside.id(), hourly(NOW.toString())));
    }

    @Test
    void tiers_of_nothing_keep_nothing() {
        assertThat(keep(new Retention(0, 0, 0), at("2026-11-23T08:05:00Z"))).isEmpty();
    }

    /// What the tiers promise, over a year of captures at random times.
    @Test
    void after_any_history_each_tier_keeps_its_number_and_never_more_than_their_sum() {
        var retention = new Retention(24, 30, 12);
        var points = new ArrayList<RetentionTiers.Aged>();
        var at = NOW.minus(Duration.ofDays(500));
        while (at.isBefore(NOW)) {
            points.add(new RetentionTiers.Aged(id(at), at));
            at = at.plus(Duration.ofMinutes(5 + random.nextInt(400)));
        }

        var kept = new RetentionTiers(retention, NOW).keep(points);

        for (var tier : List.of(Tier.HOURLY, Tier.DAILY, Tier.MONTHLY)) {
            assertThat(kept.values().stream().filter(each -> each.containsKey(tier)))
                    .as(tier.word())
                    .hasSize(
                            switch (tier) {
                                case HOURLY -> 24;
                                case DAILY -> 30;
                                default -> 12;
                            });
        }
        assertThat(kept).containsKey(points.getLast().id());
        assertThat(kept.values())
                .allSatisfy(tiers -> assertThat(tiers.values()).noneMatch(NOW::isAfter));
    }

    /// Nothing is gone before the time that was told.
    @Test
    void a_point_is_still_kept_when_captures_went_on_until_just_before_the_time_told() {
        var retention = new Retention(5, 3, 2);
        var first = at("2026-11-23T09:40:00Z");
        var until = keep(retention, first).getOrDefault(first.id(), Map.of()).values();
        var end = until.stream().max(Instant::compareTo).orElseThrow();
        var points = new ArrayList<>(List.of(first));
        for (var at = NOW; at.isBefore(end); at = at.plus(Duration.ofMinutes(20))) {
            points.add(new RetentionTiers.Aged(id(at), at));
        }
        points.removeIf(point ->
                !point.equals(first)
                        && point.published().isBefore(Instant.parse("2026-12-01T00:00:00Z")));

        assertThat(new RetentionTiers(retention, end.minusSeconds(1)).keep(points))
                .containsKey(first.id());
    }

    private RetentionTiers.Aged at(String time) {
        return new RetentionTiers.Aged(id(Instant.parse(time)), Instant.parse(time));
    }

    private PointId id(Instant at) {
        return PointId.create(at, random);
    }

    private static Map<Tier, Instant> hourly(String until) {
        return Map.of(Tier.HOURLY, Instant.parse(until));
    }

    private static Map<PointId, Map<Tier, Instant>> keep(
            Retention retention, RetentionTiers.Aged... points) {
        return new RetentionTiers(retention, NOW).keep(List.of(points));
    }
}

package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.FailureKind;
import io.sistership.model.Retention;
import io.sistership.model.SistershipException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Expiry takes what the tiers let go, and nothing else.
class VaultExpiryTest {

    private final Ages ages = Ages.unlocked();

    @Test
    void a_plan_writes_nothing() {
        ages.point();
        ages.point();
        var before = ages.vault.versions("");
        var state = ages.sample.state.writes();

        assertThat(ages.expiry().plan().going()).hasSize(1);

        assertThat(ages.vault.versions("")).isEqualTo(before);
        assertThat(ages.sample.state.writes()).isEqualTo(state);
    }

    @Test
    void an_expired_point_goes_with_all_its_files_and_versions() {
        var first = ages.point();
        var second = ages.point();

        var report = ages.expire();

        assertThat(report.points()).containsExactly(first);
        assertThat(report.segments()).isEqualTo(3);
        assertThat(ages.points()).containsExactly(second);
        assertThat(ages.vault.versions("clusters/")).hasSize(5).noneMatch(StoredVersion::marker);
        ages.requireSound();
    }

    @Test
    void the_newest_accepted_point_never_expires() {
        ages.retention = new Retention(0, 0, 0);
        ages.point();
        var newest = ages.point();
        ages.later(Duration.ofDays(300));

        ages.expire();

        assertThat(ages.points()).containsExactly(newest);
        var kept = ages.expiry().inspect().points().getFirst();
        assertThat(kept.keptBy()).containsExactly(Tier.NEWEST);
        assertThat(kept.until()).isEmpty();
    }

    @Test
    void a_segment_goes_when_no_kept_manifest_lists_it() {
        var first = ages.point();
        var base = new PointLists(ages).segmentsOf(first);
        ages.later(Duration.ofMinutes(1));
        new PointLists(ages).publishListing(first);

        var report = ages.expire();

        assertThat(report.points()).containsExactly(first);
        assertThat(report.segments()).isZero();
        assertThat(ages.vault.keys()).containsAll(base);
    }

    @Test
    void the_chain_explains_what_expired_and_tells_what_is_missing() {
        for (int i = 0; i < 5; i++) {
            ages.point();
            ages.later(Duration.ofMinutes(5));
        }
        ages.later(Duration.ofHours(2));
        var sixth = ages.point();
        ages.later(Duration.ofMinutes(5));
        ages.point();

        assertThat(ages.expire().points()).hasSize(4).contains(sixth);

        assertThat(ages.expiry().inspect().gaps()).isEmpty();
        assertThat(ages.expiry().inspect().points())
                .allMatch(point -> point.standing() == PointStanding.ACCEPTED);
        assertThat(new ExpiryRecords(ages.sample.state, "shop").expired())
                .extracting(ExpiredSpan::first, ExpiredSpan::last)
                .containsExactly(tuple(1L, 3L), tuple(6L, 6L));

        var fourth = PointLocation.vault("shop", ages.points().getFirst());
        ages.vault.versions(fourth.files()).forEach(ages.vault::delete);

        assertThat(ages.expiry().inspect().gaps())
                .containsExactly(new PointChain.Gap(4, 4, fourth.id()));
    }

    @Test
    void a_protected_point_stays_until_it_is_released() {
        var first = ages.point();
        ages.later(Duration.ofMinutes(5));
        ages.point();
        ages.protection().protect(first, ages.now);

        assertThat(ages.expire().points()).isEmpty();
        assertThat(ages.expiry().inspect().points().getLast().keptBy())
                .containsExactly(Tier.PROTECTED);

        ages.protection().unprotect(first);
        assertThat(ages.expire().points()).containsExactly(first);
    }

    @Test
    void a_point_beside_the_chain_takes_no_accepted_points_place_and_expires_by_itself() {
        var accepted = ages.point();
        ages.later(Duration.ofMinutes(1));
        var older = fork();
        ages.later(Duration.ofMinutes(1));
        var newer = fork();

        var points = ages.expiry().inspect().points();

        assertThat(points)
                .extracting(PointKeeping::id, PointKeeping::standing)
                .containsExactly(
                        tuple(newer, PointStanding.NOT_ACCEPTED),
                        tuple(older, PointStanding.NOT_ACCEPTED),
                        tuple(accepted, PointStanding.ACCEPTED));
        assertThat(ages.expire().points()).containsExactly(older);
        assertThat(new ExpiryRecords(ages.sample.state, "shop").expired()).isEmpty();
    }

    /// Signed by the pinned key and in the vault, but of the accepted one's sequence.
    private PointId fork() {
        var id = ages.sample.write(ages.heading(new NextPoint(1, Optional.empty()))).heading().id();
        new PointLists(ages).copyIntoVault(id);
        return id;
    }

    @Test
    void a_point_that_is_being_accepted_is_left_alone_and_later_counts_as_not_accepted() {
        ages.retention = new Retention(0, 0, 0);
        ages.point();
        ages.later(Duration.ofMinutes(1));
        var next = ages.sample.write(ages.heading()).heading().id();
        new PointLists(ages).copyIntoVault(next);

        assertThat(ages.expiry().plan().going()).isEmpty();

        ages.later(Ages.GRACE.plusSeconds(1));
        assertThat(ages.expire().points()).containsExactly(next);
    }

    @Test
    void what_a_publisher_that_died_left_stays_for_a_day_and_goes() {
        ages.point();
        var dead = ages.sample.write(ages.heading()).heading().id();
        new PointLists(ages).copyWithoutEnvelope(dead);

        assertThat(ages.expiry().plan().isEmpty()).isTrue();

        ages.later(Ages.GRACE.plusSeconds(1));
        var report = ages.expire();
        assertThat(report.leftovers()).containsExactly(dead);
        assertThat(report.segments()).isEqualTo(3);
        ages.requireSound();
    }

    @Test
    void segments_without_any_manifest_stay_for_a_day_and_go() {
        ages.point();
        var stray = "clusters/shop/segments/abcdefghijklmnopqrstuvwxyz";
        ages.vault.putNew(stray, new byte[] {1});

        assertThat(ages.expiry().plan().isEmpty()).isTrue();

        ages.later(Ages.GRACE.plusSeconds(1));
        assertThat(ages.expiry().plan().segments()).containsExactly(stray);
        ages.expire();
        ages.requireSound();
    }

    /// Its first run died more than a day ago.
    private PointId lateInTheOutbox() {
        ages.point();
        var late = ages.sample.write(ages.heading()).heading().id();
        new PointLists(ages).copySegments(late);
        ages.later(Ages.GRACE.plusSeconds(1));
        return late;
    }

    @Test
    void a_point_that_comes_between_plan_and_deletion_keeps_what_it_lists() {
        var late = lateInTheOutbox();
        var plan = ages.expiry().plan();
        assertThat(plan.segments()).hasSize(3);

        ages.publish(late);
        var report = ages.expiry().apply(plan);

        assertThat(report.segments()).isZero();
        assertThat(report.spared()).isEqualTo(3);
        ages.requireSound();
    }

    @Test
    void a_point_whose_segments_are_being_deleted_is_refused_before_it_is_accepted() {
        var late = lateInTheOutbox();
        var before = ages.sample.marks.find("shop");

        ages.expire();

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> ages.publish(late))
                .returns(Refusal.EXPIRED, RefusedPointException::reason)
                .withMessageEndingWith("an expiry of the vault has taken it meanwhile");
        assertThat(ages.sample.marks.find("shop")).isEqualTo(before);
        assertThat(ages.points()).doesNotContain(late);
        assertThat(ages.sample.outbox.keys()).isEmpty();
    }

    @Test
    void nothing_expires_without_an_accepted_point() {
        var only = ages.point();
        ages.sample.state.delete("accepted/shop.json");

        assertThatThrownBy(() -> ages.expiry().plan())
                .isInstanceOfSatisfying(
                        SistershipException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED))
                .hasMessage(
                        "there are points in the vault, but none is accepted: nothing expires"
                                + " while that is so");

        ages.sample.state.put(
                "accepted/shop.json",
                Sample.utf8(
                        "{\"format\":1,\"sequence\":7,\"point\":\"20261101T000000Z-aaaaaa\",\"digest\":\""
                                + Sample.CONFIGURATION
                                + "\"}"));
        assertThatThrownBy(() -> ages.expiry().plan())
                .hasMessage(
                        "the accepted point 20261101T000000Z-aaaaaa isn't in the vault, or is"
                                + " refused: nothing expires while that is so");
        assertThat(ages.points()).containsExactly(only);
    }

    @Test
    void while_somebody_hides_a_point_by_deleting_it_no_segment_goes() {
        var first = ages.point();
        ages.later(Duration.ofHours(2));
        ages.point();
        var location = PointLocation.vault("shop", first);
        ages.vault.delete(location.envelope());
        ages.later(Ages.GRACE.plusDays(1));

        var plan = ages.expiry().plan();

        assertThat(plan.hidden()).containsExactly(location.envelope());
        assertThat(plan.segments()).isEmpty();
        assertThat(plan.leftovers()).isEmpty();
    }

    @Test
    void a_refused_point_is_told_and_expires_by_its_age_alone() {
        ages.point();
        var foreign = PointId.create(ages.now, ages.sample.random);
        var location = PointLocation.vault("shop", foreign);
        ages.vault.putNew(location.manifest(), Sample.utf8("{}"));
        ages.vault.putNew(location.envelope(), Sample.utf8("{}"));

        var found =
                ages.expiry().inspect().points().stream()
                        .filter(point -> point.id().equals(foreign))
                        .findFirst()
                        .orElseThrow();

        assertThat(found.standing()).isEqualTo(PointStanding.REFUSED);
        assertThat(found.problem()).startsWith("recovery point " + foreign + " refused: ");
        assertThat(found.keptBy()).containsExactly(Tier.HOURLY, Tier.DAILY, Tier.MONTHLY);

        ages.retention = new Retention(2, 0, 0);
        for (int hour = 0; hour < 2; hour++) {
            ages.later(Duration.ofHours(1));
            ages.point();
        }
        assertThat(ages.expire().points()).contains(foreign);
        ages.requireSound();
    }

    @Test
    void the_lock_is_respected_told_and_outlived() {
        var locked = Ages.locked(Duration.ofDays(37));
        var put = locked.now;
        var first = locked.point();
        locked.later(Duration.ofMinutes(5));
        var second = locked.point();

        var plan = locked.expiry().plan();
        assertThat(plan.going()).isEmpty();
        assertThat(plan.locked())
                .containsExactly(
                        new ExpiryPlan.LockedFile(
                                PointLocation.vault("shop", first).envelope(),
                                new VersionLock(
                                        Optional.of(put.plus(Duration.ofDays(37))), false)));
        assertThat(locked.expire().points()).isEmpty();
        locked.requireSound();

        locked.later(Duration.ofDays(37));
        assertThat(locked.expire().points()).containsExactly(first);
        assertThat(locked.points()).containsExactly(second);
        assertThat(locked.vault.writes()).doesNotHaveDuplicates();
        locked.requireSound();
    }

    @Test
    void a_protected_point_holds_every_file_it_lists_beyond_its_retention() {
        var locked = Ages.locked(Duration.ofHours(1));
        var first = locked.point();
        var base = new PointLists(locked).segmentsOf(first);
        locked.later(Duration.ofMinutes(5));
        var second = new PointLists(locked).publishListing(first);
        locked.point();

        assertThat(locked.protection().protect(first, locked.now)).isEqualTo(5);
        assertThat(locked.protection().protect(second, locked.now)).isEqualTo(5);
        locked.later(Duration.ofDays(2));
        assertThat(locked.expire().points()).isEmpty();

        assertThat(locked.protection().unprotect(first)).isEqualTo(2);
        assertThat(locked.expire().points()).containsExactly(first);
        assertThat(locked.vault.keys()).containsAll(base);
        assertThat(held(locked)).containsAll(base).hasSize(5);
    }

    private static Set<String> held(Ages ages) {
        return ages.vault.versions("").stream()
                .filter(version -> ages.vault.lock(version).held())
                .map(StoredVersion::key)
                .collect(Collectors.toSet());
    }

    @Test
    void a_hold_that_somebody_set_by_hand_keeps_the_point() {
        var locked = Ages.locked(Duration.ofSeconds(1));
        var first = locked.point();
        locked.later(Duration.ofMinutes(5));
        locked.point();
        var manifest = PointLocation.vault("shop", first).manifest();
        locked.vault.versions(manifest).forEach(version -> locked.vault.hold(version, true));

        var report = locked.expire();

        assertThat(report.locked())
                .extracting(ExpiryPlan.LockedFile::key)
                .containsExactly(manifest);
        assertThat(locked.vault.keys()).containsAll(List.of(manifest));
    }
}

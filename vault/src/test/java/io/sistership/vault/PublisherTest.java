package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A point becomes the newest one of its cluster, or is refused.
class PublisherTest {

    private final Sample sample = new Sample();

    @Test
    void copies_a_point_into_the_vault_envelope_last_and_clears_the_outbox() {
        var statement = sample.write(sample.heading());
        var id = statement.heading().id();

        var published = publish(id);

        assertThat(published.statement()).isEqualTo(statement);
        assertThat(published.issues()).isEmpty();
        assertThat(sample.vault.writes())
                .hasSize(5)
                .endsWith(
                        "clusters/shop/points/" + id + "/manifest.json",
                        "clusters/shop/points/" + id + "/manifest.dsse");
        assertThat(sample.vault.writes().getFirst()).startsWith("clusters/shop/segments/");
        assertThat(sample.marks.find("shop"))
                .contains(new AcceptedMark(1, new PointLink(id, statement.manifest())));
        assertThat(sample.outbox.keys()).isEmpty();
    }

    @Test
    void never_unwraps_a_key() {
        publish(sample.write(sample.heading()).heading().id());

        assertThat(sample.keys.calls()).allMatch(call -> call.startsWith("generate"));
    }

    @Test
    void what_was_published_opens_from_the_vault() {
        var published = publish(sample.write(sample.heading()).heading().id());

        var point =
                new PointVerifier(sample.vault, sample.pins)
                        .verify(published.location(), Sample.EXPECTED, Progress.SILENT);

        point.signed().requireNewest(sample.marks.find("shop"));
        assertThat(Sample.lines(point.open(sample.keys), point.manifest().types().getLast()))
                .containsExactly("{\"data\":{\"p\":\"aHVudGVyMg==\"}}");
    }

    @Test
    void accepts_the_next_point_over_the_accepted_one() {
        var first = sample.write(sample.heading());
        publish(first.heading().id());
        var second = sample.write(sample.heading());

        publish(second.heading().id());

        assertThat(second.heading().sequence()).isEqualTo(2);
        assertThat(second.heading().previous()).contains(first.link());
        assertThat(sample.marks.find("shop")).contains(new AcceptedMark(2, second.link()));
        assertThat(new PointCatalog(sample.vault).points("shop"))
                .containsExactlyInAnyOrder(first.heading().id(), second.heading().id());
    }

    @Test
    void of_two_points_that_follow_the_same_one_the_later_is_refused_and_cleared() {
        var winner = sample.write(sample.heading());
        var loser = sample.write(sample.heading());
        publish(winner.heading().id());

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(loser.heading().id()))
                .withMessage(
                        "recovery point %s refused: manifest.dsse: it has sequence 1 after none, the"
                                + " accepted point is %s with sequence 1",
                        loser.heading().id(), winner.heading().id())
                .returns(Refusal.SEQUENCE, RefusedPointException::reason);
        assertThat(sample.outbox.keys()).isEmpty();
        assertThat(sample.marks.find("shop")).contains(new AcceptedMark(1, winner.link()));
    }

    @Test
    void a_point_that_follows_another_than_the_accepted_one_is_refused() {
        publish(sample.write(sample.heading()).heading().id());
        var elsewhere = new PointLink(sample.heading().id(), Sample.CONFIGURATION);
        var stray = sample.write(sample.heading(new NextPoint(2, Optional.of(elsewhere))));

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(stray.heading().id()))
                .returns(Refusal.SEQUENCE, RefusedPointException::reason);
    }

    @Test
    void a_publisher_that_loses_the_race_for_the_mark_is_refused_and_its_outbox_cleared() {
        var mine = sample.write(sample.heading()).heading().id();
        var theirs = sample.write(sample.heading()).heading().id();
        var racing =
                new Publisher(
                        sample.outbox,
                        new InterposedStore(sample.vault, "manifest.dsse", () -> publish(theirs)),
                        sample.state,
                        () -> Sample.NOW);

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(racing, mine))
                .withMessage(
                        "recovery point %s refused: manifest.dsse: another point was accepted"
                                + " meanwhile",
                        mine);
        assertThat(sample.outbox.keys()).isEmpty();
        assertThat(sample.marks.find("shop").orElseThrow().point().point()).isEqualTo(theirs);
    }

    /// The other one is done while this one is at its first file, or at its last.
    @ParameterizedTest
    @ValueSource(strings = {"", "manifest.dsse"})
    void two_publishers_of_one_point_both_end_well(String file) {
        var id = sample.write(sample.heading()).heading().id();
        var meeting =
                new Publisher(
                        sample.outbox,
                        new InterposedStore(sample.vault, file, () -> publish(id)),
                        sample.state,
                        () -> Sample.NOW);

        var published = publish(meeting, id);

        assertThat(published.statement().heading().id()).isEqualTo(id);
        assertThat(sample.marks.find("shop").orElseThrow().point().point()).isEqualTo(id);
        assertThat(sample.outbox.keys()).isEmpty();
    }

    @Test
    void a_point_that_was_overtaken_is_not_recovered_from_unless_named() {
        var first = publish(sample.write(sample.heading()).heading().id());
        publish(sample.write(sample.heading()).heading().id());
        var old =
                new PointVerifier(sample.vault, sample.pins)
                        .signed(first.location(), Sample.EXPECTED);

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> old.requireNewest(sample.marks.find("shop")))
                .withMessageContaining("it has sequence 1, the accepted point is ")
                .returns(Refusal.NOT_CURRENT, RefusedPointException::reason);
    }

    @Test
    void can_be_killed_at_any_write_and_run_again() {
        int writes = 0;
        for (boolean killed = true; killed; writes++) {
            var fresh = new Sample();
            var id = fresh.write(fresh.heading()).heading().id();
            killed = killedAfter(fresh, id, writes);

            publish(fresh.publisher(), id);

            assertThat(fresh.marks.find("shop").orElseThrow().point().point()).isEqualTo(id);
            assertThat(fresh.outbox.keys()).isEmpty();
            new PointVerifier(fresh.vault, fresh.pins)
                    .verify(PointLocation.vault("shop", id), Sample.EXPECTED, Progress.SILENT);
        }
        // 3 segments, manifest, envelope, mark, and at least 5 files to clear.
        assertThat(writes).isGreaterThan(11);
    }

    private static boolean killedAfter(Sample sample, PointId id, int writes) {
        var mortal = new MortalStores(writes);
        var publisher =
                new Publisher(
                        mortal.of(sample.outbox),
                        mortal.of(sample.vault),
                        mortal.of(sample.state),
                        () -> Sample.NOW);
        try {
            publish(publisher, id);
            return false;
        } catch (MortalStores.Killed _) {
            return true;
        }
    }

    @Test
    void refuses_a_broken_point_and_leaves_the_vault_alone() {
        var id = sample.write(sample.heading()).heading().id();
        var key =
                sample.outbox.keys().stream()
                        .filter(each -> each.contains("/segments/"))
                        .findFirst()
                        .orElseThrow();
        var sealed = sample.outbox.content(key);
        sealed[9] ^= 4;
        sample.outbox.put(key, sealed);

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(id))
                .returns(Refusal.DIGEST, RefusedPointException::reason);
        assertThat(sample.vault.keys()).isEmpty();
        assertThat(sample.marks.find("shop")).isEmpty();
    }

    @Test
    void overwrites_nothing_in_the_vault() {
        var id = sample.write(sample.heading()).heading().id();
        var location = PointLocation.vault("shop", id);
        sample.vault.put(location.manifest(), Sample.utf8("something else"));

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(id))
                .withMessage(
                        "recovery point %s refused: manifest.json: the vault holds another file"
                                + " under that name",
                        id);
        assertThat(sample.vault.content(location.manifest()))
                .isEqualTo(Sample.utf8("something else"));
    }

    @Test
    void refuses_a_key_whose_validity_has_ended_since_the_capture() {
        var id = sample.write(sample.heading()).heading().id();
        var late =
                new Publisher(
                        sample.outbox,
                        sample.vault,
                        sample.state,
                        () -> Sample.NOW.plus(Duration.ofDays(366)));

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> publish(late, id))
                .returns(Refusal.KEY_VALIDITY, RefusedPointException::reason);
    }

    @Test
    void reports_a_configuration_other_than_the_published_one() {
        var id = sample.write(sample.heading()).heading().id();
        var published = Sha256.of(Sample.utf8("newer"));

        var result = sample.publisher().publish(id, Sample.EXPECTED, published, Progress.SILENT);

        assertThat(result.issues())
                .containsExactly(
                        Issue.warning(
                                "configuration-differs",
                                "recovery point " + id,
                                "it was captured with configuration %s, published is %s"
                                        .formatted(Sample.CONFIGURATION, published),
                                "Publish the configuration that you capture with, or capture"
                                        + " again."));
    }

    private Published publish(PointId id) {
        return publish(sample.publisher(), id);
    }

    private static Published publish(Publisher publisher, PointId id) {
        return publisher.publish(id, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);
    }
}

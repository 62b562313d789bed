package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.Sha256;
import io.sistership.vault.Blob;
import io.sistership.vault.NextPoint;
import io.sistership.vault.PointId;
import io.sistership.vault.PointLink;
import io.sistership.vault.Refusal;
import io.sistership.vault.RefusedPointException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What somebody with the whole primary account can do: add. What they add displaces nothing that was
/// accepted, and the publisher that refuses it has opened nothing and written nothing but the
/// clearing of the outbox.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgingPrimaryRoadTest {

    private SmallShip ship;
    private Forgery forgery;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
        forgery = new Forgery(ship);
    }

    @Test
    void a_sequence_far_ahead_is_refused() {
        var ahead = new NextPoint(1_000_000, forgery.next().previous());

        assertRefused(forgery.point(ahead), Refusal.SEQUENCE);
    }

    @Test
    void a_first_point_over_accepted_ones_is_refused() {
        assertRefused(forgery.point(new NextPoint(1, Optional.empty())), Refusal.SEQUENCE);
    }

    @Test
    void the_next_sequence_over_another_point_is_refused() {
        var other = new PointLink(new PointId(ship.point()), Sha256.of(new byte[] {1}));

        assertRefused(
                forgery.point(new NextPoint(forgery.next().sequence(), Optional.of(other))),
                Refusal.SEQUENCE);
    }

    @Test
    void a_replayed_older_point_is_refused() {
        ship.ship().run("capture").exits(0);
        var old = new PointId(ship.point());
        forgery.replay(old);

        assertRefused(old, Refusal.SEQUENCE);
    }

    @Test
    void a_path_as_a_segments_name_is_refused_before_anything_is_copied() {
        var id =
                forgery.point(
                        forgery.next(),
                        manifest ->
                                manifest.replaceAll(
                                        "\"name\":\"[a-z2-7]{26}\"",
                                        "\"name\":\"../../../pins/x\""));

        assertRefused(id, Refusal.MALFORMED);
    }

    @Test
    void a_signed_manifest_that_lists_what_is_not_there_is_refused_before_anything_is_copied() {
        var id =
                forgery.point(
                        forgery.next(),
                        manifest ->
                                manifest.replaceAll(
                                        "\"name\":\"[a-z2-7]{26}\"",
                                        "\"name\":\"" + "a".repeat(26) + "\""));

        assertRefused(id, Refusal.MISSING);
    }

    @Test
    void a_point_of_another_application_is_refused() {
        var id =
                forgery.point(
                        forgery.next(), "\"application\":\"trust\"", "\"application\":\"other\"");

        assertRefused(
                id,
                Refusal.WRONG_APPLICATION,
                "manifest.dsse: it is of application other, not trust");
    }

    @Test
    void a_point_of_another_cluster_is_refused() {
        var id = forgery.point(forgery.next(), ":cluster/trust\"", ":cluster/other\"");

        assertRefused(
                id,
                Refusal.WRONG_CLUSTER,
                "manifest.dsse: it is of cluster arn:aws:eks:us-east-1:111111111111:cluster/other,"
                        + " not arn:aws:eks:us-east-1:111111111111:cluster/trust");
    }

    @Test
    void a_segment_that_unpacks_to_more_than_any_may_is_refused_before_anything_is_copied() {
        assertRefused(
                forgery.bomb(forgery.next(), (128 << 20) + 1),
                Refusal.MALFORMED,
                "manifest.json: segment [a-z2-7]{26} says that it unpacks to 134217729 bytes in 1"
                        + " lines: more than a segment may");
    }

    /// Publishers can't unpack: it is met, and stopped, where it is opened.
    @Test
    void a_segment_that_unpacks_to_more_than_its_manifest_says_is_refused_before_any_write() {
        var bomb = forgery.publish(forgery.bomb(forgery.next(), 200)).statement().heading().id();
        try {
            var segment =
                    Road.JSON
                            .readTree(
                                    Tampering.read(
                                            ship.vault(),
                                            "clusters/trust/points/" + bomb + "/manifest.json"))
                            .at("/types/0/whole/0/name")
                            .asString();
            for (var command : List.of("plan", "recover")) {
                var requests =
                        ship.during(() -> {
                            var run = ship.ship().json(command).exits(3);
                            assertThat(run.err())
                                    .contains(
                                            "\nerror: recovery point %s refused: segments/%s: it unpacks to"
                                                            .formatted(bomb, segment)
                                                    + " more than the 200 bytes of the manifest\n");
                            assertThat(run.document().get("result").isNull()).isTrue();
                        });

                assertThat(requests.awsWrites()).as(command).isEmpty();
            }
        } finally {
            ship.ship().run("capture").exits(0);
        }
    }

    /// The one thing that they can: a next point with wrong contents. It takes nothing away.
    @Test
    void a_forged_next_point_is_accepted_and_the_earlier_ones_stay_as_they_are() {
        var before = vault();
        var good = ship.point();

        var forged = forgery.publish(forgery.point(forgery.next())).statement().heading().id();
        try {
            assertThat(vault()).containsAll(before);
            assertThat(ship.ship().run("show", "newest", "configmaps").exits(0).out())
                    .contains("Recovery point " + forged, "  x/forged\n");
            assertThat(ship.ship().run("show", good, "configmaps").exits(0).out())
                    .contains("  vaulted/plain\n")
                    .doesNotContain("forged");
            assertThat(ship.ship().run("points").out()).contains(good, forged.value());
            assertThat(ship.ship().run("plan").exits(3).err())
                    .contains("\nerror: the recovery point describes no cluster: ");
        } finally {
            ship.ship().run("capture").exits(0);
        }
    }

    private void assertRefused(PointId id, Refusal reason) {
        assertRefused(id, reason, ".*");
    }

    /// @param problem a pattern
    private void assertRefused(PointId id, Refusal reason, String problem) {
        var before = vault();
        var mark = Tampering.read(ship.state(), "accepted/trust.json");
        var requests =
                ship.during(() ->
                        assertThatExceptionOfType(RefusedPointException.class)
                                .isThrownBy(() -> forgery.publish(id))
                                .withMessageMatching(
                                        "recovery point %s refused: %s".formatted(id, problem))
                                .returns(reason, RefusedPointException::reason));

        assertThat(vault()).isEqualTo(before);
        assertThat(Tampering.read(ship.state(), "accepted/trust.json")).isEqualTo(mark);
        assertThat(requests.aws())
                .noneMatch(line -> Requests.text(line, "service").equals("kms"))
                .noneMatch(line -> Requests.text(line, "action").startsWith("Put"));
        ship.ship().run("points").exits(0);
    }

    private List<Blob> vault() {
        return ship.vault().list("");
    }
}

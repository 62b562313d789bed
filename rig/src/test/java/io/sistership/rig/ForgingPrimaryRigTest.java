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
class ForgingPrimaryRigTest {

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
        } finally {
            ship.ship().run("capture").exits(0);
        }
    }

    private void assertRefused(PointId id, Refusal reason) {
        var before = vault();
        var mark = Tampering.read(ship.state(), "accepted/trust.json");
        var requests =
                ship.during(() ->
                        assertThatExceptionOfType(RefusedPointException.class)
                                .isThrownBy(() -> forgery.publish(id))
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

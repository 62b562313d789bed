package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.vault.Pins;
import io.sistership.vault.Refusal;
import io.sistership.vault.RefusedPointException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The signing key is replaced and the old one ended, as docs/security.md tells: what it signed stays
/// good, and nothing more of it is accepted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationRigTest {

    private SmallShip ship;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
    }

    @Test
    void a_rotated_key_is_pinned_beside_the_old_one_which_can_be_ended() {
        var old = new Pins(ship.state()).ofKmsKey(ship.signingKey()).orElseThrow();
        var stolen = new Forgery(ship);
        var beforeEnd = stolen.point(stolen.next());

        rotate("b");
        unpinned();
        var pinned = ship.ship().run("init").exits(0);
        var fresh = new Pins(ship.state()).ofKmsKey(ship.signingKey()).orElseThrow();

        assertThat(fresh.keyId()).isNotEqualTo(old.keyId());
        assertThat(pinned.out())
                .contains(
                        "pinned key " + fresh.keyId(),
                        "key " + fresh.keyId() + " (the one that captures sign with) may sign",
                        "key " + old.keyId() + " may sign for account 111111111111 until ");

        var ended = ship.ship().run("init", "--end-key", old.keyId().hex()).exits(0);
        assertThat(ended.out())
                .contains("key " + old.keyId() + " signed for account 111111111111 until ");

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> stolen.publish(beforeEnd))
                .returns(Refusal.KEY_VALIDITY, RefusedPointException::reason);
        ship.ship().run("capture").exits(0);
        assertThat(ship.ship().run("show", "newest").exits(0).out())
                .contains("signed by key " + fresh.keyId());
        assertThat(ship.ship().run("show", ship.point(), "secrets").exits(0).out())
                .contains("signed by key " + old.keyId(), "  vaulted/payments\n");
        ship.ship().run("points").exits(0);
        new Pins(ship.state()).put(old); // as other tests of the ship expect it
    }

    @Test
    void a_key_that_nobody_pinned_can_not_be_ended() {
        var form = ship.ship().run("init", "--end-key", "abc").exits(2);
        var unknown = ship.ship().run("init", "--end-key", "0".repeat(64)).exits(4);

        assertThat(form.err())
                .contains("error: 'abc' is no key id: ")
                .endsWith("  Key ids are listed by: sistership init\n");
        assertThat(unknown.err())
                .endsWith(
                        """
                        error: no pin is of key %s
                          Key ids are listed by: sistership init
                        """
                                .formatted("0".repeat(64)));
    }

    /// Until then a capture would be refused in the end: it isn't begun.
    private void unpinned() {
        var requests =
                ship.during(() -> {
                    var run = ship.ship().json("capture").exits(5);
                    assertThat(run.err())
                            .endsWith(
                                    """
                                    error: the key that signs recovery points, %s, isn't pinned in %s
                                      Pin it: sistership init
                                    """
                                            .formatted(
                                                    ship.signingKey(),
                                                    ship.application().recovery()));
                });

        assertThat(requests.awsWrites()).isEmpty();
        assertThat(requests.aws()).noneMatch(line -> Requests.text(line, "service").equals("kms"));
    }

    private void rotate(String slot) {
        ship.world()
                .aws(World.PRIMARY)
                .run(
                        "cloudformation",
                        "deploy",
                        "--stack-name",
                        "sistership-trust-primary",
                        "--template-file",
                        ship.ship().directory().resolve("primary.yaml").toString(),
                        "--capabilities",
                        "CAPABILITY_NAMED_IAM",
                        "--parameter-overrides",
                        "SigningKeySlot=" + slot)
                .ok();
    }
}

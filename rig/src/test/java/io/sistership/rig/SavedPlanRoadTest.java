package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// A plan that was saved, on its way to being done: altered, of another target, overtaken by what
/// happened on the recovery side; then done as it is. Into a rehearsal, step by step.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SavedPlanRoadTest {

    private static final String DRILL = "trust-drill";
    private static final String PLAN = "drill.plan";
    private static final String PLAIN = "ConfigMap vaulted/plain";

    private SmallShip ship;

    @BeforeAll
    void save() {
        ship = SmallShip.shared();
        assertThat(save("--target", DRILL).exit()).isIn(0, 1);
    }

    @Test
    @Order(1)
    void no_secret_is_in_the_file() throws IOException {
        var canary = new Canary(SmallShip.SECRET);

        assertThat(Files.readString(file())).contains("\"object\":\"Secret vaulted/payments\"");
        assertThat(canary.in(Files.readAllBytes(file()))).isFalse();
    }

    @Test
    @Order(2)
    void a_file_that_was_altered_is_refused_before_anything_is_read_or_written()
            throws IOException {
        var good = Files.readString(file());
        Files.writeString(
                file(), good.replace("\"reason\":\"\",\"wave\"", "\"reason\":\"-\",\"wave\""));
        try {
            refused("plan %s refused: its lines aren't those that were signed".formatted(file()));
        } finally {
            Files.writeString(file(), good);
        }
    }

    @Test
    @Order(3)
    void a_plan_that_another_key_signed_is_refused_before_anything_is_read_or_written()
            throws IOException {
        var good = Files.readString(file());
        var key = planKey(good);
        Files.writeString(file(), good.replace(key, key.replaceFirst("key/.*", "key/another")));
        try {
            refused("its signature isn't one of this application's key for plans, " + key);
        } finally {
            Files.writeString(file(), good);
        }
    }

    @Test
    @Order(4)
    void another_targets_and_another_applications_plan_are_refused() throws IOException {
        refused("the plan is of target trust-drill, not trust", "--target", SmallShip.NAME);

        var here = ship.ship().directory().resolve("sistership.yaml");
        var other = Files.createDirectories(here.resolveSibling("other-application"));
        Files.writeString(
                other.resolve("sistership.yaml"),
                Files.readString(here).replace("application: trust", "application: other"));
        var run = new Ship(other).run("recover", "--plan", file().toString()).exits(5);
        assertThat(run.err()).contains("the plan is of application trust, not other");
    }

    @Test
    @Order(5)
    void the_plan_is_done_as_it_was_saved_and_goes_on_when_it_is_run_again() {
        var planned = ship.ship().json("plan", "--target", DRILL).result();

        var recovered = ship.ship().json("recover", "--plan", PLAN).exits(0).result();

        assertThat(recovered.get("plan").asString()).isEqualTo(planned.get("id").asString());
        assertThat(recovered.get("target").asString()).isEqualTo(DRILL);
        assertThat(drill().run("-n", "vaulted", "get", "configmap", "plain").ok())
                .contains("plain");
        var again = ship.ship().json("recover", "--plan", PLAN).exits(0).result();
        assertThat(again.at("/outcomes/restored").asLong(0)).isZero();
    }

    @Test
    @Order(6)
    void what_came_into_the_way_since_is_named_and_left_alone() {
        drill().run("-n", "vaulted", "delete", "configmap", "plain").ok();
        save("--target", DRILL).exits(0);
        drill().run(
                        "-n",
                        "vaulted",
                        "create",
                        "configmap",
                        "plain",
                        "--from-literal=greeting=somebody else's")
                .ok();

        var requests =
                Requests.during(
                        ship.world(),
                        DRILL,
                        () ->
                                assertThat(recover().exits(5).err())
                                        .contains(
                                                "it is not what would be done now: ",
                                                "object "
                                                        + PLAIN
                                                        + ": action was 'create', is now 'blocked'"));

        assertThat(requests.awsWrites()).isEmpty();
        assertThat(requests.recoveryWrites()).isEmpty();
    }

    @Test
    @Order(7)
    void what_blocks_refuses_the_saved_plan_too_unless_it_was_saved_with_it_accepted() {
        save("--target", DRILL).exits(5);
        assertThat(recover().exits(5).err()).contains("object-blocked at " + PLAIN + ": ");
        var accept = "object-blocked:" + PLAIN;
        assertThat(recover("--accept", accept).exits(5).err())
                .contains("it was saved without --accept " + accept);

        save("--target", DRILL, "--accept", accept).exits(1);
        recover().exits(6);

        assertThat(drill().run("-n", "vaulted", "get", "configmap", "plain", "-o", "yaml").ok())
                .contains("somebody else's");
    }

    private Ship.Run save(String... more) {
        return run("plan", "--save", PLAN, more);
    }

    private Ship.Run recover(String... more) {
        return run("recover", "--plan", PLAN, more);
    }

    private Ship.Run run(String command, String option, String value, String... more) {
        var line = new java.util.ArrayList<>(java.util.List.of(command, option, value));
        line.addAll(java.util.List.of(more));
        return ship.ship().run(line.toArray(String[]::new));
    }

    /// Refused without a look at a bucket or at any cluster.
    private void refused(String message, String... more) {
        var requests =
                Requests.during(
                        ship.world(),
                        DRILL,
                        () -> assertThat(recover(more).exits(5).err()).contains(message));

        assertThat(requests.aws())
                .noneMatch(line -> Requests.text(line, "service").equals("s3"))
                .noneMatch(line -> Requests.text(line, "service").equals("eks"));
        assertThat(requests.awsWrites()).isEmpty();
        assertThat(requests.recovery()).isEmpty();
    }

    private static String planKey(String plan) {
        var last = plan.lines().reduce((_, line) -> line).orElseThrow();
        return Road.JSON.readTree(last.getBytes(UTF_8)).at("/signatures/0/keyid").asString();
    }

    private Command drill() {
        return ship.world().kubectl(World.RECOVERY, DRILL);
    }

    private Path file() {
        return ship.ship().directory().resolve(PLAN);
    }
}

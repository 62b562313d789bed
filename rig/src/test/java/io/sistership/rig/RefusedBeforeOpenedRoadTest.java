package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody with power over the vault's bucket lost, swapped or cut files: plan and recover refuse the
/// point by the file's name, and by then nothing was unwrapped and nothing written. (Flipped bytes:
/// [TamperedPointRoadTest]; each rule of the format: module vault.)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedBeforeOpenedRoadTest {

    private SmallShip ship;
    private BlobStore vault;
    private String folder;
    private String segment;
    private String other;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
        vault = ship.vault();
        folder = "clusters/trust/points/" + ship.point() + "/";
        var types =
                Road.JSON.readTree(Tampering.read(vault, folder + "manifest.json")).get("types");
        var names = types.findValuesAsString("name");
        segment = names.getFirst();
        other = names.getLast();
    }

    @Test
    void a_missing_segment() {
        refused(Tampering.removed(vault, key(segment)), file(segment) + ": it is missing");
    }

    @Test
    void a_truncated_segment() {
        var content = Tampering.read(vault, key(segment));
        var cut = java.util.Arrays.copyOf(content, content.length - 1);

        refused(
                Tampering.replaced(vault, key(segment), cut),
                file(segment)
                        + ": it has %d bytes, the manifest says %d"
                                .formatted(cut.length, content.length));
    }

    @Test
    void a_surplus_byte() {
        var content = Tampering.read(vault, key(segment));

        refused(
                Tampering.replaced(
                        vault, key(segment), java.util.Arrays.copyOf(content, content.length + 1)),
                file(segment)
                        + ": it has more than the %d bytes of the manifest"
                                .formatted(content.length));
    }

    @Test
    void another_segment_in_its_place() {
        refused(
                Tampering.replaced(vault, key(segment), Tampering.read(vault, key(other))),
                file(segment) + ": it has ");
    }

    @Test
    void a_missing_manifest_and_a_missing_envelope() {
        refused(Tampering.removed(vault, folder + "manifest.json"), "manifest.json: it is missing");
        Tampering.removed(vault, folder + "manifest.dsse")
                .during(() -> {
                    var run = ship.ship().json("plan", "--point", ship.point()).exits(4);
                    assertThat(run.err())
                            .contains(
                                    "there is no recovery point " + ship.point() + " of trust in");
                });
    }

    @Test
    void the_files_of_another_point() {
        ship.ship().run("capture").exits(0);
        var newer =
                Road.JSON
                        .readTree(Tampering.read(ship.state(), "accepted/trust.json"))
                        .get("point")
                        .asString();
        var theirs = "clusters/trust/points/" + newer + "/manifest.dsse";

        refused(
                Tampering.replaced(vault, folder + "manifest.dsse", Tampering.read(vault, theirs)),
                "manifest.dsse: its statement is of point " + newer);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"application\":\"trust\"', '\"application\":\"other\"', application other",
        "':cluster/trust\"', ':cluster/other\"', cluster arn:aws:eks:us-east-1:111111111111:cluster/other"
    })
    void a_point_of_another_application_or_cluster(String own, String other, String said) {
        var forgery = new Forgery(ship);
        var id = forgery.point(forgery.next(), own, other);
        var expected =
                said.startsWith("application")
                        ? "trust"
                        : "arn:aws:eks:us-east-1:111111111111:cluster/trust";

        forgery.smuggled(
                id,
                () ->
                        refused(
                                id.value(),
                                "manifest.dsse: it is of %s, not %s\n".formatted(said, expected)));
    }

    /// Only reported: what is newer than the gap is whole.
    @Test
    void accepted_points_that_somebody_deleted_are_a_gap_in_the_chain() {
        var lost = captured();
        captured();
        var gone = "clusters/trust/points/" + lost.result().at("/captures/0/point").asString();

        Tampering.removed(vault, gone + "/manifest.json")
                .during(() ->
                        Tampering.removed(vault, gone + "/manifest.dsse")
                                .during(() -> assertGap(lost)));
        assertThat(codes(ship.ship().json("points").exits(0))).doesNotContain("chain-gap");
    }

    private void assertGap(Ship.Run lost) {
        var what =
                "accepted point %s (%s) is missing from the chain, and no expiry took it"
                        .formatted(
                                lost.result().at("/captures/0/sequence").asString(),
                                lost.result().at("/captures/0/point").asString());

        var run = ship.ship().json("points").exits(1);

        assertThat(run.document().at("/issues")).hasSize(1);
        var issue = run.document().at("/issues/0");
        assertThat(issue.get("code").asString()).isEqualTo("chain-gap");
        assertThat(issue.get("severity").asString()).isEqualTo("WARNING");
        assertThat(issue.get("where").asString()).isEqualTo("vault of trust");
        assertThat(issue.get("what").asString()).isEqualTo(what);
        assertThat(issue.get("fix").asString()).isEqualTo("Find out who deleted it.");
        assertThat(ship.ship().json("plan").exits(0).result().get("point").asString())
                .isNotEqualTo(lost.result().at("/captures/0/point").asString());
    }

    private Ship.Run captured() {
        return ship.ship().json("capture").exits(0);
    }

    @Test
    void an_older_point_is_taken_only_if_it_is_named() {
        ship.ship().run("capture").exits(0);

        var newest = ship.ship().json("plan");
        var named = ship.ship().json("plan", "--point", ship.point());

        assertThat(newest.result().at("/point").asString()).isNotEqualTo(ship.point());
        assertThat(named.result().at("/point").asString()).isEqualTo(ship.point());
    }

    /// Somebody with power over the mark alone can't make an older point the newest.
    @Test
    void an_accepted_mark_that_names_an_older_point_with_the_newest_ones_digest_is_refused() {
        ship.ship().run("capture").exits(0);
        var mark = new String(Tampering.read(ship.state(), "accepted/trust.json"), UTF_8);
        var newer = Road.JSON.readTree(mark).get("point").asString();

        Tampering.replaced(
                        ship.state(),
                        "accepted/trust.json",
                        mark.replace(newer, ship.point()).getBytes(UTF_8))
                .during(() -> {
                    var run = ship.ship().json("plan").exits(3);
                    assertThat(run.err()).contains("manifest.dsse: it has sequence 1, ");
                });
    }

    @Test
    void a_point_that_another_configuration_captured_is_reported() throws IOException {
        var here = ship.ship().directory().resolve("sistership.yaml");
        var directory = Files.createDirectories(here.resolveSibling("reconfigured"));
        Files.writeString(
                directory.resolve("sistership.yaml"),
                Files.readString(here).replace("rpo: 15m", "rpo: 30m"));

        var same = ship.ship().json("plan", "--point", ship.point());
        var other = new Ship(directory).json("plan", "--point", ship.point());

        assertThat(codes(same)).doesNotContain("configuration-differs");
        assertThat(codes(other)).contains("configuration-differs");
        assertThat(other.result().get("point").asString()).isEqualTo(ship.point());
    }

    private static List<String> codes(Ship.Run run) {
        return run.document().get("issues").findValuesAsString("code");
    }

    private void refused(Tampering tampering, String problem) {
        tampering.during(() -> refused(ship.point(), problem));
    }

    private void refused(String point, String problem) {
        for (var command : new String[] {"plan", "recover"}) {
            var requests = ship.during(() -> refused(command, point, problem));

            assertThat(requests.aws())
                    .as(command)
                    .isNotEmpty()
                    .noneMatch(line -> Requests.text(line, "service").equals("kms"));
            assertThat(requests.awsWrites()).as(command).isEmpty();
            assertThat(requests.primaryWrites()).as(command).isEmpty();
        }
    }

    private void refused(String command, String point, String problem) {
        var run = ship.ship().json(command, "--point", point).exits(3);

        assertThat(run.err())
                .contains("\nerror: recovery point %s refused: %s".formatted(point, problem));
        assertThat(run.document().get("result").isNull()).isTrue();
    }

    private static String key(String segment) {
        return "clusters/trust/segments/" + segment;
    }

    private static String file(String segment) {
        return "segments/" + segment;
    }
}

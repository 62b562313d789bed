package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.aws.AwsSession;
import io.sistership.aws.S3BlobStore;
import io.sistership.model.ApplicationFile;
import io.sistership.vault.Blob;
import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real control plane captured again and again, through the roles, keys and buckets of the access
/// stacks: what is unchanged isn't written another time. The steps follow each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeltaRigTest {

    private static final String NAME = "delta";
    private static final int KMS_CALLS = 4;

    /// A control plane that has just been made comes to rest before that many.
    private static final int CAPTURES = 8;

    @TempDir private static Path directory;

    private final World world = World.shared();
    private Ship ship;
    private BlobStore vault;
    private Command kubectl;
    private JsonNode first;

    @BeforeAll
    void prepare() {
        world.cluster(
                World.PRIMARY,
                NAME,
                "--access-config",
                "authenticationMode=API_AND_CONFIG_MAP,bootstrapClusterCreatorAdminPermissions=true");
        ship = world.application(directory, NAME, NAME);
        world.admitDelegate(NAME, NAME);
        var application = ApplicationFile.read(directory.resolve("sistership.yaml"));
        vault = new S3BlobStore(AwsSession.profile(application.recovery()), bucket());
        kubectl = world.kubectl(World.PRIMARY, NAME);
        apply(IntStream.range(0, 200).mapToObj("made-%03d"::formatted).toList(), "v0");
        first = capture();
    }

    private static String bucket() {
        return "sistership-%s-vault-%s-us-west-2".formatted(NAME, World.RECOVERY_ACCOUNT);
    }

    @Test
    @Order(1)
    void the_first_point_begins_an_epoch() {
        assertThat(first.at("/epoch/id").asString()).isEqualTo(first.get("point").asString());
        assertThat(first.at("/epoch/begun").asString()).isEqualTo("the cluster has no point yet");
        assertThat(first.at("/epoch/again").asInt()).isZero();
        assertThat(first.at("/epoch/whole")).isEqualTo(first.get("types"));
    }

    /// The control plane's own controllers come to rest some time after it is ACTIVE.
    @Test
    @Order(2)
    void an_unchanged_cluster_costs_a_manifest_and_an_envelope() {
        var wrote = new ArrayList<List<String>>();
        List<String> before;
        JsonNode last;
        do {
            before = keys();
            last = capture();
            wrote.add(written(last));
        } while (!wrote.getLast().isEmpty() && wrote.size() < CAPTURES);

        assertThat(wrote.getLast()).as("written by each capture: %s", wrote).isEmpty();
        var point = last.get("point").asString();
        assertThat(keys())
                .filteredOn(Predicate.not(before::contains))
                .containsExactly(
                        "clusters/delta/points/" + point + "/manifest.dsse",
                        "clusters/delta/points/" + point + "/manifest.json");
        assertThat(last.at("/epoch/again").asInt()).isEqualTo(last.get("types").asInt());
        assertThat(last.at("/epoch/id")).isEqualTo(first.get("point"));
        assertThat(last.get("objects").asInt()).isGreaterThan(250);
    }

    /// The types and operations of which a point wrote something, from its manifest.
    private List<String> written(JsonNode capture) {
        var point = capture.get("point").asString();
        var manifest = manifest(point);
        var written = new ArrayList<String>();
        for (var entry : List.of(manifest.get("types"), manifest.get("documents"))) {
            for (var each : entry) {
                if (each.toString().contains("\"key\":\"" + point + ".")) {
                    written.add(
                            each.path("resource").asString(each.path("operation").asString("")));
                }
            }
        }
        return written;
    }

    private JsonNode manifest(String point) {
        var key = "clusters/%s/points/%s/manifest.json".formatted(NAME, point);
        try (var in = vault.get(key)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(3)
    void what_changed_is_written_and_a_recovery_plans_with_it() {
        apply(List.of("made-007"), "v1");
        kubectl.run("delete", "configmap", "made-100").ok();
        kubectl.run("delete", "configmap", "made-101").ok();
        apply(List.of("made-101", "brand-new"), "again");

        var delta = capture();

        assertThat(delta.at("/epoch/changed").asInt()).isEqualTo(1);
        assertThat(delta.at("/epoch/whole").asInt()).isZero();
        assertThat(delta.at("/epoch/again").asInt()).isEqualTo(delta.get("types").asInt() - 1);
        assertThat(delta.at("/epoch/id")).isEqualTo(first.get("point"));
        assertThat(delta.at("/epoch/writtenBytes").asLong())
                .isPositive()
                .isLessThan(delta.at("/epoch/againBytes").asLong() / 10);
        assertThat(planned())
                .contains("default/made-007", "default/made-101", "default/brand-new")
                .doesNotContain("default/made-100")
                .filteredOn(name -> name.startsWith("default/made-"))
                .hasSize(199);
        assertThat(names(delta)).isEqualTo(liveNames());
    }

    @Test
    @Order(4)
    void a_lost_index_is_said_and_begins_an_epoch() {
        world.aws(World.PRIMARY)
                .run(
                        "s3",
                        "rm",
                        "--recursive",
                        "s3://sistership-%s-scratch-%s-us-east-1/index/"
                                .formatted(NAME, World.PRIMARY_ACCOUNT))
                .ok();

        var run = ship.json("capture").exits(0);

        var capture = run.result().at("/captures/0");
        assertThat(capture.at("/epoch/id")).isEqualTo(capture.get("point"));
        assertThat(capture.at("/epoch/againBytes").asLong()).isZero();
        assertThat(run.document().get("issues").valueStream())
                .filteredOn(issue -> issue.get("code").asString().equals("epoch-begun"))
                .extracting(issue -> issue.get("what").asString())
                .singleElement()
                .asString()
                .matches(
                        "everything was written again, as the beginning of a new epoch: the index of"
                                + " point .* is missing");
        assertThat(names(capture)).isEqualTo(liveNames());
    }

    @Test
    @Order(5)
    void a_flipped_byte_of_the_index_begins_an_epoch() {
        var scratch =
                new S3BlobStore(
                        AwsSession.profile(
                                ApplicationFile.read(directory.resolve("sistership.yaml"))
                                        .primary()),
                        "sistership-%s-scratch-%s-us-east-1"
                                .formatted(NAME, World.PRIMARY_ACCOUNT));
        var key =
                scratch.list("index/" + NAME + "/").stream()
                        .map(Blob::key)
                        .filter(each -> each.contains("/segments/"))
                        .findFirst()
                        .orElseThrow();
        scratch.put(key, "not what was there".getBytes(StandardCharsets.UTF_8));

        var capture = capture();

        assertThat(capture.at("/epoch/begun").asString()).contains(" is damaged: segments/");
        assertThat(names(capture)).isEqualTo(liveNames());
    }

    /// Captures, with KMS's calls counted from the rig's own log.
    private JsonNode capture() {
        var run = new AtomicReference<Ship.Run>();
        var requests = Requests.during(world, NAME, () -> run.set(ship.json("capture").exits(0)));
        assertThat(requests.aws())
                .filteredOn(line -> Requests.text(line, "service").equals("kms"))
                .extracting(line -> Requests.text(line, "action"))
                .as("calls to KMS")
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(KMS_CALLS);
        return run.get().result().at("/captures/0");
    }

    private void apply(List<String> names, String value) {
        var objects = names.stream().map(name -> configMap(name, value)).toList();
        var list =
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[%s]}"
                        .formatted(String.join(",", objects));
        kubectl.run(list.getBytes(StandardCharsets.UTF_8), "apply", "-f", "-").ok();
    }

    private static String configMap(String name, String value) {
        return """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"default"},\
        "data":{"value":"%s","text":"%s"}}\
        """
                .formatted(name, value, "a line of settings; ".repeat(40) + name);
    }

    private List<String> keys() {
        return vault.list("clusters/").stream().map(Blob::key).toList();
    }

    private List<String> planned() {
        return ship.json("plan")
                .result()
                .get("objects")
                .valueStream()
                .filter(row -> row.get("type").asString().startsWith("configmaps."))
                .map(row -> row.get("object").asString().replaceFirst(".* ", ""))
                .toList();
    }

    private Set<String> names(JsonNode capture) {
        var shown =
                ship.json("show", capture.get("point").asString(), "configmaps").exits(0).result();
        var names = new TreeSet<String>();
        shown.at("/names/configmaps").forEach(name -> names.add(name.asString()));
        return names;
    }

    private Set<String> liveNames() {
        var names = new TreeSet<String>();
        kubectl.run("get", "configmaps", "-A", "-o", "json")
                .json()
                .get("items")
                .forEach(item ->
                        names.add(
                                item.at("/metadata/namespace").asString()
                                        + "/"
                                        + item.at("/metadata/name").asString()));
        return names;
    }
}

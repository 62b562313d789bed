package io.sistership.rig;

import io.sistership.aws.AwsSession;
import io.sistership.aws.S3BlobStore;
import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.vault.Blob;
import io.sistership.vault.BlobStore;
import io.sistership.vault.Expectations;
import io.sistership.vault.Pins;
import io.sistership.vault.PointCatalog;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// An application whose vault is looked into with the administrators' own eyes.
final class Kept {

    private final World world = World.shared();
    private final String name;
    private final Ship ship;

    private Kept(String name, Ship ship) {
        this.name = name;
        this.ship = ship;
    }

    /// @param retention as in `sistership.yaml`: `{hourly: 0, daily: 0, monthly: 1}`
    /// @param parameters of the recovery stack
    static Kept application(Path directory, String name, String retention, String... parameters) {
        var world = World.shared();
        var ship = world.application(directory, name, List.of(parameters), Cluster.NAME);
        world.admitDelegate(name, Cluster.NAME);
        var file = directory.resolve("sistership.yaml");
        try {
            var text = Files.readString(file);
            Files.writeString(
                    file, text.replaceFirst("(?m)^retention: .*$", "retention: " + retention));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Kept(name, ship);
    }

    /// One cluster for all applications of these tests, made when its name is first asked for; nobody
    /// restores it.
    private static final class Cluster {
        static final String NAME = make();

        private static String make() {
            World.shared()
                    .cluster(
                            World.PRIMARY,
                            "kept",
                            "--access-config",
                            "authenticationMode=API_AND_CONFIG_MAP");
            return "kept";
        }
    }

    Ship ship() {
        return ship;
    }

    Command kubectl() {
        return world.kubectl(World.PRIMARY, Cluster.NAME);
    }

    /// Makes an object, so that the next capture has something to write.
    void change() {
        var name = "changed-" + Long.toString(System.nanoTime(), 36);
        kubectl().run("create", "configmap", name, "--from-literal=a=b").ok();
    }

    /// Captures, and gives the point's id.
    String capture() {
        var captured = ship.json("capture");
        if (captured.exit() > 1) {
            captured.exits(0);
        }
        return captured.result().at("/captures/0/point").asString();
    }

    /// The points as `points` lists them, newest first.
    List<JsonNode> points() {
        return ship.json("points").result().get("points").valueStream().toList();
    }

    String vaultName() {
        return "sistership-" + name + "-vault-222222222222-us-west-2";
    }

    Command recoveryAws() {
        return world.aws(World.RECOVERY);
    }

    /// Every version and every delete marker of the vault's points.
    JsonNode versions() {
        return recoveryAws()
                .run(
                        "s3api",
                        "list-object-versions",
                        "--bucket",
                        vaultName(),
                        "--prefix",
                        "clusters/")
                .json();
    }

    /// What still lies in the primary's outbox.
    List<String> outbox() {
        var bucket = "sistership-" + name + "-scratch-111111111111-us-east-1";
        try (var session = AwsSession.profile(application().primary())) {
            return new S3BlobStore(session, bucket)
                    .list("outbox/").stream().map(Blob::key).toList();
        }
    }

    /// Every point in the vault is whole, and nothing is there that no point lists.
    void requireSound() {
        try (var session = AwsSession.profile(application().recovery())) {
            var vault = new S3BlobStore(session, vaultName());
            var needed = needed(vault, new S3BlobStore(session, stateName()));
            var surplus = new TreeSet<String>();
            vault.list("clusters/").forEach(blob -> surplus.add(blob.key()));
            surplus.removeAll(needed);
            if (!surplus.isEmpty()) {
                throw new AssertionError("no point lists " + surplus);
            }
        }
    }

    private Set<String> needed(BlobStore vault, BlobStore state) {
        var expected =
                new Expectations(application().name(), application().primaryCluster(Cluster.NAME));
        var held = new TreeSet<String>();
        vault.list("clusters/").forEach(blob -> held.add(blob.key()));
        var needed = new TreeSet<String>();
        for (var id : new PointCatalog(vault).points(Cluster.NAME)) {
            var location = PointLocation.vault(Cluster.NAME, id);
            var signed = new PointVerifier(vault, new Pins(state)).signed(location, expected);
            needed.add(location.manifest());
            needed.add(location.envelope());
            signed.manifest().segments().forEach(each -> needed.add(location.segment(each)));
        }
        if (!held.containsAll(needed)) {
            needed.removeAll(held);
            throw new AssertionError("points list what isn't there: " + needed);
        }
        return needed;
    }

    private String stateName() {
        return "sistership-" + name + "-state-222222222222-us-west-2";
    }

    Application application() {
        return ApplicationFile.read(ship.directory().resolve("sistership.yaml"));
    }
}

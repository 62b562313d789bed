package io.sistership.rig;

import io.sistership.aws.AwsSession;
import io.sistership.aws.S3BlobStore;
import io.sistership.control.Recovered;
import io.sistership.control.Recovery;
import io.sistership.control.RecoveryRequest;
import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.model.Progress;
import io.sistership.vault.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole road, gone once for all tests of this process: a shop is captured in one account and
/// rebuilt in the other, and everything that was asked for and sent on the way is kept.
///
/// Tests that change something on the way put it back.
final class Road {

    static final String NAME = "road";

    static final JsonMapper JSON = new JsonMapper();

    private static final class Shared {
        private static final Road ROAD = new Road(World.shared());
    }

    private final World world;
    private final Ship ship;
    private final RecordedBodies bodies = new RecordedBodies();
    private final Ship.Run captured;
    private final Ship.Run planned;
    private final Requests whilePlanning;
    private final JsonNode recovered;
    private final Requests whileRecovering;

    private Road(World world) {
        this.world = world;
        this.ship = prepared();
        this.captured = ship.json("capture").exits(0);
        var plan = new AtomicReference<Ship.Run>();
        this.whilePlanning = during(() -> plan.set(ship.json("plan").exits(0)));
        this.planned = plan.get();
        var recovery = new AtomicReference<Recovered>();
        this.whileRecovering = during(() -> recovery.set(recover()));
        this.recovered = JSON.valueToTree(recovery.get().report());
    }

    static Road shared() {
        return Shared.ROAD;
    }

    /// The cluster and the access stacks have nothing to do with each other, so both are made at once.
    private Ship prepared() {
        var directory = directory("shop");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var cluster = threads.submit(() -> primary(directory));
            var application =
                    threads.submit(() -> world.application(directory("ship"), NAME, NAME));
            cluster.get();
            world.admitDelegate(NAME, NAME);
            return application.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void primary(Path directory) {
        world.cluster(
                World.PRIMARY,
                NAME,
                "--access-config",
                "authenticationMode=API_AND_CONFIG_MAP,bootstrapClusterCreatorAdminPermissions=true",
                "--tags",
                "team=shop");
        world.nodes(World.PRIMARY, NAME, "front", 2);
        world.fargate(World.PRIMARY, NAME, "batch", "shop-batch");
        new Shop(world, NAME).open(directory);
    }

    private Recovered recover() {
        var request = new RecoveryRequest(NAME, "", NAME, List.of());
        return new Recovery(application(), bodies, Duration.ofMinutes(1), Progress.SILENT)
                .recover(request);
    }

    /// With the rig's own files, so that it goes when they go.
    private Path directory(String purpose) {
        try {
            return Files.createDirectories(world.rig().state().resolve(NAME).resolve(purpose));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    World world() {
        return world;
    }

    Ship ship() {
        return ship;
    }

    Application application() {
        return ApplicationFile.read(ship.directory().resolve("sistership.yaml"));
    }

    /// The one capture's result.
    JsonNode capture() {
        return captured.result().get("captures").get(0);
    }

    /// The plan that was made before there was a recovery cluster.
    Ship.Run plan() {
        return planned;
    }

    Requests whilePlanning() {
        return whilePlanning;
    }

    /// The first recovery's result, as `-o json` shows it.
    JsonNode recovery() {
        return recovered;
    }

    Requests whileRecovering() {
        return whileRecovering;
    }

    RecordedBodies bodies() {
        return bodies;
    }

    Requests during(Runnable work) {
        return Requests.during(world, NAME, work);
    }

    Command primary() {
        return world.kubectl(World.PRIMARY, NAME);
    }

    Command recoveryCluster() {
        return world.kubectl(World.RECOVERY, NAME);
    }

    /// The vault, as the administrator of its account.
    BlobStore vault() {
        return new S3BlobStore(AwsSession.profile(application().recovery()), bucket("vault"));
    }

    /// The name of one of the recovery side's buckets.
    static String bucket(String purpose) {
        return "sistership-%s-%s-%s-us-west-2".formatted(NAME, purpose, World.RECOVERY_ACCOUNT);
    }
}

package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.aws.AwsSession;
import io.sistership.aws.S3BlobStore;
import io.sistership.cloud.Cloud;
import io.sistership.control.AccessRole;
import io.sistership.control.AccessStacks;
import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.model.Arn;
import io.sistership.model.Region;
import io.sistership.vault.BlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/// An application with one cluster that has no nodes, captured once: what tests of trust share. Tests
/// that change something in its buckets put it back.
final class SmallShip {

    static final String NAME = "trust";

    /// What the planted Secrets hold; `payments` and `copy` the same.
    static final String SECRET = "trust-payments-key-90ab";

    private static final String OBJECTS =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: vaulted}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: plain, namespace: vaulted, annotations: {note: "a \\"quoted\\" <note>"}}
            data: {greeting: "grüß Gott", lines: "one\\ntwo"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: payments, namespace: vaulted}
            stringData: {api-key: SECRET, user: shop}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: copy, namespace: vaulted}
            stringData: {key: SECRET}
            """
                    .replace("SECRET", SECRET);

    private static final class Shared {
        private static final SmallShip SHIP = new SmallShip(World.shared());
    }

    private final World world;
    private final Ship ship;
    private final Application application;
    private final AwsSession primary;
    private final AwsSession recovery;
    private final Ship.Run captured;
    private final Requests whileCapturing;

    private SmallShip(World world) {
        this.world = world;
        world.cluster(
                World.PRIMARY, NAME, "--access-config", "authenticationMode=API_AND_CONFIG_MAP");
        this.ship = world.application(directory(), NAME, NAME);
        world.admitDelegate(NAME, NAME);
        kubectl().run((OBJECTS + helmRelease()).getBytes(UTF_8), "apply", "-f", "-").ok();
        this.application = ApplicationFile.read(ship.directory().resolve("sistership.yaml"));
        this.primary = AwsSession.profile(application.primary());
        this.recovery = AwsSession.profile(application.recovery());
        var run = new AtomicReference<Ship.Run>();
        this.whileCapturing = during(() -> run.set(ship.json("capture").exits(0)));
        this.captured = run.get();
    }

    static SmallShip shared() {
        return Shared.SHIP;
    }

    /// As Helm keeps a release: base64 of base64 of gzip.
    private static String helmRelease() {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(("{\"config\":{\"key\":\"" + SECRET + "\"}}").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var base64 = Base64.getEncoder();
        var release = base64.encodeToString(base64.encode(packed.toByteArray()));
        return """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: sh.helm.release.v1.shop.v1, namespace: vaulted}
        type: helm.sh/release.v1
        data: {release: %s}
        """
                .formatted(release);
    }

    private Path directory() {
        try {
            return Files.createDirectories(world.rig().state().resolve(NAME));
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
        return application;
    }

    /// The cluster's own administrator.
    Command kubectl() {
        return world.kubectl(World.PRIMARY, NAME);
    }

    /// The id of the point that the fixture captured.
    String point() {
        return captured.result().at("/captures/0/point").asString();
    }

    Requests whileCapturing() {
        return whileCapturing;
    }

    Requests during(Runnable work) {
        return Requests.during(world, NAME, work);
    }

    /// What the process's own administrator of the primary account works as.
    AwsSession primaryAdministrator() {
        return primary;
    }

    AwsSession recoveryAdministrator() {
        return recovery;
    }

    AwsSession as(AccessRole role) {
        var side = role.environment(application).equals(application.primary()) ? primary : recovery;
        return side.assume(
                role.arn(application), new AccessStacks(application).externalId(), "test");
    }

    /// The vault, as the administrator of its account.
    BlobStore vault() {
        return new S3BlobStore(recovery, bucket("vault"));
    }

    /// The state bucket, as the administrator of its account.
    BlobStore state() {
        return new S3BlobStore(recovery, bucket("state"));
    }

    /// The primary's scratch bucket, as this session.
    static BlobStore scratch(AwsSession session) {
        return new S3BlobStore(session.in(new Region("us-east-1")), scratchBucket());
    }

    static String scratchBucket() {
        return "sistership-%s-scratch-%s-us-east-1".formatted(NAME, World.PRIMARY_ACCOUNT);
    }

    /// The name of one of the recovery side's buckets.
    static String bucket(String purpose) {
        return "sistership-%s-%s-%s-us-west-2".formatted(NAME, purpose, World.RECOVERY_ACCOUNT);
    }

    Arn sealKey() {
        return Arn.parse(output(recovery, "recovery", "SealKeyArn"));
    }

    Arn signingKey() {
        return Arn.parse(output(primary, "primary", "SigningKeyArn"));
    }

    private static String output(AwsSession session, String stack, String name) {
        var outputs = Cloud.connect(session).stacks().of("sistership-" + NAME + "-" + stack);
        return String.valueOf(outputs.get(name));
    }

    /// A program in the rig's virtual environment, as this role.
    Command python(AccessRole role) {
        var config = ship.directory().resolve(role + ".config");
        var profile =
                """
                [profile acting]
                role_arn = %s
                source_profile = %s
                external_id = %s
                region = %s
                """
                        .formatted(
                                role.arn(application),
                                role.environment(application).profile().orElseThrow(),
                                new AccessStacks(application).externalId(),
                                role.environment(application).region());
        try {
            Files.writeString(config, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var environment = new HashMap<>(world.rig().exports());
        environment.putAll(Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "acting"));
        return Command.python(environment);
    }

    /// The arguments that name the point's places to a program that reads docs/format.md.
    List<String> places() {
        return new ArrayList<>(
                List.of(
                        "--application",
                        NAME,
                        "--cluster",
                        application.primaryCluster(NAME).toString(),
                        "--vault",
                        bucket("vault"),
                        "--state",
                        bucket("state"),
                        "--seal-key",
                        sealKey().toString()));
    }
}

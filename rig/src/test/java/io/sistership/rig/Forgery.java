package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.aws.KmsKeyWrapping;
import io.sistership.aws.KmsPointSigner;
import io.sistership.aws.S3BlobStore;
import io.sistership.cloud.AwsDocument;
import io.sistership.control.AccessRole;
import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.BlobStore;
import io.sistership.vault.Consistency;
import io.sistership.vault.Expectations;
import io.sistership.vault.NextPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointWriter;
import io.sistership.vault.Published;
import io.sistership.vault.Publisher;
import io.sistership.vault.TypeHeader;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Whoever has the primary account makes points of their own: with its delegate's role, the pinned
/// signing key and the real outbox. And the recovery side's publisher, which meets them there.
final class Forgery {

    private static final ApiResource MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final String TYPE = "application/vnd.sistership.point+json";

    private final SmallShip ship;
    private final BlobStore outbox;
    private final KmsPointSigner signer;

    Forgery(SmallShip ship) {
        this.ship = ship;
        var session = ship.as(AccessRole.PRIMARY_DELEGATE);
        this.outbox = new S3BlobStore(session, SmallShip.scratchBucket());
        var pin = new Pins(ship.state()).ofKmsKey(ship.signingKey()).orElseThrow();
        this.signer = new KmsPointSigner(session, ship.signingKey(), pin.keyId());
    }

    /// What the next point of the cluster would say of itself.
    NextPoint next() {
        return new AcceptedMarks(ship.state()).next(SmallShip.NAME);
    }

    /// A point with one object, sealed and signed as it should be.
    PointId point(NextPoint next) {
        return point(next, "{\"metadata\":{\"name\":\"forged\",\"namespace\":\"x\"}}");
    }

    private PointId point(NextPoint next, String object, AwsDocument... documents) {
        var now = Instant.now();
        var heading =
                new PointHeading(
                        SmallShip.NAME,
                        cluster(),
                        PointId.create(now, new SecureRandom()),
                        now,
                        next.sequence(),
                        next.previous(),
                        ship.application().digest());
        var wrapping = new KmsKeyWrapping(ship.as(AccessRole.PRIMARY_DELEGATE), replica());
        try (var writer = PointWriter.begin(heading, outbox, wrapping, new SecureRandom())) {
            for (var each : documents) {
                writer.document(each.service(), each.operation(), each.json());
            }
            try (var segments = writer.open(new TypeHeader(MAPS, List.of("v1")))) {
                var line = object.getBytes(UTF_8);
                segments.line(new ObjectKey("x", "forged"), line, 0, line.length);
                segments.complete(new Consistency("1", true));
            }
            writer.finish(Optional.of("1"), signer);
        }
        return heading.id();
    }

    /// A point of which the one segment of objects unpacks to 48 MiB.
    ///
    /// @param listed how many bytes the signed manifest says that it unpacks to
    PointId bomb(NextPoint next, long listed) {
        var object =
                "{\"metadata\":{\"name\":\"forged\",\"namespace\":\"x\"},\"data\":{\"x\":\"%s\"}}"
                        .formatted("x".repeat(48 << 20));
        var cluster = ship.world().aws(World.PRIMARY);
        var described = cluster.run("eks", "describe-cluster", "--name", SmallShip.NAME).ok();
        return resigned(
                point(
                        next,
                        object,
                        new AwsDocument("eks", "DescribeCluster", described.getBytes(UTF_8))),
                manifest -> manifest.replaceFirst("\"plain\":[0-9]+", "\"plain\":" + listed),
                UnaryOperator.identity());
    }

    /// A point that says these other things of itself, in its statement as in its manifest.
    PointId point(NextPoint next, String said, String other) {
        UnaryOperator<String> change = text -> text.replace(said, other);
        return resigned(point(next), change, change);
    }

    /// As [#point], the manifest changed before it is signed anew.
    PointId point(NextPoint next, UnaryOperator<String> change) {
        return resigned(point(next), change, UnaryOperator.identity());
    }

    private PointId resigned(
            PointId id, UnaryOperator<String> change, UnaryOperator<String> statementChange) {
        var folder = "outbox/" + id + "/";
        var mine = SmallShip.scratch(ship.primaryAdministrator());
        var before = Tampering.read(mine, folder + "manifest.json");
        var manifest = change.apply(new String(before, UTF_8)).getBytes(UTF_8);
        var envelope = Road.JSON.readTree(Tampering.read(mine, folder + "manifest.dsse"));
        var statement =
                statementChange
                        .apply(
                                new String(
                                        Base64.getDecoder()
                                                .decode(envelope.get("payload").asString()),
                                        UTF_8))
                        .replace(Sha256.of(before).hex(), Sha256.of(manifest).hex());
        mine.put(folder + "manifest.json", manifest);
        mine.put(folder + "manifest.dsse", signed(statement));
        return id;
    }

    private byte[] signed(String statement) {
        var payload = statement.getBytes(UTF_8);
        var message =
                "DSSEv1 %d %s %d %s".formatted(TYPE.length(), TYPE, payload.length, statement);
        var base64 = Base64.getEncoder();
        return """
        {"payload":"%s","payloadType":"%s","signatures":[{"keyid":"%s","sig":"%s"}]}\
        """
                .formatted(
                        base64.encodeToString(payload),
                        TYPE,
                        signer.keyId(),
                        base64.encodeToString(signer.sign(message.getBytes(UTF_8))))
                .getBytes(UTF_8);
    }

    /// Puts the files of a published point into the outbox again, as its owner still has them.
    void replay(PointId id) {
        var mine = SmallShip.scratch(ship.primaryAdministrator());
        for (var file : List.of("manifest.json", "manifest.dsse")) {
            mine.put(
                    "outbox/" + id + "/" + file,
                    Tampering.read(ship.vault(), "clusters/trust/points/" + id + "/" + file));
        }
        for (var segment : ship.vault().list("clusters/trust/segments/")) {
            var name = segment.key().substring(segment.key().lastIndexOf('/') + 1);
            mine.put(
                    "outbox/" + id + "/segments/" + name,
                    Tampering.read(ship.vault(), segment.key()));
        }
    }

    /// Puts a point of the outbox into the vault past the publisher, while something is done, as
    /// somebody with power over both buckets can.
    void smuggled(PointId id, Runnable work) {
        var mine = SmallShip.scratch(ship.primaryAdministrator());
        var outbox = "outbox/" + id + "/";
        var keys = new ArrayList<String>();
        for (var file : mine.list(outbox)) {
            var name = file.key().substring(outbox.length());
            var folder = name.startsWith("segments/") ? "" : "points/" + id + "/";
            keys.add("clusters/trust/" + folder + name);
            ship.vault().putNew(keys.getLast(), Tampering.read(mine, file.key()));
        }
        try {
            work.run();
        } finally {
            keys.forEach(ship.vault()::delete);
        }
    }

    /// What the recovery side does with a point in the outbox.
    Published publish(PointId id) {
        var session = ship.as(AccessRole.PUBLISHER);
        return new Publisher(
                        SmallShip.scratch(session),
                        new S3BlobStore(session, SmallShip.bucket("vault")),
                        new S3BlobStore(session, SmallShip.bucket("state")),
                        InstantSource.system())
                .publish(
                        id,
                        new Expectations(SmallShip.NAME, cluster()),
                        ship.application().digest(),
                        Progress.SILENT);
    }

    private Arn cluster() {
        return ship.application().primaryCluster(SmallShip.NAME);
    }

    private Arn replica() {
        var key = ship.sealKey();
        return new Arn(key.partition(), key.service(), "us-east-1", key.account(), key.resource());
    }
}

package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.SegmentClass;
import io.sistership.model.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Writes one recovery point into an outbox: segments as they fill, then the manifest, then the
/// signed envelope, which makes it a point.
///
/// Thread-safe, except that closing waits for nobody. Closed before it is finished, it clears the
/// outbox again.
public final class PointWriter implements AutoCloseable {

    private static final Comparator<AbsentType> BY_TYPE =
            Comparator.comparing(AbsentType::group)
                    .thenComparing(AbsentType::plural)
                    .thenComparing(AbsentType::version);

    private final PointHeading heading;
    private final PointLocation location;
    private final BlobStore outbox;
    private final PointKeys keys;
    private final SegmentSink sink;
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final Map<String, TypeEntry> types = new TreeMap<>();
    private final Map<String, DocumentCutter> documents = new TreeMap<>();
    private final List<AbsentType> unavailable = new ArrayList<>();
    private final List<AbsentType> leftOut = new ArrayList<>();
    private boolean finished;

    private PointWriter(
            PointHeading heading, BlobStore outbox, KeyWrapping wrapping, RandomGenerator random) {
        this.heading = heading;
        this.location = PointLocation.outbox(heading.id());
        this.outbox = outbox;
        this.keys = new PointKeys(heading, wrapping);
        this.sink = new SegmentSink(location, outbox, keys, random);
    }

    /// Begins a point.
    ///
    /// @param random names the segments; a `SecureRandom` outside tests
    public static PointWriter begin(
            PointHeading heading, BlobStore outbox, KeyWrapping wrapping, RandomGenerator random) {
        return new PointWriter(heading, outbox, wrapping, random);
    }

    public PointHeading heading() {
        return heading;
    }

    /// Begins a type; each group and plural once, and once more where its writer was closed before it
    /// was complete.
    public SegmentWriter open(TypeHeader type) {
        var name = type.resource().groupResource();
        if (!opened.add(name) && !givenUp.remove(name)) {
            throw new IllegalStateException("type " + name + " is captured twice");
        }
        return new SegmentWriter(this, type, sink);
    }

    /// Takes one raw AWS response; line breaks between its tokens are left out.
    ///
    /// @param service the API's name: `eks`
    /// @param operation the API action: `DescribeCluster`
    public synchronized void document(String service, String operation, byte[] json) {
        documents
                .computeIfAbsent(
                        service + " " + operation,
                        _ -> new DocumentCutter(service, operation, sink))
                .document(json);
    }

    /// Records a type that is served but couldn't be read; a writer opened for it must have been
    /// closed.
    public synchronized void unavailable(ApiResource type, String reason) {
        opened.remove(type.groupResource());
        unavailable.add(AbsentType.of(type, reason));
    }

    /// Records a group version that didn't answer discovery.
    public synchronized void unavailableGroup(String group, String version, String reason) {
        unavailable.add(AbsentType.ofGroup(group, version, reason));
    }

    /// Records a type that a policy left out, or that ceased to be; a writer opened for it must have
    /// been closed.
    public synchronized void leftOut(ApiResource type, String reason) {
        opened.remove(type.groupResource());
        leftOut.add(AbsentType.of(type, reason));
    }

    /// Records a group version that a policy leaves out and that didn't answer discovery.
    public synchronized void leftOutGroup(String group, String version, String reason) {
        leftOut.add(AbsentType.ofGroup(group, version, reason));
    }

    void givenUp(ApiResource type) {
        givenUp.add(type.groupResource());
    }

    synchronized void completed(TypeEntry type) {
        types.put(type.resource().groupResource(), type);
    }

    /// Signs the point and makes it one: manifest first, envelope last.
    ///
    /// @param cut the one revision of all types in the cut; empty where there was none
    public synchronized Statement finish(Optional<String> cut, PointSigner signer) {
        requireEveryTypeAccountedFor();
        var manifest = ManifestJson.write(manifest(cut));
        var statement = new Statement(heading, cut, Sha256.of(manifest), signer.keyId());
        var envelope = sign(statement, signer);
        outbox.putNew(location.manifest(), manifest);
        outbox.putNew(location.envelope(), envelope.write());
        finished = true;
        return statement;
    }

    @Override
    public synchronized void close() {
        if (!finished) {
            Outbox.clear(outbox, heading.id());
        }
    }

    private Manifest manifest(Optional<String> cut) {
        var entries = documents.values().stream().map(DocumentCutter::finish).toList();
        return new Manifest(
                heading,
                cut,
                keys.wrapped(),
                List.copyOf(types.values()),
                entries,
                sorted(unavailable),
                sorted(leftOut));
    }

    /// A type whose writer was neither completed nor declared unavailable would be dropped silently.
    private void requireEveryTypeAccountedFor() {
        var missing = new HashSet<>(opened);
        missing.removeAll(types.keySet());
        if (finished || !missing.isEmpty()) {
            throw new IllegalStateException(
                    finished
                            ? "point " + heading.id() + " is finished already"
                            : "types neither complete nor unavailable: " + missing);
        }
    }

    private static Envelope sign(Statement statement, PointSigner signer) {
        var payload = StatementJson.write(statement);
        var signature = signer.sign(Envelope.preAuthentication(payload));
        return new Envelope(
                Envelope.Bytes.of(payload), statement.signer(), Envelope.Bytes.of(signature));
    }

    private static List<AbsentType> sorted(Collection<AbsentType> absent) {
        return absent.stream().sorted(BY_TYPE).toList();
    }

    /// The documents of one operation.
    private static final class DocumentCutter {

        private final String service;
        private final String operation;
        private final LineCutter cutter;
        private long count;

        DocumentCutter(String service, String operation, SegmentSink sink) {
            this.service = service;
            this.operation = operation;
            this.cutter =
                    new LineCutter(
                            sink,
                            SegmentClass.OBJECTS,
                            lines -> SegmentHeader.of(service, operation, lines));
        }

        void document(byte[] json) {
            cutter.line(json, 0, json.length);
            count++;
        }

        DocumentEntry finish() {
            return new DocumentEntry(service, operation, count, cutter.finish());
        }
    }
}

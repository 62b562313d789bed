package io.sistership.vault;

import io.sistership.model.ApiResource;
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
import java.util.stream.Collectors;

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
    private final Map<String, Captured> types = new TreeMap<>();
    private final Map<String, DocumentLines> documents = new TreeMap<>();
    private final List<AbsentType> unavailable = new ArrayList<>();
    private final List<AbsentType> leftOut = new ArrayList<>();
    private volatile CaptureIndex index;
    private boolean finished;

    private record Captured(TypeEntry entry, Optional<IndexedType> indexed) {}

    private PointWriter(
            PointHeading heading,
            BlobStore outbox,
            KeyWrapping wrapping,
            CaptureIndex index,
            RandomGenerator random) {
        this.heading = heading;
        this.location = PointLocation.outbox(heading.id());
        this.outbox = outbox;
        this.keys = new PointKeys(heading, wrapping);
        this.index = index;
        this.sink = new SegmentSink(location, outbox, keys::seal, random);
    }

    /// Begins a point that lists what is unchanged since the index again instead of writing it.
    ///
    /// @param random names the segments; a `SecureRandom` outside tests
    public static PointWriter begin(
            PointHeading heading,
            BlobStore outbox,
            KeyWrapping wrapping,
            CaptureIndex index,
            RandomGenerator random) {
        return new PointWriter(heading, outbox, wrapping, index, random);
    }

    /// Begins a point that stands alone.
    public static PointWriter begin(
            PointHeading heading, BlobStore outbox, KeyWrapping wrapping, RandomGenerator random) {
        return begin(heading, outbox, wrapping, CaptureIndex.none(heading), random);
    }

    public PointHeading heading() {
        return heading;
    }

    /// Why the point begins an epoch; empty where it continues one.
    public Optional<EpochStart> epochStart() {
        return index.start();
    }

    /// Begins a type; each group and plural once, and once more where its writer was closed before it
    /// was complete.
    ///
    /// @throws IndexDamagedException if the point has to begin again
    public SegmentWriter open(TypeHeader type) {
        var name = type.resource().groupResource();
        if (!opened.add(name) && !givenUp.remove(name)) {
            throw new IllegalStateException("type " + name + " is captured twice");
        }
        return new SegmentWriter(this, type, index.lines(type.resource(), sink));
    }

    /// Takes one raw AWS response; line breaks between its tokens are left out.
    ///
    /// @param service the API's name: `eks`
    /// @param operation the API action: `DescribeCluster`
    public synchronized void document(String service, String operation, byte[] json) {
        documents
                .computeIfAbsent(
                        service + " " + operation,
                        _ -> new DocumentLines(service, operation, sink, index))
                .document(json);
    }

    /// Records a type that is served but couldn't be read; a writer opened for it must have been
    /// closed.
    public synchronized void unavailable(ApiResource type, String reason) {
        opened.remove(type.groupResource());
        unavailable(AbsentType.of(type, reason));
    }

    /// Records a group version that didn't answer discovery.
    public synchronized void unavailableGroup(String group, String version, String reason) {
        unavailable(AbsentType.ofGroup(group, version, reason));
    }

    private void unavailable(AbsentType type) {
        unavailable.add(type.seenIn(index.lastSeen(type)));
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

    synchronized void completed(TypeEntry type, Optional<IndexedType> indexed) {
        types.put(type.resource().groupResource(), new Captured(type, indexed));
    }

    /// Begins again after the index turned out to be damaged, as a new epoch: all types have to be
    /// given again, documents not. All writers must have been closed.
    public synchronized void beginEpoch(IndexDamagedException damage) {
        var own = ownKeys();
        types.values().stream()
                .flatMap(type -> type.entry().segments().stream())
                .filter(segment -> own.contains(segment.key()))
                .forEach(sink::delete);
        types.clear();
        opened.clear();
        givenUp.clear();
        unavailable.clear();
        leftOut.clear();
        index = index.beginningAgain(String.valueOf(damage.getMessage()));
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
            index.forget();
        }
    }

    private Manifest manifest(Optional<String> cut) {
        var finishedDocuments =
                documents.values().stream().map(each -> each.finish(index)).toList();
        var entries = finishedDocuments.stream().map(DocumentLines.Finished::entry).toList();
        var captured = types.values().stream().map(Captured::entry).toList();
        index.save(
                types.values().stream().flatMap(type -> type.indexed().stream()).toList(),
                finishedDocuments.stream().flatMap(each -> each.indexed().stream()).toList());
        return new Manifest(
                heading,
                cut,
                index.epoch(),
                keysOf(captured, entries),
                captured,
                entries,
                sorted(unavailable),
                sorted(leftOut));
    }

    private List<WrappedKey> keysOf(List<TypeEntry> captured, List<DocumentEntry> entries) {
        var listed = Manifest.segmentsOf(captured, entries);
        var all = new ArrayList<>(index.earlierKeys(listed));
        all.addAll(keys.wrapped());
        return all;
    }

    private Set<String> ownKeys() {
        return keys.wrapped().stream().map(WrappedKey::id).collect(Collectors.toSet());
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
}

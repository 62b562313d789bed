package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.Sensitive;
import io.sistership.vault.IndexState.IndexedDocuments;
import io.sistership.vault.WholeLines.IndexLines;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a new point builds on: the accepted point before it, and the index that tells what has
/// changed since; or nothing, and the point begins an epoch. Immutable, thread-safe.
///
/// The index is disposable. Where it is missing or damaged, everything is written as a whole again.
public final class CaptureIndex {

    private final PointHeading heading;
    private final Precedent precedent;
    private final Optional<Kept> kept;
    private final Optional<EpochStart> start;
    private final Optional<Continued> continued;

    /// Where the index lies, and how it is sealed and hashed.
    record Kept(IndexStore store, IndexKey key, String hashKey, RandomGenerator random) {

        LineHash hash() {
            try (var plain = Sensitive.copyOf(Base64.getDecoder().decode(hashKey))) {
                return new LineHash(plain);
            }
        }

        @Override
        public String toString() {
            return "Kept";
        }
    }

    /// The accepted point, and its state.
    record Continued(Manifest manifest, IndexState state) {}

    private CaptureIndex(
            PointHeading heading,
            Precedent precedent,
            Optional<Kept> kept,
            Optional<EpochStart> start,
            Optional<Continued> continued) {
        this.heading = heading;
        this.precedent = precedent;
        this.kept = kept;
        this.start = start;
        this.continued = continued;
    }

    /// Opens a cluster's index for a new point.
    ///
    /// @param precedent the accepted point that the new one follows
    /// @param scratch the bucket whose `index/` holds it
    /// @param wrapping wraps its data key
    /// @param random names its segments; a `SecureRandom` outside tests
    public static CaptureIndex open(
            PointHeading heading,
            Precedent precedent,
            BlobStore scratch,
            KeyWrapping wrapping,
            RandomGenerator random) {
        return new IndexOpener(heading, scratch, wrapping, random).open(precedent);
    }

    /// None: the point begins an epoch and leaves nothing for the next one.
    public static CaptureIndex none(PointHeading heading) {
        return without(heading, new Precedent.None(), new EpochStart("no index is kept", true));
    }

    static CaptureIndex without(PointHeading heading, Precedent precedent, EpochStart start) {
        return new CaptureIndex(
                heading, precedent, Optional.empty(), Optional.of(start), Optional.empty());
    }

    static CaptureIndex beginning(
            PointHeading heading, Precedent precedent, Kept kept, EpochStart start) {
        return new CaptureIndex(
                heading, precedent, Optional.of(kept), Optional.of(start), Optional.empty());
    }

    static CaptureIndex continuing(
            PointHeading heading, Precedent precedent, Kept kept, Continued continued) {
        return new CaptureIndex(
                heading, precedent, Optional.of(kept), Optional.empty(), Optional.of(continued));
    }

    /// Why the point begins an epoch; empty where it continues one.
    public Optional<EpochStart> start() {
        return start;
    }

    /// The point that began the epoch.
    PointId epoch() {
        return continued.map(it -> it.manifest().epoch()).orElse(heading.id());
    }

    /// The same without what came before.
    CaptureIndex beginningAgain(String why) {
        kept.ifPresent(it -> it.store().forget(epoch(), heading.id()));
        var again = Optional.of(new EpochStart(why, false));
        return new CaptureIndex(heading, precedent, kept, again, Optional.empty());
    }

    /// What makes segments of a type's objects.
    ///
    /// @throws IndexDamagedException if the type's index can't be read
    TypeLines lines(ApiResource type, SegmentSink sink) {
        return continued
                .flatMap(it -> base(it, type))
                .<TypeLines>map(base -> deltaLines(base, sink))
                .orElseGet(() -> new WholeLines(type, sink, kept.map(it -> indexLines(it, type))));
    }

    private static Optional<TypeBase> base(Continued continued, ApiResource type) {
        var entry = continued.manifest().type(type.group(), type.plural());
        return entry.filter(it -> it.resource().equals(type))
                .flatMap(it ->
                        continued.state().types().stream()
                                .filter(each -> each.belongsTo(it))
                                .findFirst()
                                .map(indexed -> new TypeBase(it, indexed)))
                // On nothing nothing can be built.
                .filter(it -> !it.segments().isEmpty());
    }

    private DeltaLines deltaLines(TypeBase base, SegmentSink sink) {
        var it = kept.orElseThrow();
        var indexed = base.indexed();
        var type = base.entry().resource();
        return new DeltaLines(
                base,
                () ->
                        new BaseCursor(
                                indexed.index(),
                                segment ->
                                        it.store()
                                                .read(
                                                        epoch(),
                                                        indexed.by(),
                                                        type,
                                                        segment,
                                                        it.key())),
                sink,
                it::hash);
    }

    private IndexLines indexLines(Kept it, ApiResource type) {
        var sink = it.store().sink(epoch(), heading.id(), it.key(), it.random());
        return new IndexLines(type, heading.id(), sink, it.hash());
    }

    /// A hash for the documents of one operation; empty where no index is kept.
    Optional<LineHash> documentHash() {
        return kept.map(Kept::hash);
    }

    /// The accepted point's entry of an operation whose documents have this hash.
    Optional<DocumentEntry> unchanged(IndexedDocuments documents) {
        return continued
                .filter(it -> it.state().documents().contains(documents))
                .flatMap(it ->
                        it.manifest().documents().stream()
                                .filter(each ->
                                        each.service().equals(documents.service())
                                                && each.operation().equals(documents.operation()))
                                .findFirst());
    }

    /// The keys of earlier points under which these segments are sealed.
    List<WrappedKey> earlierKeys(Collection<SegmentEntry> segments) {
        var wanted = new HashSet<String>();
        segments.forEach(segment -> wanted.add(segment.key()));
        return continued
                .map(it ->
                        it.manifest().keys().stream()
                                .filter(key -> wanted.contains(key.id()))
                                .toList())
                .orElse(List.of());
    }

    /// The last point that had objects of an absent type.
    Optional<PointId> lastSeen(AbsentType absent) {
        return precedent instanceof Precedent.Usable(var manifest)
                ? LastSeen.of(absent, manifest)
                : Optional.empty();
    }

    /// Leaves the state for the next capture, and takes away what nothing needs any more.
    void save(List<IndexedType> types, List<IndexedDocuments> documents) {
        kept.ifPresent(it -> {
            var state = new IndexState(heading.id(), epoch(), it.hashKey(), types, documents);
            it.store().save(state, it.key());
            if (precedent instanceof Precedent.Usable(var manifest)) {
                clear(it.store(), manifest, state);
            }
        });
    }

    private void clear(IndexStore store, Manifest accepted, IndexState newer) {
        store.clearEpochs(accepted.epoch(), newer.epoch());
        // Without the accepted point's state it isn't known which segments it needs.
        continued.ifPresent(it -> {
            var inUse = new HashSet<PointId>();
            it.state().types().forEach(type -> inUse.add(type.by()));
            newer.types().forEach(type -> inUse.add(type.by()));
            store.clearPoints(
                    accepted.epoch(), accepted.heading().id(), newer.point(), inUse::contains);
        });
    }

    /// Takes back what was written for a point that came to nothing.
    void forget() {
        kept.ifPresent(it -> it.store().forget(epoch(), heading.id()));
    }
}

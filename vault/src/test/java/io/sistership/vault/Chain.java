package io.sistership.vault;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.model.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A cluster whose points follow each other: each is captured over the index that the one before
/// left, published, and verified.
final class Chain {

    /// As API servers order lists.
    static final Comparator<ObjectKey> LIST_ORDER = Comparator.comparing(ObjectKey::toString);

    final Sample sample = new Sample();
    final InMemoryBlobStore scratch = new InMemoryBlobStore("scratch");
    final InMemoryKeyWrapping indexKeys = new InMemoryKeyWrapping();
    final Map<ApiResource, List<Item>> types =
            new TreeMap<>(Comparator.comparing(ApiResource::groupResource));
    final Map<String, String> documents = new TreeMap<>();
    final Map<ApiResource, String> unavailable =
            new TreeMap<>(Comparator.comparing(ApiResource::groupResource));
    Instant now = Sample.NOW;

    /// Types whose first list breaks off after this many objects.
    final Map<ApiResource, Integer> breaks =
            new TreeMap<>(Comparator.comparing(ApiResource::groupResource));

    /// One object, as a list gives it.
    record Item(ObjectKey key, String line) {}

    /// A point, and why it began an epoch if it did.
    record Link(Statement statement, Optional<EpochStart> start) {

        PointId id() {
            return statement.heading().id();
        }
    }

    List<Item> items(ApiResource type) {
        return types.computeIfAbsent(type, _ -> new ArrayList<>());
    }

    void put(ApiResource type, String name, String line) {
        var key = ObjectKey.cluster(name);
        var items = items(type);
        items.removeIf(item -> item.key().equals(key));
        items.add(new Item(key, line));
        items.sort(Comparator.comparing(Item::key, LIST_ORDER));
    }

    void remove(ApiResource type, String name) {
        items(type).removeIf(item -> item.key().equals(ObjectKey.cluster(name)));
    }

    /// Captures and publishes.
    Link next() {
        var link = capture();
        publish(link.id());
        return link;
    }

    /// A point that waits in the outbox.
    Link capture() {
        var next = sample.marks.next("shop");
        var heading =
                new PointHeading(
                        "shop",
                        Sample.CLUSTER,
                        PointId.create(now, sample.random),
                        now,
                        next.sequence(),
                        next.previous(),
                        Sample.CONFIGURATION);
        var precedent =
                new Precedents(sample.vault, sample.pins).of(next.previous(), Sample.EXPECTED);
        var index = CaptureIndex.open(heading, precedent, scratch, indexKeys, sample.random);
        try (var point =
                PointWriter.begin(heading, sample.outbox, sample.keys, index, sample.random)) {
            documents.forEach((name, json) -> point.document("eks", name, Sample.utf8(json)));
            try {
                write(point);
            } catch (IndexDamagedException e) {
                point.beginEpoch(e);
                write(point);
            }
            return new Link(point.finish(Optional.of("4711"), sample.signer), point.epochStart());
        }
    }

    private void write(PointWriter point) {
        types.forEach((type, items) -> write(point, type, items));
        unavailable.forEach(point::unavailable);
    }

    private void write(PointWriter point, ApiResource type, List<Item> items) {
        try (var writer = point.open(new TypeHeader(type, List.of(type.version())))) {
            int broken = Math.min(breaks.getOrDefault(type, 0), items.size());
            items.subList(0, broken).forEach(item -> write(writer, item));
            if (breaks.containsKey(type)) {
                writer.restart();
            }
            items.forEach(item -> write(writer, item));
            writer.complete(new Consistency("4711", true));
        }
    }

    private static void write(SegmentWriter writer, Item item) {
        var line = Sample.utf8(item.line());
        writer.line(item.key(), line, 0, line.length);
    }

    Published publish(PointId id) {
        return new Publisher(sample.outbox, sample.vault, sample.state, () -> now)
                .publish(id, Sample.EXPECTED, Sample.CONFIGURATION, Progress.SILENT);
    }

    Manifest manifest(PointId id) {
        return verified(id).manifest();
    }

    OpenPoint open(PointId id) {
        return verified(id).open(sample.keys);
    }

    private VerifiedPoint verified(PointId id) {
        return new PointVerifier(sample.vault, sample.pins)
                .verify(PointLocation.vault("shop", id), Sample.EXPECTED, Progress.SILENT);
    }

    List<String> lines(PointId id, ApiResource type) {
        var point = open(id);
        return Sample.lines(
                point, point.manifest().type(type.group(), type.plural()).orElseThrow());
    }

    /// The files of the vault that are not a manifest or an envelope.
    List<String> segmentsInVault() {
        return sample.vault.keys().stream().filter(key -> key.contains("/segments/")).toList();
    }
}

package io.sistership.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that a point holds and doesn't hold. Immutable.
///
/// @param heading which point this is
/// @param cut the one revision of all types in the cut; empty where there was none
/// @param epoch the point that began the epoch: the oldest whose segments may be listed again
/// @param keys the wrapped data keys
/// @param types captured types, by group and plural
/// @param documents AWS responses, by service and operation
/// @param unavailable what was served but couldn't be read
/// @param leftOut what a policy left out
public record Manifest(
        PointHeading heading,
        Optional<String> cut,
        PointId epoch,
        List<WrappedKey> keys,
        List<TypeEntry> types,
        List<DocumentEntry> documents,
        List<AbsentType> unavailable,
        List<AbsentType> leftOut) {

    public Manifest {
        keys = List.copyOf(keys);
        types = List.copyOf(types);
        documents = List.copyOf(documents);
        unavailable = List.copyOf(unavailable);
        leftOut = List.copyOf(leftOut);
        var rules = new ManifestRules(keys);
        rules.checkEpoch(heading.id(), epoch);
        rules.check(types, documents);
    }

    /// All segments, each once.
    public List<SegmentEntry> segments() {
        return segmentsOf(types, documents);
    }

    /// The segments that were written for this point.
    public List<SegmentEntry> written() {
        return segments().stream().filter(this::isOwn).toList();
    }

    /// The segments of earlier points that this one lists again.
    public List<SegmentEntry> earlier() {
        return segments().stream().filter(segment -> !isOwn(segment)).toList();
    }

    /// Whether a segment was written for this point: each point has data keys of its own.
    public boolean isOwn(SegmentEntry segment) {
        return key(segment).point().equals(heading.id());
    }

    /// How many objects the point holds.
    public long objects() {
        return types.stream().mapToLong(TypeEntry::count).sum();
    }

    /// Finds a captured type by its group and plural.
    public Optional<TypeEntry> type(String group, String plural) {
        return types.stream()
                .filter(type ->
                        type.resource().group().equals(group)
                                && type.resource().plural().equals(plural))
                .findFirst();
    }

    WrappedKey key(SegmentEntry segment) {
        return keys.stream()
                .filter(key -> key.id().equals(segment.key()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "segment %s names key %s, which isn't listed"
                                        .formatted(segment.name(), segment.key())));
    }

    static List<SegmentEntry> segmentsOf(List<TypeEntry> types, List<DocumentEntry> documents) {
        var all = new ArrayList<SegmentEntry>();
        types.forEach(type -> all.addAll(type.segments()));
        documents.forEach(document -> all.addAll(document.segments()));
        return all;
    }
}

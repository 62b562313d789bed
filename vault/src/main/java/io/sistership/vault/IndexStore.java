package io.sistership.vault;

import io.sistership.model.ApiResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The files of one cluster's index in the primary's scratch bucket. Thread-safe.
///
/// `index/<cluster>/<epoch>/points/<point>` holds the state after each point,
/// `index/<cluster>/<epoch>/segments/<point>/<name>` the index of the bases that the point wrote.
final class IndexStore {

    private static final String SEGMENTS = "segments/";
    private static final String POINTS = "points/";

    private final BlobStore scratch;
    private final String root;

    IndexStore(BlobStore scratch, String cluster) {
        this.scratch = scratch;
        this.root = "index/" + cluster + "/";
    }

    /// The state after that point; empty where there is none.
    ///
    /// @throws IllegalArgumentException if it is damaged
    Optional<IndexStateFile> state(PointId epoch, PointId point) {
        try (var in = scratch.get(stateKey(epoch, point))) {
            return Optional.of(IndexStateFile.read(in.readNBytes(IndexStateFile.MAX_LENGTH)));
        } catch (BlobNotFoundException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the index of point " + point, e);
        }
    }

    void save(IndexState state, IndexKey key) {
        scratch.put(
                stateKey(state.epoch(), state.point()), IndexStateFile.seal(state, key).write());
    }

    /// Where a point's index segments go.
    SegmentSink sink(PointId epoch, PointId point, IndexKey key, RandomGenerator random) {
        return new SegmentSink(location(epoch, point), scratch, _ -> key.seal(), random);
    }

    /// One segment of a type's index.
    ///
    /// @throws IndexDamagedException if it isn't what the state says
    SegmentLines read(
            PointId epoch, PointId by, ApiResource type, SegmentEntry segment, IndexKey key) {
        var location = location(epoch, by);
        var header = SegmentHeader.index(type, segment.count());
        try {
            var sealed = new PointReader(scratch, location).segment(segment);
            return new SegmentReader(location.file(segment.file()), segment, header)
                    .read(key.seal(), sealed);
        } catch (RefusedPointException e) {
            throw new IndexDamagedException(
                    "the index of %s is damaged: %s: %s"
                            .formatted(
                                    type.groupResource(),
                                    segment.file(),
                                    String.valueOf(e.getMessage())
                                            .replaceFirst(".*: segments/[a-z2-7]+: ", "")),
                    e);
        }
    }

    /// Deletes what a capture wrote that came to nothing.
    void forget(PointId epoch, PointId point) {
        delete(root + epoch + "/" + SEGMENTS + point + "/", _ -> true);
        scratch.delete(stateKey(epoch, point));
    }

    /// Deletes the epochs before the accepted point's.
    void clearEpochs(PointId accepted, PointId own) {
        delete(
                root,
                key -> {
                    var epoch = part(key, 0);
                    return epoch.isPresent()
                            && epoch.get().isBefore(accepted)
                            && !epoch.get().equals(own);
                });
    }

    /// Deletes states of points before the accepted one, and their index segments where neither it
    /// nor the new one uses them. What is newer may belong to another capture that is under way,
    /// and goes once a later point was accepted.
    ///
    /// @param kept whose index segments stay
    void clearPoints(PointId epoch, PointId accepted, PointId own, Predicate<PointId> kept) {
        var segments = root + epoch + "/" + SEGMENTS;
        delete(
                root + epoch + "/",
                key -> {
                    var point = part(key, 2);
                    return point.isPresent()
                            && point.get().isBefore(accepted)
                            && !point.get().equals(own)
                            && !(key.startsWith(segments) && kept.test(point.get()));
                });
    }

    private Optional<PointId> part(String key, int number) {
        var parts = key.substring(root.length()).split("/", -1);
        return parts.length > number && PointId.matches(parts[number])
                ? Optional.of(new PointId(parts[number]))
                : Optional.empty();
    }

    private void delete(String prefix, Predicate<String> which) {
        scratch.list(prefix).stream().map(Blob::key).filter(which).forEach(scratch::delete);
    }

    private PointLocation location(PointId epoch, PointId point) {
        var files = root + epoch + "/";
        return new PointLocation(point, files, files + SEGMENTS + point + "/");
    }

    private String stateKey(PointId epoch, PointId point) {
        return root + epoch + "/" + POINTS + point;
    }
}

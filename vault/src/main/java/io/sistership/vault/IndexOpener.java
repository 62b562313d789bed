package io.sistership.vault;

import io.sistership.model.SistershipException;
import io.sistership.vault.CaptureIndex.Continued;
import io.sistership.vault.CaptureIndex.Kept;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides whether a point can continue its epoch, with one call to the index's key at most: a
/// point has four calls in all. Confined.
final class IndexOpener {

    private static final int HASH_KEY = 32;

    private final PointHeading heading;
    private final IndexStore store;
    private final KeyWrapping wrapping;
    private final RandomGenerator random;

    IndexOpener(
            PointHeading heading, BlobStore scratch, KeyWrapping wrapping, RandomGenerator random) {
        this.heading = heading;
        this.store = new IndexStore(scratch, heading.clusterName());
        this.wrapping = wrapping;
        this.random = random;
    }

    CaptureIndex open(Precedent precedent) {
        return switch (precedent) {
            case Precedent.None _ ->
                    begin(precedent, new EpochStart("the cluster has no point yet", true));
            case Precedent.Unusable(var why) -> begin(precedent, new EpochStart(why, false));
            case Precedent.Usable usable ->
                    EpochRules.endOf(usable.manifest(), heading.created())
                            .map(end -> begin(precedent, end))
                            .orElseGet(() -> proceed(usable));
        };
    }

    private CaptureIndex proceed(Precedent.Usable precedent) {
        Optional<IndexStateFile> file;
        try {
            file = store.state(precedent.manifest().epoch(), accepted(precedent));
        } catch (IllegalArgumentException e) {
            return begin(precedent, damaged(precedent, e));
        }
        return file.map(it -> proceed(precedent, it))
                .orElseGet(() ->
                        begin(
                                precedent,
                                new EpochStart(
                                        "the index of point %s is missing"
                                                .formatted(accepted(precedent)),
                                        false)));
    }

    private CaptureIndex proceed(Precedent.Usable precedent, IndexStateFile file) {
        IndexKey key;
        try {
            key = IndexKey.unwrap(file.wrapped(), heading, wrapping);
        } catch (SistershipException | IllegalArgumentException e) {
            // Making another key would be one call too many; the next capture does.
            return CaptureIndex.without(heading, precedent, damaged(precedent, e));
        }
        try {
            var state = file.open(key.seal());
            requireOf(precedent.manifest(), state);
            return CaptureIndex.continuing(
                    heading,
                    precedent,
                    new Kept(store, key, state.hashKey(), random),
                    new Continued(precedent.manifest(), state));
        } catch (IllegalArgumentException e) {
            return CaptureIndex.beginning(heading, precedent, kept(key), damaged(precedent, e));
        }
    }

    private static void requireOf(Manifest manifest, IndexState state) {
        if (!state.point().equals(manifest.heading().id())
                || !state.epoch().equals(manifest.epoch())) {
            throw new IllegalArgumentException("it is that of point " + state.point());
        }
    }

    private CaptureIndex begin(Precedent precedent, EpochStart start) {
        var key = IndexKey.generate(heading, wrapping);
        return CaptureIndex.beginning(heading, precedent, kept(key), start);
    }

    private Kept kept(IndexKey key) {
        var hashKey = new byte[HASH_KEY];
        random.nextBytes(hashKey);
        return new Kept(store, key, Base64.getEncoder().encodeToString(hashKey), random);
    }

    private static EpochStart damaged(Precedent.Usable precedent, RuntimeException e) {
        return new EpochStart(
                "the index of point %s can't be used: %s"
                        .formatted(accepted(precedent), e.getMessage()),
                false);
    }

    private static PointId accepted(Precedent.Usable precedent) {
        return precedent.manifest().heading().id();
    }
}

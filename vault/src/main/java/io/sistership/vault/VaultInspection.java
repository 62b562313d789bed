package io.sistership.vault;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// One look at the points of a cluster's vault: every signature verified, the chain walked, and what
/// keeps each point decided. It writes nothing. Confined.
public final class VaultInspection {

    private final VaultExpiry.Stores stores;
    private final Expectations expected;
    private final VaultContents contents;
    private final Map<PointId, SignedPoint> signed = new HashMap<>();
    private final Map<PointId, String> refused = new HashMap<>();
    private final Optional<AcceptedMark> mark;
    private final PointChain chain;
    private final List<PointKeeping> points;

    VaultInspection(VaultExpiry.Stores stores, Expectations expected, VaultExpiry.Rules rules) {
        this.stores = stores;
        this.expected = expected;
        this.contents = VaultContents.read(stores.versions(), expected.clusterName());
        envelopes().forEach(this::verify);
        var records = new ExpiryRecords(stores.state(), expected.clusterName());
        this.mark = new AcceptedMarks(stores.state()).find(expected.clusterName());
        this.chain = PointChain.of(mark, signed.values(), records.expired());
        this.points =
                new PointKeepings(rules.retention(), rules.grace(), rules.now())
                        .of(found(), newest(), records.protectedPoints()).stream()
                                .map(this::withLock)
                                .toList();
    }

    /// All points that have an envelope, newest first.
    public List<PointKeeping> points() {
        return points;
    }

    /// What a pinned key signed; empty for a point that is refused.
    public Optional<SignedPoint> signed(PointId id) {
        return Optional.ofNullable(signed.get(id));
    }

    /// Points that are missing from the chain and didn't expire.
    public List<PointChain.Gap> gaps() {
        return chain.gaps();
    }

    /// The newest accepted point.
    Optional<PointId> newest() {
        return mark.map(each -> each.point().point());
    }

    VaultContents contents() {
        return contents;
    }

    /// What locks a file now.
    VersionLock lock(String key) {
        return contents.latest(key)
                .filter(_ -> stores.versions().lockable())
                .map(stores.versions()::lock)
                .orElse(VersionLock.NONE);
    }

    /// Envelopes and manifests that somebody deleted without their versions.
    List<String> hidden() {
        return contents.points().stream()
                .map(contents::location)
                .flatMap(location -> Stream.of(location.manifest(), location.envelope()))
                .filter(contents::hidden)
                .toList();
    }

    private Collection<PointId> envelopes() {
        return contents.points().stream()
                .filter(id -> contents.latest(contents.location(id).envelope()).isPresent())
                .toList();
    }

    private void verify(PointId id) {
        var verifier = new PointVerifier(stores.vault(), new Pins(stores.state()));
        try {
            signed.put(id, verifier.signed(contents.location(id), expected));
        } catch (RefusedPointException e) {
            refused.put(id, String.valueOf(e.getMessage()));
        }
    }

    private List<PointKeepings.Found> found() {
        Function<PointId, PointKeepings.Found> finding =
                id ->
                        new PointKeepings.Found(
                                id,
                                contents.written(contents.location(id).envelope()),
                                signed(id).map(chain::standing).orElse(PointStanding.REFUSED),
                                refused.getOrDefault(id, ""));
        return envelopes().stream().map(finding).toList();
    }

    private PointKeeping withLock(PointKeeping point) {
        return point.expired() ? point.with(lock(contents.location(point.id()).envelope())) : point;
    }
}

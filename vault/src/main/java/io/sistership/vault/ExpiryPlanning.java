package io.sistership.vault;

import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Works out from one look at a vault what may go. It writes nothing. Confined.
final class ExpiryPlanning {

    private final VaultInspection inspection;
    private final VaultContents contents;
    private final VaultExpiry.Rules rules;
    private final ListedSegments listed;
    private final Set<String> condemned;
    private final Set<String> segments = new HashSet<>();
    private final List<ExpiryPlan.LockedFile> locked = new ArrayList<>();

    /// @param condemned what an earlier expiry was deleting
    ExpiryPlanning(
            VaultInspection inspection,
            VaultExpiry.Rules rules,
            ListedSegments listed,
            Set<String> condemned) {
        this.inspection = inspection;
        this.contents = inspection.contents();
        this.rules = rules;
        this.listed = listed;
        this.condemned = condemned;
    }

    ExpiryPlan plan() {
        requireNewest();
        var points = inspection.points();
        var leftovers = leftovers();
        var going =
                points.stream()
                        .filter(this::goes)
                        .map(PointKeeping::id)
                        .filter(id -> !leftovers.contains(id))
                        .toList();
        points.stream()
                .filter(PointKeeping::expired)
                .filter(each -> !goes(each))
                .forEach(this::held);
        var hidden = inspection.hidden();
        if (hidden.isEmpty()) {
            segments(going, leftovers);
        }
        return new ExpiryPlan(
                points,
                going,
                leftovers,
                segments,
                bytes(going, leftovers),
                locked,
                inspection.gaps(),
                hidden);
    }

    /// Without it the newest point could be anything, and go.
    private void requireNewest() {
        var newest = inspection.newest();
        boolean known =
                newest.map(id -> inspection.signed(id).isPresent())
                        .orElseGet(() -> inspection.points().isEmpty());
        if (!known) {
            throw new SistershipException(
                    FailureKind.REFUSED,
                    "expiry-without-accepted-point",
                    newest.map(id ->
                                    "the accepted point %s isn't in the vault, or is refused"
                                            .formatted(id))
                                    .orElse("there are points in the vault, but none is accepted")
                            + ": nothing expires while that is so",
                    "Look at them with `sistership points`; make a new one with `sistership"
                            + " capture`.");
        }
    }

    private boolean goes(PointKeeping point) {
        return point.expired() && !point.lock().holds(rules.now());
    }

    private void held(PointKeeping point) {
        locked.add(
                new ExpiryPlan.LockedFile(contents.location(point.id()).envelope(), point.lock()));
    }

    /// Half points: of publishers that died, if they are old, or of an expiry that did.
    private List<PointId> leftovers() {
        return contents.points().stream()
                .filter(contents::isHalf)
                .filter(id -> isLeftover(contents.location(id)))
                .toList();
    }

    private boolean isLeftover(PointLocation half) {
        var file = contents.absent(half.envelope()) ? half.manifest() : half.envelope();
        return condemned.contains(half.manifest()) || isOld(file);
    }

    private boolean isOld(String key) {
        return contents.written(key).plus(rules.grace()).isBefore(rules.now());
    }

    private void segments(Collection<PointId> going, Collection<PointId> leftovers) {
        var needed = new HashSet<String>();
        var left = new HashSet<>(condemned);
        for (var id : contents.points()) {
            boolean goes = going.contains(id) || leftovers.contains(id);
            (goes ? left : needed).addAll(listed.of(id));
        }
        for (var key : contents.segments()) {
            if (!needed.contains(key)) {
                unlisted(key, left.contains(key));
            }
        }
    }

    private void unlisted(String key, boolean ofExpired) {
        if (!ofExpired && !isOld(key)) {
            return;
        }
        var lock = inspection.lock(key);
        if (lock.holds(rules.now())) {
            locked.add(new ExpiryPlan.LockedFile(key, lock));
        } else {
            segments.add(key);
        }
    }

    private long bytes(Collection<PointId> going, Collection<PointId> leftovers) {
        var files =
                Stream.concat(going.stream(), leftovers.stream())
                        .map(contents::location)
                        .flatMap(point -> Stream.of(point.manifest(), point.envelope()));
        return Stream.concat(files, segments.stream()).mapToLong(contents::length).sum();
    }
}

package io.sistership.control;

import io.sistership.vault.EpochStart;
import io.sistership.vault.Manifest;
import io.sistership.vault.Precedent;
import io.sistership.vault.SegmentEntry;
import io.sistership.vault.TypeContents;
import io.sistership.vault.TypeEntry;
import java.util.Optional;

/// What a point wrote, and what it only lists again of the points before it.
///
/// @param id the point that began its epoch
/// @param begun why this point began it; empty where it didn't
/// @param whole how many types were written as a whole, those without objects among them
/// @param changed how many types were written as what has changed since the epoch's base
/// @param again how many types are listed again as they were
/// @param writtenBytes the length of the sealed segments that were written
/// @param againBytes the length of those that are listed again
public record EpochReport(
        String id,
        String begun,
        long whole,
        long changed,
        long again,
        long writtenBytes,
        long againBytes) {

    /// @param before the accepted point that this one could build on
    static EpochReport of(Manifest manifest, Optional<EpochStart> start, Precedent before) {
        var written = manifest.types().stream().filter(type -> isWritten(manifest, type)).toList();
        var changed =
                written.stream()
                        .filter(type -> type.contents() instanceof TypeContents.Delta)
                        .count();
        var again =
                manifest.types().stream()
                        .filter(type -> !isWritten(manifest, type))
                        .filter(type -> start.isEmpty() && isListed(before, type))
                        .count();
        return new EpochReport(
                manifest.epoch().value(),
                start.map(EpochStart::why).orElse(""),
                manifest.types().size() - changed - again,
                changed,
                again,
                SegmentEntry.sealed(manifest.written()),
                SegmentEntry.sealed(manifest.earlier()));
    }

    private static boolean isWritten(Manifest manifest, TypeEntry type) {
        return type.segments().stream().anyMatch(manifest::isOwn);
    }

    /// A type without objects has nothing to be written, in its first point either.
    private static boolean isListed(Precedent before, TypeEntry type) {
        var resource = type.resource();
        return before instanceof Precedent.Usable(var manifest)
                && manifest.type(resource.group(), resource.plural()).isPresent();
    }
}

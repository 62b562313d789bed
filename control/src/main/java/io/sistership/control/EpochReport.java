package io.sistership.control;

import io.sistership.vault.EpochStart;
import io.sistership.vault.Manifest;
import io.sistership.vault.SegmentEntry;
import io.sistership.vault.TypeContents;
import io.sistership.vault.TypeEntry;
import java.util.Optional;

/// What a point wrote, and what it only lists again of the points before it.
///
/// @param id the point that began its epoch
/// @param begun why this point began it; empty where it didn't
/// @param whole how many types were written as a whole
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

    static EpochReport of(Manifest manifest, Optional<EpochStart> start) {
        var written = manifest.types().stream().filter(type -> isWritten(manifest, type)).toList();
        var changed =
                written.stream()
                        .filter(type -> type.contents() instanceof TypeContents.Delta)
                        .count();
        return new EpochReport(
                manifest.epoch().value(),
                start.map(EpochStart::why).orElse(""),
                written.size() - changed,
                changed,
                manifest.types().size() - written.size(),
                SegmentEntry.sealed(manifest.written()),
                SegmentEntry.sealed(manifest.earlier()));
    }

    /// A type without objects has nothing to be written, and is as it was.
    private static boolean isWritten(Manifest manifest, TypeEntry type) {
        return type.segments().stream().anyMatch(manifest::isOwn);
    }
}

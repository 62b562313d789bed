package io.sistership.vault;

import java.util.Optional;
import java.util.stream.Stream;

/// Which point last had the objects of a type that can't be read now: the previous one, or the one
/// that the previous point names, and so on from point to point.
final class LastSeen {

    private LastSeen() {}

    static Optional<PointId> of(AbsentType absent, Manifest previous) {
        if (previous.types().stream().anyMatch(type -> covers(absent, type))) {
            return Optional.of(previous.heading().id());
        }
        return Stream.concat(previous.unavailable().stream(), previous.leftOut().stream())
                .filter(earlier -> overlap(absent, earlier))
                .flatMap(earlier -> earlier.lastSeen().stream())
                .max(PointId::compareTo);
    }

    private static boolean covers(AbsentType absent, TypeEntry type) {
        var resource = type.resource();
        return absent.group().equals(resource.group())
                && (absent.plural().isEmpty()
                        ? absent.version().equals(resource.version())
                        : absent.plural().equals(resource.plural()));
    }

    /// A group version that doesn't answer hides which types it has.
    private static boolean overlap(AbsentType absent, AbsentType earlier) {
        return absent.group().equals(earlier.group())
                && (absent.plural().isEmpty()
                        || earlier.plural().isEmpty()
                        || absent.plural().equals(earlier.plural()));
    }
}

package io.sistership.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
final class Sizes {

    private Sizes() {}

    /// Bytes in the unit that suits: `812 B`, `14.3 kB`, `1.2 MB` (powers of ten).
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    /// Seconds, with a tenth below a minute.
    static String seconds(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(1)) < 0
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /// A count with thousands set apart.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

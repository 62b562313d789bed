package io.sistership.vault;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Names one recovery point: when its capture began (UTC) and a random part, so that ids sort by
/// time: `20261123T094305Z-k3m7qa`.
public record PointId(String value) implements Comparable<PointId> {

    private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[a-z2-7]{6}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    public PointId {
        if (!matches(value)) {
            throw new IllegalArgumentException(
                    "not a recovery point id (like 20261123T094305Z-k3m7qa): '" + value + "'");
        }
    }

    /// A fresh id for a capture that begins now.
    public static PointId create(Instant begun, RandomGenerator random) {
        return new PointId(prefix(begun) + Base32.random(6, random));
    }

    static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }

    /// Whether this id says that the capture began at that instant.
    boolean begunAt(Instant instant) {
        return value.startsWith(prefix(instant));
    }

    /// When its capture began.
    Instant begun() {
        try {
            return TIME.parse(value.substring(0, value.indexOf('-')), Instant::from);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "there is no such time as that of point id '" + value + "'", e);
        }
    }

    /// Whether its capture began in an earlier second.
    boolean isBefore(PointId other) {
        return begun().isBefore(other.begun());
    }

    private static String prefix(Instant instant) {
        return TIME.format(instant.truncatedTo(ChronoUnit.SECONDS)) + "-";
    }

    @Override
    public int compareTo(PointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

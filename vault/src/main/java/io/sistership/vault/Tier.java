package io.sistership.vault;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;

/// Why a point is kept.
public enum Tier {
    /// It is the newest accepted one: it never expires.
    NEWEST,
    /// Somebody protected it.
    PROTECTED,
    /// It was copied into the vault a moment ago, and may be accepted yet.
    PUBLISHING,
    /// It is the newest of its hour (UTC).
    HOURLY,
    /// It is the newest of its day (UTC).
    DAILY,
    /// It is the newest of its month (UTC).
    MONTHLY;

    private static final int HOUR = 3600;
    private static final int MONTHS = 12;

    /// The word that people read.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The number of the hour, day or month that an instant lies in.
    long slot(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return switch (this) {
            case HOURLY -> Math.floorDiv(at.getEpochSecond(), HOUR);
            case DAILY -> day.toEpochDay();
            case MONTHLY -> (long) day.getYear() * MONTHS + day.getMonthValue() - 1;
            case NEWEST, PROTECTED, PUBLISHING -> throw slotless();
        };
    }

    /// When that hour, day or month begins.
    Instant begin(long slot) {
        return switch (this) {
            case HOURLY -> Instant.ofEpochSecond(slot * HOUR);
            case DAILY -> LocalDate.ofEpochDay(slot).atStartOfDay(ZoneOffset.UTC).toInstant();
            case MONTHLY ->
                    YearMonth.of(
                                    Math.toIntExact(Math.floorDiv(slot, MONTHS)),
                                    Math.toIntExact(Math.floorMod(slot, MONTHS)) + 1)
                            .atDay(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            case NEWEST, PROTECTED, PUBLISHING -> throw slotless();
        };
    }

    private IllegalStateException slotless() {
        return new IllegalStateException(this + " has no slots");
    }
}

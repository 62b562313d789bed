package io.sistership.control;

import java.time.Instant;
import java.util.List;

/// One recovery point as `sistership points` lists it. The point's signature was verified.
///
/// @param sealedBytes the length of all segments that it lists
/// @param newBytes the length of those that were written for it; the others are of earlier points
/// @param epoch the point that began its epoch; itself where it did
/// @param consistency `one revision`, or how many types are outside the cut
/// @param keptBy what keeps it: `newest`, `protected`, `publishing`, `hourly`, `daily`, `monthly`;
///     empty once it has expired, or where nobody asked
/// @param expires when it expires at the earliest, or until when a lock holds it that has expired;
///     empty where neither is so
/// @param status `ok`; `not accepted` (yet); or why the point would be refused
public record PointRow(
        String point,
        String cluster,
        long sequence,
        Instant created,
        long objects,
        int types,
        long sealedBytes,
        long newBytes,
        String epoch,
        String consistency,
        List<String> keptBy,
        String expires,
        String status) {

    public PointRow {
        keptBy = List.copyOf(keptBy);
    }

    static PointRow refused(String point, String cluster) {
        return new PointRow(
                point, cluster, 0, Instant.EPOCH, 0, 0, 0, 0, "-", "-", List.of(), "", "refused");
    }

    PointRow kept(List<String> by, String until, String newStatus) {
        return new PointRow(
                point,
                cluster,
                sequence,
                created,
                objects,
                types,
                sealedBytes,
                newBytes,
                epoch,
                consistency,
                by,
                until,
                newStatus);
    }
}

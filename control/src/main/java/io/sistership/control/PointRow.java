package io.sistership.control;

import java.time.Instant;

/// One recovery point as `sistership points` lists it. The point's signature was verified.
///
/// @param consistency `one revision`, or how many types are outside the cut
/// @param status `ok`, or why the point would be refused
public record PointRow(
        String point,
        String cluster,
        long sequence,
        Instant created,
        long objects,
        int types,
        long sealedBytes,
        String consistency,
        String status) {}

package io.sistership.control;

import java.util.List;

/// What an expiry of one cluster's points took, or would take.
///
/// @param cluster the cluster's name
/// @param applied false for a dry run
/// @param kept how many points stay
/// @param expired the points that go
/// @param leftovers points that publishers which died never finished
/// @param outbox what captures which died left in the primary's outbox
/// @param segments how many segments go with them
/// @param bytes how much all that is, the outbox apart
/// @param spared files that were to go, but belong to a point that came meanwhile
/// @param locked what has expired and S3 holds still
public record ExpiryReport(
        String cluster,
        boolean applied,
        int kept,
        List<String> expired,
        List<String> leftovers,
        List<String> outbox,
        int segments,
        long bytes,
        int spared,
        List<Locked> locked) {

    public ExpiryReport {
        expired = List.copyOf(expired);
        leftovers = List.copyOf(leftovers);
        outbox = List.copyOf(outbox);
        locked = List.copyOf(locked);
    }

    /// One file that S3 holds.
    ///
    /// @param until when its retention ends; `held` for a legal hold
    public record Locked(String file, String until) {}
}

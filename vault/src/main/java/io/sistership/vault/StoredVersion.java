package io.sistership.vault;

import java.time.Instant;

/// One version of one key, as a bucket with versions lists it.
///
/// @param version the bucket's id of it
/// @param written when the bucket took it, by the bucket's own clock
/// @param latest whether this is what a plain read finds
/// @param marker whether it only says that the key was deleted
public record StoredVersion(
        String key, String version, long length, Instant written, boolean latest, boolean marker) {}

package io.sistership.capture;

import io.sistership.model.ApiResource;

/// How a type was captured.
///
/// @param objects how many
/// @param bytes of their lines
/// @param revision at which the list shows them
/// @param inCut whether that is the point's one revision
/// @param note why not, where it isn't; empty where it is
public record CapturedType(
        ApiResource resource,
        long objects,
        long bytes,
        String revision,
        boolean inCut,
        String note) {}

package io.sistership.control;

import java.util.List;
import java.util.Map;

/// What became of everything that a recovery brought back standing still.
///
/// @param released these run again as they were captured
/// @param running these did already
/// @param left why others were left as they are, by object
public record ReleaseReport(
        String point,
        String cluster,
        String target,
        String environment,
        List<String> released,
        List<String> running,
        Map<String, String> left) {}

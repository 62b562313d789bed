package io.sistership.vault;

import io.sistership.model.Sha256;

/// Names another point so that it can't be exchanged.
///
/// @param digest SHA-256 of that point's `manifest.json`
public record PointLink(PointId point, Sha256 digest) {}

package io.sistership.delegate;

import io.sistership.model.Arn;
import io.sistership.model.Sha256;

/// The key that signs a point.
///
/// @param kmsKey where the private half lies
/// @param id what the recovery side has pinned the public half as
public record SigningKey(Arn kmsKey, Sha256 id) {}

/// The recovery-point format.
///
/// Comes in: object lines and documents, keys, signatures, a blob store (all through ports).
/// Goes out: sealed, signed, immutable recovery points, and their verified contents.
/// Must not know: AWS SDKs, Kubernetes, how a recovery uses a point.
@NullMarked
package io.sistership.vault;

import org.jspecify.annotations.NullMarked;

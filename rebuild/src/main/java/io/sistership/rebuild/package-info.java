/// The cloud on the recovery side.
///
/// Comes in: surveyed documents and counterparts.
/// Goes out: idempotent steps that make the cloud side of a recovery.
/// Must not know: the inside of the cluster.
@NullMarked
package io.sistership.rebuild;

import org.jspecify.annotations.NullMarked;

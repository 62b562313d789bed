/// The inside of a cluster into segments.
///
/// Comes in: a connection to a control plane, a policy.
/// Goes out: every API object as it was sent, in segments of a point.
/// Must not know: AWS, translation, restoring.
@NullMarked
package io.sistership.capture;

import org.jspecify.annotations.NullMarked;

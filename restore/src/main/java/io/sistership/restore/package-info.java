/// Objects into a cluster, and verify.
///
/// Comes in: an opened point, translations, a connection to a control plane.
/// Goes out: a plan, an outcome for each object, a comparison by reading back.
/// Must not know: AWS SDKs, how the point was captured.
@NullMarked
package io.sistership.restore;

import org.jspecify.annotations.NullMarked;

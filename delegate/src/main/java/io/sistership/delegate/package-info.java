/// Hosts capture and restore.
///
/// Comes in: a request that names addresses, digests and a deadline.
/// Goes out: a result of the same kind; it alone talks to a control plane.
/// Must not know: decisions; it takes none.
@NullMarked
package io.sistership.delegate;

import org.jspecify.annotations.NullMarked;

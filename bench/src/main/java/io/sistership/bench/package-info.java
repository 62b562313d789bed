/// Comparisons that anybody can run.
///
/// Comes in: a rig's control plane filled with objects, and the bare tool of `bench/tool`.
/// Goes out: ratios of one run, on the terminal and as JSON.
/// Must not know: anything of a module but what its users see.
@NullMarked
package io.sistership.bench;

import org.jspecify.annotations.NullMarked;

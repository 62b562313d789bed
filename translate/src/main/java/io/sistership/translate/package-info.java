/// Identifiers, rules, edits.
///
/// Comes in: captured bytes, identifiers and their counterparts.
/// Goes out: edits on those bytes, each with rule, place, old and new value.
/// Must not know: network, clocks, files; it is pure.
@NullMarked
package io.sistership.translate;

import org.jspecify.annotations.NullMarked;

/// Applications.
///
/// Comes in: an application and a command for it.
/// Goes out: points, plans, recoveries, reports, issues.
/// Must not know: how people read them.
@NullMarked
package io.sistership.control;

import org.jspecify.annotations.NullMarked;

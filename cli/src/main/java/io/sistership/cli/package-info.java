/// The command line.
///
/// Comes in: arguments of a person or a program.
/// Goes out: tables, progress and one JSON document.
/// Must not know: how anything is done.
@NullMarked
package io.sistership.cli;

import org.jspecify.annotations.NullMarked;

package io.sistership.restore;

import java.util.function.Predicate;

/// One line of the table of what is never restored.
///
/// @param name stable, for reports and counts
/// @param applies told from the captured object alone
/// @param fate what stands in the recovery cluster in its place: decides what becomes of objects that
///     it owns
/// @param reason printed to people beside every object that it leaves out
record LeaveOutRule(String name, Predicate<ObjectView> applies, Fate fate, String reason) {

    /// What becomes of a left-out object on the recovery side.
    enum Fate {
        /// Nothing stands for it.
        GONE,
        /// A controller makes another one of its own, under a new uid or name.
        REMADE,
        /// Every cluster has it under this very name.
        PRESENT
    }
}

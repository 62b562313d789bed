package io.sistership.restore;

import io.sistership.translate.Difference;

/// One line of the table of differences that are as they should be.
///
/// @param name stable, for reports and counts
/// @param reason printed to people
/// @param inherent whether every object has it, so that it says nothing about this one
record DifferenceRule(String name, Applies applies, String reason, boolean inherent) {

    /// Whether a difference between what was meant to be written and what is there is this one.
    @FunctionalInterface
    interface Applies {
        boolean test(ObjectView wanted, ObjectView live, Difference difference);
    }
}

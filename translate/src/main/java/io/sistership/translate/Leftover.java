package io.sistership.translate;

/// A string that still names the primary environment after translating.
///
/// @param place the pointer of the string, or of the member whose name it is
/// @param names what it names: `account 111111111111`, `region us-east-1`
public record Leftover(String place, String names) {

    @Override
    public String toString() {
        return place + " names " + names;
    }
}

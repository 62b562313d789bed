package io.sistership.rebuild;

import java.util.Optional;
import java.util.regex.Pattern;

/// A block of IPv4 addresses: `10.20.64.0/18`.
///
/// @param first the first address, as a number
/// @param prefix how many leading bits all its addresses share
record AddressBlock(long first, int prefix) {

    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    /// Reads a block as EC2 writes it; empty where the text is none.
    static Optional<AddressBlock> of(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        long first = 0;
        for (int i = 1; i <= 4; i++) {
            first = first * 256 + Integer.parseInt(match.group(i));
        }
        return Optional.of(new AddressBlock(first, Integer.parseInt(match.group(5))));
    }

    /// The same block counted from the beginning of the one that it is a part of; empty where it is
    /// no part of it.
    Optional<AddressBlock> within(AddressBlock whole) {
        long offset = first - whole.first;
        return offset >= 0 && offset < 1L << (32 - whole.prefix) && prefix >= whole.prefix
                ? Optional.of(new AddressBlock(offset, prefix))
                : Optional.empty();
    }
}

package io.sistership.vault;

/// Something that a later version of the format may hold and this one can't open.
final class NewerFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NewerFormatException(String message) {
        super(message);
    }
}

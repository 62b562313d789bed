package io.sistership.model;

/// How much an issue matters.
public enum Severity {
    /// Nothing is lost; a person should know.
    INFO,
    /// The recovery works, something in it differs or will need a hand.
    WARNING,
    /// The application, or one of its objects, isn't recoverable until this is mended or accepted.
    BLOCKING
}

package io.sistership.model;

/// How one captured object ended in a recovery. The counts of all outcomes add up to what was
/// captured.
public sealed interface Outcome {

    /// Created, updated by a rule or created anew by a policy.
    record Restored() implements Outcome {}

    /// An equal object was there.
    record AlreadyThere() implements Outcome {}

    /// Left out on purpose.
    record Skipped(String reason) implements Outcome {}

    /// Not attempted, or given up, because of something named.
    record Blocked(String cause) implements Outcome {}

    /// The server refused it.
    record Failed(String message) implements Outcome {}

    /// The word that reports and journals use.
    default String label() {
        return switch (this) {
            case Restored() -> "restored";
            case AlreadyThere() -> "already there";
            case Skipped _ -> "skipped";
            case Blocked _ -> "blocked";
            case Failed _ -> "failed";
        };
    }

    /// Reason, cause or message; empty for what needs none.
    default String detail() {
        return switch (this) {
            case Restored(), AlreadyThere() -> "";
            case Skipped(var reason) -> reason;
            case Blocked(var cause) -> cause;
            case Failed(var message) -> message;
        };
    }
}

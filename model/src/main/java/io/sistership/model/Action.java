package io.sistership.model;

/// What a plan means to do with one object or cloud resource.
public sealed interface Action {

    /// It isn't there: make it.
    record Create() implements Action {}

    /// It is there and equal: leave it.
    record Adopt() implements Action {}

    /// It is there and a rule says how to change it.
    record Update(String rule) implements Action {}

    /// It is there and a policy says to replace it.
    record Recreate(String policy) implements Action {}

    /// It is left out on purpose.
    record Skip(String reason) implements Action {}

    /// It can't be done; refuses the recovery unless accepted by name.
    record Blocked(String cause) implements Action {}

    /// The word that plans use.
    default String label() {
        return switch (this) {
            case Create() -> "create";
            case Adopt() -> "adopt";
            case Update _ -> "update";
            case Recreate _ -> "recreate";
            case Skip _ -> "skip";
            case Blocked _ -> "blocked";
        };
    }

    /// Rule, policy, reason or cause; empty for what needs none.
    default String detail() {
        return switch (this) {
            case Create(), Adopt() -> "";
            case Update(var rule) -> rule;
            case Recreate(var policy) -> policy;
            case Skip(var reason) -> reason;
            case Blocked(var cause) -> cause;
        };
    }
}

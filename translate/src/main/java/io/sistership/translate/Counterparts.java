package io.sistership.translate;

import io.sistership.model.Environment;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Knows what stands for an identifier on the recovery side. Answers are values: pure, and the same
/// for the same question within one plan.
@FunctionalInterface
public interface Counterparts {

    /// What stands for an identifier.
    Counterpart of(Identifier identifier);

    /// The same, asked by a place that goes by the answer: once for each place.
    ///
    /// @param where the place, for people
    default Counterpart of(Identifier identifier, Supplier<String> where) {
        return of(identifier);
    }

    /// Those that a person wrote down: primary id or ARN to recovery id or ARN. An IAM role is the
    /// same role with and without its path: its name is unique within its account.
    static Counterparts explicit(Map<String, String> counterparts) {
        return new ExplicitCounterparts(counterparts);
    }

    /// What follows from the two environments alone: the account, its registry in the region (where
    /// repositories are replicated under their names), and AWS's own registry of the region.
    static Counterparts of(Environment primary, Environment recovery) {
        return new EnvironmentCounterparts(primary, recovery);
    }

    /// The first that has an answer answers: one, or too many.
    static Counterparts firstOf(Counterparts... sources) {
        var all = List.of(sources);
        return identifier -> {
            for (var source : all) {
                var answer = source.of(identifier);
                if (!(answer instanceof Missing)) {
                    return answer;
                }
            }
            return new Missing();
        };
    }
}

package io.sistership.translate;

import io.sistership.model.Environment;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;

/// Knows what stands for an identifier on the recovery side. Answers are values: pure, and the same
/// for the same question within one plan.
@FunctionalInterface
public interface Counterparts {

    /// What stands for an identifier.
    Counterpart of(Identifier identifier);

    /// Those that a person wrote down: primary id or ARN to recovery id or ARN. An IAM role is the
    /// same role with and without its path: its name is unique within its account.
    static Counterparts explicit(Map<String, String> counterparts) {
        return new ExplicitCounterparts(counterparts);
    }

    /// What follows from the two environments alone: the account, and its registry in the region
    /// (where repositories are replicated under their names).
    static Counterparts of(Environment primary, Environment recovery) {
        var how = "the environments of sistership.yaml";
        var accounts = Identifier.account(primary.account());
        var registries = Identifier.registry(EcrHost.of(primary));
        return identifier -> {
            if (identifier.equals(accounts)) {
                return new Found(recovery.account().value(), how);
            }
            return identifier.equals(registries)
                    ? new Found(EcrHost.of(recovery).standard(), how)
                    : new Missing();
        };
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

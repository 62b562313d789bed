package io.sistership.rebuild;

import io.sistership.model.Arn;
import io.sistership.model.Environment;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells the roles by which Sistership itself comes into a captured cluster: whichever application's
/// they are, no recovery needs them. Immutable.
///
/// A role is one by its name, which the access stacks give it, unless its survey shows it without
/// their tag: then somebody else's only looks like one.
record DelegateRoles(Environment primary, SurveyedCloud surveyed) {

    private static final Pattern NAME =
            Pattern.compile(
                    "role/sistership-([a-z0-9](?:[a-z0-9-]{0,14}[a-z0-9])?)"
                            + "-(?:primary|recovery)-delegate");

    boolean contains(Arn principal) {
        var name = NAME.matcher(principal.resource());
        return name.matches()
                && principal.account().equals(primary.account().value())
                && surveyed.role(principal)
                        .map(role -> role.tags().get(RecoveryTarget.APPLICATION_TAG))
                        .map(name.group(1)::equals)
                        .orElse(true);
    }

    /// The same role of the other account. It need not be there: whoever may make it is an
    /// administrator there, and a failback, which needs it, finds it admitted.
    Optional<Arn> counterpart(Arn role, Environment recovery) {
        return contains(role)
                ? Optional.of(
                        new Arn(
                                role.partition(),
                                role.service(),
                                role.region(),
                                recovery.account().value(),
                                role.resource()))
                : Optional.empty();
    }
}

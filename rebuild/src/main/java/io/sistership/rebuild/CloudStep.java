package io.sistership.rebuild;

import io.sistership.model.Action;
import io.sistership.translate.Translation;
import java.util.List;
import java.util.Set;

/// One idempotent step: a resource that is to be there.
///
/// @param id unique in its plan, the same in every plan of this recovery: `nodegroup/ng-1`
/// @param name of the resource in the recovery cluster: a node group's name, a principal's ARN
/// @param after the steps that must have ended well before
/// @param action what the plan found: create, adopt, skip, blocked
/// @param identity as whom it is made
/// @param request the JSON that the create call sends; empty for what is left out
/// @param policies the JSON of each AssociateAccessPolicy call; only access entries have some
/// @param translations what the request has instead of what was captured
public record CloudStep(
        String id,
        StepKind kind,
        String name,
        Set<String> after,
        Action action,
        Identity identity,
        String request,
        List<String> policies,
        List<Translation> translations) {

    /// As whom a step is done.
    public enum Identity {
        RECOVERY_ACCESS,
        /// Where no access entry can exist, the cluster's creator alone is its administrator.
        RECOVERY_DELEGATE
    }

    public CloudStep {
        after = Set.copyOf(after);
        policies = List.copyOf(policies);
        translations = List.copyOf(translations);
    }

    /// The same step with another decision.
    CloudStep with(Action other) {
        return new CloudStep(
                id, kind, name, after, other, identity, request, policies, translations);
    }

    /// For plans and progress: `node group ng-1`.
    public String resource() {
        return kind.words() + " " + name;
    }
}

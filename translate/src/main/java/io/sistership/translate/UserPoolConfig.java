package io.sistership.translate;

import io.sistership.model.Arn;
import io.sistership.translate.Counterpart.Found;

/// The Cognito user pool that a load balancer lets people log in by: pool, app client and domain.
///
/// Clients and domains belong to their pool: they change with it, and stay where it stays. A domain
/// without a counterpart is copied, since prefixes are unique per region only, and people may have
/// made the same one there.
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/ingress/annotations.md,
/// "auth-idp-cognito"; Amazon Cognito Developer Guide, "Configuring a user pool domain".
final class UserPoolConfig {

    private UserPoolConfig() {}

    /// Translates an object with `userPoolARN`, `userPoolClientID` and `userPoolDomain`.
    static void translate(RuleVisit visit, JsonValue config) {
        boolean moves = false;
        for (var pool : MembersNamed.of(config, "userPoolARN")) {
            moves |= moves(visit.crossing(), pool.text());
            visit.list(pool, IdentifierForm.USER_POOL);
        }
        if (moves) {
            MembersNamed.of(config, "userPoolClientID")
                    .forEach(client -> visit.list(client, IdentifierForm.USER_POOL_CLIENT));
            MembersNamed.of(config, "userPoolDomain")
                    .forEach(domain -> visit.list(domain, IdentifierForm.USER_POOL_DOMAIN));
        }
    }

    private static boolean moves(Crossing crossing, String pool) {
        var identifier = IdentifierForm.USER_POOL.read(pool);
        if (identifier.isEmpty()) {
            return false;
        }
        if (crossing.counterparts().of(identifier.get()) instanceof Found found) {
            return !found.value().equals(pool);
        }
        return crossing.leavesBehind(Arn.parse(pool));
    }
}

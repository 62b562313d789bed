package io.sistership.translate;

import io.sistership.model.Arn;
import io.sistership.translate.Identifier.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/// How identifiers are written where a rule expects them, and what may stay without a counterpart.
///
/// A text of another form is a name, a placeholder or nothing, and is copied.
enum IdentifierForm {
    SUBNET(Kind.SUBNET, Reach.NOWHERE, id("subnet")),
    SECURITY_GROUP(Kind.SECURITY_GROUP, Reach.NOWHERE, id("sg")),
    VPC(Kind.VPC, Reach.NOWHERE, id("vpc")),
    VOLUME(Kind.VOLUME, Reach.NOWHERE, id("vol")),
    SNAPSHOT(Kind.SNAPSHOT, Reach.NOWHERE, id("snap")),
    PREFIX_LIST(Kind.PREFIX_LIST, Reach.NOWHERE, id("pl")),
    ADDRESS_ALLOCATION(Kind.ADDRESS_ALLOCATION, Reach.NOWHERE, id("eipalloc")),
    PRIVATE_ADDRESS(Kind.PRIVATE_ADDRESS, Reach.NOWHERE, "[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*"),
    IPAM_POOL(Kind.IP_POOL, Reach.NOWHERE, id("ipam-pool")),
    CUSTOMER_OWNED_POOL(Kind.IP_POOL, Reach.NOWHERE, id("ipv4pool-coip")),
    CLASSIC_WEB_ACL(Kind.WEB_ACL, Reach.NOWHERE, "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    NAMED_WEB_ACL(Kind.WEB_ACL, Reach.ANYWHERE, "[A-Za-z0-9_-]+"),
    WEB_ACL(Kind.WEB_ACL, Reach.ITS_REGION, arn("wafv2|waf-regional", "")),
    CERTIFICATE(Kind.CERTIFICATE, Reach.ITS_REGION, arn("acm|iam", "(?:server-)?certificate/")),
    TARGET_GROUP(Kind.TARGET_GROUP, Reach.ITS_REGION, arn("elasticloadbalancing", "targetgroup/")),
    TRUST_STORE(Kind.TRUST_STORE, Reach.ITS_REGION, arn("elasticloadbalancing", "truststore/")),
    USER_POOL(Kind.USER_POOL, Reach.EVERY_REGION, arn("cognito-idp", "userpool/")),
    USER_POOL_CLIENT(Kind.USER_POOL_CLIENT, Reach.NOWHERE, "[A-Za-z0-9_+]+"),
    USER_POOL_DOMAIN(Kind.USER_POOL_DOMAIN, Reach.ANYWHERE, "[A-Za-z0-9.-]+"),
    ROLE(Kind.ROLE, Reach.EVERY_REGION, arn("iam", "role/"));

    /// From where something without a counterpart can be used by the recovery side.
    private enum Reach {
        /// An id that tells neither account nor region; what lies on the recovery side is its own
        /// counterpart.
        NOWHERE,
        /// An ARN that works in its own region only.
        ITS_REGION,
        /// An ARN that works from everywhere, as long as its account and region are there.
        EVERY_REGION,
        /// A name, which the recovery side may have as well.
        ANYWHERE
    }

    private final Kind kind;
    private final Reach reach;
    private final Pattern pattern;

    IdentifierForm(Kind kind, Reach reach, String pattern) {
        this.kind = kind;
        this.reach = reach;
        this.pattern = Pattern.compile(pattern);
    }

    /// The identifier that a text is, where it has this form.
    Optional<Identifier> read(String text) {
        return pattern.matcher(text).matches()
                ? Optional.of(new Identifier(kind, text))
                : Optional.empty();
    }

    /// Whether an identifier without a counterpart is copied.
    boolean stays(Identifier identifier, Crossing crossing) {
        return switch (reach) {
            case NOWHERE -> false;
            case ITS_REGION -> crossing.reaches(Arn.parse(identifier.value()));
            case EVERY_REGION -> !crossing.leavesBehind(Arn.parse(identifier.value()));
            case ANYWHERE -> true;
        };
    }

    private static String id(String prefix) {
        return prefix + "-[0-9a-f]{8,40}";
    }

    private static String arn(String services, String resource) {
        return "arn:[a-z-]+:(?:%s):[a-z0-9-]*:[0-9]{12}:%s.+".formatted(services, resource);
    }
}

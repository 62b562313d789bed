package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import java.util.Optional;
import java.util.regex.Pattern;

/// The host of a private ECR registry: account, region and the form of its name.
///
/// @param form what stands between account and region: `dkr.ecr`, `dkr.ecr-fips`, or `dkr-ecr` of
///     the dual-stack names
/// Source: Amazon ECR User Guide, "Private registry" and "Getting started with making requests to
/// Amazon ECR over IPv6".
record EcrHost(AccountId account, String form, Region region) {

    private static final Pattern HOST =
            Pattern.compile(
                    "([0-9]{12})\\.(dkr\\.ecr(?:-fips)?|dkr-ecr(?:-fips)?)\\.([a-z0-9-]+)"
                            + "\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws|on\\.amazonwebservices\\.com\\.cn)");

    /// Reads a host where it is one of a private registry, in full: a name that merely contains one
    /// isn't.
    static Optional<EcrHost> parse(String host) {
        var match = HOST.matcher(host);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var region = new Region(match.group(3));
            return Optional.of(new EcrHost(new AccountId(match.group(1)), match.group(2), region));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The registry of an environment, by its standard name.
    static EcrHost of(Environment environment) {
        return new EcrHost(environment.account(), "dkr.ecr", environment.region());
    }

    /// The same form of name for another registry.
    EcrHost to(AccountId otherAccount, Region otherRegion) {
        return new EcrHost(otherAccount, form, otherRegion);
    }

    /// A registry's counterpart in this form of name.
    String like(String counterpart) {
        return parse(counterpart)
                .map(other -> to(other.account(), other.region()).toString())
                .orElse(counterpart);
    }

    boolean isOf(Environment environment) {
        return account.equals(environment.account()) && region.equals(environment.region());
    }

    /// The name that every registry has.
    String standard() {
        return new EcrHost(account, "dkr.ecr", region).toString();
    }

    @Override
    public String toString() {
        return account + "." + form + "." + region + suffix();
    }

    private String suffix() {
        boolean china = region.partition().equals("aws-cn");
        if (form.startsWith("dkr-ecr")) {
            return china ? ".on.amazonwebservices.com.cn" : ".on.aws";
        }
        return china ? ".amazonaws.com.cn" : ".amazonaws.com";
    }
}

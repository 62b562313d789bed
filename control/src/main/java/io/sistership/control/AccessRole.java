package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import java.util.Locale;

/// The roles that the access stacks make; each step of the work assumes its own.
///
/// Their names are fixed: key and bucket policies of the other account name them before they exist.
public enum AccessRole {

    /// Surveys the cloud around the primary's clusters.
    PRIMARY_ACCESS(true),
    /// Captures the inside of the primary's clusters.
    PRIMARY_DELEGATE(true),
    /// Verifies finished points and puts them into the vault.
    PUBLISHER(false),
    /// Takes expired points out of the vault.
    EXPIRER(false),
    /// Plans, and makes the cloud of a recovery.
    RECOVERY_ACCESS(false),
    /// Opens points and writes their objects into recovery clusters.
    RECOVERY_DELEGATE(false);

    private final boolean primary;

    AccessRole(boolean primary) {
        this.primary = primary;
    }

    /// The environment that the role works in.
    public Environment environment(Application application) {
        return primary ? application.primary() : application.recovery();
    }

    /// The stack that makes the role.
    public AccessStack stack() {
        return primary ? AccessStack.PRIMARY : AccessStack.RECOVERY;
    }

    /// The role's ARN for this application.
    public Arn arn(Application application) {
        var environment = environment(application);
        var suffix = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arn.role(
                environment.region().partition(),
                environment.account(),
                "sistership-" + application.name() + "-" + suffix);
    }
}

package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Environment;
import java.util.Locale;

/// The three CloudFormation stacks that give Sistership its access, in the order of deployment.
public enum AccessStack {

    /// Vault, state and scratch buckets, the seal key, the four roles of the recovery account.
    RECOVERY,

    /// The seal key's replica: it belongs to the recovery account and lies in the primary region.
    REPLICA,

    /// Scratch bucket, signing key, the two roles of the primary account.
    PRIMARY;

    /// The word that people type: `sistership access recovery`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name of the stack in CloudFormation.
    public String stackName(Application application) {
        return "sistership-" + application.name() + "-" + word();
    }

    /// Where the stack is deployed, with the profile to deploy it by.
    public Environment environment(Application application) {
        return switch (this) {
            case RECOVERY -> application.recovery();
            case PRIMARY -> application.primary();
            case REPLICA ->
                    new Environment(
                            application.recovery().account(),
                            application.primary().region(),
                            application.recovery().profile());
        };
    }
}

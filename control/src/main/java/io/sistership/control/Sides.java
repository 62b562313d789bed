package io.sistership.control;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.aws.AwsSession;
import io.sistership.aws.PutLock;
import io.sistership.aws.S3BlobStore;
import io.sistership.aws.S3Versions;
import io.sistership.cloud.Cloud;
import io.sistership.model.Application;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.vault.BlobStore;
import io.sistership.vault.Versions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The two environments of an application, through the roles of its access stacks.
///
/// Each step asks for the role that it works as; nothing is done with the profiles' own credentials
/// but reading the stacks' outputs and assuming roles. Confined to one command.
final class Sides implements AutoCloseable {

    /// A point lists segments that were put up to an epoch before it: they are locked for as long as
    /// the longest tier keeps it.
    private static final Duration BEYOND_TIERS = Duration.ofDays(7);

    private final Application application;
    private final Map<Environment, AwsSession> profiles = new HashMap<>();
    private final Map<AccessStack, Map<String, String>> outputs = new EnumMap<>(AccessStack.class);
    private final Map<AccessRole, AwsSession> sessions = new EnumMap<>(AccessRole.class);

    Sides(Application application) {
        this.application = application;
    }

    /// A session of this role.
    AwsSession as(AccessRole role) {
        return sessions.computeIfAbsent(role, this::assume);
    }

    /// The AWS services of the role's environment, as the role.
    Cloud cloud(AccessRole role) {
        return Cloud.connect(as(role));
    }

    /// The vault, as this role. Where the bucket has Object Lock, whatever is put is locked.
    BlobStore vault(AccessRole role) {
        var lock =
                lockMode()
                        .map(mode ->
                                new PutLock(
                                        mode,
                                        application.retention().longest().plus(BEYOND_TIERS),
                                        InstantSource.system()));
        return new S3BlobStore(as(role), vaultName(), lock);
    }

    /// The vault with all its versions, as this role.
    Versions vaultVersions(AccessRole role) {
        return new S3Versions(as(role), vaultName(), lockMode().isPresent());
    }

    /// The vault's Object Lock. A stack older than that parameter has none.
    private Optional<PutLock.Mode> lockMode() {
        return deployed(AccessStack.RECOVERY)
                .map(outputs -> outputs.get("ObjectLock"))
                .filter(mode -> !mode.equals("Disabled"))
                .map(PutLock.Mode::parse);
    }

    /// The state bucket, as this role.
    BlobStore state(AccessRole role) {
        return new S3BlobStore(as(role), stateName());
    }

    /// The name of the vault's bucket.
    String vaultName() {
        return output(AccessStack.RECOVERY, "VaultBucket");
    }

    /// The name of the state bucket.
    String stateName() {
        return output(AccessStack.RECOVERY, "StateBucket");
    }

    /// The primary's scratch bucket, as this role.
    BlobStore primaryScratch(AccessRole role) {
        return new S3BlobStore(as(role).in(application.primary().region()), primaryScratchName());
    }

    /// The name of the primary's scratch bucket.
    String primaryScratchName() {
        return output(AccessStack.PRIMARY, "ScratchBucket");
    }

    /// The key that signs points.
    Arn signingKey() {
        return Arn.parse(output(AccessStack.PRIMARY, "SigningKeyArn"));
    }

    /// The key that signs saved plans.
    Arn planKey() {
        return Arn.parse(output(AccessStack.RECOVERY, "PlanKeyArn"));
    }

    /// The key of the captures' index.
    Arn indexKey() {
        return Arn.parse(output(AccessStack.PRIMARY, "IndexKeyArn"));
    }

    /// The key that seals points, as it is called on the recovery side.
    Arn sealKey() {
        return Arn.parse(output(AccessStack.RECOVERY, "SealKeyArn"));
    }

    /// The seal key's replica in the primary region.
    Arn sealKeyReplica() {
        var key = sealKey();
        return new Arn(
                key.partition(),
                key.service(),
                application.primary().region().value(),
                key.account(),
                key.resource());
    }

    /// What a stack put out, or nothing where it isn't deployed.
    Optional<Map<String, String>> deployed(AccessStack stack) {
        try {
            return Optional.of(outputs(stack));
        } catch (AwsException e) {
            if (e.problem() == AwsProblem.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        profiles.values().forEach(AwsSession::close);
    }

    private String output(AccessStack stack, String name) {
        var value = deployed(stack).orElseThrow(() -> missing(stack)).get(name);
        if (value == null) {
            throw new SistershipException(
                    FailureKind.ACCESS,
                    "access-stack-outdated",
                    "the stack %s has no output %s".formatted(stack.stackName(application), name),
                    "Deploy the current template:\n" + deploy(stack));
        }
        return value;
    }

    private SistershipException missing(AccessStack stack) {
        return new SistershipException(
                FailureKind.ACCESS,
                "access-stack-missing",
                "the access stack %s isn't deployed in %s"
                        .formatted(stack.stackName(application), stack.environment(application)),
                "Deploy it:\n" + deploy(stack));
    }

    private String deploy(AccessStack stack) {
        var stacks = new AccessStacks(application);
        return "  sistership access "
                + stack.word()
                + " > "
                + stacks.fileName(stack)
                + "\n"
                + stacks.deployCommand(stack).indent(2).stripTrailing();
    }

    private Map<String, String> outputs(AccessStack stack) {
        var known = outputs.get(stack);
        if (known == null) {
            var environment = stack.environment(application);
            var session = profile(environment);
            known = Cloud.connect(session).stacks().of(stack.stackName(application));
            outputs.put(stack, known);
        }
        return known;
    }

    private AwsSession assume(AccessRole role) {
        var environment = role.environment(application);
        var stack = role.stack();
        return profile(environment)
                .assume(role.arn(application), output(stack, "ExternalId"), "sistership");
    }

    /// The profile's own identity; its account is checked once.
    private AwsSession profile(Environment environment) {
        var known = profiles.get(environment);
        if (known == null) {
            known = AwsSession.profile(environment);
            requireAccount(known, environment);
            profiles.put(environment, known);
        }
        return Objects.requireNonNull(known);
    }

    private static void requireAccount(AwsSession session, Environment environment) {
        try {
            session.requireAccount(environment.account());
        } catch (AwsException e) {
            if (e.problem() != AwsProblem.CREDENTIALS) {
                throw e;
            }
            var profile = environment.profile();
            var whose = profile.map("profile "::concat).orElse("the environment's credentials");
            throw new SistershipException(
                    FailureKind.ACCESS,
                    e.code(),
                    "%s can't be used for %s: %s".formatted(whose, environment, e.getMessage()),
                    "Renew the credentials, or name another profile in sistership.yaml. This shows"
                            + " whether they work:\n"
                            + "aws sts get-caller-identity"
                            + profile.map(" --profile "::concat).orElse(""),
                    e);
        }
    }
}

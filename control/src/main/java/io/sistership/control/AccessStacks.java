package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Sha256;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Renders the access stacks for an application: plain CloudFormation, with the application's values
/// as defaults of the parameters and the exact command to deploy it on top.
///
/// Nothing else of the template is touched, so that a reviewer sees the same lines for every
/// application. Immutable.
public final class AccessStacks {

    /// The parameter, and the output of the recovery stack, that ties replica and primary to the
    /// seal key. It is known only once the recovery stack is there.
    static final String SEAL_KEY_ID = "SealKeyId";

    private final Application application;

    /// For this application.
    public AccessStacks(Application application) {
        this.application = application;
    }

    /// What must be said when a role is assumed. Derived, so that each side knows it without having
    /// asked the other; it isn't a secret, but tells this application from any other that the same
    /// credentials may serve.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    public String externalId() {
        var words =
                String.join(
                        "\n",
                        "sistership external id, version 1",
                        application.name(),
                        application.primary().account().value(),
                        application.recovery().account().value());
        var digest = Sha256.of(words.getBytes(StandardCharsets.UTF_8));
        return "sistership-" + digest.hex().substring(0, 32);
    }

    /// The template of this stack, ready to be deployed as its header says.
    public String template(AccessStack stack) {
        if (stack == AccessStack.REPLICA && sameRegion()) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "replica-not-needed",
                    "primary and recovery environment are both in "
                            + application.primary().region()
                            + ": the seal key needs no replica there",
                    "go on with: sistership access primary");
        }
        return header(stack) + "\n" + withDefaults(resource(stack));
    }

    /// The command that deploys this stack, its template being in [#fileName].
    public String deployCommand(AccessStack stack) {
        var command =
                aws("cloudformation deploy", stack.environment(application))
                        + " \\\n  --stack-name "
                        + stack.stackName(application)
                        + " --template-file "
                        + fileName(stack)
                        + " --capabilities CAPABILITY_NAMED_IAM";
        return stack == AccessStack.RECOVERY ? command : command + sealKeyOverride();
    }

    /// The stacks that this application needs, in the order of deployment: within one region the seal
    /// key needs no replica.
    public List<AccessStack> needed() {
        return Stream.of(AccessStack.values())
                .filter(stack -> stack != AccessStack.REPLICA || !sameRegion())
                .toList();
    }

    /// The file that the deploy command takes the template from.
    public String fileName(AccessStack stack) {
        return stack.stackName(application) + ".yaml";
    }

    private boolean sameRegion() {
        return application.primary().region().equals(application.recovery().region());
    }

    // `aws cloudformation deploy` reads a template from a real file only: neither "-" nor a pipe.
    private String header(AccessStack stack) {
        var lines =
                "The "
                        + stack.word()
                        + " stack of application "
                        + application.name()
                        + ". Deploy it to "
                        + stack.environment(application)
                        + ":\n\n  sistership access "
                        + stack.word()
                        + " > "
                        + fileName(stack)
                        + "\n  "
                        + deployCommand(stack).replace("\n", "\n  ");
        return lines.lines()
                .map(line -> ("# " + line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private String sealKeyOverride() {
        var recovery = AccessStack.RECOVERY;
        return " \\\n  --parameter-overrides "
                + SEAL_KEY_ID
                + "=$("
                + aws("cloudformation describe-stacks", recovery.environment(application))
                + " --stack-name "
                + recovery.stackName(application)
                + " \\\n    --query \"Stacks[0].Outputs[?OutputKey=='"
                + SEAL_KEY_ID
                + "'].OutputValue\" --output text)";
    }

    private static String aws(String operation, Environment environment) {
        var profile = environment.profile().map(name -> " --profile " + name).orElse("");
        return "aws " + operation + profile + " --region " + environment.region();
    }

    // A parameter is a line of two spaces, its name and a colon; its default goes right below.
    private String withDefaults(String template) {
        var defaults = defaults();
        var rendered = new StringBuilder();
        var inParameters = false;
        for (var line : template.lines().toList()) {
            rendered.append(line).append('\n');
            if (!line.startsWith(" ") && !line.isBlank() && !line.startsWith("#")) {
                inParameters = line.equals("Parameters:");
            }
            parameter(line)
                    .filter(inParameters ? defaults::containsKey : _ -> false)
                    .map(defaults::get)
                    .ifPresent(value -> rendered.append("    Default: \"" + value + "\"\n"));
        }
        return rendered.toString();
    }

    private static Optional<String> parameter(String line) {
        var named = line.startsWith("  ") && !line.startsWith("   ") && line.endsWith(":");
        return named ? Optional.of(line.substring(2, line.length() - 1)) : Optional.empty();
    }

    private Map<String, String> defaults() {
        var values = new LinkedHashMap<String, String>();
        values.put("Application", application.name());
        values.put("PrimaryAccount", application.primary().account().value());
        values.put("PrimaryRegion", application.primary().region().value());
        values.put("RecoveryAccount", application.recovery().account().value());
        values.put("RecoveryRegion", application.recovery().region().value());
        values.put("ExternalId", externalId());
        return values;
    }

    static String resource(AccessStack stack) {
        var name = "/access/" + stack.word() + ".yaml";
        try (var stream = AccessStacks.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks the template " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

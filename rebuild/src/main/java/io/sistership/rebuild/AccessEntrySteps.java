package io.sistership.rebuild;

import io.sistership.model.Action;
import io.sistership.model.Arn;
import io.sistership.model.Issue;
import io.sistership.rebuild.StepRequests.Draft;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Identifier;
import io.sistership.translate.JsonBuilder;
import io.sistership.translate.JsonValue;
import io.sistership.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Drafts access entries: the delegate's own, and those of the captured cluster.
final class AccessEntrySteps {

    private static final String ADMINISTRATOR =
            ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

    private final RecoveryTarget target;
    private final Counterparts counterparts;
    private final SurveyedCloud surveyed;

    AccessEntrySteps(RecoveryTarget target, Counterparts counterparts, SurveyedCloud surveyed) {
        this.target = target;
        this.counterparts = counterparts;
        this.surveyed = surveyed;
    }

    /// The recovery delegate administers the cluster that it fills.
    Draft delegate() {
        var delegate = target.delegate().toString();
        var request =
                JsonBuilder.object()
                        .text("principalArn", delegate)
                        .text("type", "STANDARD")
                        .object("tags", tags -> target.tags(delegate).forEach(tags::text));
        var policy =
                JsonBuilder.object()
                        .text("policyArn", "arn:" + target.delegate().partition() + ADMINISTRATOR)
                        .object("accessScope", scope -> scope.text("type", "cluster"));
        return new Draft(
                step("delegate-access", StepKind.DELEGATE_ACCESS, delegate, new Action.Create())
                        .requesting(text(request), List.of(text(policy)), List.of()),
                List.of());
    }

    /// The captured cluster's entries, in order of their principals.
    List<Draft> mirrored() {
        var drafts = new ArrayList<Draft>();
        for (var entry : surveyed.accessEntries()) {
            var principal = StepRequests.text(entry, "/principalArn", "");
            drafts.add(
                    skipped(entry, principal)
                            .map(reason -> skip(principal, reason))
                            .orElseGet(() -> mirrored(entry, principal)));
        }
        return drafts;
    }

    private Optional<String> skipped(JsonValue entry, String principal) {
        if (principal.contains(":role/aws-service-role/")) {
            return Optional.of("EKS makes it with the cluster");
        }
        if (!StepRequests.text(entry, "/type", "STANDARD").equals("STANDARD")
                && rolesOfNodes().contains(principal)) {
            return Optional.of("EKS makes it with the nodes that have this role");
        }
        return isSistership(principal)
                ? Optional.of("it is Sistership's own way into the captured cluster")
                : Optional.empty();
    }

    private boolean isSistership(String principal) {
        return principal.contains(":role/sistership-" + target.application() + "-")
                || new DelegateRoles(target.primary(), surveyed).contains(Arn.parse(principal));
    }

    private Set<String> rolesOfNodes() {
        var roles = new TreeSet<String>();
        surveyed.nodegroups().forEach(one -> roles.add(StepRequests.text(one, "/nodeRole", "")));
        surveyed.fargateProfiles()
                .forEach(one -> roles.add(StepRequests.text(one, "/podExecutionRoleArn", "")));
        roles.add(StepRequests.text(surveyed.cluster(), "/computeConfig/nodeRoleArn", ""));
        return roles;
    }

    private Draft skip(String principal, String reason) {
        return new Draft(
                step(entryId(principal), StepKind.ACCESS_ENTRY, principal, new Action.Skip(reason))
                        .requesting("", List.of(), List.of()),
                List.of());
    }

    private Draft mirrored(JsonValue entry, String principal) {
        var issues = new ArrayList<Issue>();
        var stays = stays(principal);
        if (stays) {
            issues.add(stayed(principal));
        }
        var request =
                new CreateRequest(
                                "accessEntry",
                                "access entry of " + principal,
                                entry,
                                stays ? itself() : counterparts,
                                leftOut(entry, principal))
                        .tags(target.tags(StepRequests.text(entry, "/accessEntryArn", "")));
        var json = request.json();
        issues.addAll(request.issues());
        var counterpart =
                request.translations().stream()
                        .findFirst()
                        .map(one -> one.after())
                        .orElse(principal);
        return new Draft(
                step(entryId(principal), StepKind.ACCESS_ENTRY, counterpart, new Action.Create())
                        .requesting(
                                json,
                                policies(principal),
                                stays ? List.of() : request.translations()),
                issues);
    }

    // People's own identities, and those of third accounts, are no resources of the primary that
    // could have been replicated: they stay, unless the person named another.
    private boolean stays(String principal) {
        var arn = Arn.parse(principal);
        var role = arn.resource().startsWith("role/");
        var replicated =
                role
                        && !arn.resource().startsWith("role/aws-reserved/sso.amazonaws.com/")
                        && arn.account().equals(target.primary().account().value());
        var identifier = role ? Identifier.role(arn) : Identifier.user(arn);
        return !replicated && counterparts.of(identifier) instanceof Missing;
    }

    private static Counterparts itself() {
        return identifier -> new Found(identifier.value(), "it stays");
    }

    private static Issue stayed(String principal) {
        return Issue.warning(
                "principal-stays",
                "access entry of " + principal,
                "the recovery cluster admits the same principal, which isn't one of the recovery"
                        + " account",
                "name another under `counterparts:` in sistership.yaml: `" + principal + ": ...`");
    }

    // EKS derives a user name from the principal, which is another one now; only a chosen one
    // stays.
    // Types other than STANDARD take neither name nor groups.
    // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    private static Set<String> leftOut(JsonValue entry, String principal) {
        if (!StepRequests.text(entry, "/type", "STANDARD").equals("STANDARD")) {
            return Set.of("username", "kubernetesGroups");
        }
        var arn = Arn.parse(principal);
        var derived =
                arn.resource().startsWith("role/")
                        ? "arn:%s:sts::%s:assumed-role/%s/{{SessionName}}"
                                .formatted(arn.partition(), arn.account(), arn.resourceName())
                        : principal;
        return StepRequests.text(entry, "/username", derived).equals(derived)
                ? Set.of("username")
                : Set.of();
    }

    private List<String> policies(String principal) {
        return surveyed.accessPolicies(principal).stream()
                .map(one -> JsonBuilder.object().copyMembers(one, "policyArn", "accessScope"))
                .map(AccessEntrySteps::text)
                .toList();
    }

    private static String text(JsonBuilder builder) {
        return new String(builder.bytes(), StandardCharsets.UTF_8);
    }

    // By the captured principal: two of them may have one counterpart.
    private static String entryId(String principal) {
        return "access-entry/" + principal;
    }

    private static Drafting step(String id, StepKind kind, String principal, Action action) {
        return (request, policies, translations) ->
                new CloudStep(
                        id,
                        kind,
                        principal,
                        Set.of("cluster"),
                        action,
                        CloudStep.Identity.RECOVERY_ACCESS,
                        request,
                        policies,
                        translations);
    }

    /// The rest of a step.
    private interface Drafting {
        CloudStep requesting(String request, List<String> policies, List<Translation> translations);
    }
}

package io.sistership.rebuild;

import io.sistership.cloud.EksCluster;
import io.sistership.model.Action;
import io.sistership.model.Issue;
import io.sistership.translate.Counterparts;
import io.sistership.translate.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Drafts the steps of a recovery from the captured documents: what each would send. Pure, but for
/// the counterparts that it asks for.
final class StepRequests {

    private static final String CLUSTER = "cluster";

    /// A step before anybody looked whether its resource is there.
    record Draft(CloudStep step, List<Issue> issues) {

        Draft {
            issues = List.copyOf(issues);
        }
    }

    private final RecoveryTarget target;
    private final Counterparts counterparts;
    private final SurveyedCloud surveyed;

    StepRequests(RecoveryTarget target, Counterparts counterparts, SurveyedCloud surveyed) {
        this.target = target;
        this.counterparts = counterparts;
        this.surveyed = surveyed;
    }

    /// All steps, in an order in which they can be done.
    List<Draft> all() {
        var drafts = new ArrayList<Draft>();
        drafts.add(cluster());
        var entered = Set.of(CLUSTER);
        if (hasAccessEntries()) {
            var entries = new AccessEntrySteps(target, counterparts, surveyed);
            var delegate = entries.delegate();
            drafts.add(delegate);
            drafts.addAll(entries.mirrored());
            // Nodes don't wait for other people's entries, one of which may well be refused.
            entered = Set.of(CLUSTER, delegate.step().id());
        }
        for (var nodegroup : surveyed.nodegroups()) {
            drafts.add(nodegroup(nodegroup, entered));
        }
        for (var profile : surveyed.fargateProfiles()) {
            drafts.add(fargateProfile(profile, entered));
        }
        return drafts;
    }

    private boolean hasAccessEntries() {
        return !authenticationMode().equals(EksCluster.CONFIG_MAP);
    }

    private String authenticationMode() {
        return text(surveyed.cluster(), "/accessConfig/authenticationMode", EksCluster.CONFIG_MAP);
    }

    private Draft cluster() {
        var source = surveyed.cluster();
        var ipv6 = text(source, "/kubernetesNetworkConfig/ipFamily", "").equals("ipv6");
        var request =
                new CreateRequest(
                                CLUSTER,
                                "cluster " + text(source, "/name", ""),
                                source,
                                counterparts,
                                // https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
                                ipv6 ? Set.of("kubernetesNetworkConfig/serviceIpv4Cidr") : Set.of())
                        .setText("name", target.cluster())
                        .set("bootstrapSelfManagedAddons", "false")
                        .set("accessConfig/bootstrapClusterCreatorAdminPermissions", "true")
                        .tags(target.tags(target.source().toString()));
        if (source.at("/accessConfig/authenticationMode").isEmpty()) {
            request.setText("accessConfig/authenticationMode", EksCluster.CONFIG_MAP);
        }
        return draft(StepKind.CLUSTER, target.cluster(), Set.of(), request);
    }

    private Draft nodegroup(JsonValue source, Set<String> after) {
        var name = text(source, "/nodegroupName", "");
        var request =
                new CreateRequest(
                                "nodegroup",
                                "node group " + name,
                                source,
                                counterparts,
                                NodegroupRules.leftOut(source))
                        .tags(target.tags(text(source, "/nodegroupArn", "")));
        return draft(StepKind.NODEGROUP, name, after, request);
    }

    private Draft fargateProfile(JsonValue source, Set<String> after) {
        var name = text(source, "/fargateProfileName", "");
        var request =
                new CreateRequest(
                                "fargateProfile",
                                "fargate profile " + name,
                                source,
                                counterparts,
                                Set.of())
                        .tags(target.tags(text(source, "/fargateProfileArn", "")));
        return draft(StepKind.FARGATE_PROFILE, name, after, request);
    }

    private Draft draft(StepKind kind, String name, Set<String> after, CreateRequest request) {
        var json = request.json();
        var id =
                kind == StepKind.CLUSTER
                        ? CLUSTER
                        : kind.name().toLowerCase(Locale.ROOT) + "/" + name;
        return new Draft(
                new CloudStep(
                        id,
                        kind,
                        name,
                        after,
                        new Action.Create(),
                        identity(kind),
                        json,
                        List.of(),
                        request.translations()),
                request.issues());
    }

    private CloudStep.Identity identity(StepKind kind) {
        return kind == StepKind.CLUSTER && !hasAccessEntries()
                ? CloudStep.Identity.RECOVERY_DELEGATE
                : CloudStep.Identity.RECOVERY_ACCESS;
    }

    static String text(JsonValue value, String pointer, String otherwise) {
        return value.at(pointer).flatMap(JsonValue::textIfString).orElse(otherwise);
    }
}

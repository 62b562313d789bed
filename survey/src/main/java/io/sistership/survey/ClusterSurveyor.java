package io.sistership.survey;

import io.sistership.aws.AwsException;
import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.Cloud;
import io.sistership.cloud.EksCluster;
import io.sistership.cloud.EksKind;
import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.Treatment;
import io.sistership.cloud.Treatments;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the cloud around a cluster: its EKS documents, and by following references its network,
/// launch templates, roles and OIDC provider. Writes nothing.
public final class ClusterSurveyor {

    private static final JsonMapper JSON = new JsonMapper();

    private final Cloud cloud;
    private final Environment environment;

    /// Surveys as the identity that the cloud was opened with.
    public ClusterSurveyor(Cloud cloud, Environment environment) {
        this.cloud = cloud;
        this.environment = environment;
    }

    /// Everything about the cluster of this name.
    ///
    /// @throws SistershipException where there is no such cluster, or it is one that can't be
    ///     recovered: on Outposts, or not run by EKS
    public Survey survey(String name, Progress progress) {
        progress.stage("survey", -1);
        var response = describe(name);
        refuseForeign(name, JSON.readTree(response).path("cluster"));
        var cluster = EksCluster.in(response);
        var eks = new ClusterDocuments();
        eks.add("DescribeCluster", "cluster", "cluster " + name, response);
        for (var kind : EksKind.values()) {
            parts(kind, cluster, eks);
        }
        progress.advanced(eks.documents().size(), bytes(eks.documents()));
        var referred = referred(eks);
        progress.advanced(referred.documents().size(), bytes(referred.documents()));
        return new Survey(
                cluster,
                joined(eks.documents(), referred.documents()),
                joined(eks.issues(), referred.issues()));
    }

    private byte[] describe(String name) {
        try {
            return cloud.eks().cluster(name);
        } catch (AwsException e) {
            throw e.notFound() ? notFound(name, e) : e;
        }
    }

    private SistershipException notFound(String name, AwsException cause) {
        var there = cloud.eks().clusters();
        return new SistershipException(
                FailureKind.ACCESS,
                "cluster-not-found",
                "there is no EKS cluster "
                        + name
                        + " in "
                        + environment
                        + (there.isEmpty()
                                ? ", nor any other"
                                : "; there are: " + String.join(", ", there)),
                "Correct clusters, account or region in sistership.yaml.",
                cause);
    }

    private void refuseForeign(String name, JsonNode cluster) {
        var refused = Treatments.of("cluster").present(cluster, Treatment.REFUSED);
        if (refused.isEmpty()) {
            return;
        }
        var connected = refused.stream().anyMatch(path -> path.startsWith("connectorConfig"));
        throw new SistershipException(
                FailureKind.REFUSED,
                connected ? "cluster-not-run-by-eks" : "cluster-on-outposts",
                connected
                        ? "cluster " + name + " is only registered with EKS, not run by it"
                        : "cluster " + name + " runs on an Outpost, which no other place has",
                "Take it out of clusters in sistership.yaml.");
    }

    private void parts(EksKind kind, EksCluster cluster, ClusterDocuments into) {
        if (kind == EksKind.ACCESS_ENTRY && !cluster.hasAccessEntries()) {
            return;
        }
        var names = cloud.eks().names(kind, cluster.name()).stream().sorted().toList();
        var responses = Parallel.map(names, one -> cloud.eks().describe(kind, cluster.name(), one));
        for (int i = 0; i < names.size(); i++) {
            var where = kind.member() + " " + names.get(i) + " of " + cluster.name();
            into.add(kind.operation(), kind.member(), where, responses.get(i));
        }
        if (kind == EksKind.ACCESS_ENTRY) {
            policies(cluster, names, into);
        }
    }

    private void policies(EksCluster cluster, List<String> principals, ClusterDocuments into) {
        var responses =
                Parallel.map(principals, one -> cloud.eks().accessPolicies(cluster.name(), one));
        for (int i = 0; i < principals.size(); i++) {
            into.add(
                    "ListAssociatedAccessPolicies",
                    "associatedAccessPolicies",
                    "access policies of " + principals.get(i) + " in " + cluster.name(),
                    responses.get(i));
        }
    }

    private ReferredDocuments referred(ClusterDocuments eks) {
        var referred = new ReferredDocuments(cloud, environment.account());
        referred.network(NetworkKind.VPC, eks.named(Reference.Target.VPC));
        referred.network(NetworkKind.SUBNET, eks.named(Reference.Target.SUBNET));
        referred.network(NetworkKind.SECURITY_GROUP, eks.named(Reference.Target.SECURITY_GROUP));
        referred.launchTemplates(launchTemplates(eks.documents()));
        referred.roles(eks.named(Reference.Target.ROLE));
        eks.named(Reference.Target.ISSUER).forEach(referred::provider);
        return referred;
    }

    // The one reference that is a pair.
    private static Set<String> launchTemplates(List<AwsDocument> documents) {
        var found = new TreeSet<String>();
        for (var document : documents) {
            var template = JSON.readTree(document.json()).at("/nodegroup/launchTemplate");
            if (template.has("id")) {
                found.add(
                        template.path("id").asString("")
                                + "/"
                                + template.path("version").asString(""));
            }
        }
        return found;
    }

    private static long bytes(List<AwsDocument> documents) {
        return documents.stream().mapToLong(one -> one.json().length).sum();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

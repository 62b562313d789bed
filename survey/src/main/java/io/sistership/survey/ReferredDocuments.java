package io.sistership.survey;

import io.sistership.aws.AwsException;
import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.Cloud;
import io.sistership.cloud.NetworkKind;
import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Describes what a cluster's documents refer to: network, launch templates, roles, OIDC provider.
/// Confined to one thread.
final class ReferredDocuments {

    private final Cloud cloud;
    private final AccountId account;
    private final List<AwsDocument> documents = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();

    ReferredDocuments(Cloud cloud, AccountId account) {
        this.cloud = cloud;
        this.account = account;
    }

    List<AwsDocument> documents() {
        return documents;
    }

    List<Issue> issues() {
        return issues;
    }

    /// The network resources of a kind, in one document where all are there.
    void network(NetworkKind kind, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try {
            add("ec2", kind.operation(), cloud.network().describe(kind, List.copyOf(ids)));
        } catch (AwsException e) {
            if (!e.notFound()) {
                throw e;
            }
            oneByOne(kind, ids);
        }
    }

    // EC2 refuses the whole list for one id that is gone, and a cluster may well name such a one.
    private void oneByOne(NetworkKind kind, Collection<String> ids) {
        for (var id : ids) {
            try {
                add("ec2", kind.operation(), cloud.network().describe(kind, List.of(id)));
            } catch (AwsException e) {
                if (!e.notFound()) {
                    throw e;
                }
                issues.add(gone(id, e.getMessage()));
            }
        }
    }

    /// One version of each launch template: what a node group was made from.
    void launchTemplates(Collection<String> idsAndVersions) {
        if (idsAndVersions.isEmpty()) {
            return;
        }
        network(
                NetworkKind.LAUNCH_TEMPLATE,
                idsAndVersions.stream().map(one -> idOf(one)).distinct().toList());
        for (var one : idsAndVersions) {
            var version = one.substring(one.indexOf('/') + 1);
            var document = cloud.network().launchTemplateVersion(idOf(one), version);
            add("ec2", "DescribeLaunchTemplateVersions", document);
        }
    }

    private static String idOf(String idAndVersion) {
        return idAndVersion.substring(0, idAndVersion.indexOf('/'));
    }

    /// The roles of this account, with what they may do. A principal of another account can't be
    /// read from here, a user has nothing to be read.
    void roles(Collection<String> arns) {
        var names = new TreeMap<String, Arn>();
        arns.stream()
                .flatMap(text -> Arn.of(text).stream())
                .filter(arn -> arn.account().equals(account.value()))
                .filter(arn -> arn.resource().startsWith("role/"))
                .forEach(arn -> names.put(arn.resourceName(), arn));
        Parallel.map(names.keySet(), name -> Optional.of(role(name)))
                .forEach(found -> found.ifPresent(documents::addAll));
        names.values().stream()
                .filter(arn -> documents.stream().noneMatch(one -> describes(one, arn)))
                .forEach(arn -> issues.add(gone(arn.toString(), "IAM knows no such role")));
    }

    private static boolean describes(AwsDocument document, Arn role) {
        return document.operation().equals("GetRole") && document.text().contains(role.toString());
    }

    private List<AwsDocument> role(String name) {
        var role = cloud.roles().role(name);
        if (role.isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(
                                new AwsDocument("iam", "GetRole", role.get()),
                                new AwsDocument(
                                        "iam",
                                        "ListAttachedRolePolicies",
                                        cloud.roles().attachedPolicies(name))),
                        cloud.roles().inlinePolicies(name).stream()
                                .map(policy ->
                                        new AwsDocument(
                                                "iam",
                                                "GetRolePolicy",
                                                cloud.roles().inlinePolicy(name, policy))))
                .toList();
    }

    /// The account's OIDC provider of a cluster's issuer, if somebody made one.
    void provider(String issuer) {
        var host = issuer.replaceFirst("^https://", "");
        cloud.roles().oidcProviders().stream()
                .filter(arn -> arn.endsWith(":oidc-provider/" + host))
                .forEach(arn ->
                        add("iam", "GetOpenIDConnectProvider", cloud.roles().oidcProvider(arn)));
    }

    private void add(String service, String operation, byte[] json) {
        documents.add(new AwsDocument(service, operation, json));
    }

    private static Issue gone(String what, @Nullable String why) {
        return Issue.warning(
                "reference-to-nothing",
                what,
                "the cluster's configuration names something that isn't there: " + why,
                "correct the configuration, or name a counterpart for it in sistership.yaml");
    }
}

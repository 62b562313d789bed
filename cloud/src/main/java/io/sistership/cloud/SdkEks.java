package io.sistership.cloud;

import io.sistership.aws.AwsErrors;
import java.util.List;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.IdentityProviderConfig;

/// EKS by the SDK, with raw bytes both ways. Thread-safe.
final class SdkEks implements EksReader, EksWriter {

    private final EksClient eks;

    /// The client must have been built with a [RawExchange].
    SdkEks(EksClient eks) {
        this.eks = eks;
    }

    @Override
    public List<String> clusters() {
        return AwsErrors.calling(
                "eks:ListClusters", () -> eks.listClustersPaginator().clusters().stream().toList());
    }

    @Override
    public byte[] cluster(String name) {
        return RawCall.read(
                "eks:DescribeCluster " + name,
                raw -> eks.describeCluster(r -> r.name(name).overrideConfiguration(raw)));
    }

    @Override
    public List<String> names(EksKind kind, String cluster) {
        return AwsErrors.calling(
                "eks:List of " + kind.member() + "s of " + cluster, () -> list(kind, cluster));
    }

    private List<String> list(EksKind kind, String cluster) {
        return switch (kind) {
            case NODEGROUP ->
                    eks.listNodegroupsPaginator(r -> r.clusterName(cluster)).nodegroups().stream()
                            .toList();
            case FARGATE_PROFILE ->
                    eks
                            .listFargateProfilesPaginator(r -> r.clusterName(cluster))
                            .fargateProfileNames()
                            .stream()
                            .toList();
            case ADDON ->
                    eks.listAddonsPaginator(r -> r.clusterName(cluster)).addons().stream().toList();
            case ACCESS_ENTRY ->
                    eks
                            .listAccessEntriesPaginator(r -> r.clusterName(cluster))
                            .accessEntries()
                            .stream()
                            .toList();
            case POD_IDENTITY_ASSOCIATION ->
                    eks
                            .listPodIdentityAssociationsPaginator(r -> r.clusterName(cluster))
                            .associations()
                            .stream()
                            .map(association -> association.associationId())
                            .toList();
            case IDENTITY_PROVIDER_CONFIG ->
                    eks
                            .listIdentityProviderConfigsPaginator(r -> r.clusterName(cluster))
                            .identityProviderConfigs()
                            .stream()
                            .map(IdentityProviderConfig::name)
                            .toList();
        };
    }

    @Override
    public byte[] describe(EksKind kind, String cluster, String name) {
        return RawCall.read(
                "eks:" + kind.operation() + " " + name + " of " + cluster,
                raw -> describe(kind, cluster, name, raw));
    }

    private void describe(EksKind kind, String cluster, String name, RawCall.Raw raw) {
        switch (kind) {
            case NODEGROUP ->
                    eks.describeNodegroup(r ->
                            r.clusterName(cluster).nodegroupName(name).overrideConfiguration(raw));
            case FARGATE_PROFILE ->
                    eks.describeFargateProfile(r ->
                            r.clusterName(cluster)
                                    .fargateProfileName(name)
                                    .overrideConfiguration(raw));
            case ADDON ->
                    eks.describeAddon(
                            r -> r.clusterName(cluster).addonName(name).overrideConfiguration(raw));
            case ACCESS_ENTRY ->
                    eks.describeAccessEntry(r ->
                            r.clusterName(cluster).principalArn(name).overrideConfiguration(raw));
            case POD_IDENTITY_ASSOCIATION ->
                    eks.describePodIdentityAssociation(r ->
                            r.clusterName(cluster).associationId(name).overrideConfiguration(raw));
            // "oidc" is the only type of identity provider that EKS knows.
            case IDENTITY_PROVIDER_CONFIG ->
                    eks.describeIdentityProviderConfig(r ->
                            r.clusterName(cluster)
                                    .identityProviderConfig(c -> c.name(name).type("oidc"))
                                    .overrideConfiguration(raw));
        }
    }

    // An entry has at most a handful of policies; a page holds 100, so the first page is all.
    @Override
    public byte[] accessPolicies(String cluster, String principalArn) {
        return RawCall.read(
                "eks:ListAssociatedAccessPolicies " + principalArn + " of " + cluster,
                raw ->
                        eks.listAssociatedAccessPolicies(r ->
                                r.clusterName(cluster)
                                        .principalArn(principalArn)
                                        .maxResults(100)
                                        .overrideConfiguration(raw)));
    }

    @Override
    public byte[] createCluster(byte[] request) {
        return RawCall.write(
                "eks:CreateCluster",
                request,
                raw -> eks.createCluster(r -> r.overrideConfiguration(raw)));
    }

    @Override
    public byte[] createNodegroup(String cluster, byte[] request) {
        return RawCall.write(
                "eks:CreateNodegroup of " + cluster,
                request,
                raw -> eks.createNodegroup(r -> r.clusterName(cluster).overrideConfiguration(raw)));
    }

    @Override
    public byte[] createFargateProfile(String cluster, byte[] request) {
        return RawCall.write(
                "eks:CreateFargateProfile of " + cluster,
                request,
                raw ->
                        eks.createFargateProfile(
                                r -> r.clusterName(cluster).overrideConfiguration(raw)));
    }

    @Override
    public byte[] createAccessEntry(String cluster, byte[] request) {
        return RawCall.write(
                "eks:CreateAccessEntry of " + cluster,
                request,
                raw ->
                        eks.createAccessEntry(
                                r -> r.clusterName(cluster).overrideConfiguration(raw)));
    }

    @Override
    public byte[] associateAccessPolicy(String cluster, String principalArn, byte[] request) {
        return RawCall.write(
                "eks:AssociateAccessPolicy to " + principalArn + " of " + cluster,
                request,
                raw ->
                        eks.associateAccessPolicy(r ->
                                r.clusterName(cluster)
                                        .principalArn(principalArn)
                                        .overrideConfiguration(raw)));
    }
}

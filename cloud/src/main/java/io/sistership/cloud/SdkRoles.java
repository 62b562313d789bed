package io.sistership.cloud;

import io.sistership.aws.AwsErrors;
import io.sistership.aws.AwsException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;

/// IAM by the SDK, its XML as JSON. Thread-safe.
final class SdkRoles implements RoleReader {

    private final IamClient iam;

    /// The client must have been built with a [RawExchange].
    SdkRoles(IamClient iam) {
        this.iam = iam;
    }

    @Override
    public Optional<byte[]> role(String name) {
        try {
            var xml =
                    RawCall.read(
                            "iam:GetRole " + name,
                            raw -> iam.getRole(r -> r.roleName(name).overrideConfiguration(raw)));
            return Optional.of(XmlAsJson.convert(xml));
        } catch (AwsException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    // A role has at most 25 attached policies; a page holds 100.
    @Override
    public byte[] attachedPolicies(String role) {
        return XmlAsJson.convert(
                RawCall.read(
                        "iam:ListAttachedRolePolicies " + role,
                        raw ->
                                iam.listAttachedRolePolicies(
                                        r -> r.roleName(role).overrideConfiguration(raw))));
    }

    @Override
    public List<String> inlinePolicies(String role) {
        return AwsErrors.calling(
                "iam:ListRolePolicies " + role,
                () ->
                        iam.listRolePoliciesPaginator(r -> r.roleName(role)).policyNames().stream()
                                .toList());
    }

    @Override
    public byte[] inlinePolicy(String role, String policy) {
        return XmlAsJson.convert(
                RawCall.read(
                        "iam:GetRolePolicy " + policy + " of " + role,
                        raw ->
                                iam.getRolePolicy(r ->
                                        r.roleName(role)
                                                .policyName(policy)
                                                .overrideConfiguration(raw))));
    }

    @Override
    public List<String> oidcProviders() {
        return AwsErrors.calling(
                "iam:ListOpenIDConnectProviders",
                () ->
                        iam.listOpenIDConnectProviders().openIDConnectProviderList().stream()
                                .map(provider -> provider.arn())
                                .toList());
    }

    @Override
    public byte[] oidcProvider(String arn) {
        return XmlAsJson.convert(
                RawCall.read(
                        "iam:GetOpenIDConnectProvider " + arn,
                        raw ->
                                iam.getOpenIDConnectProvider(r ->
                                        r.openIDConnectProviderArn(arn)
                                                .overrideConfiguration(raw))));
    }
}

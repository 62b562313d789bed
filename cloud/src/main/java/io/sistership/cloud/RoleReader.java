package io.sistership.cloud;

import java.util.List;
import java.util.Optional;

/// Reads the roles and OIDC providers of one account.
///
/// Documents are IAM's responses as JSON, every member kept. Every call throws
/// [io.sistership.aws.AwsException]. Implementations are thread-safe.
public interface RoleReader {

    /// The response of GetRole; empty where there is no role of that name.
    Optional<byte[]> role(String name);

    /// The response of ListAttachedRolePolicies.
    byte[] attachedPolicies(String role);

    /// The names of a role's inline policies.
    List<String> inlinePolicies(String role);

    /// The response of GetRolePolicy.
    byte[] inlinePolicy(String role, String policy);

    /// The ARNs of the account's OIDC providers.
    List<String> oidcProviders();

    /// The response of GetOpenIDConnectProvider. It doesn't name the provider that it describes.
    byte[] oidcProvider(String arn);
}

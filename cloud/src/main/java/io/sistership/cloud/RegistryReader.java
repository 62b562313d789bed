package io.sistership.cloud;

import java.util.List;

/// Reads the image registry (ECR) of one account and region.
///
/// Every call throws [io.sistership.aws.AwsException]. Implementations are thread-safe.
public interface RegistryReader {

    /// A repository: `shop/web` at `222222222222.dkr.ecr.us-west-2.amazonaws.com/shop/web`.
    record Repository(String name, String uri) {}

    /// All repositories.
    List<Repository> repositories();

    /// Whether a repository has an image.
    ///
    /// @param reference a tag, or a digest (`sha256:...`)
    boolean holds(String repository, String reference);
}

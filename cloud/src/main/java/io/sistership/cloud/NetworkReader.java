package io.sistership.cloud;

import java.util.List;

/// Reads the network of one account and region, and its launch templates.
///
/// Documents are EC2's responses as JSON, every member kept. Every call throws
/// [io.sistership.aws.AwsException]. Implementations are thread-safe.
public interface NetworkReader {

    /// The description of these; one that isn't there makes the call fail with `NOT_FOUND`.
    byte[] describe(NetworkKind kind, List<String> ids);

    /// The descriptions of all, page by page.
    List<byte[]> all(NetworkKind kind);

    /// One version of a launch template, as DescribeLaunchTemplateVersions answers.
    byte[] launchTemplateVersion(String id, String version);
}

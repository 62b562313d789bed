package io.sistership.model;

import java.util.Optional;

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// Region and account are empty strings where the service leaves them out (IAM has no region, S3
/// neither). The resource part may hold further colons.
/// Source: AWS General Reference, "Amazon Resource Names".
public record Arn(
        String partition, String service, String region, String account, String resource) {

    public Arn {
        if (partition.isEmpty() || service.isEmpty() || resource.isEmpty()) {
            throw new IllegalArgumentException(
                    "an ARN needs partition, service and resource: arn:"
                            + String.join(":", partition, service, region, account, resource));
        }
    }

    /// Reads an ARN, or throws `IllegalArgumentException` that quotes it.
    public static Arn parse(String text) {
        return of(text).orElseThrow(
                        () -> new IllegalArgumentException("not an ARN: '" + text + "'"));
    }

    /// Reads an ARN where the text is one.
    public static Optional<Arn> of(String text) {
        var parts = text.split(":", 6);
        if (parts.length < 6
                || !parts[0].equals("arn")
                || parts[1].isEmpty()
                || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    /// The ARN of an IAM role, path included in `name` where there is one.
    public static Arn role(String partition, AccountId account, String name) {
        return new Arn(partition, "iam", "", account.value(), "role/" + name);
    }

    /// What follows the last slash of the resource: the name of a role, cluster or repository
    /// without its path.
    public String resourceName() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return String.join(":", "arn", partition, service, region, account, resource);
    }
}

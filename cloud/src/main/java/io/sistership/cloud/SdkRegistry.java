package io.sistership.cloud;

import io.sistership.aws.AwsErrors;
import io.sistership.aws.AwsException;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/// ECR by the SDK. Thread-safe.
final class SdkRegistry implements RegistryReader {

    private final EcrClient ecr;

    SdkRegistry(EcrClient ecr) {
        this.ecr = ecr;
    }

    @Override
    public List<Repository> repositories() {
        return AwsErrors.calling(
                "ecr:DescribeRepositories",
                () ->
                        ecr.describeRepositoriesPaginator().repositories().stream()
                                .map(one ->
                                        new Repository(one.repositoryName(), one.repositoryUri()))
                                .toList());
    }

    @Override
    public boolean holds(String repository, String reference) {
        var image =
                reference.startsWith("sha256:")
                        ? ImageIdentifier.builder().imageDigest(reference).build()
                        : ImageIdentifier.builder().imageTag(reference).build();
        try {
            return AwsErrors.calling(
                    "ecr:DescribeImages " + repository + " " + reference,
                    () ->
                            ecr.describeImages(r -> r.repositoryName(repository).imageIds(image))
                                    .hasImageDetails());
        } catch (AwsException e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }
}

package io.sistership.cloud;

import io.sistership.model.Region;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;

/// The cloud of one environment as one identity sees it: a port per service.
///
/// Each step of the work opens its own with the role that the step assumes. Thread-safe as its ports
/// are.
public record Cloud(
        EksReader eks,
        EksWriter eksWrites,
        NetworkReader network,
        RoleReader roles,
        RegistryReader registry,
        StackOutputs stacks) {

    /// Opens the services of a region with these credentials. Endpoints are the SDK's own business
    /// (`AWS_ENDPOINT_URL`, the profile's settings).
    public static Cloud connect(AwsCredentialsProvider credentials, Region region) {
        var http = UrlConnectionHttpClient.create();
        var eks = new SdkEks(configured(EksClient.builder(), credentials, region, http).build());
        return new Cloud(
                eks,
                eks,
                new SdkNetwork(configured(Ec2Client.builder(), credentials, region, http).build()),
                new SdkRoles(configured(IamClient.builder(), credentials, region, http).build()),
                new SdkRegistry(configured(EcrClient.builder(), credentials, region, http).build()),
                new SdkStacks(
                        configured(CloudFormationClient.builder(), credentials, region, http)
                                .build()));
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, AwsCredentialsProvider credentials, Region region, SdkHttpClient http) {
        return builder.credentialsProvider(credentials)
                .region(software.amazon.awssdk.regions.Region.of(region.value()))
                .httpClient(http)
                .overrideConfiguration(c -> c.addExecutionInterceptor(new RawExchange()));
    }
}

package io.sistership.cloud;

import io.sistership.aws.AwsSession;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
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

    /// Opens the services of a session's region as the session's identity.
    public static Cloud connect(AwsSession session) {
        var eks = new SdkEks(raw(session, EksClient.builder()).build());
        return new Cloud(
                eks,
                eks,
                new SdkNetwork(raw(session, Ec2Client.builder()).build()),
                new SdkRoles(raw(session, IamClient.builder()).build()),
                new SdkRegistry(session.configured(EcrClient.builder()).build()),
                new SdkStacks(session.configured(CloudFormationClient.builder()).build()));
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B raw(
            AwsSession session, B builder) {
        var configured = session.configured(builder);
        return configured.overrideConfiguration(
                configured.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new RawExchange())
                        .build());
    }
}

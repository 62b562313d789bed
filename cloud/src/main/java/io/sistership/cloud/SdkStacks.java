package io.sistership.cloud;

import io.sistership.aws.AwsErrors;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;

/// CloudFormation by the SDK. Thread-safe.
final class SdkStacks implements StackOutputs {

    private final CloudFormationClient stacks;

    SdkStacks(CloudFormationClient stacks) {
        this.stacks = stacks;
    }

    @Override
    public Map<String, String> of(String stack) {
        return AwsErrors.calling(
                "cloudformation:DescribeStacks " + stack,
                () ->
                        stacks.describeStacks(r -> r.stackName(stack)).stacks().stream()
                                .flatMap(one -> one.outputs().stream())
                                .collect(
                                        Collectors.toUnmodifiableMap(
                                                Output::outputKey, Output::outputValue)));
    }
}

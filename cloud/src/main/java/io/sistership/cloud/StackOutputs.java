package io.sistership.cloud;

import java.util.Map;

/// Reads what CloudFormation stacks of one account and region put out.
public interface StackOutputs {

    /// The outputs of a stack by key.
    ///
    /// @throws io.sistership.aws.AwsException `NOT_FOUND` where there is no such stack
    Map<String, String> of(String stack);
}

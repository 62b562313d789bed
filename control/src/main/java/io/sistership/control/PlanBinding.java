package io.sistership.control;

import java.util.List;

/// What a plan is bound to: it says nothing about any other recovery.
///
/// @param application the application's name
/// @param source the captured cluster's ARN
/// @param target the name of the cluster to be made
/// @param environment account and region of the target
/// @param recoveryId the same in every run for this application, source and target
/// @param point the recovery point
/// @param manifest SHA-256 of the point's manifest
/// @param configuration SHA-256 of `sistership.yaml`
/// @param counterparts names every identifier that was looked up, with its answer
/// @param accepted blocking issues that the person accepted: a code, or `code:object`
public record PlanBinding(
        String application,
        String source,
        String target,
        String environment,
        String recoveryId,
        String point,
        String manifest,
        String configuration,
        String counterparts,
        List<String> accepted) {

    public PlanBinding {
        accepted = List.copyOf(accepted);
    }
}

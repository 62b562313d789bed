package io.sistership.control;

import java.util.List;
import java.util.Map;

/// What a recovery would do, computed without a write.
///
/// @param id binds point, configuration, counterparts, target and every line of the plan
/// @param target the name of the cluster to be made
/// @param environment account and region of the target
/// @param recoveryId the same in every run for this application, source and target
/// @param binding all that the plan is bound to, by name or digest
/// @param cloud the steps on the AWS side, in order
/// @param actions how many objects by action
/// @param reasons how many objects by action and its reason, rule or cause
/// @param objects every captured object
/// @param translations every identifier that is replaced by its counterpart
public record PlanReport(
        String id,
        String point,
        String cluster,
        String target,
        String environment,
        String recoveryId,
        PlanBinding binding,
        List<CloudRow> cloud,
        Map<String, Long> actions,
        Map<String, Map<String, Long>> reasons,
        List<ObjectRow> objects,
        List<TranslationRow> translations) {

    /// One step on the AWS side.
    public record CloudRow(String step, String resource, String action, String detail) {}

    /// One captured object.
    ///
    /// @param wave when it is written
    public record ObjectRow(
            String object, String type, String wave, String action, String detail) {}

    /// One replaced identifier. Values inside Secrets never stand here.
    ///
    /// @param object what holds it; a document's name for the cloud side
    public record TranslationRow(
            String object, String path, String rule, String from, String to, String found) {}
}

package io.sistership.control;

import java.util.List;
import java.util.Map;

/// How a recovery ended.
///
/// @param captured how many objects the point holds: the sum of `outcomes`
/// @param outcomes how many objects by outcome
/// @param reasons how many objects by outcome and its reason, cause or message
/// @param unfinished the objects that were blocked or failed, with the cause
/// @param calls calls beyond one write per object, by cause (retries, owner links)
/// @param readiness whether what was brought back works
/// @param loadBalancers where Services and Ingresses answered, and where they answer now
/// @param todo what a person must still do
/// @param millis how long each phase took
public record RecoveryReport(
        String plan,
        String point,
        String cluster,
        String target,
        String environment,
        String recoveryId,
        List<PlanReport.CloudRow> cloud,
        long captured,
        Map<String, Long> outcomes,
        Map<String, Map<String, Long>> reasons,
        List<Unfinished> unfinished,
        Map<String, Long> calls,
        ReadinessReport readiness,
        List<LoadBalancerRow> loadBalancers,
        List<Todo> todo,
        Map<String, Long> millis) {

    /// The same, with what is to be done about it.
    RecoveryReport with(List<Todo> todo) {
        return new RecoveryReport(
                plan,
                point,
                cluster,
                target,
                environment,
                recoveryId,
                cloud,
                captured,
                outcomes,
                reasons,
                unfinished,
                calls,
                readiness,
                loadBalancers,
                todo,
                millis);
    }

    /// An object that isn't there as the plan meant.
    public record Unfinished(String object, String outcome, String cause) {}

    /// Whether everything that was to come back did.
    public boolean complete() {
        return unfinished.isEmpty();
    }
}

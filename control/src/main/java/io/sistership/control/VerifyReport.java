package io.sistership.control;

import java.util.List;
import java.util.Map;

/// The recovery cluster held against the translated recovery point.
///
/// @param captured how many objects the point holds: the sum of `totals`
/// @param totals `equal`, `explained`, `left out`, `different`, `missing`
/// @param explained how often each rule explained a difference
/// @param rules what each of these rules says, by its name
/// @param leftOut how many objects are not expected, by reason
/// @param differences what no rule explains
/// @param missing objects that should be there and aren't
/// @param surplus objects that are there and in no point, and why that may be, by reason
/// @param unexpected objects that are there, in no point, and that nothing explains
/// @param readiness whether what was brought back works
/// @param loadBalancers where Services and Ingresses answered, and where they answer now
/// @param todo what a person must still do
/// @param millis how long it took
public record VerifyReport(
        String point,
        String cluster,
        String target,
        String environment,
        long captured,
        Map<String, Long> totals,
        Map<String, Long> explained,
        Map<String, String> rules,
        Map<String, Long> leftOut,
        List<Difference> differences,
        List<String> missing,
        Map<String, Long> surplus,
        List<String> unexpected,
        ReadinessReport readiness,
        List<LoadBalancerRow> loadBalancers,
        List<Todo> todo,
        long millis) {

    /// One value that differs. Values of Secrets never stand here.
    ///
    /// @param place the path, and what is there instead of what
    public record Difference(String object, String place) {}

    /// The same, with what is to be done about it.
    VerifyReport with(List<Todo> todo) {
        return new VerifyReport(
                point,
                cluster,
                target,
                environment,
                captured,
                totals,
                explained,
                rules,
                leftOut,
                differences,
                missing,
                surplus,
                unexpected,
                readiness,
                loadBalancers,
                todo,
                millis);
    }

    /// Whether it is the same ship.
    public boolean same() {
        return differences.isEmpty() && missing.isEmpty() && unexpected.isEmpty();
    }
}

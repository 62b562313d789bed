package io.sistership.restore;

import io.sistership.model.ObjectId;
import io.sistership.restore.LoadBalancers.LoadBalancer;
import java.util.List;
import java.util.Map;

/// How the recovery cluster compares with the translated capture. Immutable.
///
/// @param captured how many objects the point holds: the sum of the five below it
/// @param equal nothing differs
/// @param explained every difference is as a named rule says
/// @param differing something differs that no rule explains
/// @param missing ought to be there, and isn't
/// @param leftOut not restored on purpose, by reason
/// @param rules how many differences each rule explained, by the rule's name
/// @param reasons what each of these rules says, by its name
/// @param surplus is there, was not captured, and no rule says why
/// @param surplusRules how many objects that were not captured are explained, by reason
/// @param loadBalancers where Services and Ingresses answered, and where they answer now
public record VerifyResult(
        long captured,
        long equal,
        long explained,
        List<Differing> differing,
        List<ObjectId> missing,
        Map<String, Long> leftOut,
        Map<String, Long> rules,
        Map<String, String> reasons,
        List<ObjectId> surplus,
        Map<String, Long> surplusRules,
        List<LoadBalancer> loadBalancers) {

    public VerifyResult {
        differing = List.copyOf(differing);
        missing = List.copyOf(missing);
        leftOut = Map.copyOf(leftOut);
        rules = Map.copyOf(rules);
        reasons = Map.copyOf(reasons);
        loadBalancers = List.copyOf(loadBalancers);
        surplus = List.copyOf(surplus);
        surplusRules = Map.copyOf(surplusRules);
        long out = leftOut.values().stream().mapToLong(Long::longValue).sum();
        long sum = equal + explained + differing.size() + missing.size() + out;
        if (sum != captured) {
            throw new IllegalStateException(
                    "%d objects were captured, %d are accounted for".formatted(captured, sum));
        }
    }

    /// Whether the recovery cluster is what the point says.
    public boolean same() {
        return differing.isEmpty() && missing.isEmpty() && surplus.isEmpty();
    }

    /// An object with differences that no rule explains.
    ///
    /// @param places for people: path, and where it isn't a Secret's, what is there instead of what
    public record Differing(ObjectId id, List<String> places) {

        public Differing {
            places = List.copyOf(places);
        }
    }
}

package io.sistership.restore;

import io.sistership.translate.Comparison;
import io.sistership.translate.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares an object as it was meant to be written with the one that the cluster holds. Immutable.
final class Expectations {

    private static final Comparison MEANING = Comparison.of(Comparison.Numbers.BY_VALUE);

    /// @param explained how many differences each rule of [DifferenceRules] explains, inherent ones aside
    /// @param unexplained everything else
    record Finding(Map<String, Integer> explained, List<Difference> unexplained) {

        Finding {
            explained = Map.copyOf(explained);
            unexplained = List.copyOf(unexplained);
        }
    }

    Finding compare(ObjectView wanted, ObjectView live) {
        var explained = new LinkedHashMap<String, Integer>();
        var unexplained = new ArrayList<Difference>();
        for (var difference : MEANING.differences(wanted.document(), live.document())) {
            DifferenceRules.find(wanted, live, difference)
                    .ifPresentOrElse(
                            rule -> count(rule, explained), () -> unexplained.add(difference));
        }
        return new Finding(explained, unexplained);
    }

    /// What every object has makes none of them different.
    private static void count(DifferenceRule rule, Map<String, Integer> explained) {
        if (!rule.inherent()) {
            explained.merge(rule.name(), 1, Integer::sum);
        }
    }
}

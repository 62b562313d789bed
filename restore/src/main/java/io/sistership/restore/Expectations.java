package io.sistership.restore;

import io.sistership.translate.Comparison;
import io.sistership.translate.Difference;
import io.sistership.translate.JsonPath;
import io.sistership.translate.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares an object as it was meant to be written with the one that the cluster holds. Immutable.
final class Expectations {

    private static final Comparison MEANING = Comparison.of(Comparison.Numbers.BY_VALUE);

    private static final Pattern ENTRY_BY_ENTRY =
            Pattern.compile(
                    "(/spec/template)?/metadata/(labels|annotations)|/metadata/finalizers|/data");

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
        MEANING.differences(wanted.document(), live.document()).stream()
                .flatMap(Expectations::entries)
                .forEach(difference ->
                        DifferenceRules.find(wanted, live, difference)
                                .ifPresentOrElse(
                                        rule -> count(rule, explained),
                                        () -> unexplained.add(difference)));
        return new Finding(explained, unexplained);
    }

    /// Maps and lists of which one side has none are compared entry by entry: rules name entries, and
    /// one that explains a label doesn't explain the others that came with it.
    private static Stream<Difference> entries(Difference difference) {
        boolean oneSided = difference.left().isEmpty() || difference.right().isEmpty();
        if (!oneSided || !ENTRY_BY_ENTRY.matcher(difference.path()).matches()) {
            return Stream.of(difference);
        }
        var items = difference.left().or(difference::right).orElseThrow().items();
        return items.isEmpty()
                ? Stream.of(difference)
                : IntStream.range(0, items.size())
                        .mapToObj(i -> entry(difference, i, items.get(i)));
    }

    private static Difference entry(Difference difference, int index, JsonValue value) {
        var name = value.name().map(JsonPath::escape).orElse(String.valueOf(index));
        var there = Optional.of(value);
        return new Difference(
                difference.path() + "/" + name,
                difference.left().isPresent() ? there : Optional.empty(),
                difference.right().isPresent() ? there : Optional.empty());
    }

    /// What every object has makes none of them different.
    private static void count(DifferenceRule rule, Map<String, Integer> explained) {
        if (!rule.inherent()) {
            explained.merge(rule.name(), 1, Integer::sum);
        }
    }
}

package io.sistership.restore;

import static io.sistership.restore.Wave.BACKENDS;
import static io.sistership.restore.Wave.CONVERTED;
import static io.sistership.restore.Wave.DEFINITIONS;
import static io.sistership.restore.Wave.GUARDS;
import static io.sistership.restore.Wave.LIMITS;
import static io.sistership.restore.Wave.NAMESPACES;
import static io.sistership.restore.Wave.NETWORK;
import static io.sistership.restore.Wave.PASSIVE;
import static io.sistership.restore.Wave.WORKLOADS;

import java.util.List;
import java.util.function.BiPredicate;

/// Which object belongs to which wave: an ordered table, the first line that applies wins.
final class WaveTable {

    /// @param reason why it can't be earlier or later
    record Line(Wave wave, BiPredicate<CapturedObject, Inventory> applies, String reason) {}

    private static final List<Line> TABLE =
            List.of(
                    new Line(
                            NAMESPACES,
                            type("namespaces"),
                            "objects are refused while their namespace is missing"),
                    new Line(
                            DEFINITIONS,
                            type(Types.CRD),
                            "custom resources are refused while their type is unknown"),
                    new Line(
                            NETWORK,
                            (o, _) -> o.facet() instanceof Facet.Workload w && w.network(),
                            "a managed node group never becomes ACTIVE without its nodes' network"),
                    new Line(
                            LIMITS,
                            (o, i) -> i.guardsWithoutBackend(o),
                            "it would refuse whatever is written after it, as nothing of this restore answers for it"),
                    new Line(
                            GUARDS,
                            (o, _) ->
                                    o.facet() instanceof Facet.Guard
                                            || o.facet() instanceof Facet.Aggregated,
                            "calls to a backend that isn't ready fail writes and discovery"),
                    new Line(
                            GUARDS,
                            (o, _) -> Types.ADMISSION_POLICIES.contains(o.type().groupResource()),
                            "policies need not hold for objects older than they are"),
                    new Line(
                            BACKENDS,
                            (o, i) -> i.isBackend(o),
                            "the API server calls it for other objects"),
                    new Line(
                            BACKENDS,
                            (o, i) -> i.isClusterDns(o),
                            "backends look up AWS and each other before they are ready"),
                    new Line(
                            BACKENDS,
                            type("pods"),
                            "what webhooks put into it is in it; after them, it would get it a second time"),
                    new Line(
                            CONVERTED,
                            (o, i) -> i.isConverted(o),
                            "each write calls the conversion webhook"),
                    new Line(
                            LIMITS,
                            type("resourcequotas"),
                            "a quota at its limit refuses what it already counts"),
                    new Line(
                            WORKLOADS,
                            (o, _) -> o.facet() instanceof Facet.Workload,
                            "it runs code that reads and writes objects"),
                    new Line(
                            WORKLOADS,
                            type("horizontalpodautoscalers.autoscaling"),
                            "it would scale a target without metrics"),
                    new Line(PASSIVE, (_, _) -> true, "it runs no code"));

    private WaveTable() {}

    static Wave wave(CapturedObject object, Inventory inventory) {
        return line(object, inventory).wave();
    }

    static Line line(CapturedObject object, Inventory inventory) {
        return TABLE.stream()
                .filter(line -> line.applies().test(object, inventory))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("the last line of the table takes every object"));
    }

    static List<Line> table() {
        return TABLE;
    }

    private static BiPredicate<CapturedObject, Inventory> type(String groupResource) {
        return (o, _) -> o.is(groupResource);
    }
}

package io.sistership.control;

import io.sistership.cloud.EksCluster;
import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.ObjectId;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import io.sistership.restore.VerifyResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `verify`: holds the recovery cluster against the point again. Confined to one command.
public final class Verification {

    private final Application application;
    private final Duration readyWithin;
    private final Progress progress;

    /// @param readyWithin how long to wait for what worked when it was captured
    public Verification(Application application, Duration readyWithin, Progress progress) {
        this.application = application;
        this.readyWithin = readyWithin;
        this.progress = progress;
    }

    /// Reads the recovery cluster back and compares.
    public Verified verify(RecoveryRequest request) {
        progress.stage("access", -1);
        try (var context = new RecoveryContext(application, request, progress)) {
            var cluster = context.cloudPlanner().cluster().orElseThrow(() -> notThere(context));
            long began = System.nanoTime();
            var result =
                    Addresses.reach(
                            cluster,
                            address -> context.delegate().verify(context.point(), address));
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            var readiness =
                    Addresses.reach(
                            cluster,
                            address ->
                                    context.delegate()
                                            .readiness(context.point(), address, readyWithin));
            var report = report(context, cluster, result, ReadinessReport.of(readiness), millis);
            return new Verified(report.with(Todo.after(report, List.of())), List.of());
        }
    }

    static SistershipException notThere(RecoveryContext context) {
        return new SistershipException(
                FailureKind.ACCESS,
                "recovery-cluster-not-found",
                "there is no cluster %s in %s that this recovery made"
                        .formatted(context.request().target(), context.application().recovery()),
                "Make it: sistership recover");
    }

    private static VerifyReport report(
            RecoveryContext context,
            EksCluster cluster,
            VerifyResult result,
            ReadinessReport readiness,
            long millis) {
        return new VerifyReport(
                context.pointId().value(),
                context.request().cluster(),
                cluster.name(),
                context.application().recovery().toString(),
                result.captured(),
                totals(result),
                new TreeMap<>(result.rules()),
                new TreeMap<>(result.reasons()),
                new TreeMap<>(result.leftOut()),
                result.differing().stream()
                        .flatMap(each ->
                                each.places().stream()
                                        .map(place ->
                                                new VerifyReport.Difference(
                                                        each.id().toString(), place)))
                        .toList(),
                names(result.missing()),
                new TreeMap<>(result.surplusRules()),
                names(result.surplus()),
                readiness,
                LoadBalancerRow.of(result.loadBalancers()),
                List.of(),
                millis);
    }

    private static Map<String, Long> totals(VerifyResult result) {
        var totals = new LinkedHashMap<String, Long>();
        totals.put("equal", result.equal());
        totals.put("explained", result.explained());
        totals.put("left out", result.leftOut().values().stream().mapToLong(Long::longValue).sum());
        totals.put("different", (long) result.differing().size());
        totals.put("missing", (long) result.missing().size());
        return totals;
    }

    private static List<String> names(List<ObjectId> ids) {
        return ids.stream().map(ObjectId::toString).toList();
    }
}

package io.sistership.restore;

import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.Progress;
import io.sistership.restore.WorkloadReadiness.Before;
import io.sistership.restore.WorkloadReadiness.Unready;
import io.sistership.vault.OpenPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Tells whether what a recovery brought back works: rollouts, claims, webhooks, API services. Waits
/// for what worked when it was captured; what didn't is only told. Writes nothing. Immutable.
///
/// @param within how long to wait at most
/// @param interval how often to look
/// @param progress hears what is waited for
public record WorkloadProbe(Duration within, Duration interval, Progress progress) {

    /// How long a recovered cluster is given unless somebody says otherwise: as long as webhooks'
    /// backends are.
    public static final Duration WITHIN = RestoreOptions.STANDARD.backendDeadline();

    public WorkloadProbe(Duration within, Progress progress) {
        this(within, Duration.ofSeconds(1), progress);
    }

    /// Looks at what this point holds and the cluster has.
    public WorkloadReadiness probe(OpenPoint point, KubeClient client) {
        return probe(PointContents.of(point), new KubeCluster(client, FieldManager.of("none")));
    }

    WorkloadReadiness probe(PointContents point, Cluster cluster) {
        var look = new Look(cluster, before(point));
        long began = System.nanoTime();
        progress.stage("ready", look.before.size());
        new Waiting(interval).until(within, () -> look.again(progress));
        return look.result(Duration.ofNanos(System.nanoTime() - began));
    }

    private static Map<ApiResource, Map<ObjectId, Before>> before(PointContents point) {
        var around = Surroundings.of(point);
        boolean told =
                point.types().stream()
                        .anyMatch(type ->
                                type.groupResource().equals("endpointslices.discovery.k8s.io"));
        var found = new LinkedHashMap<ApiResource, Map<ObjectId, Before>>();
        for (var type : point.types()) {
            if (ReadyRules.TYPES.contains(type.groupResource())) {
                var states = new HashMap<ObjectId, Before>();
                Surroundings.each(
                        point,
                        type,
                        object -> {
                            if (ReadyRules.covers(object)) {
                                states.put(object.id(), before(object, around, told));
                            }
                        });
                found.put(type, states);
            }
        }
        return found;
    }

    private static Before before(ObjectView captured, Surroundings around, boolean told) {
        boolean calls =
                Types.WEBHOOK_CONFIGURATIONS.contains(captured.type().groupResource())
                        || captured.is(Types.CRD);
        if (calls && !told) {
            return Before.UNKNOWN;
        }
        return ReadyRules.why(captured, around).isEmpty() ? Before.READY : Before.NOT_READY;
    }

    /// What is known so far. Confined.
    private static final class Look {

        private final Cluster cluster;
        private final Map<ApiResource, Map<ObjectId, Before>> before;
        private final Map<ApiResource, Map<ObjectId, String>> unready = new LinkedHashMap<>();
        private final Map<ApiResource, Set<ObjectId>> ready = new HashMap<>();
        private long told;

        Look(Cluster cluster, Map<ApiResource, Map<ObjectId, Before>> before) {
            this.cluster = cluster;
            this.before = before;
            before.keySet().forEach(type -> unready.put(type, Map.of()));
        }

        /// Looks at every type the first time, then at those that had something to wait for.
        ///
        /// @return whether there is nothing to wait for any more
        boolean again(Progress progress) {
            var around = Surroundings.of(cluster);
            unready.keySet().stream()
                    .filter(type -> !ready.containsKey(type) || awaited(type) > 0)
                    .toList()
                    .forEach(type -> look(type, around));
            long awaited = unready.keySet().stream().mapToLong(this::awaited).sum();
            if (awaited > 0 && awaited != told) {
                progress.note("waiting for %d objects to be ready".formatted(awaited));
            }
            told = awaited;
            return awaited == 0;
        }

        private void look(ApiResource type, Surroundings around) {
            var captured = before.getOrDefault(type, Map.of());
            var whys = new TreeMap<ObjectId, String>(Look::byName);
            var works = new HashSet<ObjectId>();
            Surroundings.each(
                    cluster,
                    type,
                    object -> {
                        if (captured.containsKey(object.id())) {
                            whys.remove(object.id());
                            ReadyRules.why(object, around)
                                    .ifPresentOrElse(
                                            why -> whys.put(object.id(), why),
                                            () -> works.add(object.id()));
                        }
                    });
            works.removeAll(whys.keySet());
            unready.put(type, whys);
            ready.put(type, works);
        }

        private static int byName(ObjectId one, ObjectId other) {
            return one.toString().compareTo(other.toString());
        }

        private long awaited(ApiResource type) {
            return unready(type).stream().filter(Unready::isNew).count();
        }

        private List<Unready> unready(ApiResource type) {
            var captured = before.getOrDefault(type, Map.of());
            return unready.getOrDefault(type, Map.of()).entrySet().stream()
                    .map(each ->
                            new Unready(
                                    each.getKey(),
                                    each.getValue(),
                                    captured.getOrDefault(each.getKey(), Before.UNKNOWN)))
                    .toList();
        }

        WorkloadReadiness result(Duration waited) {
            var counts = new TreeMap<String, Long>();
            ready.forEach((type, ids) -> counts.merge(type.kind(), (long) ids.size(), Long::sum));
            counts.values().removeIf(count -> count == 0);
            var troubles = PodTroubles.of(cluster, unreadyNamespaces());
            var all =
                    unready.keySet().stream()
                            .flatMap(type ->
                                    unready(type).stream().map(it -> told(type, it, troubles)))
                            .toList();
            return new WorkloadReadiness(counts, all, waited);
        }

        private Set<String> unreadyNamespaces() {
            return unready.entrySet().stream()
                    .filter(each -> Types.WORKLOADS.contains(each.getKey().groupResource()))
                    .flatMap(each -> each.getValue().keySet().stream())
                    .map(id -> id.key().namespace())
                    .collect(Collectors.toSet());
        }

        private Unready told(ApiResource type, Unready it, PodTroubles troubles) {
            var trouble =
                    Types.WORKLOADS.contains(type.groupResource())
                            ? cluster.get(type, it.id().key())
                                    .map(bytes -> troubles.of(ObjectView.of(type, bytes)))
                                    .orElse("")
                            : "";
            return trouble.isEmpty()
                    ? it
                    : new Unready(it.id(), it.why() + "; " + trouble, it.before());
        }
    }
}

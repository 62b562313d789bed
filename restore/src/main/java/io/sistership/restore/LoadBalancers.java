package io.sistership.restore;

import io.sistership.kube.KubeClient;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.translate.JsonValue;
import io.sistership.vault.OpenPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where Services and Ingresses answered when they were captured, and where they answer in the
/// recovery cluster: what DNS has to be pointed away from, and at. Immutable.
///
/// Their status is never restored: a load balancer controller makes a new load balancer and writes
/// its name there
/// (https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer).
public final class LoadBalancers {

    private static final Set<String> TYPES = Set.of("services", "ingresses.networking.k8s.io");

    private LoadBalancers() {}

    /// One Service or Ingress that has, or had, a load balancer.
    ///
    /// @param before host names or addresses when it was captured
    /// @param now the same in the recovery cluster; empty while there is none
    public record LoadBalancer(ObjectId id, List<String> before, List<String> now) {

        public LoadBalancer {
            before = List.copyOf(before);
            now = List.copyOf(now);
        }
    }

    /// Those of this point, in its order.
    public static List<LoadBalancer> of(OpenPoint point, KubeClient client) {
        return of(PointContents.of(point), new KubeCluster(client, FieldManager.of("none")));
    }

    static List<LoadBalancer> of(PointContents point, Cluster cluster) {
        var found = new ArrayList<LoadBalancer>();
        for (var type : point.types()) {
            if (TYPES.contains(type.groupResource())) {
                point.lines(
                        type,
                        (buffer, offset, length) -> {
                            var bytes = Arrays.copyOfRange(buffer, offset, offset + length);
                            of(ObjectView.of(type, bytes), cluster).ifPresent(found::add);
                        });
            }
        }
        return found;
    }

    private static Optional<LoadBalancer> of(ObjectView captured, Cluster cluster) {
        var before = hosts(captured);
        if (before.isEmpty() && !captured.text("/spec/type").equals("LoadBalancer")) {
            return Optional.empty();
        }
        return Optional.of(
                new LoadBalancer(captured.id(), before, now(captured.type(), captured, cluster)));
    }

    private static List<String> now(ApiResource type, ObjectView captured, Cluster cluster) {
        return cluster.get(type, captured.id().key())
                .map(bytes -> hosts(ObjectView.of(type, bytes)))
                .orElse(List.of());
    }

    private static List<String> hosts(ObjectView object) {
        return object.document().all("/status/loadBalancer/ingress/*").stream()
                .map(LoadBalancers::host)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    private static String host(JsonValue ingress) {
        var name = ObjectView.text(ingress, "hostname");
        return name.isEmpty() ? ObjectView.text(ingress, "ip") : name;
    }
}

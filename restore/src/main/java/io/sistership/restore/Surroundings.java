package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.translate.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What decides beside an object itself whether it is ready: endpoints, the pods that use a claim,
/// storage classes; of a cluster as it is, or as it was captured. Each is read when it is first asked
/// for. Confined.
final class Surroundings {

    static final ApiResource PODS = new ApiResource("", "v1", "Pod", "pods", true);
    private static final ApiResource SLICES =
            new ApiResource("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true);
    private static final ApiResource CLASSES =
            new ApiResource("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);

    private final BiConsumer<ApiResource, Consumer<ObjectView>> source;
    private Optional<Set<ServiceName>> answering = Optional.empty();
    private Optional<Set<ObjectKey>> consumed = Optional.empty();
    private Optional<Map<String, String>> classes = Optional.empty();

    private Surroundings(BiConsumer<ApiResource, Consumer<ObjectView>> source) {
        this.source = source;
    }

    static Surroundings of(Cluster cluster) {
        return new Surroundings((type, sink) -> each(cluster, type, sink));
    }

    static Surroundings of(PointContents point) {
        return new Surroundings((type, sink) ->
                point.types().stream()
                        .filter(it -> it.groupResource().equals(type.groupResource()))
                        .forEach(it -> each(point, it, sink)));
    }

    /// Hands over each object of a type that a cluster has; some of them twice where a list expired.
    static void each(Cluster cluster, ApiResource type, Consumer<ObjectView> sink) {
        cluster.list(
                type,
                new LiveSink() {
                    @Override
                    public void object(ObjectKey key, byte[] bytes) {
                        sink.accept(ObjectView.of(type, bytes));
                    }

                    @Override
                    public void again() {}
                });
    }

    static void each(PointContents point, ApiResource type, Consumer<ObjectView> sink) {
        point.lines(
                type,
                (buffer, offset, length) ->
                        sink.accept(
                                ObjectView.of(
                                        type,
                                        Arrays.copyOfRange(buffer, offset, offset + length))));
    }

    /// Whether a Service has a ready endpoint.
    boolean answers(ServiceName service) {
        if (answering.isEmpty()) {
            var found = new HashSet<ServiceName>();
            source.accept(SLICES, slice -> service(slice).ifPresent(found::add));
            answering = Optional.of(found);
        }
        return answering.get().contains(service);
    }

    private static Optional<ServiceName> service(ObjectView slice) {
        return slice.document().all("/endpoints/*/conditions/ready").stream()
                .filter(JsonValue::isTrue)
                .findFirst()
                .map(_ ->
                        new ServiceName(
                                slice.namespace(), slice.label("kubernetes.io/service-name")));
    }

    /// Whether a pod that hasn't ended uses a claim.
    boolean isConsumed(ObjectKey claim) {
        if (consumed.isEmpty()) {
            var found = new HashSet<ObjectKey>();
            source.accept(PODS, pod -> addClaims(pod, found));
            consumed = Optional.of(found);
        }
        return consumed.get().contains(claim);
    }

    private static void addClaims(ObjectView pod, Set<ObjectKey> claims) {
        if (!Set.of("Succeeded", "Failed").contains(pod.text("/status/phase"))) {
            pod.document().all("/spec/volumes/*/persistentVolumeClaim/claimName").stream()
                    .flatMap(name -> name.textIfString().stream())
                    .forEach(name -> claims.add(new ObjectKey(pod.namespace(), name)));
        }
    }

    /// When a storage class binds claims; empty where there is no such class.
    Optional<String> bindingMode(String storageClass) {
        if (classes.isEmpty()) {
            var found = new HashMap<String, String>();
            source.accept(CLASSES, it -> found.put(it.name(), it.text("/volumeBindingMode")));
            classes = Optional.of(found);
        }
        return Optional.ofNullable(classes.get().get(storageClass));
    }
}

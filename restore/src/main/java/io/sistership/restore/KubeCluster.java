package io.sistership.restore;

import io.sistership.kube.DeleteOptions;
import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeException;
import io.sistership.kube.KubeResponse;
import io.sistership.kube.ListOutcome;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.Patch;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.FailureKind;
import io.sistership.model.ObjectKey;
import io.sistership.model.SistershipException;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// [Cluster] over a real API server. Thread-safe.
final class KubeCluster implements Cluster {

    private static final int LIST_ATTEMPTS = 5;
    private static final ApiResource SLICES =
            new ApiResource("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true);

    private final KubeClient client;
    private final WriteOptions options;
    private final Discovery discovery;

    KubeCluster(KubeClient client, String fieldManager) {
        this.client = client;
        this.options = WriteOptions.as(fieldManager);
        this.discovery = client.discovery();
    }

    @Override
    public Served served(ApiResource type) {
        return discovery
                .find(type.group(), type.plural())
                .map(found -> served(type, found))
                .orElseGet(() -> new Served.No("no version of it is served"));
    }

    private static Served served(ApiResource type, DiscoveredType found) {
        if (found.source() == DiscoveredType.Source.AGGREGATED) {
            return new Served.Elsewhere();
        }
        return found.servedVersions().contains(type.version())
                ? new Served.Yes()
                : new Served.No(
                        "only %s is served".formatted(String.join(", ", found.servedVersions())));
    }

    @Override
    public void list(ApiResource type, LiveSink sink) {
        if (!(served(type) instanceof Served.Yes)) {
            return;
        }
        for (int attempt = 1; attempt <= LIST_ATTEMPTS; attempt++) {
            var outcome =
                    client.list(
                            type,
                            ListRequest.all(),
                            (buffer, offset, length, key) ->
                                    sink.object(
                                            key,
                                            Arrays.copyOfRange(buffer, offset, offset + length)));
            if (outcome instanceof ListOutcome.Complete) {
                return;
            }
            sink.again();
        }
        throw new SistershipException(
                FailureKind.UNFINISHED,
                "list-expired",
                "%s can't be listed as of one moment: each of %d lists expired before its end"
                        .formatted(type, LIST_ATTEMPTS),
                "Run the command again when the API server is less busy.");
    }

    @Override
    public Optional<byte[]> get(ApiResource type, ObjectKey key) {
        return client.find(type, key).map(KubeResponse::bytes);
    }

    @Override
    public WriteAnswer create(ApiResource type, String namespace, byte[] body) {
        return answer(() -> client.create(type, namespace, body, options.briefly()));
    }

    @Override
    public WriteAnswer tryCreate(ApiResource type, String namespace, byte[] body) {
        return answer(() -> client.create(type, namespace, body, options.dry()));
    }

    @Override
    public WriteAnswer patch(ApiResource type, ObjectKey key, String patch) {
        var address = ObjectAddress.of(type, key);
        return answer(() -> client.patch(address, Patch.merge(patch), options.briefly()));
    }

    @Override
    public WriteAnswer replace(ApiResource type, ObjectKey key, byte[] body) {
        return answer(() -> client.update(ObjectAddress.of(type, key), body, options));
    }

    @Override
    public void delete(ApiResource type, ObjectKey key, String uid) {
        answer(() ->
                client.delete(ObjectAddress.of(type, key), DeleteOptions.background().only(uid)));
    }

    @Override
    public boolean answers(ServiceName service) {
        var answered = new boolean[1];
        var request =
                ListRequest.all()
                        .in(service.namespace())
                        .labelled("kubernetes.io/service-name=" + service.name());
        client.list(
                SLICES,
                request,
                (buffer, offset, length, _) ->
                        answered[0] |=
                                hasReadyEndpoint(
                                        Arrays.copyOfRange(buffer, offset, offset + length)));
        return answered[0];
    }

    private static boolean hasReadyEndpoint(byte[] slice) {
        return ObjectView.of(SLICES, slice).document().all("/endpoints/*/conditions/ready").stream()
                .anyMatch(JsonValue::isTrue);
    }

    @Override
    public String fieldManager() {
        return options.fieldManager();
    }

    /// What a failed write means. What concerns the way to the cluster as a whole stays an exception.
    private static WriteAnswer answer(Supplier<KubeResponse> write) {
        try {
            return new WriteAnswer.Written(JsonDocument.of(write.get().bytes()));
        } catch (KubeException failure) {
            return answer(failure);
        }
    }

    private static WriteAnswer answer(KubeException failure) {
        var message = failure.serverMessage();
        return switch (failure.error()) {
            case ALREADY_EXISTS -> new WriteAnswer.Exists();
            case CONFLICT -> new WriteAnswer.Conflict(message);
            case NOT_FOUND -> new WriteAnswer.NotNow(WriteAnswer.Cause.MISSING, message);
            case INTERNAL -> new WriteAnswer.NotNow(WriteAnswer.Cause.BACKEND, message);
            case THROTTLED, UNAVAILABLE, TIMEOUT ->
                    new WriteAnswer.NotNow(WriteAnswer.Cause.BUSY, message);
            case INVALID -> new WriteAnswer.Invalid(message);
            case DENIED -> refused(failure);
            case GONE, AHEAD, OTHER -> new WriteAnswer.Refused(message);
            case UNREACHABLE -> lost(failure);
            case CERTIFICATE, INTERRUPTED -> throw failure;
        };
    }

    private static WriteAnswer lost(KubeException failure) {
        if (!failure.mayHaveActed()) {
            throw failure;
        }
        return new WriteAnswer.NotNow(WriteAnswer.Cause.LOST, failure.serverMessage());
    }

    /// 401 is about the caller, so nothing else will work either; 403 may be a webhook's, a quota's or
    /// a namespace's that is being deleted: about this object.
    private static WriteAnswer refused(KubeException failure) {
        if (failure.concernsServer()) {
            throw failure;
        }
        return new WriteAnswer.Refused(failure.serverMessage());
    }
}

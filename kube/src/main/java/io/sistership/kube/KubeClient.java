package io.sistership.kube;

import io.sistership.kube.ListSplitter.NotAList;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Speaks to one API server. Thread-safe; blocking, for virtual threads.
///
/// Every method throws [KubeException] when the server refuses or can't be reached, after repeating
/// what can be repeated ([RetryPolicy]).
public final class KubeClient implements AutoCloseable {

    private final Transport transport;

    private KubeClient(Transport transport) {
        this.transport = transport;
    }

    /// A client with the options that fit a production server. Nothing is sent yet.
    public static KubeClient connect(KubeConnection connection) {
        return connect(connection, KubeOptions.standard());
    }

    /// A client with options of one's own.
    public static KubeClient connect(KubeConnection connection, KubeOptions options) {
        return connect(connection, options, Thread::sleep);
    }

    static KubeClient connect(
            KubeConnection connection, KubeOptions options, Transport.Sleeper sleeper) {
        return new KubeClient(new Transport(connection, options, sleeper));
    }

    /// What the server serves.
    public Discovery discovery() {
        return new DiscoveryReader(transport).read();
    }

    /// Every object of a type, one by one, in pages that all show the same revision.
    public ListOutcome list(ApiResource type, ListRequest request, ItemSink sink) {
        return new PagedList(transport, type, request, sink).run();
    }

    /// What a list of one object tells: the newest revision as this type's store knows it.
    public ListProbe probe(ApiResource type) {
        return probe(type, Patience.FULL);
    }

    /// As [#probe(ApiResource)], waiting no longer than that.
    public ListProbe probe(ApiResource type, Patience patience) {
        var path = Query.encode(type.path()) + new Query().with("limit", "1");
        return transport.exchange(Call.get(path).with(patience), reply -> probed(reply, type));
    }

    private static ListProbe probed(Reply reply, ApiResource type) throws java.io.IOException {
        try {
            var seen = new long[1];
            var end = ListSplitter.split(reply.body(), (_, _, _, _) -> seen[0]++);
            var unknown = end.remaining() < 0 && !end.continuation().isEmpty();
            return new ListProbe(
                    end.revision(), unknown ? -1 : seen[0] + Math.max(0, end.remaining()));
        } catch (NotAList e) {
            throw KubeErrors.unexpected(String.valueOf(e.getMessage()), "GET " + type.path());
        }
    }

    /// One object, or a subresource of it.
    public KubeResponse get(ObjectAddress address) {
        return transport.fetch(Call.get(address.path()));
    }

    /// One object; empty where there is none.
    public Optional<KubeResponse> find(ApiResource type, ObjectKey key) {
        try {
            return Optional.of(get(ObjectAddress.of(type, key)));
        } catch (KubeException failure) {
            if (failure.is(KubeErrorKind.NOT_FOUND)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /// POST of an object's bytes. Repeated by itself only where the server can't have acted: see
    /// [KubeException#mayHaveActed()].
    public KubeResponse create(
            ApiResource type, String namespace, byte[] body, WriteOptions options) {
        var path = Query.encode(type.path(namespace)) + query(options);
        return transport.fetch(Call.write("POST", path, body).accepting(options.accept()));
    }

    /// POST to a subresource of an object (`serviceaccounts/token`, `pods/eviction`).
    public KubeResponse create(ObjectAddress address, byte[] body, WriteOptions options) {
        return transport.fetch(Call.write("POST", address.path() + query(options), body));
    }

    /// PUT of an object's, or a subresource's, bytes.
    public KubeResponse update(ObjectAddress address, byte[] body, WriteOptions options) {
        var call = Call.write("PUT", address.path() + query(options), body);
        return transport.fetch(call.repeatable(true));
    }

    /// PATCH. Server-side apply creates what isn't there.
    public KubeResponse patch(ObjectAddress address, Patch patch, WriteOptions options) {
        var query = query(options);
        if (patch.kind() == Patch.Kind.APPLY) {
            query.with("force", String.valueOf(options.force()));
        }
        var call =
                Call.write(
                        "PATCH", address.path() + query, patch.kind().contentType(), patch.body());
        return transport.fetch(
                call.repeatable(patch.kind().idempotent()).accepting(options.accept()));
    }

    /// DELETE. A second answer to the same deletion may be "not found".
    public KubeResponse delete(ObjectAddress address, DeleteOptions options) {
        var call = Call.write("DELETE", address.path(), options.body());
        return transport.fetch(call.repeatable(true));
    }

    /// A request of one's own: `GET /version`, `POST /apis/authorization.k8s.io/...`.
    ///
    /// @param path encoded, with its query
    public KubeResponse raw(String method, String path, byte[] body) {
        return transport.fetch(
                method.equals("GET") ? Call.get(path) : Call.write(method, path, body));
    }

    /// A GET of one's own, as text.
    public String text(String path) {
        return new String(transport.fetch(Call.get(path, "*/*")).bytes(), StandardCharsets.UTF_8);
    }

    /// How often requests were sent once more so far.
    public RetryCounts retries() {
        return transport.retries();
    }

    private static Query query(WriteOptions options) {
        var query = new Query().with("fieldManager", options.fieldManager());
        return options.dryRun() ? query.with("dryRun", "All") : query;
    }

    @Override
    public void close() {
        transport.close();
    }
}

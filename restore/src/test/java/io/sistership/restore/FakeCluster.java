package io.sistership.restore;

import io.sistership.model.ApiResource;
import io.sistership.model.ObjectKey;
import io.sistership.translate.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A cluster in memory that behaves as an API server does towards a restore: namespaces must exist,
/// custom types must be defined, uids and managers are the server's. Thread-safe.
final class FakeCluster implements Cluster {

    static final String MANAGER = "sistership:test";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Map<ObjectKey, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final List<BiFunction<ApiResource, JsonNode, Optional<WriteAnswer>>> admission =
            new CopyOnWriteArrayList<>();
    private final Set<ServiceName> answering = ConcurrentHashMap.newKeySet();
    private volatile String established = "True";
    private final AtomicInteger lost = new AtomicInteger();
    private int created;

    /// Refuses, or lets pass, what is about to be created.
    void admit(BiFunction<ApiResource, JsonNode, Optional<WriteAnswer>> check) {
        admission.add(check);
    }

    /// What the condition `Established` says of definitions from now on.
    void establish(String status) {
        established = status;
    }

    void answer(String namespace, String service) {
        answering.add(new ServiceName(namespace, service));
    }

    /// Puts an object there as somebody else.
    synchronized void put(ApiResource type, String json) {
        var object = (ObjectNode) JSON.readTree(json);
        of(type).put(key(object), stamped(object, "kubectl"));
    }

    synchronized void delete(ApiResource type, ObjectKey key) {
        of(type).remove(key);
    }

    /// `create Deployment.apps shop/web`, in order.
    List<String> writes() {
        return List.copyOf(writes);
    }

    synchronized ObjectView view(ApiResource type, String namespace, String name) {
        return get(type, new ObjectKey(namespace, name))
                .map(bytes -> ObjectView.of(type, bytes))
                .orElseThrow();
    }

    @Override
    public Served served(ApiResource type) {
        return new Served.Yes();
    }

    @Override
    public void list(ApiResource type, LiveSink sink) {
        snapshot(type).forEach((key, object) -> sink.object(key, bytes(object)));
    }

    private synchronized Map<ObjectKey, ObjectNode> snapshot(ApiResource type) {
        return new TreeMap<>(of(type));
    }

    @Override
    public synchronized Optional<byte[]> get(ApiResource type, ObjectKey key) {
        return Optional.ofNullable(of(type).get(key)).map(FakeCluster::bytes);
    }

    @Override
    public WriteAnswer create(ApiResource type, String namespace, byte[] body) {
        var object = (ObjectNode) JSON.readTree(body);
        for (var check : admission) {
            var answer = check.apply(type, object);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        var answer = store(type, namespace, object);
        return lost.getAndDecrement() > 0
                ? new WriteAnswer.NotNow(WriteAnswer.Cause.LOST, "connection reset")
                : answer;
    }

    /// So many answers to creates get lost from now on.
    void loseAnswers(int count) {
        lost.set(count);
    }

    private synchronized WriteAnswer store(ApiResource type, String namespace, ObjectNode object) {
        if (!namespace.isEmpty()
                && !of(Samples.NAMESPACE).containsKey(ObjectKey.cluster(namespace))) {
            return new WriteAnswer.NotNow(
                    WriteAnswer.Cause.MISSING, "namespaces \"" + namespace + "\" not found");
        }
        if (of(type).containsKey(key(object))) {
            return new WriteAnswer.Exists();
        }
        writes.add("create " + type.groupKind() + " " + key(object));
        of(type).put(key(object), stamped(object, MANAGER));
        completes(type, object);
        return new WriteAnswer.Written(JsonDocument.of(bytes(object)));
    }

    private void completes(ApiResource type, ObjectNode object) {
        if (type.equals(Samples.NAMESPACE)) {
            put(
                    Samples.ACCOUNT,
                    "{\"metadata\":{\"namespace\":\"%s\",\"name\":\"default\"}}"
                            .formatted(key(object).name()));
        }
        if (type.equals(Samples.CRD)) {
            object.putObject("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Established")
                    .put("status", established);
        }
    }

    @Override
    public WriteAnswer tryCreate(ApiResource type, String namespace, byte[] body) {
        return new WriteAnswer.Written(JsonDocument.of(body));
    }

    @Override
    public synchronized WriteAnswer patch(ApiResource type, ObjectKey key, String patch) {
        var object = of(type).get(key);
        var change = (ObjectNode) JSON.readTree(patch);
        if (object == null) {
            return new WriteAnswer.NotNow(
                    WriteAnswer.Cause.MISSING, type.plural() + " \"" + key.name() + "\" not found");
        }
        var uid = change.path("metadata").path("uid").asString("");
        if (!uid.isEmpty() && !uid.equals(object.path("metadata").path("uid").asString(""))) {
            return new WriteAnswer.Conflict("Precondition failed: UID in precondition: " + uid);
        }
        writes.add("patch " + type.groupKind() + " " + key);
        merge(object, change);
        return new WriteAnswer.Written(JsonDocument.of(bytes(object)));
    }

    @Override
    public synchronized WriteAnswer replace(ApiResource type, ObjectKey key, byte[] body) {
        var object = (ObjectNode) JSON.readTree(body);
        var there = of(type).get(key);
        if (there == null) {
            return new WriteAnswer.NotNow(
                    WriteAnswer.Cause.MISSING, type.plural() + " \"" + key.name() + "\" not found");
        }
        var old = there.at("/metadata/resourceVersion").asString();
        if (!object.at("/metadata/resourceVersion").asString("").equals(old)) {
            return new WriteAnswer.Conflict("the object has been modified");
        }
        writes.add("replace " + type.groupKind() + " " + key);
        var uid = there.at("/metadata/uid").asString();
        of(type).put(key, stamped(object, MANAGER));
        ((ObjectNode) object.get("metadata")).put("uid", uid);
        return new WriteAnswer.Written(JsonDocument.of(bytes(object)));
    }

    @Override
    public synchronized void delete(ApiResource type, ObjectKey key, String uid) {
        var there = of(type).get(key);
        if (there != null && there.at("/metadata/uid").asString().equals(uid)) {
            writes.add("delete " + type.groupKind() + " " + key);
            of(type).remove(key);
        }
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties()
                .forEach(member -> {
                    if (member.getValue() instanceof ObjectNode inner
                            && into.get(member.getKey()) instanceof ObjectNode there) {
                        merge(there, inner);
                    } else if (member.getValue().isNull()) {
                        into.remove(member.getKey());
                    } else {
                        into.set(member.getKey(), member.getValue());
                    }
                });
    }

    @Override
    public boolean answers(ServiceName service) {
        return answering.contains(service);
    }

    @Override
    public String fieldManager() {
        return MANAGER;
    }

    private Map<ObjectKey, ObjectNode> of(ApiResource type) {
        return objects.computeIfAbsent(type.groupResource(), _ -> new TreeMap<>());
    }

    private ObjectNode stamped(ObjectNode object, String manager) {
        var metadata = (ObjectNode) object.get("metadata");
        metadata.put("uid", "new-" + ++created).put("resourceVersion", String.valueOf(created));
        metadata.putArray("managedFields").addObject().put("manager", manager);
        return object;
    }

    private static ObjectKey key(ObjectNode object) {
        var metadata = object.path("metadata");
        return new ObjectKey(
                metadata.path("namespace").asString(""), metadata.path("name").asString(""));
    }

    private static byte[] bytes(ObjectNode object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Every owner that an object refers to must exist: else the garbage collector would delete it.
    void requireLinkedOwners() {
        var uids = new ArrayList<String>();
        objects.values()
                .forEach(type ->
                        type.values()
                                .forEach(o ->
                                        uids.add(o.path("metadata").path("uid").asString(""))));
        objects.values()
                .forEach(type ->
                        type.values()
                                .forEach(o ->
                                        o.path("metadata")
                                                .path("ownerReferences")
                                                .forEach(owner -> {
                                                    if (!uids.contains(
                                                            owner.path("uid").asString(""))) {
                                                        throw new AssertionError(
                                                                o.path("metadata")
                                                                                .path("name")
                                                                                .asString("")
                                                                        + " refers to an owner that isn't there: "
                                                                        + owner);
                                                    }
                                                })));
    }
}

package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sistership.kube.DeleteOptions;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeException;
import io.sistership.kube.ListRequest;
import io.sistership.kube.ObjectAddress;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes, deletes and adds objects of a cluster as a random number generator says, and keeps what
/// the server accepted and what really stands there afterwards. Confined.
final class Mutator {

    private static final WriteOptions PERSON = WriteOptions.as("kubectl-edit");

    /// What goes with them can't be told from what else was done.
    private static final Set<String> HOLD_OTHERS =
            Set.of("namespaces", "customresourcedefinitions.apiextensions.k8s.io");

    private final KubeClient client;
    private final Random random;
    private final Map<String, List<LiveObject>> byType = new LinkedHashMap<>();
    private final Map<Mutation, JsonNode> changed = new LinkedHashMap<>();
    private final Map<ObjectId, LiveObject> deleted = new LinkedHashMap<>();
    private final Map<ObjectId, LiveObject> added = new LinkedHashMap<>();
    private final Map<String, Integer> excluded = new TreeMap<>();

    /// @param compared the objects that may be changed
    Mutator(KubeClient client, Set<String> compared, long seed) {
        this.client = client;
        this.random = new Random(seed);
        for (var type : client.discovery().types()) {
            if (type.listable() && type.verbs().contains("patch")) {
                var objects =
                        list(type.resource()).stream()
                                .filter(each -> compared.contains(each.id().toString()))
                                .toList();
                if (!objects.isEmpty()) {
                    byType.putIfAbsent(type.resource().groupResource(), objects);
                }
            }
        }
    }

    private List<LiveObject> list(ApiResource type) {
        var objects = new ArrayList<LiveObject>();
        client.list(
                type,
                ListRequest.all(),
                (buffer, offset, length, key) ->
                        objects.add(
                                new LiveObject(
                                        type,
                                        key,
                                        Road.JSON.readTree(
                                                Arrays.copyOfRange(
                                                        buffer, offset, offset + length)))));
        objects.sort(java.util.Comparator.comparing(LiveObject::key));
        return objects;
    }

    /// Deletes so many objects, no two of one type as long as there are others.
    void delete(int wanted) {
        for (var object : inTurn(wanted)) {
            if (deleted.size() < wanted && !HOLD_OTHERS.contains(object.type().groupResource())) {
                attempt(() ->
                        client.delete(
                                ObjectAddress.of(object.type(), object.key()),
                                DeleteOptions.background()));
                if (find(object.type(), object.key()).isEmpty()) {
                    deleted.put(object.id(), object);
                } else {
                    excluded.merge("deletion that a finalizer holds up", 1, Integer::sum);
                }
            }
        }
    }

    /// Adds so many objects like those that are there, under other names.
    void add(int wanted) {
        for (var object : inTurn(wanted)) {
            var key = new ObjectKey(object.key().namespace(), "mutant-" + added.size());
            if (added.size() < wanted && attempt(() -> create(object, key.name()))) {
                added.put(ObjectId.of(object.type(), key), object);
            }
        }
    }

    private void create(LiveObject object, String name) {
        var copy = (ObjectNode) object.json().deepCopy();
        copy.put("apiVersion", object.type().apiVersion()).put("kind", object.type().kind());
        copy.remove("status");
        var metadata = copy.putObject("metadata").put("name", name);
        if (object.type().namespaced()) {
            metadata.put("namespace", object.key().namespace());
        }
        if (copy.path("spec") instanceof ObjectNode spec
                && object.type().plural().equals("services")) {
            spec.remove(List.of("clusterIP", "clusterIPs", "healthCheckNodePort"));
        }
        client.create(
                object.type(), object.key().namespace(), copy.toString().getBytes(UTF_8), PERSON);
    }

    /// Changes so many places, as many types as there are in turn.
    void change(int wanted) {
        var queues = new LinkedHashMap<String, Deque<Mutation>>();
        byType.forEach((type, objects) -> queues.put(type, candidates(objects)));
        while (changed.size() < wanted && !queues.isEmpty()) {
            queues.values().removeIf(queue -> changed.size() < wanted && !one(queue));
        }
    }

    private Deque<Mutation> candidates(List<LiveObject> objects) {
        var all = new ArrayList<Mutation>();
        for (var object : objects) {
            if (!deleted.containsKey(object.id())) {
                var candidates = Candidates.of(object, random);
                all.addAll(candidates.found());
                candidates
                        .excluded()
                        .forEach((rule, count) ->
                                excluded.merge("place of rule " + rule, count, Integer::sum));
            }
        }
        Collections.shuffle(all, random);
        return new ArrayDeque<>(all);
    }

    /// One more change that stands; false where a type has no candidate left.
    private boolean one(Deque<Mutation> queue) {
        while (!queue.isEmpty()) {
            var mutation = queue.pop();
            if (changed.keySet().stream().noneMatch(mutation::touches) && apply(mutation)) {
                return true;
            }
        }
        return false;
    }

    private boolean apply(Mutation mutation) {
        var before = find(mutation.type(), mutation.key());
        var address = ObjectAddress.of(mutation.type(), mutation.key());
        if (before.isEmpty() || !attempt(() -> client.patch(address, mutation.patch(), PERSON))) {
            return false;
        }
        var was = before.get().at(mutation.path());
        if (same(mutation, was)) {
            excluded.merge("accepted, and nothing changed", 1, Integer::sum);
            return false;
        }
        changed.put(mutation, was);
        return true;
    }

    private boolean same(Mutation mutation, JsonNode was) {
        return find(mutation.type(), mutation.key())
                .filter(now -> now.at(mutation.path()).equals(was))
                .isPresent();
    }

    private boolean attempt(Runnable write) {
        try {
            write.run();
            return true;
        } catch (KubeException refused) {
            excluded.merge("refused by the server: " + refused.error(), 1, Integer::sum);
            return false;
        }
    }

    private Optional<LiveObject> find(ApiResource type, ObjectKey key) {
        return client.find(type, key)
                .map(answer -> new LiveObject(type, key, Road.JSON.readTree(answer.bytes())));
    }

    /// One object of each type, then the second of each, in random order.
    private List<LiveObject> inTurn(int wanted) {
        var rounds = new TreeMap<Integer, List<LiveObject>>();
        byType.values()
                .forEach(objects -> {
                    var shuffled = new ArrayList<>(objects);
                    Collections.shuffle(shuffled, random);
                    for (int i = 0; i < Math.min(wanted, shuffled.size()); i++) {
                        rounds.computeIfAbsent(i, _ -> new ArrayList<>()).add(shuffled.get(i));
                    }
                });
        rounds.values().forEach(round -> Collections.shuffle(round, random));
        return rounds.values().stream()
                .flatMap(List::stream)
                .filter(object -> !deleted.containsKey(object.id()))
                .toList();
    }

    /// Takes out what controllers put back, and what went with something else.
    void settle() {
        var gone = new HashSet<Mutation>();
        changed.forEach((mutation, was) -> {
            if (same(mutation, was)) {
                excluded.merge("put back by a controller: " + mutation, 1, Integer::sum);
                gone.add(mutation);
            } else if (find(mutation.type(), mutation.key()).isEmpty()) {
                excluded.merge("went with another change: " + mutation, 1, Integer::sum);
                gone.add(mutation);
            }
        });
        changed.keySet().removeAll(gone);
        deleted.values().removeIf(object -> find(object.type(), object.key()).isPresent());
        added.entrySet()
                .removeIf(each -> find(each.getValue().type(), each.getKey().key()).isEmpty());
    }

    Set<Mutation> changed() {
        return changed.keySet();
    }

    Set<ObjectId> deleted() {
        return deleted.keySet();
    }

    Set<ObjectId> added() {
        return added.keySet();
    }

    /// What was tried and doesn't count, or wasn't tried, with how often.
    Map<String, Integer> excluded() {
        return excluded;
    }
}

package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Whatever somebody changes in a recovered cluster is reported by `verify`, unless a rule that it
/// prints explains changes at that very place.
///
/// `make soak` makes more changes than `make test` (`-Dsistership.mutations`), and any seed can be
/// tried (`-Dsistership.seed`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyMutationsRoadTest {

    private static final int MUTATIONS = Integer.getInteger("sistership.mutations", 60);
    private static final long SEED = Long.getLong("sistership.seed", 5);

    private EachKind kinds;
    private JsonNode before;
    private Mutator mutator;
    private JsonNode verified;

    @BeforeAll
    void mutate() {
        kinds = new EachKind(World.shared());
        before = kinds.ship().json("verify").result();
        try (var client = kinds.recoveryCluster()) {
            mutator = new Mutator(client, kinds.compared(), SEED);
            mutator.delete(MUTATIONS / 10);
            mutator.add(MUTATIONS / 10);
            mutator.change(MUTATIONS - mutator.deleted().size() - mutator.added().size());
            mutator.settle();
            // What was spoilt on purpose won't become ready.
            verified = kinds.ship().json("verify", "--ready-within", "0s").exits(1).result();
        }
        tell();
    }

    private void tell() {
        var kindsChanged =
                mutator.changed().stream()
                        .collect(
                                Collectors.groupingBy(
                                        m -> m.type().groupResource(),
                                        TreeMap::new,
                                        Collectors.counting()));
        System.out.printf(
                "mutations: seed %d; %d changed, %d deleted, %d added, of these types: %s%n",
                SEED,
                mutator.changed().size(),
                mutator.deleted().size(),
                mutator.added().size(),
                kindsChanged);
        System.out.println("excluded:");
        mutator.excluded().forEach((why, count) -> System.out.printf("  %5d %s%n", count, why));
        System.out.println("rules in use: " + verified.get("explained"));
    }

    @Test
    void nothing_differs_before_anything_is_changed() {
        assertThat(before.get("differences")).isEmpty();
        assertThat(before.get("missing")).isEmpty();
        assertThat(before.get("unexpected")).isEmpty();
    }

    @Test
    void as_much_was_changed_as_was_asked_for() {
        assertThat(mutator.changed().size() + mutator.deleted().size() + mutator.added().size())
                .isGreaterThanOrEqualTo(MUTATIONS * 9 / 10);
    }

    @Test
    void every_change_is_reported_with_its_place() {
        var places = places();
        var silent = new ArrayList<Mutation>();
        for (var mutation : mutator.changed()) {
            var reported = places.getOrDefault(mutation.id().toString(), List.of());
            if (reported.stream().noneMatch(mutation::isAt)) {
                silent.add(mutation);
            }
        }

        assertThat(silent).isEmpty();
    }

    @Test
    void every_deleted_object_is_missing_and_no_other_one() {
        assertThat(texts(verified.get("missing"))).isEqualTo(names(mutator.deleted()));
    }

    @Test
    void every_added_object_is_unexpected() {
        assertThat(texts(verified.get("unexpected"))).containsAll(names(mutator.added()));
    }

    private Map<String, List<String>> places() {
        var places = new HashMap<String, List<String>>();
        for (var difference : verified.get("differences")) {
            places.computeIfAbsent(difference.get("object").asString(), _ -> new ArrayList<>())
                    .add(difference.get("place").asString().split(" ", 2)[0]);
        }
        return places;
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Set<ObjectId> ids) {
        return ids.stream().map(ObjectId::toString).collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever happens to a cluster and to the index, a point opens as a full capture would have.
class HistoryTest {

    private static final int STEPS = 40;

    /// Every seed is a history of its own; the soak runs more of them.
    private static final int SEEDS = Integer.getInteger("sistership.histories", 6);

    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @Test
    void a_point_opens_as_a_full_capture_through_random_histories() {
        SEEN.clear();
        for (int seed = 1; seed <= SEEDS; seed++) {
            new History(seed).run();
        }

        assertThat(SEEN)
                .as("everything happened, in %d histories", SEEDS)
                .containsKeys(
                        "continued",
                        "delta",
                        "whole in an epoch",
                        "equal delta",
                        "epoch: the cluster has no point yet",
                        "epoch: days old",
                        "epoch: passed 30 %",
                        "epoch: is missing",
                        "epoch: can't be used",
                        "epoch: is damaged",
                        "epoch: no longer holds",
                        "recreated",
                        "recreated as it was",
                        "unordered",
                        "loser");
    }

    private static final class History {

        private final int seed;
        private final Random random;
        private final Chain chain = new Chain();
        private final List<ApiResource> gone = new ArrayList<>();
        private final Map<String, String> deleted = new TreeMap<>();
        private int made;

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < 5; i++) {
                var type = i == 0 ? Sample.SECRETS : type(i, "v1");
                for (int n = random.nextInt(120); n > 0; n--) {
                    insert(type);
                }
            }
            for (int step = 0; step < STEPS; step++) {
                for (int n = random.nextInt(3); n > 0; n--) {
                    happen();
                }
                chain.now = chain.now.plusSeconds(random.nextInt(10_000));
                capture(step);
                chain.breaks.clear();
            }
        }

        private static ApiResource type(int i, String version) {
            return new ApiResource("g" + i + ".io", version, "Kind" + i, "kinds" + i, true);
        }

        private void happen() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> some(6, this::change);
                case 4, 5 -> some(6, this::insert);
                case 6, 7 -> some(6, this::delete);
                case 8 -> some(8, _ -> recreate());
                case 9 -> some(200, this::change);
                case 10 -> disappear();
                case 11 -> appear();
                case 12 -> changeVersion();
                case 13 -> breakOff();
                case 14 -> unordered();
                case 15 -> lose();
                case 16 -> damageIndex();
                case 17 -> loseIndex();
                case 18 -> chain.now = chain.now.plus(Duration.ofDays(2));
                default -> rarely();
            }
        }

        private void rarely() {
            switch (random.nextInt(3)) {
                case 0 -> chain.now = chain.now.plus(Duration.ofDays(6));
                case 1 -> loseSegmentOfTheVault();
                default -> chain.documents.put("Describe" + random.nextInt(3), line("doc"));
            }
        }

        private interface Doing {
            void to(ApiResource type);
        }

        private void some(int most, Doing doing) {
            var types = List.copyOf(chain.types.keySet());
            for (int n = 1 + random.nextInt(most); n > 0 && !types.isEmpty(); n--) {
                doing.to(types.get(random.nextInt(types.size())));
            }
        }

        private void insert(ApiResource type) {
            var name = "%s/%s-%d".formatted("ns-" + random.nextInt(4), word(), made++);
            chain.put(type, name, line(name));
        }

        private void change(ApiResource type) {
            var items = chain.items(type);
            if (!items.isEmpty()) {
                var name = items.get(random.nextInt(items.size())).key().name();
                chain.put(type, name, line(name));
            }
        }

        private void delete(ApiResource type) {
            var items = chain.items(type);
            if (!items.isEmpty()) {
                var item = items.get(random.nextInt(items.size()));
                deleted.put(type.groupResource() + " " + item.key().name(), item.line());
                chain.remove(type, item.key().name());
            }
        }

        private void recreate() {
            if (deleted.isEmpty()) {
                return;
            }
            var which = List.copyOf(deleted.keySet()).get(random.nextInt(deleted.size()));
            var line = Objects.requireNonNull(deleted.remove(which));
            var parts = which.split(" ", -1);
            chain.types.keySet().stream()
                    .filter(type -> type.groupResource().equals(parts[0]))
                    .findFirst()
                    .ifPresent(type -> {
                        boolean same = random.nextBoolean();
                        chain.put(type, parts[1], same ? line : line(parts[1]));
                        seen(same ? "recreated as it was" : "recreated");
                    });
        }

        private void disappear() {
            var types = List.copyOf(chain.types.keySet());
            if (types.size() > 1) {
                var type = types.get(random.nextInt(types.size()));
                chain.types.remove(type);
                gone.add(type);
                if (random.nextBoolean()) {
                    chain.unavailable.put(type, "503");
                }
            }
        }

        private void appear() {
            if (!gone.isEmpty()) {
                var type = gone.remove(random.nextInt(gone.size()));
                chain.unavailable.remove(type);
                chain.items(type);
                some(30, _ -> insert(type));
            }
        }

        private void changeVersion() {
            var types = List.copyOf(chain.types.keySet());
            var type = types.get(random.nextInt(types.size()));
            if (!type.equals(Sample.SECRETS)) {
                var items = chain.types.remove(type);
                var version = type.version().equals("v1") ? "v2" : "v1";
                chain.items(
                                new ApiResource(
                                        type.group(), version, type.kind(), type.plural(), true))
                        .addAll(Objects.requireNonNull(items));
            }
        }

        private void breakOff() {
            some(2, type -> chain.breaks.put(type, random.nextInt(100)));
        }

        /// A server whose lists have no order: the next change of the type orders them again.
        private void unordered() {
            some(
                    2,
                    type -> {
                        Collections.shuffle(chain.items(type), random);
                        seen("unordered");
                    });
        }

        /// Another capture that comes to nothing, at its end or after it.
        private void lose() {
            var loser = chain.capture();
            if (random.nextBoolean()) {
                Outbox.clear(chain.sample.outbox, loser.id());
            }
            seen("loser");
        }

        private void damageIndex() {
            // States and index segments alike, though there are fewer of the former.
            var kind = random.nextBoolean() ? "/points/" : "/segments/";
            var keys = chain.scratch.keys().stream().filter(it -> it.contains(kind)).toList();
            if (!keys.isEmpty()) {
                // The last one is likely to be in use.
                var key =
                        random.nextBoolean()
                                ? keys.getLast()
                                : keys.get(random.nextInt(keys.size()));
                var content = chain.scratch.content(key);
                content[random.nextInt(content.length)] ^= 1;
                chain.scratch.put(key, content);
            }
        }

        private void loseIndex() {
            var keys = chain.scratch.keys();
            if (!keys.isEmpty()) {
                chain.scratch.delete(keys.get(random.nextInt(keys.size())));
            }
        }

        private void loseSegmentOfTheVault() {
            var segments = chain.segmentsInVault();
            if (!segments.isEmpty()) {
                chain.sample.vault.delete(segments.get(random.nextInt(segments.size())));
            }
        }

        private void capture(int step) {
            var link = chain.next();
            var point = chain.open(link.id());
            var where = "seed %d, step %d".formatted(seed, step);
            assertThat(point.types().stream().map(type -> type.resource()))
                    .as(where)
                    .containsExactlyElementsOf(chain.types.keySet());
            for (var type : point.types()) {
                assertThat(Sample.lines(point, type).stream().sorted().toList())
                        .as(where + " " + type.resource())
                        .isEqualTo(
                                chain.items(type.resource()).stream()
                                        .map(Chain.Item::line)
                                        .sorted()
                                        .toList());
            }
            chain.documents.forEach((name, json) ->
                    assertThat(point.documents("eks", name))
                            .as(where)
                            .containsExactly(Sample.utf8(json)));
            note(link, point.manifest());
        }

        private static void note(Chain.Link link, Manifest manifest) {
            link.start().ifPresentOrElse(start -> seen(start.why()), () -> seen("continued"));
            for (var type : manifest.types()) {
                boolean own = type.segments().stream().anyMatch(manifest::isOwn);
                if (type.contents() instanceof TypeContents.Delta) {
                    seen(own ? "delta" : "equal delta");
                } else if (own && link.start().isEmpty()) {
                    seen("whole in an epoch");
                }
            }
        }

        private String word() {
            return List.of("web", "api", "a-b", "a", "zz", "cache").get(random.nextInt(6));
        }

        private String line(String name) {
            var noise = new byte[20 + random.nextInt(400)];
            random.nextBytes(noise);
            return "{\"name\":\"%s\",\"n\":%d.10,\"data\":\"%s\"}"
                    .formatted(
                            name,
                            random.nextInt(1000),
                            java.util.Base64.getEncoder().encodeToString(noise));
        }
    }

    private static void seen(String what) {
        var known =
                List.of(
                        "the cluster has no point yet",
                        "days old",
                        "passed 30 %",
                        "is missing",
                        "can't be used",
                        "is damaged",
                        "no longer holds");
        var name =
                known.stream()
                        .filter(what::contains)
                        .findFirst()
                        .map("epoch: "::concat)
                        .orElse(what);
        SEEN.merge(name, 1, Integer::sum);
    }
}

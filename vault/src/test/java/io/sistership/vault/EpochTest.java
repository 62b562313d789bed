package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// When a point stands alone again, and that it says why.
class EpochTest {

    private final Chain chain = new Chain();
    private final Random random = new Random(20261123);

    EpochTest() {
        for (int i = 0; i < 60; i++) {
            chain.put(Sample.DEPLOYMENTS, name(i), line());
        }
        chain.put(Sample.SECRETS, "password", line());
    }

    private static String name(int i) {
        return "web-%02d".formatted(i);
    }

    private String line() {
        var noise = new byte[300];
        random.nextBytes(noise);
        return "{\"data\":\"" + java.util.Base64.getEncoder().encodeToString(noise) + "\"}";
    }

    @Test
    void a_first_point_begins_one() {
        var first = chain.next();

        assertThat(first.start()).contains(new EpochStart("the cluster has no point yet", true));
        assertThat(chain.manifest(first.id()).epoch()).isEqualTo(first.id());
    }

    @Test
    void later_points_continue_it() {
        var first = chain.next();

        var second = chain.next();

        assertThat(second.start()).isEmpty();
        assertThat(chain.manifest(second.id()).epoch()).isEqualTo(first.id());
    }

    @Test
    void seven_days_end_it() {
        var first = chain.next();
        chain.now = chain.now.plus(Duration.ofDays(7)).minusSeconds(1);
        var sixth = chain.next();
        chain.now = chain.now.plusSeconds(1);

        var seventh = chain.next();

        assertThat(sixth.start()).isEmpty();
        assertWhole(
                seventh,
                new EpochStart("the last one, of point " + first.id() + ", is 7 days old", true));
    }

    @Test
    void changes_of_more_than_thirty_per_cent_end_it() {
        var first = chain.next();
        for (int i = 0; i < 25; i++) {
            chain.put(Sample.DEPLOYMENTS, name(i), line());
        }

        var large = chain.next();
        var next = chain.next();

        assertThat(large.start()).isEmpty();
        assertWhole(
                next,
                new EpochStart(
                        "the changes since point %s have passed 30 %% of its size"
                                .formatted(first.id()),
                        true));
    }

    @Test
    void a_lost_state_ends_it() {
        var first = chain.next();
        chain.scratch.delete(stateKey(first));

        assertWhole(
                chain.next(),
                new EpochStart("the index of point " + first.id() + " is missing", false));
    }

    @Test
    void a_damaged_state_ends_it_before_a_call_is_spent_on_it() {
        var first = chain.next();
        damage(stateKey(first), 500);

        assertWhole(
                chain.next(),
                new EpochStart(
                        "the index of point %s can't be used: its digest isn't that of its contents"
                                .formatted(first.id()),
                        false));
        assertThat(chain.indexKeys.calls()).containsExactly("generate index", "generate index");
    }

    @Test
    void a_state_of_another_point_ends_it_and_its_key_is_used_on() {
        var first = chain.next();
        var second = chain.next();
        chain.scratch.put(
                stateKey(first.id(), second.id()), chain.scratch.content(stateKey(first)));

        assertWhole(
                chain.next(),
                new EpochStart(
                        "the index of point %s can't be used: it is that of point %s"
                                .formatted(second.id(), first.id()),
                        false));
        assertThat(chain.indexKeys.calls())
                .containsExactly("generate index", "unwrap index", "unwrap index");
    }

    @Test
    void a_state_under_a_key_that_cannot_be_unwrapped_ends_it_twice() {
        var first = chain.next();
        chain.indexKeys.deny("index");

        var second = chain.next();
        var third = chain.next();

        assertWhole(
                second,
                new EpochStart(
                        "the index of point %s can't be used: not authorised to unwrap class index"
                                .formatted(first.id()),
                        false));
        assertWhole(
                third, new EpochStart("the index of point " + second.id() + " is missing", false));
        assertThat(chain.indexKeys.calls())
                .containsExactly("generate index", "unwrap index", "generate index");
    }

    @Test
    void a_lost_index_segment_ends_it_in_the_midst_of_a_capture() {
        chain.next();
        chain.scratch.delete(indexSegments().getFirst());

        var next = chain.next();

        assertThat(next.start().orElseThrow().why())
                .matches("the index of .* is damaged: segments/[a-z2-7]{26}: it is missing");
        assertWhole(next, next.start().orElseThrow());
    }

    @Test
    void a_flipped_byte_of_the_index_ends_it_in_the_midst_of_a_capture() {
        chain.next();
        damage(indexSegments().getLast(), 200);

        var next = chain.next();

        assertThat(next.start().orElseThrow().why())
                .matches(
                        "the index of .* is damaged: segments/[a-z2-7]{26}: its SHA-256 is .*,"
                                + " the manifest says .*");
        assertWhole(next, next.start().orElseThrow());
        assertThat(chain.sample.keys.calls())
                .filteredOn(call -> call.startsWith("generate"))
                .containsExactly(
                        "generate objects",
                        "generate secrets",
                        "generate objects",
                        "generate secrets");
        assertThat(chain.next().start()).isEmpty();
    }

    @Test
    void a_segment_that_the_vault_lost_ends_it() {
        var first = chain.next();
        var lost = chain.manifest(first.id()).types().getFirst().segments().getFirst();
        chain.sample.vault.delete("clusters/shop/segments/" + lost.name());

        assertWhole(
                chain.next(),
                new EpochStart(
                        "the vault no longer holds segments/%s of point %s"
                                .formatted(lost.name(), first.id()),
                        false));
    }

    @Test
    void an_accepted_point_that_is_refused_now_ends_it() {
        var first = chain.next();
        var manifest = "clusters/shop/points/" + first.id() + "/manifest.json";
        var changed = chain.sample.vault.content(manifest);
        changed[20] ^= 1;
        chain.sample.vault.put(manifest, changed);

        var next = chain.next();

        assertThat(next.start().orElseThrow().why())
                .startsWith("recovery point %s refused: manifest.json: ".formatted(first.id()));
        assertWhole(next, next.start().orElseThrow());
    }

    @Test
    void a_clock_that_went_back_ends_it() {
        var first = chain.next();
        chain.now = chain.now.minusSeconds(5);

        assertWhole(
                chain.next(),
                new EpochStart(
                        "the clock says that point " + first.id() + " is still to come", true));
    }

    private void assertWhole(Chain.Link link, EpochStart start) {
        assertThat(link.start()).contains(start);
        var manifest = chain.manifest(link.id());
        assertThat(manifest.epoch()).isEqualTo(link.id());
        assertThat(manifest.earlier()).isEmpty();
        assertThat(chain.lines(link.id(), Sample.DEPLOYMENTS))
                .containsExactlyElementsOf(
                        chain.items(Sample.DEPLOYMENTS).stream().map(Chain.Item::line).toList());
    }

    private List<String> indexSegments() {
        return chain.scratch.keys().stream().filter(key -> key.contains("/segments/")).toList();
    }

    private void damage(String key, int at) {
        var content = chain.scratch.content(key);
        content[at] = content[at] == 'A' ? (byte) 'B' : (byte) 'A';
        chain.scratch.put(key, content);
    }

    private static String stateKey(Chain.Link first) {
        return stateKey(first.id(), first.id());
    }

    private static String stateKey(PointId epoch, PointId point) {
        return "index/shop/%s/points/%s".formatted(epoch, point);
    }
}

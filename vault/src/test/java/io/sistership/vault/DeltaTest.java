package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is unchanged since the accepted point is listed again instead of being written.
class DeltaTest {

    private final Chain chain = new Chain();

    DeltaTest() {
        for (int i = 0; i < 40; i++) {
            chain.put(Sample.DEPLOYMENTS, name(i), line(i, 0));
            chain.put(Sample.SECRETS, name(i), line(i, 0));
        }
        chain.documents.put("DescribeCluster", "{\"cluster\":{}}");
    }

    private static String name(int i) {
        return "web-%02d".formatted(i);
    }

    /// Large enough that what a segment costs doesn't count.
    private static String line(int i, int generation) {
        var noise = new byte[300];
        new Random(i * 100L + generation).nextBytes(noise);
        return "{\"metadata\":{\"name\":\"%s\"},\"generation\":%d,\"data\":\"%s\"}"
                .formatted(name(i), generation, Base64.getEncoder().encodeToString(noise));
    }

    @Test
    void an_unchanged_cluster_costs_a_manifest_and_an_envelope() {
        chain.next();
        var before = chain.sample.vault.keys();

        var id = chain.next().id();

        assertThat(chain.sample.vault.keys())
                .filteredOn(key -> !before.contains(key))
                .containsExactly(
                        "clusters/shop/points/" + id + "/manifest.dsse",
                        "clusters/shop/points/" + id + "/manifest.json");
        assertThat(chain.manifest(id).written()).isEmpty();
        assertThat(chain.lines(id, Sample.SECRETS)).hasSize(40);
    }

    @Test
    void an_unchanged_cluster_needs_two_keys_only_the_indexs_and_the_signers() {
        chain.next();
        var before = chain.sample.keys.calls().size();

        chain.next();

        assertThat(chain.sample.keys.calls()).hasSize(before);
        assertThat(chain.indexKeys.calls()).containsExactly("generate index", "unwrap index");
    }

    @Test
    void a_changed_a_deleted_and_a_new_object_make_a_delta() {
        var first = chain.next().id();
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 1));
        chain.remove(Sample.DEPLOYMENTS, name(7));
        chain.put(Sample.DEPLOYMENTS, "aaa", line(99, 1));

        var id = chain.next().id();

        var contents = chain.manifest(id).types().getFirst().contents();
        assertThat(contents).isInstanceOf(TypeContents.Delta.class);
        var delta = (TypeContents.Delta) contents;
        assertThat(delta.base()).isEqualTo(chain.manifest(first).types().getFirst().segments());
        assertThat(TypeContents.lines(delta.dropped())).isEqualTo(2);
        assertThat(TypeContents.lines(delta.changed())).isEqualTo(2);
        assertThat(chain.lines(id, Sample.DEPLOYMENTS))
                .hasSize(40)
                .endsWith(line(99, 1), line(3, 1))
                .doesNotContain(line(3, 0), line(7, 0));
    }

    @Test
    void an_equal_delta_is_listed_again() {
        chain.next();
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 1));
        var second = chain.manifest(chain.next().id());

        var third = chain.manifest(chain.next().id());

        assertThat(third.written()).isEmpty();
        assertThat(third.types())
                .extracting(TypeEntry::contents)
                .isEqualTo(second.types().stream().map(TypeEntry::contents).toList());
        assertThat(third.keys()).isEqualTo(second.keys());
    }

    @Test
    void what_changed_back_needs_no_delta_any_more() {
        var first = chain.manifest(chain.next().id());
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 1));
        chain.next();
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 0));

        var third = chain.manifest(chain.next().id());

        assertThat(third.types().getFirst().contents())
                .isEqualTo(first.types().getFirst().contents());
        assertThat(third.written()).isEmpty();
    }

    @Test
    void a_deleted_object_that_was_made_again_is_there_once() {
        chain.next();
        chain.remove(Sample.DEPLOYMENTS, name(5));
        chain.next();
        chain.put(Sample.DEPLOYMENTS, name(5), line(5, 1));
        var changed = chain.next().id();
        chain.put(Sample.DEPLOYMENTS, name(5), line(5, 0));
        var same = chain.next().id();

        assertThat(chain.lines(changed, Sample.DEPLOYMENTS))
                .hasSize(40)
                .contains(line(5, 1))
                .doesNotContain(line(5, 0));
        assertThat(chain.lines(same, Sample.DEPLOYMENTS)).hasSize(40).contains(line(5, 0));
    }

    @Test
    void a_type_in_another_version_is_written_as_a_whole() {
        chain.next();
        var items = List.copyOf(chain.types.remove(Sample.DEPLOYMENTS));
        var newer =
                new io.sistership.model.ApiResource(
                        "apps", "v2", "Deployment", "deployments", true);
        chain.items(newer).addAll(items);

        var manifest = chain.manifest(chain.next().id());

        var type = manifest.type("apps", "deployments").orElseThrow();
        assertThat(type.contents()).isInstanceOf(TypeContents.Whole.class);
        assertThat(type.segments()).allMatch(manifest::isOwn);
        assertThat(manifest.written()).isEqualTo(type.segments());
        assertThat(chain.manifest(chain.next().id()).written()).isEmpty();
    }

    @Test
    void documents_are_written_operation_by_operation() {
        chain.documents.put("DescribeNodegroup", "{\"nodegroup\":{}}");
        chain.next();
        chain.documents.put("DescribeNodegroup", "{\"nodegroup\":{\"version\":\"1.36\"}}");

        var manifest = chain.manifest(chain.next().id());

        assertThat(manifest.documents())
                .filteredOn(entry -> manifest.isOwn(entry.segments().getFirst()))
                .extracting(DocumentEntry::operation)
                .containsExactly("DescribeNodegroup");
        assertThat(chain.open(manifest.heading().id()).documents("eks", "DescribeCluster"))
                .containsExactly(Sample.utf8("{\"cluster\":{}}"));
    }

    @Test
    void a_list_that_breaks_off_is_compared_from_its_beginning_again() {
        chain.next();
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 1));
        chain.breaks.put(Sample.DEPLOYMENTS, 20);

        var id = chain.next().id();

        var delta = (TypeContents.Delta) chain.manifest(id).types().getFirst().contents();
        assertThat(TypeContents.lines(delta.changed())).isEqualTo(1);
        assertThat(chain.lines(id, Sample.DEPLOYMENTS)).hasSize(40).contains(line(3, 1));
    }

    @Test
    void an_unavailable_type_names_the_last_point_that_had_it() {
        var first = chain.next().id();
        var items = List.copyOf(chain.types.remove(Sample.DEPLOYMENTS));
        chain.unavailable.put(Sample.DEPLOYMENTS, "503");
        var second = chain.manifest(chain.next().id());
        var third = chain.manifest(chain.next().id());
        chain.unavailable.clear();
        chain.items(Sample.DEPLOYMENTS).addAll(items);
        var fourth = chain.manifest(chain.next().id());

        assertThat(second.unavailable())
                .extracting(AbsentType::lastSeen)
                .containsExactly(java.util.Optional.of(first));
        assertThat(third.unavailable()).isEqualTo(second.unavailable());
        assertThat(third.type("apps", "deployments")).isEmpty();
        assertThat(fourth.written())
                .isEqualTo(fourth.type("apps", "deployments").orElseThrow().segments());
    }

    @Test
    void a_capture_that_lost_its_race_leaves_the_next_one_alone() {
        chain.next();
        chain.put(Sample.DEPLOYMENTS, name(3), line(3, 1));
        var loser = chain.capture();
        var winner = chain.capture();
        chain.publish(winner.id());
        Outbox.clear(chain.sample.outbox, loser.id());

        var next = chain.next();

        assertThat(next.start()).isEmpty();
        assertThat(chain.manifest(next.id()).written()).isEmpty();
        assertThat(chain.lines(next.id(), Sample.DEPLOYMENTS)).contains(line(3, 1));
    }

    @Test
    void a_capture_that_failed_leaves_nothing_in_the_index() {
        chain.next();
        var before = chain.scratch.keys();
        chain.types.put(
                new io.sistership.model.ApiResource("new.io", "v1", "New", "news", true),
                List.of(new Chain.Item(Sample.key(1), "")));

        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(chain::capture)
                .withMessage("a line of 0 bytes can't be put into a segment");

        assertThat(chain.scratch.keys()).isEqualTo(before);
        assertThat(chain.sample.outbox.keys()).isEmpty();
    }

    @Test
    void states_and_indexes_that_nothing_needs_are_cleared() {
        var first = chain.next().id();
        chain.now = chain.now.plusSeconds(60);
        var second = chain.next().id();
        chain.now = chain.now.plusSeconds(60);
        var third = chain.next().id();

        assertThat(chain.scratch.keys())
                .contains(
                        "index/shop/%s/points/%s".formatted(first, second),
                        "index/shop/%s/points/%s".formatted(first, third))
                .doesNotContain("index/shop/%s/points/%s".formatted(first, first))
                .filteredOn(key -> key.contains("/segments/"))
                .hasSize(2)
                .allMatch(key ->
                        key.startsWith("index/shop/%s/segments/%s/".formatted(first, first)));

        chain.now = chain.now.plus(Duration.ofDays(8));
        var fourth = chain.next().id();
        chain.now = chain.now.plusSeconds(60);
        chain.next();

        assertThat(chain.scratch.keys())
                .isNotEmpty()
                .allMatch(key -> key.startsWith("index/shop/" + fourth + "/"));
    }
}

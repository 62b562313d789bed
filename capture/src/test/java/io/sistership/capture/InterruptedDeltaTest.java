package io.sistership.capture;

import static io.sistership.capture.FakeCluster.cut;
import static io.sistership.capture.FakeCluster.discovery;
import static io.sistership.capture.FakeCluster.group;
import static io.sistership.capture.FakeCluster.hasty;
import static io.sistership.capture.FakeCluster.list;
import static io.sistership.capture.FakeCluster.ok;
import static io.sistership.capture.FakeCluster.page;
import static io.sistership.capture.FakeCluster.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sistership.capture.FakeCluster.Answer;
import io.sistership.kube.KubeIdentity;
import io.sistership.vault.PointId;
import io.sistership.vault.SegmentEntry;
import io.sistership.vault.TypeContents;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A type that an earlier point has and whose list breaks off in the middle of the next capture:
/// once it was listed again, the point opened holds what a full capture holds.
class InterruptedDeltaTest {

    private static final String BASKETS = "/apis/shop.io/v1/baskets";
    private static final Answer PROBED = list("20", "a");

    /// What is there when the second capture begins, and what when it lists again: `b` has changed,
    /// `c` is gone and made anew, `d` is gone, `f` is new; then `a` has changed and `e` is gone.
    private static final List<String> OLD = List.of("a=1", "b=1", "c=1", "d=1", "e=1");

    private static final List<String> NEW = List.of("a=1", "b=2", "c=2", "e=1", "f=1");
    private static final List<String> NEWER = List.of("a=3", "b=2", "c=2", "f=1");

    private static final Answer FIRST_PAGE = page("20", "more", "a=1", "b=2", "c=2");
    private static final Answer LAST_PAGE = page("20", "", "e=1", "f=1");

    private final FakeCluster cluster = new FakeCluster();
    private final Sample sample = new Sample();

    @BeforeEach
    void serve() {
        cluster.on(
                        "/apis/apiregistration.k8s.io/v1/apiservices",
                        ok(
                                """
                                {"items":[{"metadata":{"name":"v1."},"spec":{}},
                                {"metadata":{"name":"v1.shop.io"},"spec":{}}]}\
                                """))
                .on("/api", discovery(group("", "v1", "namespaces")))
                .on("/apis", discovery(group("shop.io", "v1", "baskets")))
                .on("/api/v1/namespaces", list("20", "default"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    static Stream<Arguments> interruptions() {
        var notFound = refusal(404, "NotFound", "the server could not find the requested resource");
        var expired = refusal(410, "Expired", "The provided continue parameter is too old");
        var failing = refusal(500, "InternalError", "etcdserver: leader changed");
        return Stream.of(
                arguments("404 before the first page", NEWER, List.of(notFound, whole(NEWER))),
                arguments("404 after a page", NEWER, List.of(FIRST_PAGE, notFound, whole(NEWER))),
                arguments("410 after a page", NEWER, List.of(FIRST_PAGE, expired, whole(NEWER))),
                arguments(
                        "410 twice",
                        NEWER,
                        List.of(FIRST_PAGE, expired, FIRST_PAGE, expired, whole(NEWER))),
                arguments(
                        "410, and then as it was before",
                        OLD,
                        List.of(FIRST_PAGE, expired, whole(OLD))),
                arguments(
                        "404 after a page, and then as it was before",
                        OLD,
                        List.of(FIRST_PAGE, notFound, whole(OLD))),
                arguments("500 between pages", NEW, List.of(FIRST_PAGE, failing, LAST_PAGE)),
                arguments(
                        "cut in the middle of a page",
                        NEW,
                        List.of(FIRST_PAGE, cut(LAST_PAGE), LAST_PAGE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interruptions")
    void a_delta_that_began_again_equals_a_full_capture(
            String name, List<String> expected, List<Answer> answers) {
        cluster.on(BASKETS, PROBED, whole(OLD));
        var base = next(sample);
        cluster.on(
                BASKETS, Stream.concat(Stream.of(PROBED), answers.stream()).toArray(Answer[]::new));
        var before = cluster.requests(BASKETS);
        var delta = next(sample);
        var asked = cluster.requests(BASKETS) - before;
        cluster.on(BASKETS, PROBED, whole(expected));
        var full = new Sample();
        var alone = next(full);

        assertThat(asked).as(name).isEqualTo(1 + answers.size());
        assertThat(lines(sample, delta))
                .hasSameSizeAs(expected)
                .containsExactlyInAnyOrderElementsOf(lines(full, alone));
        assertThat(sample.manifest(delta).epoch()).isEqualTo(base);
        assertThat(sample.manifest(delta).type("shop.io", "baskets").orElseThrow().contents())
                .isInstanceOf(
                        expected.equals(OLD) ? TypeContents.Whole.class : TypeContents.Delta.class);
        assertThat(sample.outbox.keys()).isEmpty();
        assertThat(segmentsInVault()).isEqualTo(listed(base, delta));
    }

    private PointId next(Sample points) {
        try (var client = cluster.client(new KubeIdentity.Anonymous(), hasty())) {
            return points.next(client);
        }
    }

    private static Answer whole(List<String> objects) {
        return page("20", "", objects.toArray(String[]::new));
    }

    private static List<String> lines(Sample points, PointId id) {
        return points.lines(id, "shop.io", "baskets");
    }

    private Set<String> listed(PointId... points) {
        var listed = new TreeSet<String>();
        for (var point : points) {
            sample.manifest(point).segments().stream().map(SegmentEntry::name).forEach(listed::add);
        }
        return listed;
    }

    private Set<String> segmentsInVault() {
        var names = new TreeSet<String>();
        sample.vault.keys().stream()
                .filter(key -> key.contains("/segments/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .forEach(names::add);
        return names;
    }
}

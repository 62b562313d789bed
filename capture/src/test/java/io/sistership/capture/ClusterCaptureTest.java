package io.sistership.capture;

import static io.sistership.capture.FakeCluster.list;
import static io.sistership.capture.FakeCluster.ok;
import static io.sistership.capture.FakeCluster.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.kube.KubeIdentity;
import io.sistership.kube.KubeOptions;
import io.sistership.model.Progress;
import io.sistership.vault.AbsentType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCaptureTest {

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String CONFIG_MAPS = "/api/v1/configmaps";
    private static final String BASKETS = "/apis/shop.io/v1/baskets";

    private static final FakeCluster.Answer GROUPS =
            ok(
                    """
                    {"kind":"APIGroupDiscoveryList","items":[
                    {"metadata":{"name":"shop.io"},"versions":[{"version":"v1","resources":[
                    {"resource":"baskets","responseKind":{"kind":"Basket"},"scope":"Namespaced","verbs":["list"]}]}]},
                    {"metadata":{"name":"dead.io"},"versions":[{"version":"v1","freshness":"Stale"}]},
                    {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}\
                    """);

    private final FakeCluster cluster = discoverable(new FakeCluster());
    private final AtomicLong objects = new AtomicLong();
    private final Sample sample = new Sample();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void lists_all_types_at_the_first_revision() {
        cluster.on(
                        NAMESPACES,
                        list("10", "default"),
                        list("11", "default"),
                        list("12", "default"),
                        list("10", "default"))
                .on(CONFIG_MAPS, list("11", "a"), list("10", "a", "b"))
                .on(BASKETS, list("12"), list("10", "x"));

        var report = capture();

        assertThat(report.cut()).contains("10");
        assertThat(report.types())
                .extracting(
                        it -> it.resource().plural(), CapturedType::objects, CapturedType::inCut)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("configmaps", 2L, true),
                        org.assertj.core.api.Assertions.tuple("namespaces", 1L, true),
                        org.assertj.core.api.Assertions.tuple("baskets", 1L, true));
        assertThat(cluster.requests())
                .filteredOn(it -> it.contains("resourceVersion="))
                .hasSize(3)
                .allMatch(it ->
                        it.endsWith("?limit=500&resourceVersion=10&resourceVersionMatch=Exact"));
        assertThat(report.objects()).isEqualTo(4).isEqualTo(objects.get());
    }

    @Test
    void leaves_out_what_the_policy_says_dead_groups_too() {
        quietNamespaces();
        cluster.on(CONFIG_MAPS, list("10")).on(BASKETS, list("10"));

        var report = capture();

        assertThat(report.leftOut())
                .extracting(AbsentType::group, AbsentType::plural)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("", "bindings"),
                        org.assertj.core.api.Assertions.tuple("", "events"),
                        org.assertj.core.api.Assertions.tuple("metrics.k8s.io", ""));
        assertThat(report.unavailable())
                .containsExactly(
                        AbsentType.ofGroup(
                                "dead.io", "v1", "its server doesn't answer; discovery is stale"));
    }

    @Test
    void starts_a_type_again_out_of_the_cut_when_its_revision_has_expired() {
        quietNamespaces();
        cluster.on(
                        CONFIG_MAPS,
                        list("10", "a"),
                        refusal(410, "Expired", "The resourceVersion is too old"),
                        list("99", "a", "b", "c"))
                .on(BASKETS, list("10", "x"));

        var report = capture();

        assertThat(report.types().getFirst())
                .isEqualTo(
                        new CapturedType(
                                report.types().getFirst().resource(),
                                3,
                                3L * "{\"metadata\":{\"name\":\"a\"}}".length(),
                                "99",
                                Optional.of(
                                        new OutsideCut(
                                                Cause.STARTED_AGAIN,
                                                "its list had to start again at a newer revision:"
                                                        + " The resourceVersion is too old"))));
        assertThat(report.cut()).contains("10");
    }

    @Test
    void records_a_type_that_never_comes_to_its_end() {
        quietNamespaces();
        cluster.on(CONFIG_MAPS, list("10", "a"), refusal(410, "Expired", "too old"))
                .on(BASKETS, list("10", "x"));

        var report = capture();

        assertThat(report.unavailable())
                .filteredOn(it -> it.plural().equals("configmaps"))
                .extracting(AbsentType::reason)
                .containsExactly("its list broke off 5 times: too old");
        assertThat(report.objects()).isEqualTo(2).isEqualTo(objects.get());
    }

    @Test
    void records_a_type_that_may_not_be_read_and_one_that_was_removed() {
        quietNamespaces();
        cluster.on(CONFIG_MAPS, refusal(403, "Forbidden", "configmaps is forbidden"))
                .on(BASKETS, list("10", "x"), refusal(404, "NotFound", "gone"))
                .on("/apis", GROUPS, ok("{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"));

        var report = capture();

        assertThat(report.unavailable())
                .filteredOn(it -> it.plural().equals("configmaps"))
                .extracting(AbsentType::reason)
                .containsExactly("configmaps is forbidden");
        assertThat(report.leftOut())
                .filteredOn(it -> it.plural().equals("baskets"))
                .extracting(AbsentType::reason)
                .containsExactly("it was removed from the server during the capture");
    }

    @Test
    void ends_and_leaves_nothing_behind_when_the_server_stops_knowing_the_caller() {
        quietNamespaces();
        cluster.on(CONFIG_MAPS, list("10", "a"), refusal(401, "Unauthorized", "Unauthorized"))
                .on(BASKETS, list("10", "x"));

        assertThatThrownBy(this::capture)
                .isInstanceOfSatisfying(
                        KubeException.class,
                        it -> assertThat(it.error()).isEqualTo(KubeErrorKind.DENIED))
                .hasMessageContaining("the API server doesn't know who is calling");
        assertThat(sample.outbox.keys()).isEmpty();
    }

    @Test
    void never_has_two_requests_open_where_one_at_once_is_allowed() {
        assertThat(mostOpenWith(1)).isEqualTo(1);
    }

    @Test
    void has_several_requests_open_where_more_are_allowed() {
        assertThat(mostOpenWith(12)).isGreaterThan(1);
    }

    private int mostOpenWith(int requestsAtOnce) {
        quietNamespaces();
        cluster.on(CONFIG_MAPS, list("10", "a"))
                .on(BASKETS, list("10", "x"))
                .awaitingCompany(Duration.ofMillis(50));

        assertThat(capture(requestsAtOnce).objects()).isEqualTo(3);
        return cluster.mostOpen();
    }

    private void quietNamespaces() {
        cluster.on(NAMESPACES, list("10", "default"));
    }

    private CaptureReport capture() {
        return capture(cluster.client(), Sample.ONE_TYPE_AT_ONCE);
    }

    private CaptureReport capture(int requestsAtOnce) {
        var pace = KubeOptions.standard().inFlight(requestsAtOnce);
        return capture(
                cluster.client(new KubeIdentity.Anonymous(), pace),
                CaptureOptions.standard().requestsAtOnce(requestsAtOnce));
    }

    private CaptureReport capture(KubeClient server, CaptureOptions options) {
        try (var client = server) {
            return sample.alone(client, options, counted());
        }
    }

    /// Counts the objects of the last stage.
    private Progress counted() {
        return new Progress() {
            @Override
            public void stage(String name, long expected) {
                objects.set(0);
            }

            @Override
            public void advanced(long more, long bytes) {
                objects.addAndGet(more);
            }

            @Override
            public void note(String text) {}
        };
    }

    private static FakeCluster discoverable(FakeCluster cluster) {
        return cluster.on(
                        "/apis/apiregistration.k8s.io/v1/apiservices",
                        ok(
                                """
                                {"items":[{"metadata":{"name":"v1."},"spec":{}},
                                {"metadata":{"name":"v1.shop.io"},"spec":{}}]}\
                                """))
                .on(
                        "/api",
                        ok(
                                """
                                {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
                                {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster","verbs":["list"]},
                                {"resource":"configmaps","responseKind":{"kind":"ConfigMap"},"scope":"Namespaced","verbs":["list"]},
                                {"resource":"events","responseKind":{"kind":"Event"},"scope":"Namespaced","verbs":["list"]},
                                {"resource":"bindings","responseKind":{"kind":"Binding"},"scope":"Namespaced","verbs":["create"]}]}]}]}\
                                """))
                .on("/apis", GROUPS);
    }
}

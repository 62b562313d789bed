package io.sistership.kube;

import static io.sistership.kube.FakeServer.json;
import static io.sistership.kube.FakeServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.kube.DiscoveredType.Source;
import io.sistership.model.ApiResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final String SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";

    private final FakeServer server = FakeServer.plain();
    private final KubeClient client =
            KubeClient.connect(
                    new KubeConnection(server.address(), "", new KubeIdentity.Anonymous()),
                    KubeOptions.standard(),
                    new Waits());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void reads_everything_from_two_documents() {
        server.on("GET", SERVICES, apiServices())
                .on("GET", "/api", core())
                .on("GET", "/apis", groups());

        var discovery = client.discovery();

        assertThat(server.requests().get(1).header("Accept"))
                .startsWith(
                        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,");
        assertThat(discovery.types())
                .containsExactly(
                        new DiscoveredType(
                                new ApiResource("", "v1", "Pod", "pods", true),
                                Set.of("create", "list"),
                                List.of("v1"),
                                Set.of("status", "eviction"),
                                List.of("all"),
                                Source.LOCAL),
                        new DiscoveredType(
                                new ApiResource(
                                        "autoscaling",
                                        "v2",
                                        "HorizontalPodAutoscaler",
                                        "hpas",
                                        true),
                                Set.of("list"),
                                List.of("v2", "v1"),
                                Set.of("status"),
                                List.of(),
                                Source.LOCAL),
                        new DiscoveredType(
                                new ApiResource("autoscaling", "v1", "Legacy", "legacies", false),
                                Set.of("list"),
                                List.of("v1"),
                                Set.of(),
                                List.of(),
                                Source.LOCAL),
                        new DiscoveredType(
                                new ApiResource("shop.io", "v1", "Basket", "baskets", true),
                                Set.of("list"),
                                List.of("v1"),
                                Set.of(),
                                List.of(),
                                Source.AGGREGATED));
        assertThat(discovery.unavailable())
                .containsExactly(
                        new UnavailableGroup(
                                "custom.metrics.k8s.io",
                                "v1beta1",
                                "its server doesn't answer; discovery is stale"),
                        new UnavailableGroup(
                                "metrics.k8s.io",
                                "v1beta1",
                                "FailedDiscoveryCheck: no response from 10.0.0.9"));
    }

    @Test
    void knows_every_served_version_of_a_type() {
        server.on("GET", SERVICES, apiServices())
                .on("GET", "/api", core())
                .on("GET", "/apis", groups());

        var discovery = client.discovery();

        assertThat(discovery.served("autoscaling", "hpas", "v1"))
                .contains(
                        new ApiResource(
                                "autoscaling", "v1", "HorizontalPodAutoscaler", "hpas", true));
        assertThat(discovery.served("autoscaling", "hpas", "v2beta2")).isEmpty();
        assertThat(discovery.ofKind("shop.io", "Basket")).isPresent();
    }

    @Test
    void goes_group_by_group_where_the_server_has_no_aggregated_document() {
        server.on("GET", SERVICES, refusal(403, "Forbidden", "no"))
                .on("GET", "/api", json(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"))
                .on(
                        "GET",
                        "/apis",
                        json(
                                200,
                                """
                                {"kind":"APIGroupList","groups":[
                                {"name":"autoscaling","versions":[{"version":"v1"},{"version":"v2"}],
                                 "preferredVersion":{"version":"v2"}},
                                {"name":"metrics.k8s.io","versions":[{"version":"v1beta1"}],
                                 "preferredVersion":{"version":"v1beta1"}}]}\
                                """))
                .on(
                        "GET",
                        "/api/v1",
                        json(
                                200,
                                """
                                {"kind":"APIResourceList","resources":[
                                {"name":"pods","kind":"Pod","namespaced":true,"verbs":["list"],"categories":["all"]},
                                {"name":"pods/status","kind":"Pod","namespaced":true,"verbs":["get"]},
                                {"name":"podsets","kind":"PodSet","namespaced":false,"verbs":["create"]}]}\
                                """))
                .on("GET", "/apis/autoscaling/v1", hpas())
                .on("GET", "/apis/autoscaling/v2", hpas())
                .on(
                        "GET",
                        "/apis/metrics.k8s.io/v1beta1",
                        refusal(503, "ServiceUnavailable", "the server is currently unable"),
                        refusal(503, "ServiceUnavailable", "the server is currently unable"),
                        refusal(503, "ServiceUnavailable", "the server is currently unable"));

        var discovery = client.discovery();

        assertThat(discovery.types())
                .containsExactly(
                        new DiscoveredType(
                                new ApiResource("", "v1", "Pod", "pods", true),
                                Set.of("list"),
                                List.of("v1"),
                                Set.of("status"),
                                List.of("all"),
                                Source.UNKNOWN),
                        new DiscoveredType(
                                new ApiResource("", "v1", "PodSet", "podsets", false),
                                Set.of("create"),
                                List.of("v1"),
                                Set.of(),
                                List.of(),
                                Source.UNKNOWN),
                        new DiscoveredType(
                                new ApiResource(
                                        "autoscaling",
                                        "v2",
                                        "HorizontalPodAutoscaler",
                                        "hpas",
                                        true),
                                Set.of("list"),
                                List.of("v2", "v1"),
                                Set.of(),
                                List.of(),
                                Source.UNKNOWN));
        assertThat(discovery.unavailable())
                .containsExactly(
                        new UnavailableGroup(
                                "metrics.k8s.io", "v1beta1", "the server is currently unable"));
        assertThat(client.retries().byCause()).isEqualTo(Map.of(RetryCause.UNAVAILABLE, 2L));
    }

    private static FakeServer.Answer hpas() {
        return json(
                200,
                """
                {"kind":"APIResourceList","resources":[
                {"name":"hpas","kind":"HorizontalPodAutoscaler","namespaced":true,"verbs":["list"]}]}\
                """);
    }

    private static FakeServer.Answer apiServices() {
        return json(
                200,
                """
                {"kind":"APIServiceList","metadata":{"resourceVersion":"1"},"items":[
                {"metadata":{"name":"v1."},"spec":{"version":"v1"},
                 "status":{"conditions":[{"type":"Available","status":"True"}]}},
                {"metadata":{"name":"v1.autoscaling"},"spec":{}},
                {"metadata":{"name":"v2.autoscaling"},"spec":{}},
                {"metadata":{"name":"v1.shop.io"},"spec":{"service":{"name":"shop"}},
                 "status":{"conditions":[{"type":"Available","status":"True"}]}},
                {"metadata":{"name":"v1beta1.metrics.k8s.io"},"spec":{"service":{"name":"m"}},
                 "status":{"conditions":[{"type":"Available","status":"False",
                  "reason":"FailedDiscoveryCheck","message":"no response from 10.0.0.9"}]}}]}\
                """);
    }

    private static FakeServer.Answer core() {
        return json(
                200,
                """
                {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{"metadata":{},"versions":[
                {"version":"v1","freshness":"Current","resources":[
                {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced",
                 "singularResource":"pod","verbs":["create","list"],"categories":["all"],
                 "subresources":[{"subresource":"status","verbs":["get"]},{"subresource":"eviction"}]},
                {"resource":"onlysubresources","scope":"Namespaced","subresources":[{"subresource":"status"}]}]}]}]}\
                """);
    }

    private static FakeServer.Answer groups() {
        return json(
                200,
                """
                {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
                {"metadata":{"name":"custom.metrics.k8s.io"},"versions":[
                 {"version":"v1beta1","freshness":"Stale","resources":[
                  {"resource":"old","responseKind":{"kind":"Old"},"scope":"Cluster","verbs":["list"]}]}]},
                {"metadata":{"name":"autoscaling"},"versions":[
                 {"version":"v2","freshness":"Current","resources":[
                  {"resource":"hpas","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced",
                   "verbs":["list"],"subresources":[{"subresource":"status"}]}]},
                 {"version":"v1","freshness":"Current","resources":[
                  {"resource":"legacies","responseKind":{"kind":"Legacy"},"scope":"Cluster","verbs":["list"]},
                  {"resource":"hpas","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced",
                   "verbs":["list","watch"]}]}]},
                {"metadata":{"name":"metrics.k8s.io"},"versions":[
                 {"version":"v1beta1","freshness":"Current","resources":[
                  {"resource":"nodes","responseKind":{"kind":"NodeMetrics"},"scope":"Cluster","verbs":["list"]}]}]},
                {"metadata":{"name":"shop.io"},"versions":[
                 {"version":"v1","freshness":"Current","resources":[
                  {"resource":"baskets","responseKind":{"kind":"Basket"},"scope":"Namespaced","verbs":["list"]}]}]}]}\
                """);
    }
}

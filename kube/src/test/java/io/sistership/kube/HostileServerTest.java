package io.sistership.kube;

import static io.sistership.kube.FakeServer.cut;
import static io.sistership.kube.FakeServer.drip;
import static io.sistership.kube.FakeServer.json;
import static io.sistership.kube.FakeServer.refusal;
import static io.sistership.kube.FakeServer.silence;
import static io.sistership.kube.FakeServer.stall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.kube.FakeServer.Answer;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.model.ApiResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that refuse, hang, and answer with anything. That each fault came as often as the test
/// says is [FakeServer]'s business: it fails on an answer that wasn't asked for, and on a request
/// too many.
class HostileServerTest {

    private static final ApiResource BASKETS =
            new ApiResource("shop.io", "v1", "Basket", "baskets", true);
    private static final String PATH = "/apis/shop.io/v1/baskets";
    private static final String SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
    private static final Answer TOO_LATE = refusal(504, "Timeout", "request did not complete");

    private final FakeServer server = FakeServer.plain();
    private final Waits waits = new Waits();
    private final List<String> names = new ArrayList<>();
    private final KubeClient client = client(KubeOptions.standard());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void waits_longer_each_time_for_a_throttling_server_that_does_not_say_how_long() {
        var throttled = json(429, "slow down");
        server.on("GET", PATH, throttled, throttled, throttled, json(200, list("7", "", "a")));

        assertThat(list(ListRequest.all())).isInstanceOf(Complete.class);

        assertThat(client.retries().of(RetryCause.THROTTLED)).isEqualTo(3);
        assertThat(waits.all()).hasSize(3).isSorted();
        assertThat(waits.all().getLast()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
    }

    @Test
    void gives_up_on_a_throttling_server_once_its_patience_is_used_up() {
        var throttled = json(429, "slow down", Map.of("Retry-After", "30"));
        server.on("GET", PATH, throttled, throttled, throttled, throttled);

        assertThat(failure(ListRequest.all()).error()).isEqualTo(KubeErrorKind.THROTTLED);

        assertThat(client.retries().of(RetryCause.THROTTLED)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void does_not_spin_when_it_is_asked_to_wait_for_no_time_at_all(int status) {
        var now = json(status, "again, now", Map.of("Retry-After", "0"));
        server.on("GET", PATH, now, now, now);
        var policy =
                new RetryPolicy(
                        5,
                        Duration.ofMillis(250),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        false);

        try (var hasty = client(KubeOptions.standard().retrying(policy))) {
            var failure = catchThrowableOfType(KubeException.class, () -> hasty.probe(BASKETS));
            assertThat(failure.status()).isEqualTo(status);
        }

        assertThat(waits.all()).hasSize(2).allMatch(Duration::isPositive);
    }

    @Test
    void rides_out_a_burst_of_server_errors() {
        server.on(
                "GET",
                PATH,
                refusal(500, "InternalError", "etcdserver: leader changed"),
                refusal(502, "", "bad gateway"),
                refusal(503, "ServiceUnavailable", "shutting down"),
                refusal(500, "ServerTimeout", "try again"),
                json(200, list("7", "", "a")));

        assertThat(list(ListRequest.all())).isInstanceOf(Complete.class);

        assertThat(client.retries().byCause())
                .isEqualTo(Map.of(RetryCause.SERVER_ERROR, 1L, RetryCause.UNAVAILABLE, 3L));
        assertThat(names).containsExactly("a");
    }

    @Test
    void asks_for_half_as_much_at_once_when_a_page_comes_too_late() {
        server.on(
                "GET",
                PATH,
                TOO_LATE,
                TOO_LATE,
                TOO_LATE,
                json(200, list("7", "t", "a")),
                TOO_LATE,
                json(200, list("7", "", "b")));

        assertThat(list(ListRequest.at("7"))).isInstanceOf(Complete.class);

        assertThat(names).containsExactly("a", "b");
        assertThat(server.queries())
                .extracting(it -> it.substring(0, it.indexOf('&')))
                .containsExactly(
                        "limit=500", "limit=250", "limit=125", "limit=62", "limit=62", "limit=31");
        assertThat(client.retries().of(RetryCause.TIMEOUT)).isEqualTo(4);
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void gives_up_on_a_list_that_comes_too_late_one_by_one() {
        var shrinking = 8; // 500, 250, 125, 62, 31, 15, 7, 3
        var alone = 5;
        server.on(
                "GET",
                PATH,
                Stream.generate(() -> TOO_LATE).limit(shrinking + alone).toArray(Answer[]::new));

        assertThat(failure(ListRequest.all()).error()).isEqualTo(KubeErrorKind.TIMEOUT);

        assertThat(server.queries().getLast()).isEqualTo("limit=1");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void asks_what_may_be_another_server_three_times_where_it_refuses(int status) {
        var refusal = refusal(status, "", "no");
        server.on("GET", PATH, refusal, refusal, refusal);

        var failure = failureOfBriefProbe();

        assertThat(failure.status()).isEqualTo(status);
        assertThat(waits.all()).hasSize(2);
    }

    @Test
    void waits_for_what_may_be_another_server_once_and_briefly() {
        server.on("GET", PATH, silence());

        try (var hasty = client(KubeOptions.standard().briefly(Duration.ofSeconds(1)))) {
            var failure =
                    catchThrowableOfType(
                            KubeException.class, () -> hasty.probe(BASKETS, Patience.BRIEF));
            assertThat(failure.error()).isEqualTo(KubeErrorKind.TIMEOUT);
        }

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void waits_briefly_for_the_rest_of_such_a_servers_answer_too() {
        var page = list("7", "", "a", "b");
        server.on("GET", PATH, stall(page, page.indexOf("\"b\"")));

        try (var hasty = client(KubeOptions.standard().briefly(Duration.ofSeconds(1)))) {
            var failure =
                    catchThrowableOfType(
                            KubeException.class, () -> hasty.probe(BASKETS, Patience.BRIEF));
            assertThat(failure.error()).isEqualTo(KubeErrorKind.TIMEOUT);
        }
    }

    @Test
    void does_not_wait_for_ever_for_such_a_server_that_sends_a_byte_now_and_then() {
        server.on("GET", PATH, drip());

        try (var hasty = client(KubeOptions.standard().briefly(Duration.ofMillis(500)))) {
            var failure =
                    catchThrowableOfType(
                            KubeException.class, () -> hasty.probe(BASKETS, Patience.BRIEF));
            assertThat(failure)
                    .hasMessage("GET " + PATH + ": the answer wasn't complete within 3000 ms");
            assertThat(failure.error()).isEqualTo(KubeErrorKind.TIMEOUT);
        }
    }

    @Test
    void shrinks_such_a_servers_pages_twice_at_most() {
        server.on("GET", PATH, TOO_LATE, TOO_LATE, TOO_LATE);

        var failure = failure(ListRequest.all().with(Patience.BRIEF));

        assertThat(failure.error()).isEqualTo(KubeErrorKind.TIMEOUT);
        assertThat(server.queries()).containsExactly("limit=500", "limit=250", "limit=125");
    }

    @Test
    void gives_up_on_such_a_server_that_cuts_every_answer() {
        var page = list("7", "", "a");
        server.on("GET", PATH, cut(page, 5), cut(page, 5), cut(page, 5));

        assertThat(failureOfBriefProbe().error()).isEqualTo(KubeErrorKind.UNREACHABLE);
    }

    @Test
    void does_not_go_round_in_circles_with_a_server_that_repeats_its_token() {
        server.on("GET", PATH, json(200, list("7", "t", "a")), json(200, list("7", "t", "b")));

        assertThat(failure(ListRequest.all()))
                .hasMessage(
                        "GET " + PATH + ": the server continues with the page that it just gave");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"many\"", "-3", "1e9", "99999999999999999999", "{}", "null"})
    void does_without_a_count_of_what_follows_that_is_none(String count) {
        server.on(
                "GET",
                PATH,
                json(
                        200,
                        "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"t\","
                                + "\"remainingItemCount\":"
                                + count
                                + "},\"items\":[]}"));

        assertThat(client.probe(BASKETS)).isEqualTo(new ListProbe("7", -1));
    }

    @Test
    void discovers_the_rest_where_groups_answer_nonsense_refuse_or_are_known_to_be_dead() {
        var refusal = refusal(503, "ServiceUnavailable", "no endpoints available");
        server.on("GET", SERVICES, json(200, deadService()))
                .on("GET", "/api", json(200, "{\"kind\":\"APIVersions\",\"versions\":[]}"))
                .on("GET", "/apis", json(200, groups("html", "busy", "dead", "odd", "shop")))
                .on("GET", "/apis/html.io/v1", json(200, "<html>Sign in</html>"))
                .on("GET", "/apis/busy.io/v1", refusal, refusal, refusal)
                .on("GET", "/apis/odd.io/v1", json(200, resource("..", "Odd")))
                .on("GET", "/apis/shop.io/v1", json(200, resource("baskets", "Basket")));

        var discovery = client.discovery();

        assertThat(discovery.types()).extracting(DiscoveredType::resource).containsExactly(BASKETS);
        assertThat(discovery.unavailable())
                .extracting(UnavailableGroup::group, UnavailableGroup::reason)
                .satisfiesExactly(
                        html ->
                                assertThat(html.toList().toString())
                                        .startsWith("[html.io, the answer is no JSON: "),
                        busy ->
                                assertThat(busy.toList())
                                        .containsExactly("busy.io", "no endpoints available"),
                        dead ->
                                assertThat(dead.toList())
                                        .containsExactly("dead.io", "Gone: nobody is there"),
                        odd ->
                                assertThat(odd.toList())
                                        .containsExactly(
                                                "odd.io",
                                                "its discovery names a type '..' of kind 'Odd',"
                                                        + " which can't be"));
    }

    @Test
    void does_not_let_an_aggregated_api_name_a_path_to_something_else() {
        server.on("GET", SERVICES, json(200, "{\"items\":[]}"))
                .on("GET", "/api", json(200, "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"))
                .on(
                        "GET",
                        "/apis",
                        json(
                                200,
                                """
                                {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"evil.io"},"versions":[
                                {"version":"v1","resources":[{"resource":"../../../api/v1/secrets","scope":"Cluster",
                                 "responseKind":{"kind":"Harmless"},"verbs":["list"]}]}]}]}\
                                """));

        var discovery = client.discovery();

        assertThat(discovery.types()).isEmpty();
        assertThat(discovery.unavailable())
                .containsExactly(
                        new UnavailableGroup(
                                "evil.io",
                                "v1",
                                "its discovery names a type '../../../api/v1/secrets' of kind"
                                        + " 'Harmless', which can't be"));
    }

    @Test
    void says_that_a_discovery_document_is_none() {
        server.on("GET", SERVICES, json(200, "{\"items\":[]}"))
                .on("GET", "/api", json(200, "{\"kind\":"));

        var failure = catchThrowableOfType(KubeException.class, client::discovery);

        assertThat(failure).hasMessageStartingWith("GET /api: the answer is no JSON: ");
    }

    private ListOutcome list(ListRequest request) {
        return client.list(BASKETS, request, (_, _, _, key) -> names.add(key.name()));
    }

    private KubeException failure(ListRequest request) {
        return catchThrowableOfType(KubeException.class, () -> list(request));
    }

    private KubeException failureOfBriefProbe() {
        return catchThrowableOfType(
                KubeException.class, () -> client.probe(BASKETS, Patience.BRIEF));
    }

    private KubeClient client(KubeOptions options) {
        var connection = new KubeConnection(server.address(), "", new KubeIdentity.Anonymous());
        return KubeClient.connect(connection, options, waits);
    }

    private static String list(String revision, String token, String... names) {
        var items = Stream.of(names).map("{\"metadata\":{\"name\":\"%s\"}}"::formatted).toList();
        return "{\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"%s\"},\"items\":[%s]}"
                .formatted(revision, token, String.join(",", items));
    }

    private static String groups(String... names) {
        var groups =
                Stream.of(names)
                        .map("{\"name\":\"%s.io\",\"versions\":[{\"version\":\"v1\"}]}"::formatted)
                        .toList();
        return "{\"kind\":\"APIGroupList\",\"groups\":[" + String.join(",", groups) + "]}";
    }

    private static String resource(String name, String kind) {
        return """
        {"kind":"APIResourceList","resources":[{"name":"%s","kind":"%s","namespaced":true,"verbs":["list"]}]}\
        """
                .formatted(name, kind);
    }

    private static String deadService() {
        return """
        {"items":[{"metadata":{"name":"v1.dead.io"},"spec":{"service":{"name":"a","namespace":"b"}},
        "status":{"conditions":[{"type":"Available","status":"False","reason":"Gone","message":"nobody is there"}]}}]}\
        """;
    }
}

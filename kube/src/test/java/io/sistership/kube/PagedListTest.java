package io.sistership.kube;

import static io.sistership.kube.FakeServer.cut;
import static io.sistership.kube.FakeServer.json;
import static io.sistership.kube.FakeServer.refusal;
import static io.sistership.kube.FakeServer.silence;
import static io.sistership.kube.FakeServer.stall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.kube.ListOutcome.Cause;
import io.sistership.kube.ListOutcome.Complete;
import io.sistership.kube.ListOutcome.StartAgain;
import io.sistership.model.ApiResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagedListTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final String PATH = "/api/v1/configmaps";

    private final FakeServer server = FakeServer.plain();
    private final Waits waits = new Waits();
    private final KubeClient client =
            KubeClient.connect(
                    new KubeConnection(server.address(), "", new KubeIdentity.Anonymous()),
                    KubeOptions.standard(),
                    waits);
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final ItemSink sink = (_, _, _, key) -> keys.add(key.toString());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void pins_the_first_page_only_and_follows_the_token() {
        server.on(
                "GET",
                PATH,
                json(200, page("41", "n/e+x=t", 0, 2)),
                json(200, page("41", "", 2, 3)));

        var outcome = client.list(CONFIG_MAPS, ListRequest.at("41").paged(2), sink);

        assertThat(outcome).isEqualTo(new Complete("41", 3, bytes(0, 3), 2));
        assertThat(keys).containsExactly("ns/o0", "ns/o1", "ns/o2");
        assertThat(server.queries())
                .containsExactly(
                        "limit=2&resourceVersion=41&resourceVersionMatch=Exact",
                        "limit=2&continue=n%2Fe%2Bx%3Dt");
    }

    @Test
    void goes_on_after_a_cut_in_a_later_page_with_each_object_once() {
        var second = page("7", "", 3, 6);
        server.on(
                "GET",
                PATH,
                json(200, page("7", "t", 0, 3)),
                cut(second, second.indexOf("\"o5\""), () -> keys.size() == 5),
                cut(second, second.indexOf("\"o4\"")),
                json(200, second));

        var outcome = client.list(CONFIG_MAPS, ListRequest.all(), sink);

        assertThat(outcome).isEqualTo(new Complete("7", 6, bytes(0, 6), 2));
        assertThat(keys).containsExactly("ns/o0", "ns/o1", "ns/o2", "ns/o3", "ns/o4", "ns/o5");
        assertThat(client.retries().of(RetryCause.CONNECTION)).isEqualTo(2);
    }

    @Test
    void goes_on_after_a_cut_in_the_first_page_where_it_is_pinned() {
        var page = page("7", "", 0, 3);
        server.on(
                "GET",
                PATH,
                cut(page, page.indexOf("\"o2\""), () -> keys.size() == 2),
                json(200, page));

        assertThat(client.list(CONFIG_MAPS, ListRequest.at("7"), sink))
                .isInstanceOf(Complete.class);

        assertThat(keys).containsExactly("ns/o0", "ns/o1", "ns/o2");
    }

    @Test
    void starts_again_after_a_cut_in_a_first_page_that_was_not_pinned() {
        var page = page("7", "", 0, 3);
        server.on(
                "GET",
                PATH,
                cut(page, page.indexOf("\"o2\""), () -> keys.size() == 2),
                json(200, page));

        assertThat(client.list(CONFIG_MAPS, ListRequest.all(), sink))
                .isEqualTo(
                        new StartAgain(Cause.BROKEN, "the connection broke within the first page"));
    }

    @Test
    void asks_again_for_an_unpinned_first_page_of_which_nothing_came() {
        server.on("GET", PATH, cut(page("7", "", 0, 1), 10), json(200, page("8", "", 0, 1)));

        assertThat(client.list(CONFIG_MAPS, ListRequest.all(), sink))
                .isEqualTo(new Complete("8", 1, bytes(0, 1), 1));
    }

    @Test
    void does_not_use_the_token_of_an_expired_list() {
        server.on(
                "GET",
                PATH,
                json(200, page("7", "t", 0, 1)),
                json(
                        410,
                        """
                        {"kind":"Status","metadata":{"continue":"inconsistent"},"reason":"Expired",
                        "message":"The provided continue parameter is too old","code":410}\
                        """));

        assertThat(client.list(CONFIG_MAPS, ListRequest.all(), sink))
                .isEqualTo(
                        new StartAgain(
                                Cause.EXPIRED, "The provided continue parameter is too old"));
    }

    @Test
    void starts_again_where_the_store_has_not_reached_the_revision() {
        var behind =
                json(
                        504,
                        """
                        {"kind":"Status","reason":"Timeout","code":504,
                        "message":"Timeout: Too large resource version: 246, current: 32",
                        "details":{"causes":[{"reason":"ResourceVersionTooLarge",
                        "message":"Too large resource version"}],"retryAfterSeconds":1}}\
                        """);
        server.on("GET", PATH, behind, behind, behind, behind, behind);

        assertThat(client.list(CONFIG_MAPS, ListRequest.at("246"), sink))
                .isEqualTo(
                        new StartAgain(
                                Cause.AHEAD,
                                "Timeout: Too large resource version: 246, current: 32"));
        assertThat(server.queries())
                .containsOnly("limit=500&resourceVersion=246&resourceVersionMatch=Exact");
    }

    @Test
    void halves_the_page_when_the_server_is_too_slow_or_its_answer_stalls() {
        var long2 = page("7", "", 2, 4);
        server.on(
                "GET",
                PATH,
                refusal(504, "Timeout", "request did not complete within 60s"),
                json(200, page("7", "t", 0, 2)),
                stall(long2, long2.indexOf("\"o3\"")),
                json(200, page("7", "u", 2, 3)),
                json(200, page("7", "", 3, 4)));
        try (var impatient = impatient()) {
            var outcome = impatient.list(CONFIG_MAPS, ListRequest.at("7").paged(8), sink);

            assertThat(outcome).isEqualTo(new Complete("7", 4, bytes(0, 4), 3));
            assertThat(impatient.retries().of(RetryCause.TIMEOUT)).isEqualTo(2);
        }
        assertThat(keys).containsExactly("ns/o0", "ns/o1", "ns/o2", "ns/o3");
        assertThat(server.queries())
                .containsExactly(
                        "limit=8&resourceVersion=7&resourceVersionMatch=Exact",
                        "limit=4&resourceVersion=7&resourceVersionMatch=Exact",
                        "limit=4&continue=t",
                        "limit=2&continue=t",
                        "limit=2&continue=u");
    }

    @Test
    void gives_up_on_a_server_that_does_not_answer() {
        server.on("GET", PATH, silence());
        var options =
                KubeOptions.standard()
                        .retrying(RetryPolicy.none())
                        .timeouts(Duration.ofSeconds(2), Duration.ofMinutes(1));
        var connection = new KubeConnection(server.address(), "", new KubeIdentity.Anonymous());

        try (var hasty = KubeClient.connect(connection, options, waits)) {
            assertThatThrownBy(() -> hasty.list(CONFIG_MAPS, ListRequest.all().paged(1), sink))
                    .isInstanceOfSatisfying(
                            KubeException.class,
                            it -> assertThat(it.error()).isEqualTo(KubeErrorKind.TIMEOUT))
                    .hasMessage("GET /api/v1/configmaps: no answer within 2000 ms");
        }
    }

    @Test
    void passes_over_what_it_has_though_the_repeated_pages_are_smaller() {
        var second = page("7", "", 1, 5);
        server.on(
                "GET",
                PATH,
                json(200, page("7", "t", 0, 1)),
                stall(second, second.indexOf("\"o4\"")),
                json(200, page("7", "u", 1, 3)),
                json(200, page("7", "", 3, 5)));
        try (var impatient = impatient()) {
            impatient.list(CONFIG_MAPS, ListRequest.at("7").paged(4), sink);
        }

        assertThat(keys).containsExactly("ns/o0", "ns/o1", "ns/o2", "ns/o3", "ns/o4");
    }

    @Test
    void asks_for_fewer_objects_when_they_are_large() {
        var large = object(0, "x".repeat(1_500_000));
        server.on(
                "GET",
                PATH,
                json(200, list("7", "t", large)),
                json(200, list("7", "", large.replace("\"o0\"", "\"o1\""))));
        var lengths = new ArrayList<Integer>();

        client.list(CONFIG_MAPS, ListRequest.all(), (_, _, length, _) -> lengths.add(length));

        assertThat(lengths).containsExactly(large.length(), large.length());
        assertThat(server.queries()).containsExactly("limit=500", "limit=5&continue=t");
    }

    @Test
    void stops_with_the_sinks_own_failure() {
        server.on("GET", PATH, json(200, page("7", "", 0, 2)));

        assertThatThrownBy(() ->
                        client.list(
                                CONFIG_MAPS,
                                ListRequest.all(),
                                (_, _, _, _) -> {
                                    throw new IllegalStateException("disk full");
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk full");
    }

    @Test
    void says_what_came_instead_of_a_list() {
        server.on("GET", PATH, json(200, "<html>Sign in</html>"));

        assertThatThrownBy(() -> client.list(CONFIG_MAPS, ListRequest.all(), sink))
                .isInstanceOf(KubeException.class)
                .hasMessageStartingWith(
                        "GET /api/v1/configmaps: the answer is no JSON: a value is expected where LESS-THAN SIGN stands");
    }

    @Test
    void passes_on_a_refusal() {
        server.on(
                "GET",
                "/api/v1/namespaces/shop/configmaps",
                refusal(403, "Forbidden", "configmaps is forbidden: User \"dr\" cannot list"));

        assertThatThrownBy(() -> client.list(CONFIG_MAPS, ListRequest.all().in("shop"), sink))
                .isInstanceOfSatisfying(
                        KubeException.class,
                        it -> assertThat(it.error()).isEqualTo(KubeErrorKind.DENIED))
                .hasMessageContaining("configmaps is forbidden: User \"dr\" cannot list");
    }

    @Test
    void probes_with_a_list_of_one() {
        server.on(
                "GET",
                PATH,
                json(
                        200,
                        "{\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"t\","
                                + "\"remainingItemCount\":41},\"items\":["
                                + object(0, "")
                                + "]}"),
                json(200, list("10", "")));

        assertThat(client.probe(CONFIG_MAPS)).isEqualTo(new ListProbe("9", 42));
        assertThat(client.probe(CONFIG_MAPS)).isEqualTo(new ListProbe("10", 0));
        assertThat(server.queries()).containsExactly("limit=1", "limit=1");
    }

    private KubeClient impatient() {
        var options =
                KubeOptions.standard()
                        .retrying(RetryPolicy.none())
                        .timeouts(Duration.ofMinutes(1), Duration.ofSeconds(2));
        return KubeClient.connect(
                new KubeConnection(server.address(), "", new KubeIdentity.Anonymous()),
                options,
                waits);
    }

    private static String page(String revision, String token, int from, int to) {
        var items = IntStream.range(from, to).mapToObj(i -> object(i, "v")).toArray(String[]::new);
        return list(revision, token, items);
    }

    private static String list(String revision, String token, String... items) {
        var continuation = token.isEmpty() ? "" : ",\"continue\":\"" + token + "\"";
        return "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
                + revision
                + "\""
                + continuation
                + "},\"items\":["
                + String.join(",", items)
                + "]}\n";
    }

    private static String object(int number, String data) {
        return "{\"metadata\":{\"name\":\"o%d\",\"namespace\":\"ns\"},\"data\":{\"a\":\"%s\"}}"
                .formatted(number, data);
    }

    private static long bytes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> object(i, "v"))
                .collect(Collectors.joining())
                .getBytes(UTF_8)
                .length;
    }
}

package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.capture.CaptureOptions;
import io.sistership.capture.OutsideCut;
import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.KubeClient;
import io.sistership.kube.KubeIdentity;
import io.sistership.kube.KubeOptions;
import io.sistership.kube.RetryCause;
import io.sistership.kube.TokenSource;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.rig.FaultProxy.Seen;
import io.sistership.vault.InMemoryBlobStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A real control plane behind a proxy that throttles, refuses, delays and cuts: every capture is
/// whole, or says what it lacks, and each fault came as often as it should.
class HostileServerRigTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final String CONFIG_MAP_LIST = "/api/v1/configmaps";
    private static final String SECRET_LIST = "/api/v1/secrets";
    private static final String BASKET_LIST = "/apis/shop.example.com/v1/baskets";
    private static final WriteOptions OPTIONS = WriteOptions.as("rig-test");
    private static final int OBJECTS = 1_200; // three pages

    private static RigControlPlane plane;
    private static KubeClient direct;

    private FaultProxy proxy;

    @BeforeAll
    static void start() {
        plane = RigControlPlane.start();
        direct = KubeClient.connect(plane.connection());
        IntStream.range(0, OBJECTS)
                .parallel()
                .forEach(number -> {
                    var name = "{\"metadata\":{\"name\":\"made-%04d\"}}".formatted(number);
                    direct.create(CONFIG_MAPS, "default", name.getBytes(UTF_8), OPTIONS);
                });
    }

    @AfterAll
    static void stop() {
        direct.close();
        plane.close();
    }

    @BeforeEach
    void serveBaskets() {
        proxy = FaultProxy.before(plane);
        Baskets.withdraw(direct);
        Baskets.serve(direct, "v1");
        Baskets.create(direct, "v1", "pears", "");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void a_burst_of_server_errors_at_every_request_is_ridden_out() {
        var failing = proxy.on(once(), Fault.refuse(500, "InternalError"));
        var leaving = proxy.on(once(), Fault.refuse(503, "ServiceUnavailable"));

        var captured = capture();

        assertWhole(captured);
        long requests = proxy.requests().stream().distinct().count();
        assertThat(requests).isGreaterThan(100);
        assertThat(failing.fired()).isEqualTo((int) requests);
        assertThat(leaving.fired()).isEqualTo((int) requests);
        assertThat(captured.report().retries())
                .isEqualTo(
                        Map.of(
                                RetryCause.SERVER_ERROR,
                                requests,
                                RetryCause.UNAVAILABLE,
                                requests));
    }

    @Test
    void throttling_is_waited_for_with_and_without_a_time_to_wait() {
        var saying =
                proxy.on(
                        it -> it.isList(CONFIG_MAP_LIST),
                        Fault.refuse(429, "TooManyRequests", Map.of("Retry-After", "1")),
                        2);
        var silent = proxy.on(it -> it.isList(SECRET_LIST), Fault.refuse(429, ""), 3);

        var captured = capture();

        assertWhole(captured);
        assertThat(saying.fired()).isEqualTo(2);
        assertThat(silent.fired()).isEqualTo(3);
        assertThat(captured.report().retries()).isEqualTo(Map.of(RetryCause.THROTTLED, 5L));
    }

    @Test
    void connections_cut_in_the_middle_of_each_page_lose_and_double_nothing() {
        var first =
                proxy.on(it -> it.isList(CONFIG_MAP_LIST) && !it.continues(), new Fault.Cut(40), 2);
        var later =
                proxy.on(it -> it.isList(CONFIG_MAP_LIST) && it.continues(), new Fault.Cut(70), 3);

        var captured = capture();

        assertWhole(captured);
        assertThat(first.fired()).isEqualTo(2);
        assertThat(later.fired()).isEqualTo(3);
        assertThat(captured.report().retries()).isEqualTo(Map.of(RetryCause.CONNECTION, 5L));
    }

    @Test
    void pages_that_come_too_late_shrink_until_they_come() {
        var late =
                proxy.on(
                        it -> it.isList(CONFIG_MAP_LIST) && it.limit() > 100,
                        Fault.refuse(504, "Timeout"));

        var captured = capture();

        assertWhole(captured);
        assertThat(late.fired()).isEqualTo(3);
        assertThat(proxy.requests().stream().filter(it -> it.isList(CONFIG_MAP_LIST)))
                .extracting(Seen::limit)
                .startsWith(500, 250, 125, 62)
                .endsWith(62);
    }

    @Test
    void a_page_that_never_comes_is_asked_for_in_half_the_size() {
        var silent =
                proxy.on(
                        it -> it.isList(CONFIG_MAP_LIST) && it.continues(), new Fault.Silence(), 1);
        var hasty = KubeOptions.standard().timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10));

        var captured = capture(new KubeIdentity.Anonymous(), hasty);

        assertWhole(captured);
        assertThat(silent.fired()).isEqualTo(1);
        assertThat(captured.report().retries()).containsEntry(RetryCause.TIMEOUT, 1L);
    }

    @Test
    void line_breaks_between_tokens_go_and_nothing_else_does() {
        var pretty =
                proxy.on(
                        it -> it.query().contains("limit="),
                        new Fault.Elsewhere(it -> it + "&pretty=true"));

        var captured = capture();

        var lists = proxy.requests().stream().filter(it -> it.query().contains("limit=")).count();
        assertThat(pretty.fired()).isEqualTo((int) lists);
        var json = JsonMapper.shared();
        for (var type : List.of("configmaps", "services", "baskets.shop.example.com")) {
            var plain = plainItems(captured, type).stream().map(json::readTree).toList();
            assertThat(captured.lines(type))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{ ") && !line.contains("\n"))
                    .extracting(json::readTree)
                    .isEqualTo(plain);
        }
    }

    @Test
    void a_token_that_runs_out_in_the_middle_is_replaced() {
        var tokens = new NumberedTokens();
        var spent = new AtomicInteger();
        var expired =
                proxy.on(
                        it -> it.token().equals("t0") && spent.incrementAndGet() > 40,
                        Fault.refuse(401, "Unauthorized"));

        var captured = capture(new KubeIdentity.Bearer(tokens), KubeOptions.standard());

        assertWhole(captured);
        assertThat(expired.fired()).isPositive();
        assertThat(captured.report().retries())
                .isEqualTo(Map.of(RetryCause.TOKEN, (long) expired.fired()));
        assertThat(proxy.requests()).extracting(Seen::token).containsOnly("t0", "t1");
    }

    @Test
    void objects_of_more_than_a_megabyte_come_whole() {
        var large = 30;
        for (var number = 0; number < large; number++) {
            Baskets.create(direct, "v1", "large-" + number, "x".repeat(1_400_000));
        }
        var cut = proxy.on(it -> it.isList(BASKET_LIST), new Fault.Cut(50), 2);

        var captured = capture();

        assertWhole(captured);
        assertThat(cut.fired()).isEqualTo(2);
        assertThat(captured.lines("baskets.shop.example.com"))
                .hasSize(large + 1)
                .filteredOn(it -> it.length() > 1_400_000)
                .hasSize(large);
    }

    @Test
    void a_type_that_may_not_be_listed_is_named() {
        var forbidden =
                proxy.on(it -> it.path().equals(BASKET_LIST), Fault.refuse(403, "Forbidden"));

        var captured = capture();

        assertThat(forbidden.fired()).isEqualTo(1);
        assertThat(captured.report().unavailable())
                .extracting(it -> it.plural(), it -> it.reason())
                .containsExactly(tuple("baskets", "a fault of the test's"));
    }

    @Test
    void a_type_that_is_listed_and_not_found_is_named() {
        var missing = proxy.on(it -> it.path().equals(BASKET_LIST), Fault.refuse(404, "NotFound"));

        var captured = capture();

        assertThat(missing.fired()).isEqualTo(2);
        assertThat(captured.report().unavailable())
                .extracting(it -> it.plural(), it -> it.reason())
                .containsExactly(
                        tuple(
                                "baskets",
                                "the server lists it among its types, but not its objects (404)"));
    }

    @Test
    void a_crd_that_is_deleted_meanwhile_takes_its_type_along() {
        var deletion =
                proxy.on(
                        it -> it.isList(BASKET_LIST),
                        new Fault.After(() -> Baskets.withdraw(direct)),
                        1);

        var captured = capture();

        assertThat(deletion.fired()).isEqualTo(1);
        assertThat(captured.report().unavailable()).isEmpty();
        assertThat(captured.report().leftOut())
                .filteredOn(it -> it.plural().equals("baskets"))
                .extracting(it -> it.reason())
                .containsExactly("it was removed from the server during the capture");
    }

    @Test
    void a_crd_that_is_made_anew_meanwhile_is_captured_as_it_was_or_as_it_is() {
        var replacement =
                proxy.on(
                        it -> it.isList(BASKET_LIST),
                        new Fault.After(() -> {
                            Baskets.withdraw(direct);
                            Baskets.serve(direct, "v1");
                            Baskets.create(direct, "v1", "plums", "");
                        }),
                        1);

        var captured = capture();

        assertThat(replacement.fired()).isEqualTo(1);
        assertThat(captured.report().unavailable()).isEmpty();
        var inCut = captured.type("baskets.shop.example.com").consistency().inCut();
        assertThat(captured.lines("baskets.shop.example.com"))
                .singleElement()
                .asString()
                .contains(inCut ? "\"pears\"" : "\"plums\"");
    }

    @Test
    void a_crd_that_changes_its_version_meanwhile_is_captured_in_the_new_one() {
        var change =
                proxy.on(
                        it -> it.isList(BASKET_LIST),
                        new Fault.After(() -> Baskets.serve(direct, "v2")),
                        1);

        var captured = capture();

        assertThat(change.fired()).isEqualTo(1);
        assertThat(captured.report().unavailable()).isEmpty();
        assertThat(captured.type("baskets.shop.example.com").resource().version()).isEqualTo("v2");
        assertThat(captured.lines("baskets.shop.example.com"))
                .singleElement()
                .asString()
                .contains("shop.example.com/v2", "\"pears\"");
        assertThat(captured.report().types())
                .filteredOn(it -> !it.inCut())
                .extracting(it -> it.outside().map(OutsideCut::cause).orElseThrow())
                .containsExactly(Cause.CHANGED_MEANWHILE);
    }

    private LocalPoint capture() {
        return capture(new KubeIdentity.Anonymous(), KubeOptions.standard());
    }

    private LocalPoint capture(KubeIdentity identity, KubeOptions options) {
        try (var client = KubeClient.connect(proxy.connection(identity), options)) {
            return LocalPoint.capture(
                    client, CaptureOptions.standard(), new InMemoryBlobStore("points"));
        }
    }

    /// Each type's lines are the server's own bytes at that revision.
    private static void assertWhole(LocalPoint captured) {
        assertThat(captured.report().unavailable()).isEmpty();
        assertThat(captured.report().types()).hasSizeGreaterThan(50).allMatch(it -> it.inCut());
        for (var type : captured.report().types()) {
            var name = type.resource().groupResource();
            assertThat(raw(captured, type.resource()))
                    .as(name)
                    .contains("\"items\":[" + String.join(",", captured.lines(name)) + "]");
        }
    }

    private static List<String> plainItems(LocalPoint captured, String type) {
        var resource = captured.type(type).resource();
        var items = JsonMapper.shared().readTree(raw(captured, resource)).path("items");
        return items.valueStream().map(Object::toString).toList();
    }

    private static String raw(LocalPoint captured, ApiResource type) {
        var cut = captured.report().cut().orElseThrow();
        return direct.text(type.path() + "?resourceVersion=" + cut + "&resourceVersionMatch=Exact");
    }

    /// Each request the first time.
    private static Predicate<Seen> once() {
        Set<Seen> seen = ConcurrentHashMap.newKeySet();
        return seen::add;
    }

    /// A new token whenever the current one was rejected.
    private static final class NumberedTokens implements TokenSource {

        private int number;

        @Override
        public synchronized String token() {
            return "t" + number;
        }

        @Override
        public synchronized void rejected(String token) {
            if (token.equals("t" + number)) {
                number++;
            }
        }
    }
}

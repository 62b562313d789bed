package io.sistership.capture;

import static io.sistership.capture.FakeCluster.cut;
import static io.sistership.capture.FakeCluster.discovery;
import static io.sistership.capture.FakeCluster.group;
import static io.sistership.capture.FakeCluster.hasty;
import static io.sistership.capture.FakeCluster.list;
import static io.sistership.capture.FakeCluster.ok;
import static io.sistership.capture.FakeCluster.refusal;
import static io.sistership.capture.FakeCluster.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sistership.capture.FakeCluster.Answer;
import io.sistership.capture.OutsideCut.Cause;
import io.sistership.kube.KubeException;
import io.sistership.kube.KubeIdentity;
import io.sistership.kube.KubeOptions;
import io.sistership.kube.RetryCause;
import io.sistership.kube.TokenSource;
import io.sistership.model.Progress;
import io.sistership.vault.AbsentType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a server does, everything that can be read is captured, and what can't is named.
class HostileClusterTest {

    private static final String CRD_NAME = "baskets.shop.io";
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String BASKETS = "/apis/shop.io/v1/baskets";
    private static final Answer NOT_FOUND =
            refusal(404, "NotFound", "the server could not find the requested resource");

    private static final OutsideCut ANOTHER_SERVER =
            new OutsideCut(Cause.ANOTHER_SERVER, "another server than the cluster's serves it");

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void serve() {
        cluster.on(
                        "/apis/apiregistration.k8s.io/v1/apiservices",
                        ok(
                                """
                                {"items":[{"metadata":{"name":"v1."},"spec":{}},
                                {"metadata":{"name":"v1.shop.io"},"spec":{}},
                                {"metadata":{"name":"v2.shop.io"},"spec":{}},
                                {"metadata":{"name":"v1.apiextensions.k8s.io"},"spec":{}},
                                {"metadata":{"name":"v1.other.io"},"spec":{"service":{"name":"other","namespace":"x"}}}]}\
                                """))
                .on("/api", discovery(group("", "v1", "namespaces", "configmaps")))
                .on("/apis", withBaskets("v1"))
                .on("/api/v1/namespaces", list("10", "default"))
                .on("/api/v1/configmaps", list("10", "a", "b"))
                .on(CRDS, list("10", CRD_NAME))
                .on(BASKETS, list("10", "x"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    static Stream<Arguments> dead() {
        return Stream.of(
                arguments("503", refusal(503, "ServiceUnavailable", "no endpoints"), 3),
                arguments("429", refusal(429, "TooManyRequests", "slow down"), 3),
                arguments("502", refusal(502, "", "bad gateway"), 3),
                arguments("hangs", silence(), 1),
                arguments("ends too early", ok("{\"items\":["), 3),
                arguments("is cut", cut(list("7", "a", "b")), 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dead")
    void asks_an_aggregated_api_that_does_not_answer_for_one_type_only(
            String name, Answer fault, long times) {
        serveOthers();
        cluster.on("/apis/other.io/v1/others", fault);

        var report = capture(hasty());

        assertThat(cluster.requests("/apis/other.io/v1/others")).as(name).isEqualTo(times);
        assertThat(cluster.requests()).noneMatch(it -> it.contains("/seconds"));
        assertThat(report.unavailable())
                .extracting(AbsentType::group, AbsentType::plural)
                .containsExactly(tuple("other.io", "others"), tuple("other.io", "seconds"));
        assertThat(report.unavailable().getFirst().reason())
                .isEqualTo(report.unavailable().getLast().reason());
        assertTheRestIsWhole(report);
    }

    static Stream<Arguments> babbling() {
        return Stream.of(
                arguments(ok("<html>Sign in</html>"), "the answer is no JSON: ", 1),
                arguments(ok("[]"), "the answer isn't a JSON object", 1),
                arguments(ok("{\"kind\":\"Status\"}"), "the answer has no items", 1),
                arguments(ok("{\"items\":[{\"metadata\":{}}]}"), "an item has no metadata.name", 1),
                arguments(
                        refusal(401, "Unauthorized", "who are you?"),
                        "the API server doesn't know who is calling (401 who are you?)",
                        1),
                arguments(refusal(403, "Forbidden", "no"), "no", 1),
                arguments(NOT_FOUND, "the server could not find the requested resource", 1),
                arguments(refusal(500, "InternalError", "panic"), "panic", 3));
    }

    @ParameterizedTest
    @MethodSource("babbling")
    void names_a_type_whose_server_answers_nonsense(Answer fault, String reason, long times) {
        serveOthers();
        cluster.on("/apis/other.io/v1/others", fault)
                .on("/apis/other.io/v1/seconds", list("7", "m"));

        var report = capture(hasty());

        assertThat(cluster.requests("/apis/other.io/v1/others")).isEqualTo(times);
        var absent = onlyUnavailable(report);
        assertThat(absent.plural()).isEqualTo("others");
        assertThat(absent.reason()).startsWith(reason);
        assertTheRestIsWhole(report);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dead")
    void gives_up_on_an_aggregated_api_that_dies_after_it_was_probed(
            String name, Answer fault, long times) {
        cluster.on(
                        "/apis",
                        discovery(definitions(), baskets("v1"), group("other.io", "v1", "others")))
                .on("/apis/other.io/v1/others", list("7", "o"), fault);

        var report = capture(hasty());

        var shrunk = name.equals("hangs") ? 2 : 0;
        assertThat(cluster.requests("/apis/other.io/v1/others")).isEqualTo(1 + times + shrunk);
        assertThat(onlyUnavailable(report).plural()).isEqualTo("others");
        assertTheRestIsWhole(report);
    }

    @Test
    void takes_what_an_aggregated_api_has_at_a_revision_of_its_own() {
        serveOthers();
        cluster.on("/apis/other.io/v1/others", list("7", "o"))
                .on("/apis/other.io/v1/seconds", list("10", "m"));

        var report = capture(hasty());

        assertThat(report.types())
                .filteredOn(it -> !it.inCut())
                .extracting(it -> it.resource().plural(), it -> it.outside().orElseThrow())
                .containsExactly(tuple("others", ANOTHER_SERVER), tuple("seconds", ANOTHER_SERVER));
    }

    @Test
    void passes_over_a_type_whose_crd_is_gone() {
        cluster.on(BASKETS, list("10", "x"), NOT_FOUND)
                .on("/apis", withBaskets("v1"), discovery(definitions()));

        var report = capture(hasty());

        assertThat(cluster.requests(BASKETS)).isEqualTo(2);
        assertThat(report.unavailable()).isEmpty();
        assertThat(report.leftOut())
                .extracting(AbsentType::plural, AbsentType::reason)
                .containsExactly(
                        tuple("baskets", "it was removed from the server during the capture"));
    }

    @Test
    void passes_over_a_type_whose_crd_is_gone_though_discovery_is_slow_to_notice() {
        cluster.on(BASKETS, list("10", "x"), NOT_FOUND).on(CRDS + "/" + CRD_NAME, NOT_FOUND);

        var report = capture(hasty());

        assertThat(cluster.requests(BASKETS)).isEqualTo(3);
        assertThat(report.unavailable()).isEmpty();
        assertThat(report.leftOut()).extracting(AbsentType::plural).containsExactly("baskets");
    }

    @Test
    void names_a_type_that_the_server_lists_and_can_not_find() {
        cluster.on(BASKETS, NOT_FOUND).on(CRDS + "/" + CRD_NAME, ok("{}"));

        var report = capture(hasty());

        assertThat(cluster.requests(BASKETS)).isEqualTo(2);
        assertThat(onlyUnavailable(report).reason())
                .isEqualTo("the server lists it among its types, but not its objects (404)");
        assertTheRestIsWhole(report);
    }

    @Test
    void captures_a_type_that_changed_its_version_meanwhile_in_the_new_one() {
        cluster.on(BASKETS, list("10", "x"), NOT_FOUND)
                .on("/apis", withBaskets("v1"), withBaskets("v2"))
                .on("/apis/shop.io/v2/baskets", list("14", "x", "y"));

        var report = capture(hasty());

        assertThat(cluster.requests(BASKETS)).isEqualTo(2);
        assertThat(report.unavailable()).isEmpty();
        var type = only(report, "baskets");
        assertThat(type.resource().version()).isEqualTo("v2");
        assertThat(type.objects()).isEqualTo(2);
        assertThat(type.outside())
                .contains(
                        new OutsideCut(
                                Cause.CHANGED_MEANWHILE,
                                "its list answered 404 at first: it changed during the capture"));
        assertThat(report.cut()).contains("10");
    }

    @Test
    void captures_a_type_that_was_made_anew_meanwhile() {
        cluster.on(BASKETS, NOT_FOUND, list("15", "new"));

        var report = capture(hasty());

        assertThat(only(report, "baskets").objects()).isEqualTo(1);
        assertThat(only(report, "baskets").inCut()).isFalse();
    }

    @Test
    void captures_a_type_that_discovery_did_not_have_yet_though_its_crd_is_in_the_cut() {
        cluster.on("/apis", discovery(definitions()), withBaskets("v1"));

        var report = capture(hasty());

        assertThat(only(report, "baskets").note()).isEqualTo("it came while the capture ran");
        assertThat(report.unavailable()).isEmpty();
    }

    @Test
    void names_a_type_whose_crd_is_there_and_that_nobody_serves() {
        cluster.on("/apis", discovery(definitions()))
                .on(
                        CRDS + "/" + CRD_NAME,
                        ok(
                                """
                                {"spec":{"group":"shop.io","scope":"Namespaced","names":{"plural":"baskets","kind":"Basket"},
                                "versions":[{"name":"v1","served":false},{"name":"v2","storage":true,"served":false}]}}\
                                """));

        var report = capture(hasty());

        assertThat(onlyUnavailable(report))
                .isEqualTo(
                        new AbsentType(
                                "shop.io",
                                "v2",
                                "Basket",
                                "baskets",
                                "its CRD is in the cluster, but the server doesn't serve it",
                                Optional.empty()));
    }

    @Test
    void says_nothing_of_a_type_whose_crd_went_before_anybody_asked() {
        cluster.on("/apis", discovery(definitions())).on(CRDS + "/" + CRD_NAME, NOT_FOUND);

        var report = capture(hasty());

        assertThat(report.unavailable()).isEmpty();
        assertThat(report.leftOut()).isEmpty();
    }

    @Test
    void names_a_type_whose_answers_always_break_off_while_the_cluster_answers() {
        cluster.on(BASKETS, list("10", "x"), cut(list("10", "x")));

        var report = capture(hasty());

        assertThat(cluster.requests(BASKETS)).isEqualTo(1 + 5);
        assertThat(onlyUnavailable(report).plural()).isEqualTo("baskets");
        assertTheRestIsWhole(report);
    }

    @Test
    void ends_where_the_cluster_does_not_answer_either() {
        cluster.on(BASKETS, list("10", "x"), cut(list("10", "x")))
                .on(
                        "/api/v1/namespaces",
                        list("10", "default"),
                        list("10", "default"),
                        list("10", "default"),
                        cut(list("10", "default")));

        var failure = catchThrowableOfType(KubeException.class, () -> capture(hasty()));

        assertThat(failure.resource()).isEqualTo("GET /api/v1/namespaces");
        assertThat(cluster.requests(BASKETS)).isEqualTo(1 + 5);
        assertThat(cluster.requests("/api/v1/namespaces")).isEqualTo(3 + 5);
    }

    @Test
    void goes_on_with_a_new_token_when_the_old_one_runs_out_in_the_middle() {
        var tokens = new NumberedTokens();
        var asked = new AtomicInteger();
        var refused = new AtomicInteger();
        cluster.takingTokens(token -> {
            var expired = token.equals("t0") && asked.incrementAndGet() > 6;
            refused.addAndGet(expired ? 1 : 0);
            return !expired;
        });

        var report = capture(new KubeIdentity.Bearer(tokens), hasty());

        assertThat(refused).hasPositiveValue();
        assertThat(report.retries()).isEqualTo(Map.of(RetryCause.TOKEN, (long) refused.get()));
        assertThat(tokens.token()).isEqualTo("t1");
        assertThat(report.unavailable()).isEmpty();
        assertThat(report.objects()).isEqualTo(5);
    }

    @Test
    void says_so_where_the_server_takes_no_notice_of_the_revision() {
        cluster.on(BASKETS, list("10", "x"), list("12", "x"));

        var report = capture(hasty());

        assertThat(only(report, "baskets").outside())
                .contains(
                        new OutsideCut(
                                Cause.ANOTHER_STORE,
                                "the server showed it at revision 12 where 10 was asked for"));
    }

    private void serveOthers() {
        cluster.on(
                "/apis",
                discovery(
                        definitions(),
                        baskets("v1"),
                        group("other.io", "v1", "others", "seconds")));
    }

    /// All of the cluster's own types, at one revision.
    private static void assertTheRestIsWhole(CaptureReport report) {
        assertThat(report.cut()).contains("10");
        assertThat(report.types())
                .extracting(
                        it -> it.resource().plural(), CapturedType::objects, CapturedType::inCut)
                .contains(
                        tuple("configmaps", 2L, true),
                        tuple("namespaces", 1L, true),
                        tuple("customresourcedefinitions", 1L, true));
    }

    private static AbsentType onlyUnavailable(CaptureReport report) {
        assertThat(report.unavailable()).hasSize(1);
        return report.unavailable().getFirst();
    }

    private static CapturedType only(CaptureReport report, String plural) {
        return report.types().stream()
                .filter(it -> it.resource().plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }

    private CaptureReport capture(KubeOptions options) {
        return capture(new KubeIdentity.Anonymous(), options);
    }

    private CaptureReport capture(KubeIdentity identity, KubeOptions options) {
        try (var client = cluster.client(identity, options)) {
            return new Sample().alone(client, Sample.ONE_TYPE_AT_ONCE, Progress.SILENT);
        }
    }

    private static Answer withBaskets(String version) {
        return discovery(definitions(), baskets(version));
    }

    private static String definitions() {
        return group("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    }

    private static String baskets(String version) {
        return group("shop.io", version, "baskets");
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

package io.sistership.kube;

import static io.sistership.kube.FakeServer.cut;
import static io.sistership.kube.FakeServer.json;
import static io.sistership.kube.FakeServer.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.ApiResource;
import io.sistership.model.FailureKind;
import io.sistership.model.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubeClientTest {

    private static final ApiResource DEPLOYMENTS =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);
    private static final ApiResource ROLES =
            new ApiResource(
                    "rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);
    private static final String SHOP = "/apis/apps/v1/namespaces/shop/deployments";
    private static final ObjectAddress WEB =
            ObjectAddress.of(DEPLOYMENTS, new ObjectKey("shop", "web"));
    private static final WriteOptions OPTIONS = WriteOptions.as("sistership:r1");

    private final FakeServer server = FakeServer.plain();
    private final Waits waits = new Waits();
    private final Tokens tokens = new Tokens();
    private final KubeClient client =
            KubeClient.connect(
                    new KubeConnection(server.address(), "", new KubeIdentity.Bearer(tokens)),
                    KubeOptions.standard(),
                    waits);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void writes_with_its_manager_and_the_bytes_as_they_are() {
        var body = "{ \"n\": 1.10 }";
        server.on("POST", SHOP, json(201, "{}", Map.of("Warning", "299 - \"old field\"")))
                .on("PUT", SHOP + "/web/status", json(200, "{}"))
                .on("PATCH", SHOP + "/web", json(200, "{}"), json(200, "{}"), json(200, "{}"))
                .on("DELETE", SHOP + "/web", json(200, "{}"));

        var created = client.create(DEPLOYMENTS, "shop", body.getBytes(UTF_8), OPTIONS.dry());
        client.update(WEB.status(), body.getBytes(UTF_8), OPTIONS);
        client.patch(WEB, Patch.apply(body.getBytes(UTF_8)), OPTIONS.forced());
        client.patch(WEB, Patch.merge(body), OPTIONS);
        client.patch(WEB, Patch.json("[]".getBytes(UTF_8)), OPTIONS);
        client.delete(WEB, DeleteOptions.background().only("u-1"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.warnings()).containsExactly("old field");
        assertThat(server.requests())
                .extracting(
                        it -> it.method() + " " + it.path().replace(SHOP, "..") + "?" + it.query(),
                        it -> it.header("Content-type"),
                        FakeServer.Request::body)
                .containsExactly(
                        call("POST ..?fieldManager=sistership%3Ar1&dryRun=All", "json", body),
                        call("PUT ../web/status?fieldManager=sistership%3Ar1", "json", body),
                        call(
                                "PATCH ../web?fieldManager=sistership%3Ar1&force=true",
                                "apply-patch+yaml", body),
                        call("PATCH ../web?fieldManager=sistership%3Ar1", "merge-patch+json", body),
                        call("PATCH ../web?fieldManager=sistership%3Ar1", "json-patch+json", "[]"),
                        call(
                                "DELETE ../web?",
                                "json",
                                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                                        + "\"propagationPolicy\":\"Background\","
                                        + "\"preconditions\":{\"uid\":\"u-1\"}}"));
    }

    private static org.assertj.core.groups.Tuple call(String line, String type, String body) {
        return org.assertj.core.api.Assertions.tuple(line, "application/" + type, body);
    }

    @Test
    void finds_objects_whose_names_need_encoding() {
        var path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/";
        server.on("GET", path + "a%3Ab%20%C3%A9%3F", json(200, "{\"n\": 1.10}"));

        var found = client.find(ROLES, ObjectKey.cluster("a:b \u00e9?"));

        assertThat(found.map(KubeResponse::text)).contains("{\"n\": 1.10}");
    }

    @Test
    void finds_nothing_where_nothing_is() {
        server.on("GET", SHOP + "/web", refusal(404, "NotFound", "deployments \"web\" not found"));

        assertThat(client.find(DEPLOYMENTS, new ObjectKey("shop", "web"))).isEmpty();
    }

    @Test
    void waits_as_long_as_a_throttling_server_asks_whatever_the_method() {
        var throttled =
                json(
                        429,
                        FakeServer.status(429, "TooManyRequests", "busy"),
                        Map.of("Retry-After", "3"));
        server.on(
                "POST",
                SHOP,
                throttled,
                refusal(503, "ServiceUnavailable", "apiserver is shutting down"),
                json(201, "{}"));

        client.create(DEPLOYMENTS, "shop", new byte[0], OPTIONS);

        assertThat(client.retries().byCause())
                .isEqualTo(Map.of(RetryCause.THROTTLED, 1L, RetryCause.UNAVAILABLE, 1L));
        assertThat(waits.all().getFirst())
                .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3750));
        assertThat(waits.all().getLast()).isBetween(Duration.ofMillis(500), Duration.ofMillis(625));
    }

    @Test
    void gives_up_when_the_server_asks_for_more_patience_than_there_is() {
        server.on("GET", SHOP + "/web", json(429, "slow down", Map.of("Retry-After", "121")));

        assertThatThrownBy(() -> client.get(WEB))
                .isInstanceOf(KubeException.class)
                .hasMessage("GET " + SHOP + "/web: HTTP 429: slow down");
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void repeats_a_read_that_failed_but_not_a_post_that_may_have_been_done() {
        var failed = refusal(500, "InternalError", "etcdserver: leader changed");
        server.on("GET", SHOP + "/web", failed, cut("{\"a\":1}", 3), json(200, "{}"))
                .on("POST", SHOP, failed, cut("{}", 0));

        client.get(WEB);
        var refused = failureOf(() -> client.create(DEPLOYMENTS, "shop", new byte[0], OPTIONS));
        var broken = failureOf(() -> client.create(DEPLOYMENTS, "shop", new byte[0], OPTIONS));

        assertThat(client.retries().byCause())
                .isEqualTo(Map.of(RetryCause.SERVER_ERROR, 1L, RetryCause.CONNECTION, 1L));
        assertThat(refused.error()).isEqualTo(KubeErrorKind.INTERNAL);
        assertThat(refused.mayHaveActed()).isTrue();
        assertThat(broken.error()).isEqualTo(KubeErrorKind.UNREACHABLE);
        assertThat(broken.mayHaveActed()).isTrue();
    }

    @Test
    void gives_up_on_a_server_that_keeps_failing() {
        var failed = refusal(500, "InternalError", "conversion webhook failed");
        server.on("GET", SHOP + "/web", failed, failed, failed, failed, failed);

        assertThat(failureOf(() -> client.get(WEB)).serverMessage())
                .isEqualTo("conversion webhook failed");
        assertThat(waits.all()).hasSize(4).isSorted();
    }

    @Test
    void tells_what_a_refusal_means() {
        assertThat(refusedWith(409, "AlreadyExists")).isEqualTo(KubeErrorKind.ALREADY_EXISTS);
        assertThat(refusedWith(409, "Conflict")).isEqualTo(KubeErrorKind.CONFLICT);
        assertThat(refusedWith(422, "Invalid")).isEqualTo(KubeErrorKind.INVALID);
        assertThat(refusedWith(400, "BadRequest")).isEqualTo(KubeErrorKind.INVALID);
        assertThat(refusedWith(410, "Gone")).isEqualTo(KubeErrorKind.GONE);
        assertThat(refusedWith(404, "NotFound")).isEqualTo(KubeErrorKind.NOT_FOUND);
        assertThat(refusedWith(405, "MethodNotAllowed")).isEqualTo(KubeErrorKind.OTHER);
        assertThat(refusedWith(302, "")).isEqualTo(KubeErrorKind.OTHER);
    }

    private KubeErrorKind refusedWith(int status, String reason) {
        server.on("POST", SHOP, refusal(status, reason, "no"));
        var failure = failureOf(() -> client.create(DEPLOYMENTS, "shop", new byte[0], OPTIONS));
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.mayHaveActed()).isFalse();
        return failure.error();
    }

    @Test
    void asks_for_a_new_token_once_when_the_server_rejects_one() {
        var unknown = refusal(401, "Unauthorized", "Unauthorized");
        server.on("GET", SHOP + "/web", unknown, json(200, "{}"), unknown, unknown);

        client.get(WEB);
        var failure = failureOf(() -> client.get(WEB));

        assertThat(server.requests())
                .extracting(it -> it.header("Authorization"))
                .containsExactly("Bearer t0", "Bearer t1", "Bearer t1", "Bearer t2");
        assertThat(client.retries().of(RetryCause.TOKEN)).isEqualTo(2);
        assertThat(failure)
                .hasMessage(
                        "GET "
                                + SHOP
                                + "/web: the API server doesn't know who is calling (401"
                                + " Unauthorized)");
        assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS);
        assertThat(failure.fix()).startsWith("Give the identity behind this token access");
    }

    @Test
    void passes_on_what_a_known_caller_may_not_do() {
        server.on("GET", SHOP + "/web", refusal(403, "Forbidden", "deployments is forbidden"));

        var failure = failureOf(() -> client.get(WEB));

        assertThat(failure).hasMessage("GET " + SHOP + "/web: deployments is forbidden");
        assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS);
        assertThat(failure.fix())
                .isEqualTo("Grant this identity the permission that the message names.");
    }

    @Test
    void sends_one_request_less_at_once_after_throttling_and_recovers() {
        var pace = new Pace(8);

        pace.throttled();
        pace.throttled();
        assertThat(pace.bound()).isEqualTo(2);

        for (var answer = 0; answer < 64; answer++) {
            pace.answered();
        }
        assertThat(pace.bound()).isEqualTo(4);
    }

    private static KubeException failureOf(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(KubeException.class, call);
    }

    /// A new token whenever the last one was rejected.
    private static final class Tokens implements TokenSource {

        private final List<String> rejected = new ArrayList<>();

        @Override
        public String token() {
            return "t" + rejected.size();
        }

        @Override
        public void rejected(String token) {
            rejected.add(token);
        }
    }
}

package io.sistership.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sistership.kube.KubeClient;
import io.sistership.kube.WriteOptions;
import io.sistership.model.ApiResource;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Outcome;
import io.sistership.restore.RestoreResult;
import io.sistership.restore.VerifyResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cases of `docs/hard-cases.md` that are about order: definitions, references, webhooks and their
/// backends, types that aren't served.
class OrderCasesRigTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// All of it is spent on the guard that others have left behind.
    private static final Duration BACKENDS = Duration.ofSeconds(30);

    /// Its server answers while it is captured, and never again.
    private static final String AGGREGATED = "c06.example.com";

    private static final int DEFINITIONS = 200;
    private static final String GROUP = "many.example.com";
    private static final ApiResource CRDS =
            new ApiResource(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    false);
    private static final WriteOptions PERSON = WriteOptions.as("kubectl-create");

    @TempDir static Path directory;

    private static Passage passage;
    private static RestoreResult result;
    private static VerifyResult verified;

    @BeforeAll
    static void recover() {
        passage =
                Passage.between(
                        directory,
                        Map.of("runtimeConfig", "autoscaling/v2=false,batch/v1=false"),
                        BACKENDS);
        passage.primary().addNode("primary-1", false);
        fill(new Manifests(passage.source()));
        define();
        before(new Manifests(passage.target()));
        LocalPoint captured;
        try (var answering = aggregated(passage.source(), AGGREGATED)) {
            answering.answering(AggregatedApi.Answer.EMPTY);
            await().atMost(PATIENCE)
                    .until(() ->
                            passage.source().discovery().find(AGGREGATED, "second").isPresent());
            captured = passage.capture();
        }
        var plan = passage.plan(captured);
        result = passage.restore(plan, captured);
        verified = passage.verify(captured);
    }

    @AfterAll
    static void stop() {
        passage.close();
    }

    private static AggregatedApi aggregated(KubeClient client, String group) {
        try {
            var files = Files.createDirectory(directory.resolve(group));
            return AggregatedApi.serve(client, files, group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What others have on the recovery side: a guard whose backend is gone, an aggregated API whose
    /// server is gone, and a definition of their own that serves an older version only.
    private static void before(Manifests manifests) {
        guardsBefore(manifests);
        aggregated(passage.target(), "left.example.com").close();
        manifests.create(tides("v1beta1"));
    }

    private static String tides(String version) {
        return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: tides.order.example.com}
        spec:
          group: order.example.com
          scope: Namespaced
          names: {plural: tides, singular: tide, kind: Tide, listKind: TideList}
          versions:
            - {name: %s, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        """
                .formatted(version);
    }

    private static void fill(Manifests manifests) {
        var pair = ServingCertificate.of(directory, "hook.order.svc");
        var values =
                Map.of(
                        "CA_BUNDLE",
                        pair.certificate(),
                        "TLS_CRT",
                        pair.certificate(),
                        "TLS_KEY",
                        pair.key());
        manifests.apply("order-cases.yaml", values);
        manifests.create(tides("v1"));
        manifests.create(
                "{apiVersion: order.example.com/v1, kind: Tide, metadata: {name: c07, namespace: order}, spec: {height: 2}}");
        var deployments = new ApiResource("apps", "v1", "Deployment", "deployments", true);
        await().atMost(PATIENCE)
                .until(() ->
                        passage.source()
                                .find(deployments, new ObjectKey("order", "hook"))
                                .filter(it -> it.json().at("/status/readyReplicas").asInt(0) == 1)
                                .isPresent());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    manifests.apply("order-hooks.yaml", values);
                    return true;
                });
    }

    /// Many definitions, and an object of each.
    private static void define() {
        for (int i = 0; i < DEFINITIONS; i++) {
            passage.source().create(CRDS, "", definition(i).getBytes(UTF_8), PERSON);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        passage.source().discovery().types().stream()
                                        .filter(it -> it.resource().group().equals(GROUP))
                                        .count()
                                == DEFINITIONS);
        for (int i = 0; i < DEFINITIONS; i++) {
            var object =
                    "{\"apiVersion\":\"%s/v1\",\"kind\":\"Thing%d\",\"metadata\":{\"name\":\"it\",\"namespace\":\"order\"},\"spec\":{\"n\":%d}}"
                            .formatted(GROUP, i, i);
            passage.source().create(thing(i), "order", object.getBytes(UTF_8), PERSON);
        }
    }

    private static String definition(int i) {
        return """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"thing%1$ds.%2$s"},
         "spec":{"group":"%2$s","scope":"Namespaced","names":{"plural":"thing%1$ds","singular":"thing%1$d","kind":"Thing%1$d","listKind":"Thing%1$dList"},
          "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """
                .formatted(i, GROUP);
    }

    private static ApiResource thing(int i) {
        return new ApiResource(GROUP, "v1", "Thing" + i, "thing" + i + "s", true);
    }

    /// A guard of others whose backend is gone, for one object alone.
    private static void guardsBefore(Manifests manifests) {
        manifests.create(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: left-behind}
                webhooks:
                  - name: left.behind.example.com
                    admissionReviewVersions: [v1]
                    sideEffects: None
                    failurePolicy: Fail
                    timeoutSeconds: 10
                    clientConfig: {service: {name: nobody, namespace: default, path: /, port: 443}}
                    rules:
                      - {apiGroups: [networking.k8s.io], apiVersions: ["*"], operations: [CREATE], resources: [ingresses]}
                """);
    }

    @Test
    void case_01_every_custom_resource_finds_its_definition_served() {
        for (int i = 0; i < DEFINITIONS; i++) {
            assertThat(passage.recovered(thing(i), "order", "it")).as("thing %d", i).isPresent();
        }
        assertThat(log().filter(it -> it.at("/objectRef/apiGroup").asString("").equals(GROUP)))
                .hasSize(DEFINITIONS)
                .allMatch(it -> it.at("/responseStatus/code").asInt() == 201);
    }

    @Test
    void case_02_custom_resources_wait_for_the_webhook_that_converts_them() {
        var wharf = new ApiResource("order.example.com", "v1beta1", "Wharf", "wharves", true);

        assertThat(
                        passage.recovered(wharf, "order", "c02")
                                .orElseThrow()
                                .at("/spec/depth")
                                .asDouble())
                .isEqualTo(1.10);
        assertThat(answers("wharves")).isNotEmpty().allMatch(status -> status == 201);
    }

    @Test
    void case_03_guards_come_after_what_they_would_hold_up() {
        var writes = writes();
        for (var first : List.of("configmaps hook", "deployments hook", "wharves c05")) {
            assertThat(writes.indexOf(first))
                    .as(first)
                    .isNotNegative()
                    .isLessThan(writes.indexOf("validatingwebhookconfigurations c03"));
        }
    }

    @Test
    void case_05_what_a_guard_denies_on_creation_but_was_there_comes_back() {
        var wharf = new ApiResource("order.example.com", "v1", "Wharf", "wharves", true);

        assertThat(
                        passage.recovered(wharf, "order", "c05")
                                .orElseThrow()
                                .at("/spec/late")
                                .asBoolean())
                .isTrue();
    }

    /// Neither the dead one of others nor the one that comes along holds anything up: what isn't
    /// answered is asked once. Its objects are its server's.
    @Test
    void
            case_06_a_dead_aggregated_api_is_registered_again_and_its_objects_are_left_to_its_server() {
        var registration =
                new ApiResource("apiregistration.k8s.io", "v1", "APIService", "apiservices", false);
        assertThat(passage.recovered(registration, "", "v1." + AGGREGATED)).isPresent();
        assertThat(passage.recovered(registration, "", "v1.left.example.com")).isPresent();
        for (var kind : List.of("First", "Second")) {
            assertThat(
                            result.outcomes()
                                    .get(new ObjectId(AGGREGATED, kind, ObjectKey.cluster("only"))))
                    .isEqualTo(
                            new Outcome.Skipped(
                                    "the server behind Service default/c06-example-com keeps objects of %s.%s/v1 itself"
                                            .formatted(kind.toLowerCase(Locale.ROOT), AGGREGATED)));
        }
        assertThat(passage.target().discovery().unavailable())
                .extracting(it -> it.group())
                .contains(AGGREGATED, "left.example.com");
    }

    @Test
    void
            case_07_a_version_that_is_not_served_and_a_guard_without_backend_are_named_and_nothing_else() {
        var troubled = new TreeMap<String, String>();
        result.outcomes()
                .forEach((id, outcome) -> {
                    switch (outcome) {
                        case Outcome.Blocked(var cause) -> troubled.put(id.toString(), cause);
                        case Outcome.Failed(var message) ->
                                troubled.put(id.toString(), "FAILED " + message);
                        default -> {}
                    }
                });
        assertThat(troubled)
                .containsOnlyKeys(
                        "HorizontalPodAutoscaler.autoscaling order/c07",
                        "CronJob.batch order/c07",
                        "CustomResourceDefinition.apiextensions.k8s.io tides.order.example.com",
                        "Tide.order.example.com order/c07",
                        "Ingress.networking.k8s.io order/c10")
                .containsEntry(
                        "CronJob.batch order/c07",
                        "not served: cronjobs.batch/v1 was captured, but no version of it"
                                + " is served")
                .containsEntry(
                        "Tide.order.example.com order/c07",
                        "not served: tides.order.example.com/v1 was captured, but only v1beta1 is served")
                .containsEntry(
                        "HorizontalPodAutoscaler.autoscaling order/c07",
                        "not served: horizontalpodautoscalers.autoscaling/v2 was captured, but only v1"
                                + " is served");
        assertThat(troubled.get("Ingress.networking.k8s.io order/c10"))
                .startsWith("backend: ")
                .contains("failed calling webhook \"left.behind.example.com\"")
                .contains("service \"nobody\" not found");
        assertThat(
                        troubled.get(
                                "CustomResourceDefinition.apiextensions.k8s.io tides.order.example.com"))
                .startsWith(
                        "exists: another object of this name is there: /spec/versions/0/name differs");
        assertThat(verified.differing())
                .extracting(it -> it.id().toString())
                .containsExactly(
                        "CustomResourceDefinition.apiextensions.k8s.io tides.order.example.com");
        assertThat(verified.missing())
                .extracting(ObjectId::toString)
                .containsExactlyInAnyOrder(
                        "Ingress.networking.k8s.io order/c10", "Tide.order.example.com order/c07");
    }

    @Test
    void case_09_and_10_what_is_referred_to_is_there_before_it_is_referred_to() {
        var writes = writes();
        for (var first :
                List.of(
                        "serviceaccounts c09",
                        "secrets c09",
                        "configmaps c09",
                        "priorityclasses c09",
                        "persistentvolumeclaims c09")) {
            assertThat(writes.indexOf(first))
                    .as(first)
                    .isNotNegative()
                    .isLessThan(writes.indexOf("pods c09"));
        }
        assertThat(writes.indexOf("storageclasses c09"))
                .isNotNegative()
                .isLessThan(writes.indexOf("persistentvolumeclaims c09"));
        var attempts = log().map(OrderCasesRigTest::label).toList();
        for (var first : List.of("ingressclasses c09", "services c10")) {
            assertThat(attempts.indexOf(first))
                    .as(first)
                    .isNotNegative()
                    .isLessThan(attempts.indexOf("ingresses c10"));
        }
    }

    /// What this recovery created, in the server's order.
    private static List<String> writes() {
        return log().filter(it -> it.at("/responseStatus/code").asInt() == 201)
                .map(OrderCasesRigTest::label)
                .toList();
    }

    private static String label(JsonNode logged) {
        return logged.at("/objectRef/resource").asString("")
                + " "
                + logged.at("/objectRef/name").asString("");
    }

    private static List<Integer> answers(String resource) {
        return log().filter(it -> it.at("/objectRef/resource").asString("").equals(resource))
                .map(it -> it.at("/responseStatus/code").asInt())
                .toList();
    }

    private static Stream<JsonNode> log() {
        return passage.recovery().requestLog().stream()
                .map(JsonMapper.shared()::readTree)
                .filter(it -> it.path("verb").asString("").equals("create"))
                .filter(it -> it.path("requestURI").asString("").contains("sistership"))
                .filter(it -> !it.path("requestURI").asString("").contains("dryRun"));
    }
}

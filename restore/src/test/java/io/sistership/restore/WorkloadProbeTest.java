package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.model.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WorkloadProbeTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeCluster cluster = new FakeCluster();
    private final FakePoint point = new FakePoint();

    @Test
    void all_that_is_ready_is_counted_by_kind() {
        both(Samples.DEPLOYMENT, deployment("web", 2));
        both(Samples.CLAIM, claim("data", "'storageClassName':'gp3','volumeName':'pv-1'", "Bound"));
        both(Samples.WEBHOOKS, Samples.webhooks("guard", "guard"));
        both(Samples.API_SERVICE, apiService("v1.metrics.example.com", "True", ""));
        both(Samples.API_SERVICE, json("", "v1.apps", "|\"spec\":{}"));
        both(Samples.CRD, Samples.shipDefinition(Samples.convertedBy("guard")));
        both(Samples.SLICE, slice("guard", true));

        var readiness = probe(LONG);

        assertThat(readiness.unready()).isEmpty();
        assertThat(readiness.ready())
                .isEqualTo(
                        Map.of(
                                "Deployment",
                                1L,
                                "PersistentVolumeClaim",
                                1L,
                                "ValidatingWebhookConfiguration",
                                1L,
                                "APIService",
                                1L,
                                "CustomResourceDefinition",
                                1L));
    }

    @Test
    void what_worked_when_it_was_captured_is_waited_for_and_told_with_its_pods_words() {
        point.with(Samples.DEPLOYMENT, deployment("web", 2));
        cluster.put(Samples.DEPLOYMENT, deployment("web", 0));
        cluster.put(Samples.POD, waiting("web-1", "web", "ErrImagePull", "not found"));
        cluster.put(Samples.POD, waiting("web-2", "web", "ErrImagePull", "not found"));
        cluster.put(Samples.POD, waiting("decoy", "other", "CrashLoopBackOff", ""));

        assertThat(told(probe(Duration.ofMillis(20))))
                .containsExactly(
                        "Deployment.apps shop/web: 0 of 2 replicas are updated; pod web-1: ErrImagePull: not found"
                                + " (and 1 more pods), was READY");
    }

    @Test
    void waiting_ends_when_the_last_one_is_ready() {
        point.with(Samples.DEPLOYMENT, deployment("web", 2), deployment("api", 2));
        cluster.put(Samples.DEPLOYMENT, deployment("web", 0));
        cluster.put(Samples.DEPLOYMENT, deployment("api", 2));
        var notes = new AtomicInteger();
        var progress =
                new Progress() {
                    @Override
                    public void stage(String name, long expected) {}

                    @Override
                    public void advanced(long objects, long bytes) {}

                    @Override
                    public void note(String text) {
                        assertThat(text).isEqualTo("waiting for 1 objects to be ready");
                        notes.incrementAndGet();
                        cluster.put(Samples.DEPLOYMENT, deployment("web", 2));
                    }
                };

        var readiness =
                new WorkloadProbe(LONG, Duration.ofMillis(5), progress).probe(point, cluster);

        assertThat(readiness.unready()).isEmpty();
        assertThat(readiness.ready()).isEqualTo(Map.of("Deployment", 2L));
        assertThat(notes).hasValue(1);
    }

    @Test
    void what_was_not_ready_when_it_was_captured_is_told_and_not_waited_for() {
        both(Samples.DEPLOYMENT, deployment("web", 1));
        both(Samples.API_SERVICE, apiService("v1.gone.example.com", "False", "no endpoints"));
        both(Samples.WEBHOOKS, Samples.webhooks("guard", "guard"));
        both(Samples.SLICE, slice("guard", false));

        assertThat(told(probe(LONG)))
                .containsExactly(
                        "Deployment.apps shop/web: 1 of 2 replicas are updated, was NOT_READY",
                        "APIService.apiregistration.k8s.io v1.gone.example.com: it isn't available: no endpoints, was NOT_READY",
                        "ValidatingWebhookConfiguration.admissionregistration.k8s.io guard: Service shop/guard has no ready endpoint, was NOT_READY");
    }

    @Test
    void whether_a_webhook_answered_is_unknown_without_its_endpoints() {
        both(Samples.WEBHOOKS, Samples.webhooks("guard", "guard"));

        assertThat(told(probe(Duration.ZERO)))
                .containsExactly(
                        "ValidatingWebhookConfiguration.admissionregistration.k8s.io guard: Service shop/guard has no ready endpoint, was UNKNOWN");
    }

    @Test
    void a_claim_that_waits_for_its_first_pod_is_as_it_should_be_until_there_is_one() {
        both(
                Samples.STORAGE_CLASS,
                json("", "gp3", "|\"volumeBindingMode\":\"WaitForFirstConsumer\""));
        both(Samples.CLAIM, claim("unused", "'storageClassName':'gp3'", "Pending"));
        both(Samples.CLAIM, claim("ended", "'storageClassName':'gp3'", "Pending"));
        point.with(Samples.CLAIM, claim("used", "'storageClassName':'gp3'", "Bound"));
        cluster.put(Samples.CLAIM, claim("used", "'storageClassName':'gp3'", "Pending"));
        cluster.put(Samples.POD, user("a", "used", "Pending"));
        cluster.put(Samples.POD, user("b", "ended", "Succeeded"));

        var readiness = probe(Duration.ZERO);

        assertThat(readiness.ready()).isEqualTo(Map.of("PersistentVolumeClaim", 2L));
        assertThat(told(readiness))
                .containsExactly(
                        "PersistentVolumeClaim shop/used: no volume fits it, and storage class gp3 has made none, was READY");
    }

    @Test
    void a_claim_says_which_volume_or_class_it_misses() {
        point.with(
                Samples.CLAIM,
                claim("a", "", "Bound"),
                claim("b", "", "Bound"),
                claim("c", "", "Bound"),
                claim("d", "", "Bound"));
        cluster.put(Samples.CLAIM, claim("a", "'volumeName':'pv-1'", "Lost"));
        cluster.put(Samples.CLAIM, claim("b", "'volumeName':'pv-2'", "Pending"));
        cluster.put(Samples.CLAIM, claim("c", "'storageClassName':'fast'", "Pending"));
        cluster.put(Samples.CLAIM, claim("d", "", "Pending"));

        assertThat(probe(Duration.ZERO).unready())
                .extracting(WorkloadReadiness.Unready::why)
                .containsExactly(
                        "its volume pv-1 is gone",
                        "it isn't bound to its volume pv-2 yet",
                        "no volume fits it, and there is no storage class fast",
                        "no volume fits it, and it names no storage class");
    }

    @Test
    void what_is_not_of_the_point_or_not_there_is_not_looked_at() {
        point.with(Samples.DEPLOYMENT, deployment("missing", 2));
        cluster.put(Samples.DEPLOYMENT, deployment("stranger", 0));

        var readiness = probe(LONG);

        assertThat(readiness.unready()).isEmpty();
        assertThat(readiness.ready()).isEmpty();
    }

    private WorkloadReadiness probe(Duration within) {
        return new WorkloadProbe(within, Duration.ofMillis(5), Progress.SILENT)
                .probe(point, cluster);
    }

    private static List<String> told(WorkloadReadiness readiness) {
        return readiness.unready().stream()
                .map(each -> "%s: %s, was %s".formatted(each.id(), each.why(), each.before()))
                .toList();
    }

    private void both(ApiResource type, String json) {
        point.with(type, json);
        cluster.put(type, json);
    }

    private static String deployment(String name, int running) {
        return quoted(
                name,
                "'generation':1|'spec':{'replicas':2,'template':{'metadata':{'labels':{'app':'web'}}}},'status':{'observedGeneration':1,'replicas':%d,'updatedReplicas':%d,'availableReplicas':%d}"
                        .formatted(running, running, running));
    }

    private static String claim(String name, String spec, String phase) {
        return quoted(name, "|'spec':{%s},'status':{'phase':'%s'}".formatted(spec, phase));
    }

    private static String slice(String service, boolean ready) {
        return quoted(
                service + "-x1",
                "'labels':{'kubernetes.io/service-name':'%s'}|'endpoints':[{'conditions':{'ready':%s}}]"
                        .formatted(service, ready));
    }

    private static String waiting(String name, String app, String reason, String message) {
        return quoted(
                name,
                "'labels':{'app':'%s','hash':'1'}|'status':{'containerStatuses':[{'state':{'waiting':{'reason':'%s','message':'%s'}}}]}"
                        .formatted(app, reason, message));
    }

    private static String user(String name, String claim, String phase) {
        return quoted(
                name,
                "|'spec':{'volumes':[{'persistentVolumeClaim':{'claimName':'%s'}}]},'status':{'phase':'%s'}"
                        .formatted(claim, phase));
    }

    private static String apiService(String name, String available, String message) {
        return json(
                "",
                name,
                "|'spec':{'group':'g','version':'v1','service':{'namespace':'shop','name':'x'}},'status':{'conditions':[{'type':'Available','status':'%s','message':'%s'}]}"
                        .formatted(available, message)
                        .replace('\'', '"'));
    }

    private static String quoted(String name, String more) {
        return json("shop", name, more.replace('\'', '"'));
    }
}

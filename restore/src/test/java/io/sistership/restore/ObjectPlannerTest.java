package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static io.sistership.restore.Samples.owned;
import static io.sistership.restore.Samples.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.Action;
import io.sistership.model.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObjectPlannerTest {

    private static final String WEBHOOK = "\"app\":\"webhook\"";

    @Test
    void every_object_of_a_point_has_one_line() {
        var plan =
                new FakePoint()
                        .with(Samples.NAMESPACE, json("", "shop"))
                        .with(Samples.NODE, json("", "ip-10-0-0-1"))
                        .with(
                                Samples.CONFIG_MAP,
                                json("shop", "settings"),
                                json("shop", "kube-root-ca.crt"))
                        .plan();

        assertThat(plan.counts()).isEqualTo(Map.of("create", 2L, "skip", 2L));
        assertThat(plan.objects()).hasSize(4);
    }

    @Test
    void waves_follow_what_waits_for_what() {
        var plan =
                new FakePoint()
                        .with(Samples.QUOTA, json("shop", "limits"))
                        .with(
                                Samples.DEPLOYMENT,
                                Samples.deployment("web", "\"app\":\"web\""),
                                Samples.deployment("webhook-pods", WEBHOOK))
                        .with(
                                Samples.DAEMON_SET,
                                json("kube-system", "aws-node"),
                                json("kube-system", "fluent-bit"))
                        .with(
                                Samples.WEBHOOKS,
                                Samples.webhooks("guard", "webhook"),
                                Samples.webhooks("left-behind", "uninstalled"))
                        .with(Samples.SERVICE, Samples.service("webhook", WEBHOOK))
                        .with(Samples.SHIP, json("shop", "titanic"))
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .with(Samples.NAMESPACE, json("", "shop"))
                        .plan();

        assertThat(plan.objects())
                .extracting(o -> o.id().toString(), PlannedObject::wave)
                .containsExactlyInAnyOrder(
                        tuple("Namespace shop", Wave.NAMESPACES),
                        tuple(
                                "CustomResourceDefinition.apiextensions.k8s.io ships.sea.example.com",
                                Wave.DEFINITIONS),
                        tuple("Ship.sea.example.com shop/titanic", Wave.PASSIVE),
                        tuple("Service shop/webhook", Wave.PASSIVE),
                        tuple("DaemonSet.apps kube-system/aws-node", Wave.NETWORK),
                        tuple("Deployment.apps shop/webhook-pods", Wave.BACKENDS),
                        tuple(
                                "ValidatingWebhookConfiguration.admissionregistration.k8s.io guard",
                                Wave.GUARDS),
                        tuple("Deployment.apps shop/web", Wave.WORKLOADS),
                        tuple("DaemonSet.apps kube-system/fluent-bit", Wave.WORKLOADS),
                        tuple(
                                "ValidatingWebhookConfiguration.admissionregistration.k8s.io left-behind",
                                Wave.LIMITS),
                        tuple("ResourceQuota shop/limits", Wave.LIMITS));
    }

    @Test
    void custom_resources_follow_the_backend_that_converts_them() {
        var plan =
                new FakePoint()
                        .with(Samples.SHIP, json("shop", "titanic"))
                        .with(Samples.CRD, Samples.shipDefinition(Samples.convertedBy("webhook")))
                        .with(Samples.SERVICE, Samples.service("webhook", WEBHOOK))
                        .with(Samples.DEPLOYMENT, Samples.deployment("webhook-pods", WEBHOOK))
                        .plan();

        assertThat(wave(plan, "Deployment", "webhook-pods")).isEqualTo(Wave.BACKENDS);
        assertThat(wave(plan, "Ship", "titanic")).isEqualTo(Wave.CONVERTED);
        assertThat(plan.backends().awaited()).containsExactly(new ServiceName("shop", "webhook"));
    }

    @Test
    void the_cluster_s_dns_starts_with_the_backends_that_need_it() {
        var dns =
                json(
                        "kube-system",
                        "coredns",
                        "|\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"k8s-app\":\"kube-dns\"}}}}");
        var plan =
                new FakePoint()
                        .with(
                                Samples.SERVICE,
                                json(
                                        "kube-system",
                                        "kube-dns",
                                        "|\"spec\":{\"selector\":{\"k8s-app\":\"kube-dns\"}}"))
                        .with(Samples.DEPLOYMENT, dns)
                        .plan();

        assertThat(wave(plan, "Deployment", "coredns")).isEqualTo(Wave.BACKENDS);
        assertThat(plan.backends().awaited()).isEmpty();
    }

    @Test
    void what_is_referred_to_comes_first_within_a_wave() {
        var types =
                List.of(
                        Samples.STORAGE_CLASS,
                        Samples.ACCOUNT,
                        Samples.SECRET,
                        Samples.CLUSTER_ROLE,
                        Samples.CLUSTER_BINDING,
                        Samples.VOLUME,
                        Samples.CLAIM,
                        Samples.SERVICE,
                        Samples.ENDPOINTS,
                        Samples.INGRESS,
                        Samples.SHIP,
                        Samples.LIMITS);
        var point = new FakePoint().with(Samples.CRD, Samples.shipDefinition(""));
        types.reversed()
                .forEach(type ->
                        point.with(type, json(type.namespaced() ? "shop" : "", type.plural())));

        var ranked =
                point.plan().entries().stream()
                        .filter(entry -> entry.planned().wave() == Wave.PASSIVE)
                        .sorted(Comparator.comparingInt(PlanEntry::rank))
                        .map(entry -> entry.planned().type())
                        .toList();

        assertThat(ranked).isEqualTo(types);
    }

    @Test
    void an_owner_comes_before_what_it_owns_even_against_the_order_of_types() {
        var plan =
                new FakePoint()
                        .with(Samples.CRD, Samples.shipDefinition(""))
                        .with(
                                Samples.SECRET,
                                json(
                                        "shop",
                                        "logbook",
                                        owned(
                                                        owner(
                                                                "sea.example.com/v1",
                                                                "Ship",
                                                                "shop",
                                                                "titanic"))
                                                + "|"))
                        .with(Samples.SHIP, json("shop", "titanic"))
                        .plan();

        assertThat(entry(plan, "Ship", "titanic").precedes(entry(plan, "Secret", "logbook")))
                .isTrue();
        assertThat(plan.linkedLater(entry(plan, "Secret", "logbook"))).isFalse();
    }

    @Test
    void an_owner_of_a_later_wave_is_linked_later() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.CONFIG_MAP,
                                json(
                                        "shop",
                                        "settings",
                                        owned(owner("apps/v1", "Deployment", "shop", "web")) + "|"))
                        .with(Samples.DEPLOYMENT, Samples.deployment("web", "\"app\":\"web\""))
                        .plan();

        assertThat(plan.linkedLater(entry(plan, "ConfigMap", "settings"))).isTrue();
    }

    @Test
    void endpoints_of_a_service_with_a_selector_are_left_to_their_controller() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.SERVICE,
                                Samples.service("selected", WEBHOOK),
                                Samples.service("by-hand", ""))
                        .with(Samples.ENDPOINTS, json("shop", "selected"), json("shop", "by-hand"))
                        .plan();

        assertThat(action(plan, "Endpoints", "selected"))
                .isEqualTo(
                        new Action.Skip(
                                "the endpoints controller makes it from its Service's selector"));
        assertThat(action(plan, "Endpoints", "by-hand")).isEqualTo(new Action.Create());
    }

    @Test
    void what_only_left_out_objects_own_is_left_out_down_the_chain() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.REPLICA_SET,
                                json(
                                        "shop",
                                        "web-1",
                                        owned(owner("apps/v1", "Deployment", "shop", "web")) + "|"))
                        .with(Samples.DEPLOYMENT, Samples.deployment("web", "\"app\":\"web\""))
                        .with(
                                Samples.CONFIG_MAP,
                                json(
                                        "shop",
                                        "first",
                                        owned(owner("apps/v1", "ReplicaSet", "shop", "web-1"))
                                                + "|"))
                        .with(
                                Samples.SECRET,
                                json(
                                        "shop",
                                        "second",
                                        owned(owner("v1", "ConfigMap", "shop", "first")) + "|"))
                        .plan();

        assertThat(action(plan, "ConfigMap", "first"))
                .isEqualTo(new Action.Skip("its owner isn't restored: ReplicaSet.apps shop/web-1"));
        assertThat(action(plan, "Secret", "second"))
                .isEqualTo(new Action.Skip("its owner isn't restored: ConfigMap shop/first"));
    }

    @Test
    void an_owner_that_was_not_captured_is_told() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.SECRET,
                                json(
                                        "shop",
                                        "orphan",
                                        owned(owner("v1", "ConfigMap", "shop", "gone")) + "|"))
                        .plan();

        assertThat(action(plan, "Secret", "orphan")).isEqualTo(new Action.Create());
        assertThat(plan.issues())
                .extracting(i -> i.where() + ": " + i.what())
                .containsExactly(
                        "Secret shop/orphan: its owner ConfigMap gone isn't in the recovery point; it is restored without that owner");
    }

    @Test
    void objects_of_a_namespace_that_was_being_deleted_go_with_it() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.NAMESPACE,
                                json("", "shop", "\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"|"))
                        .with(Samples.CONFIG_MAP, json("shop", "settings"))
                        .plan();

        assertThat(action(plan, "ConfigMap", "settings"))
                .isEqualTo(new Action.Skip("its namespace isn't restored"));
    }

    @Test
    void objects_that_an_aggregated_server_keeps_are_left_to_it() {
        var packages = Samples.type("packages.example.com", "v1", "Package", "packages");
        var service =
                json(
                        "",
                        "v1.packages.example.com",
                        "|\"spec\":{\"group\":\"packages.example.com\",\"version\":\"v1\",\"service\":{\"namespace\":\"shop\",\"name\":\"packages\"}}");
        var plan =
                new FakePoint()
                        .with(Samples.API_SERVICE, service)
                        .with(packages, json("shop", "one"))
                        .plan();

        assertThat(action(plan, "Package", "one"))
                .isEqualTo(
                        new Action.Skip(
                                "the server behind Service shop/packages keeps objects of packages.packages.example.com/v1 itself"));
    }

    @Test
    void what_every_cluster_has_is_adopted_or_brought_up_to_what_was_captured() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.NAMESPACE,
                                json(
                                        "",
                                        "kube-system",
                                        "\"labels\":{\"kubernetes.io/metadata.name\":\"kube-system\"}|"),
                                json(
                                        "",
                                        "default",
                                        "\"labels\":{\"istio-injection\":\"enabled\"}|"))
                        .with(
                                Samples.ACCOUNT,
                                json("shop", "default"),
                                json(
                                        "kube-system",
                                        "default",
                                        "|\"imagePullSecrets\":[{\"name\":\"pull\"}]"))
                        .with(
                                Samples.CONFIG_MAP,
                                json("kube-system", "aws-auth", "|\"data\":{\"mapRoles\":\"\"}"))
                        .plan();

        assertThat(plan.objects())
                .extracting(PlannedObject::action)
                .containsExactly(
                        new Action.Adopt(),
                        new Action.Update("bootstrap-namespace"),
                        new Action.Adopt(),
                        new Action.Update("default-service-account"),
                        new Action.Create());
    }

    @Test
    void accounts_of_the_controller_manager_are_left_to_it() {
        var plan =
                new FakePoint()
                        .with(
                                Samples.ACCOUNT,
                                json("kube-system", "job-controller"),
                                json("kube-system", "mine"))
                        .with(
                                Samples.CLUSTER_ROLE,
                                json(
                                        "",
                                        "system:controller:job-controller",
                                        "\"labels\":{\"kubernetes.io/bootstrapping\":\"rbac-defaults\"},\"annotations\":{\"rbac.authorization.kubernetes.io/autoupdate\":\"true\"}|"))
                        .plan();

        assertThat(action(plan, "ServiceAccount", "job-controller"))
                .isEqualTo(
                        new Action.Skip(
                                "the controller manager makes it for one of its controllers"));
        assertThat(action(plan, "ServiceAccount", "mine")).isEqualTo(new Action.Create());
    }

    @Test
    void an_issue_of_translation_that_blocks_blocks_the_object() {
        var account =
                json(
                        "shop",
                        "web",
                        "\"annotations\":{\"eks.amazonaws.com/role-arn\":\"arn:aws:iam::111111111111:role/unknown\"}|");

        var plan = new FakePoint().with(Samples.ACCOUNT, account).plan();

        assertThat(plan.blocked()).hasSize(1);
        assertThat(plan.issues()).anyMatch(issue -> issue.blocks());
    }

    @Test
    void two_plans_that_do_the_same_have_the_same_digest() {
        Sha256 one = new FakePoint().with(Samples.CONFIG_MAP, json("shop", "a")).plan().digest();
        Sha256 same = new FakePoint().with(Samples.CONFIG_MAP, json("shop", "a")).plan().digest();
        Sha256 other = new FakePoint().with(Samples.CONFIG_MAP, json("shop", "b")).plan().digest();

        assertThat(same).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    private static Action action(ObjectPlan plan, String kind, String name) {
        return entry(plan, kind, name).action();
    }

    private static Wave wave(ObjectPlan plan, String kind, String name) {
        return entry(plan, kind, name).planned().wave();
    }

    private static PlanEntry entry(ObjectPlan plan, String kind, String name) {
        return plan.entries().stream()
                .filter(e -> e.id().kind().equals(kind) && e.id().key().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

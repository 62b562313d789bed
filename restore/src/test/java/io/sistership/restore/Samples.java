package io.sistership.restore;

import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Types and objects as API servers send them: items of lists of built-in types have neither
/// `apiVersion` nor `kind`.
final class Samples {

    static final ApiResource NAMESPACE = core("Namespace", "namespaces", false);
    static final ApiResource POD = core("Pod", "pods", true);
    static final ApiResource SERVICE = core("Service", "services", true);
    static final ApiResource ENDPOINTS = core("Endpoints", "endpoints", true);
    static final ApiResource SECRET = core("Secret", "secrets", true);
    static final ApiResource CONFIG_MAP = core("ConfigMap", "configmaps", true);
    static final ApiResource ACCOUNT = core("ServiceAccount", "serviceaccounts", true);
    static final ApiResource CLAIM = core("PersistentVolumeClaim", "persistentvolumeclaims", true);
    static final ApiResource VOLUME = core("PersistentVolume", "persistentvolumes", false);
    static final ApiResource QUOTA = core("ResourceQuota", "resourcequotas", true);
    static final ApiResource LIMITS = core("LimitRange", "limitranges", true);
    static final ApiResource NODE = core("Node", "nodes", false);
    static final ApiResource EVENT = core("Event", "events", true);
    static final ApiResource DEPLOYMENT = type("apps", "v1", "Deployment", "deployments");
    static final ApiResource REPLICA_SET = type("apps", "v1", "ReplicaSet", "replicasets");
    static final ApiResource DAEMON_SET = type("apps", "v1", "DaemonSet", "daemonsets");
    static final ApiResource STATEFUL_SET = type("apps", "v1", "StatefulSet", "statefulsets");
    static final ApiResource REVISION =
            type("apps", "v1", "ControllerRevision", "controllerrevisions");
    static final ApiResource JOB = type("batch", "v1", "Job", "jobs");
    static final ApiResource CRON_JOB = type("batch", "v1", "CronJob", "cronjobs");
    static final ApiResource INGRESS = type("networking.k8s.io", "v1", "Ingress", "ingresses");
    static final ApiResource SLICE =
            type("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
    static final ApiResource AUTOSCALER =
            type("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    static final ApiResource CLUSTER_ROLE =
            cluster("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles");
    static final ApiResource CLUSTER_BINDING =
            cluster("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings");
    static final ApiResource ROLE = type("rbac.authorization.k8s.io", "v1", "Role", "roles");
    static final ApiResource STORAGE_CLASS =
            cluster("storage.k8s.io", "v1", "StorageClass", "storageclasses");
    static final ApiResource PRIORITY_CLASS =
            cluster("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses");
    static final ApiResource CRD =
            cluster(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions");
    static final ApiResource API_SERVICE =
            cluster("apiregistration.k8s.io", "v1", "APIService", "apiservices");
    static final ApiResource WEBHOOKS =
            cluster(
                    "admissionregistration.k8s.io",
                    "v1",
                    "ValidatingWebhookConfiguration",
                    "validatingwebhookconfigurations");
    static final ApiResource FLOW_SCHEMA =
            cluster("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", "flowschemas");
    static final ApiResource SHIP = type("sea.example.com", "v1", "Ship", "ships");

    private Samples() {}

    static ApiResource type(String group, String version, String kind, String plural) {
        return new ApiResource(group, version, kind, plural, true);
    }

    static ApiResource cluster(String group, String version, String kind, String plural) {
        return new ApiResource(group, version, kind, plural, false);
    }

    private static ApiResource core(String kind, String plural, boolean namespaced) {
        return new ApiResource("", "v1", kind, plural, namespaced);
    }

    /// An object with metadata as a server keeps it, and whatever follows.
    ///
    /// @param more further members of metadata and of the object, both raw: `"labels":{}|"spec":{}`;
    ///     either may be empty
    static String json(String namespace, String name, String more) {
        int bar = more.indexOf('|');
        var metadata = bar < 0 ? "" : more.substring(0, bar);
        var rest = bar < 0 ? more : more.substring(bar + 1);
        var place = namespace.isEmpty() ? "" : "\"namespace\":\"" + namespace + "\",";
        return "{\"metadata\":{\"name\":\""
                + name
                + "\","
                + place
                + "\"uid\":\""
                + uid(namespace, name)
                + "\",\"resourceVersion\":\"17\","
                + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\""
                + (metadata.isEmpty() ? "" : "," + metadata)
                + "}"
                + (rest.isEmpty() ? "" : "," + rest)
                + "}";
    }

    static String json(String namespace, String name) {
        return json(namespace, name, "");
    }

    /// The primary's uid of an object made by [#json].
    static String uid(String namespace, String name) {
        return "old-" + namespace + "-" + name;
    }

    static String owner(String apiVersion, String kind, String namespace, String name) {
        return ("{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"name\":\"%s\",\"uid\":\"%s\",\"controller\":true,"
                        + "\"blockOwnerDeletion\":true}")
                .formatted(apiVersion, kind, name, uid(namespace, name));
    }

    static String owned(String... owners) {
        return "\"ownerReferences\":[" + String.join(",", owners) + "]";
    }

    static ObjectView view(ApiResource type, String json) {
        return ObjectView.of(type, json.getBytes(StandardCharsets.UTF_8));
    }

    static String deployment(String name, String labels) {
        return json(
                "shop",
                name,
                "|\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{%s}},\"template\":{\"metadata\":{\"labels\":{%s}},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"registry.k8s.io/pause:3.10\"}]}}}"
                        .formatted(labels, labels));
    }

    static String service(String name, String selector) {
        return json(
                "shop",
                name,
                "|\"spec\":{\"clusterIP\":\"10.100.7.8\",\"clusterIPs\":[\"10.100.7.8\"],\"ports\":[{\"port\":443}]%s}"
                        .formatted(selector.isEmpty() ? "" : ",\"selector\":{" + selector + "}"));
    }

    static String webhooks(String name, String service) {
        return json(
                "",
                name,
                "|\"webhooks\":[{\"name\":\"a.example.com\",\"failurePolicy\":\"Fail\",\"clientConfig\":{\"service\":{\"namespace\":\"shop\",\"name\":\"%s\",\"path\":\"/v\"},\"caBundle\":\"QQ==\"}}]"
                        .formatted(service));
    }

    /// @param conversion the raw conversion member; empty for none
    static String shipDefinition(String conversion) {
        return json(
                "",
                "ships.sea.example.com",
                "|\"spec\":{\"group\":\"sea.example.com\",\"names\":{\"kind\":\"Ship\",\"plural\":\"ships\"},\"scope\":\"Namespaced\",\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":true,\"subresources\":{\"status\":{}}}]%s}"
                        .formatted(conversion.isEmpty() ? "" : ",\"conversion\":" + conversion));
    }

    static String convertedBy(String service) {
        return "{\"strategy\":\"Webhook\",\"webhook\":{\"clientConfig\":{\"service\":{\"namespace\":\"shop\",\"name\":\"%s\"}},\"conversionReviewVersions\":[\"v1\"]}}"
                .formatted(service);
    }

    static Translator translator() {
        var primary =
                new Environment(
                        new AccountId("111111111111"), new Region("us-east-1"), Optional.empty());
        var recovery =
                new Environment(
                        new AccountId("222222222222"), new Region("us-west-2"), Optional.empty());
        var counterparts =
                Counterparts.firstOf(
                        Counterparts.explicit(
                                Map.of(
                                        "arn:aws:iam::111111111111:role/node",
                                        "arn:aws:iam::222222222222:role/node")),
                        Counterparts.of(primary, recovery));
        return Translator.of(new Crossing(primary, recovery, counterparts), PodSpecs.builtIn());
    }
}

package io.sistership.restore;

import static io.sistership.restore.Samples.json;
import static io.sistership.restore.Samples.owned;
import static io.sistership.restore.Samples.owner;
import static io.sistership.restore.Samples.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LeaveOutRulesTest {

    private static final String REPLICA_SET =
            owned(owner("apps/v1", "ReplicaSet", "shop", "web-1"));
    private static final String TOKEN =
            "\"annotations\":{\"kubernetes.io/service-account.name\":\"web\"}|\"type\":\"kubernetes.io/service-account-token\"";
    private static final String BOOTSTRAP =
            "\"labels\":{\"kubernetes.io/bootstrapping\":\"rbac-defaults\"},\"annotations\":{\"rbac.authorization.kubernetes.io/autoupdate\":\"%s\"}|";

    static Stream<Arguments> left_out() {
        return Stream.of(
                given(Samples.NODE, "", "ip-10-0-0-1", "", "nodes", "nodes register themselves"),
                given(
                        Samples.EVENT,
                        "shop",
                        "web.17",
                        "",
                        "events",
                        "events tell what happened in the other cluster"),
                given(
                        Samples.POD,
                        "shop",
                        "web-1-x",
                        REPLICA_SET + "|",
                        "controlled-pod",
                        "its controller makes its pods"),
                given(
                        Samples.POD,
                        "shop",
                        "done",
                        "|\"status\":{\"phase\":\"Succeeded\"}",
                        "finished-pod",
                        "it had finished and must not run again"),
                given(
                        Samples.POD,
                        "kube-system",
                        "mirror",
                        "\"annotations\":{\"kubernetes.io/config.mirror\":\"1\"}|",
                        "mirror-pod",
                        "mirror pods stand for a node's static pods"),
                given(
                        Samples.REPLICA_SET,
                        "shop",
                        "web-1",
                        owned(owner("apps/v1", "Deployment", "shop", "web")) + "|",
                        "controlled-replica-set",
                        "its controller makes its replica sets"),
                given(
                        Samples.REVISION,
                        "shop",
                        "db-1",
                        owned(owner("apps/v1", "StatefulSet", "shop", "db")) + "|",
                        "controlled-revision",
                        "its controller makes its revisions"),
                given(
                        Samples.JOB,
                        "shop",
                        "tidy-1",
                        owned(owner("batch/v1", "CronJob", "shop", "tidy")) + "|",
                        "cron-job",
                        "its CronJob makes its jobs"),
                given(
                        Samples.JOB,
                        "shop",
                        "done",
                        "|\"status\":{\"conditions\":[{\"type\":\"Complete\",\"status\":\"True\"}]}",
                        "finished-job",
                        "it had finished and must not run again"),
                given(
                        Samples.SLICE,
                        "shop",
                        "web-abc",
                        "\"labels\":{\"endpointslice.kubernetes.io/managed-by\":\"endpointslice-controller.k8s.io\"}|",
                        "managed-slice",
                        "the endpoint slice controllers make it"),
                given(
                        Samples.CONFIG_MAP,
                        "shop",
                        "kube-root-ca.crt",
                        "",
                        "root-ca",
                        "every namespace gets the cluster's own CA"),
                given(
                        Samples.CONFIG_MAP,
                        "kube-system",
                        "extension-apiserver-authentication",
                        "",
                        "server-config-map",
                        "the API server makes it with its own contents"),
                given(
                        Samples.SECRET,
                        "shop",
                        "web-token-x7k2p",
                        TOKEN,
                        "generated-token",
                        "the token controller made it, its token is of the other cluster"),
                given(
                        Samples.SERVICE,
                        "default",
                        "kubernetes",
                        "",
                        "kubernetes-service",
                        "the API server makes its own Service"),
                given(
                        Samples.CLUSTER_ROLE,
                        "",
                        "system:node",
                        BOOTSTRAP.formatted("true"),
                        "bootstrap-role",
                        "the API server makes and updates its default roles"),
                given(
                        Samples.API_SERVICE,
                        "",
                        "v1.apps",
                        "\"labels\":{\"kube-aggregator.kubernetes.io/automanaged\":\"onstart\"}|",
                        "automatic-api-service",
                        "the API server registers it"),
                given(
                        Samples.FLOW_SCHEMA,
                        "",
                        "probes",
                        "\"annotations\":{\"apf.kubernetes.io/autoupdate-spec\":\"true\"}|",
                        "automatic-flow-control",
                        "the API server makes and updates its default flow control"),
                given(
                        Samples.FLOW_SCHEMA,
                        "",
                        "eks-exempt",
                        "",
                        "eks-flow-control",
                        "EKS makes it"),
                given(
                        Samples.CLUSTER_ROLE,
                        "",
                        "eks:node-bootstrapper",
                        "",
                        "eks-role",
                        "EKS makes it"),
                given(
                        Samples.PRIORITY_CLASS,
                        "",
                        "system-node-critical",
                        "",
                        "system-priority-class",
                        "the API server makes it"),
                given(
                        Samples.WEBHOOKS,
                        "",
                        "vpc-resource-validating-webhook",
                        "",
                        "eks-webhook",
                        "EKS makes it, with the certificate of its own control plane"),
                given(
                        Samples.WEBHOOKS,
                        "",
                        "local",
                        "|\"webhooks\":[{\"clientConfig\":{\"url\":\"https://127.0.0.1:23443/mutate\"}}]",
                        "control-plane-webhook",
                        "it calls the other control plane's own machine"),
                given(
                        Samples.CONFIG_MAP,
                        "shop",
                        "leaving",
                        "\"deletionTimestamp\":\"2026-01-02T03:04:05Z\"|",
                        "being-deleted",
                        "it was being deleted when it was captured"));
    }

    @ParameterizedTest
    @MethodSource
    void left_out(ApiResource type, String json, String rule, String reason) {
        assertThat(LeaveOutRules.find(view(type, json)))
                .hasValueSatisfying(found -> {
                    assertThat(found.name()).isEqualTo(rule);
                    assertThat(found.reason()).isEqualTo(reason);
                });
    }

    static Stream<Arguments> restored() {
        return Stream.of(
                Arguments.of(
                        Samples.POD, json("shop", "bare", "|\"status\":{\"phase\":\"Running\"}")),
                Arguments.of(Samples.REPLICA_SET, json("shop", "bare")),
                Arguments.of(
                        Samples.JOB,
                        json(
                                "shop",
                                "of-a-workflow",
                                owned(owner("argoproj.io/v1", "Workflow", "shop", "w")) + "|")),
                Arguments.of(
                        Samples.JOB,
                        json(
                                "shop",
                                "running",
                                "|\"status\":{\"conditions\":[{\"type\":\"Complete\",\"status\":\"False\"}]}")),
                Arguments.of(
                        Samples.SLICE,
                        json(
                                "shop",
                                "by-hand",
                                "\"labels\":{\"endpointslice.kubernetes.io/managed-by\":\"staff\"}|")),
                Arguments.of(Samples.SECRET, json("shop", "ci-token", TOKEN)),
                Arguments.of(Samples.CLUSTER_ROLE, json("", "view", BOOTSTRAP.formatted("false"))),
                Arguments.of(Samples.CLUSTER_ROLE, json("", "system:mine")),
                Arguments.of(Samples.FLOW_SCHEMA, json("", "ours")),
                Arguments.of(Samples.API_SERVICE, json("", "v1beta1.metrics.k8s.io")),
                Arguments.of(
                        Samples.WEBHOOKS,
                        json(
                                "",
                                "remote",
                                "|\"webhooks\":[{\"clientConfig\":{\"url\":\"https://policy.example.com/v\"}}]")),
                Arguments.of(Samples.CONFIG_MAP, json("shop", "settings")));
    }

    @ParameterizedTest
    @MethodSource
    void restored(ApiResource type, String json) {
        assertThat(LeaveOutRules.find(view(type, json))).isEmpty();
    }

    @Test
    void each_line_has_a_name_of_its_own_and_a_reason() {
        assertThat(LeaveOutRules.table()).extracting(LeaveOutRule::name).doesNotHaveDuplicates();
        assertThat(LeaveOutRules.table())
                .extracting(LeaveOutRule::reason)
                .noneMatch(String::isBlank);
    }

    private static Arguments given(
            ApiResource type,
            String namespace,
            String name,
            String more,
            String rule,
            String reason) {
        return Arguments.of(type, json(namespace, name, more), rule, reason);
    }
}

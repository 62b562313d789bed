package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each rule explains what its reason says, and not what stands beside it.
final class DifferenceRulesTest {

    private static final ApiResource POLICY =
            Samples.type("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    @Test
    void the_revision_of_a_deployment_is_explained_and_an_annotation_that_came_with_it_is_not() {
        var finding =
                compare(
                        Samples.DEPLOYMENT,
                        "{\"metadata\":{\"name\":\"web\"}}",
                        "{\"metadata\":{\"name\":\"web\",\"annotations\":{\"deployment.kubernetes.io/revision\":\"1\",\"example.com/by\":\"hand\"}}}");

        assertThat(finding.explained()).isEqualTo(Map.of("deployment-revision", 1));
        assertThat(finding.unexplained())
                .extracting(Object::toString)
                .containsExactly("/metadata/annotations/example.com~1by is new");
    }

    @Test
    void empty_metadata_says_the_same_as_none() {
        var finding =
                compare(
                        Samples.CONFIG_MAP,
                        "{\"metadata\":{\"name\":\"a\",\"labels\":{},\"finalizers\":[]},\"immutable\":null}",
                        "{\"metadata\":{\"name\":\"a\"}}");

        assertThat(finding.explained()).isEqualTo(Map.of("empty", 3));
        assertThat(finding.unexplained()).isEmpty();
    }

    @Test
    void an_empty_rule_of_a_network_policy_allows_all_and_is_not_the_same_as_none() {
        assertThat(
                        unexplained(
                                POLICY,
                                "{\"spec\":{\"ingress\":[{}],\"egress\":[{\"to\":[{\"namespaceSelector\":{}}]}]}}",
                                "{\"spec\":{\"ingress\":[],\"egress\":[{\"to\":[{}]}]}}"))
                .containsExactly(
                        "/spec/ingress/0 is missing",
                        "/spec/egress/0/to/0/namespaceSelector is missing");
    }

    @Test
    void an_empty_map_of_a_custom_resource_is_a_choice() {
        assertThat(
                        unexplained(
                                Samples.SHIP,
                                "{\"spec\":{\"selfSigned\":{}}}",
                                "{\"spec\":{\"acme\":{}}}"))
                .containsExactly("/spec/selfSigned is missing", "/spec/acme is new");
    }

    @Test
    void finalizers_of_the_volume_controllers_are_explained_and_no_other_ones() {
        var finding =
                compare(
                        Samples.CLAIM,
                        "{\"metadata\":{\"name\":\"a\"}}",
                        "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"kubernetes.io/pvc-protection\",\"example.com/keep\"]}}");

        assertThat(finding.explained()).isEqualTo(Map.of("protection-finalizer", 1));
        assertThat(finding.unexplained())
                .extracting(Object::toString)
                .containsExactly("/metadata/finalizers/1 is new");
    }

    @Test
    void finalizers_of_load_balancers_are_explained_and_no_other_ones() {
        var bare = "{\"metadata\":{\"name\":\"a\"}}";
        var balanced =
                "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"service.k8s.aws/resources\",\"example.com/keep\"]}}";

        assertThat(unexplained(Samples.SERVICE, bare, balanced))
                .containsExactly("/metadata/finalizers/1 is new");
    }

    @Test
    void labels_of_a_job_s_selector_are_explained_and_no_other_ones() {
        var finding =
                compare(
                        Samples.JOB,
                        "{\"spec\":{\"template\":{\"metadata\":{}}}}",
                        "{\"spec\":{\"selector\":{\"matchLabels\":{\"batch.kubernetes.io/controller-uid\":\"1\"}},\"template\":{\"metadata\":{\"labels\":{\"batch.kubernetes.io/controller-uid\":\"1\",\"job-name\":\"a\",\"by\":\"hand\"}}}}}");

        assertThat(finding.explained()).isEqualTo(Map.of("job-selector", 3));
        assertThat(finding.unexplained())
                .extracting(Object::toString)
                .containsExactly("/spec/template/metadata/labels/by is new");
    }

    @Test
    void labels_on_a_bootstrap_namespace_are_nobody_s_but_a_person_s() {
        assertThat(
                        unexplained(
                                Samples.NAMESPACE,
                                "{\"metadata\":{\"name\":\"default\"}}",
                                "{\"metadata\":{\"name\":\"default\",\"labels\":{\"kubernetes.io/metadata.name\":\"default\",\"pod-security.kubernetes.io/enforce\":\"privileged\"}}}"))
                .containsExactly("/metadata/labels/pod-security.kubernetes.io~1enforce is new");
    }

    @Test
    void the_recovery_side_s_nodes_may_stand_in_aws_auth_and_nobody_else() {
        var wanted = awsAuth("\"mapRoles\":\"" + NODE.formatted("old") + "\"");
        var nodes = NODE.formatted("old") + NODE.formatted("own");
        var admin =
                "- {rolearn: 'arn:aws:iam::222222222222:role/x', username: x, groups: ['system:masters']}\\n";

        assertThat(
                        unexplained(
                                Samples.CONFIG_MAP,
                                wanted,
                                awsAuth("\"mapRoles\":\"" + nodes + "\"")))
                .isEmpty();
        assertThat(
                        unexplained(
                                Samples.CONFIG_MAP,
                                wanted,
                                awsAuth("\"mapRoles\":\"" + nodes + admin + "\"")))
                .containsExactly("/data/mapRoles differs");
        assertThat(
                        unexplained(
                                Samples.CONFIG_MAP,
                                wanted,
                                awsAuth("\"mapRoles\":\"" + nodes + "\",\"more\":\"1\"")))
                .containsExactly("/data/more is new");
    }

    private static final String NODE =
            "- {rolearn: 'arn:aws:iam::222222222222:role/%s', username: 'system:node:{{EC2PrivateDNSName}}', groups: ['system:bootstrappers', 'system:nodes']}\\n";

    private static String awsAuth(String data) {
        return "{\"metadata\":{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"},\"data\":{"
                + data
                + "}}";
    }

    @Test
    void a_definition_s_printed_columns_are_a_person_s() {
        assertThat(
                        unexplained(
                                Samples.CRD,
                                "{\"spec\":{\"versions\":[{\"name\":\"v1\"}]}}",
                                "{\"spec\":{\"conversion\":{\"strategy\":\"None\"},\"versions\":[{\"name\":\"v1\",\"additionalPrinterColumns\":[]}]}}"))
                .containsExactly("/spec/versions/0/additionalPrinterColumns is new");
    }

    @Test
    void a_token_secret_s_other_data_is_a_person_s() {
        assertThat(
                        unexplained(
                                Samples.SECRET,
                                "{\"type\":\"kubernetes.io/service-account-token\"}",
                                "{\"type\":\"kubernetes.io/service-account-token\",\"data\":{\"token\":\"QQ==\",\"ca.crt\":\"QQ==\",\"more\":\"QQ==\"}}"))
                .containsExactly("/data/more is new");
    }

    private static List<String> unexplained(ApiResource type, String wanted, String live) {
        return compare(type, wanted, live).unexplained().stream().map(Object::toString).toList();
    }

    private static Expectations.Finding compare(ApiResource type, String wanted, String live) {
        return new Expectations()
                .compare(
                        ObjectView.of(type, wanted.getBytes(StandardCharsets.UTF_8)),
                        ObjectView.of(type, live.getBytes(StandardCharsets.UTF_8)));
    }
}

package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every test states what the request's body must be, as the captured text minus named parts, so
/// that nothing else can have changed.
class StripsTest {

    private static final String UID = "5f0e4f4f-1f5e-4c55-8f1c-1d2f8f6f0001";

    @Test
    void leaves_out_every_field_of_the_servers_from_any_object() {
        var json =
                """
                {"metadata":{"name":"c","namespace":"n","uid":"u","resourceVersion":"1","generation":2,\
                "creationTimestamp":"t","deletionTimestamp":"t","deletionGracePeriodSeconds":30,"selfLink":"/x",\
                "managedFields":[{"manager":"m"}],"ownerReferences":[{"uid":"o"}],"labels":{"uid":"mine"},\
                "finalizers":["a/b"]},"data":{"resourceVersion":"kept","n":1.10},"uid":"kept","status":{"phase":"x"}}\
                """;

        assertThat(created(Fixtures.CONFIG_MAP, json))
                .isEqualTo(
                        """
                        {"metadata":{"name":"c","namespace":"n","labels":{"uid":"mine"},\
                        "finalizers":["a/b"]},"data":{"resourceVersion":"kept","n":1.10},"uid":"kept"}\
                        """);
    }

    @Test
    void keeps_the_status_of_a_custom_type_where_it_is_an_ordinary_field() {
        var type = new ApiResource("example.com", "v1", "Widget", "widgets", true);
        var json = "{\"metadata\":{\"name\":\"w\"},\"status\":{\"count\":1}}";
        var strips = Strips.forCreate(new StripChoices(false, true));

        assertThat(strips.edits(subject(type, json))).isEmpty();
    }

    @Test
    void service_keeps_chosen_node_ports_and_loses_generated_ones_and_its_addresses() {
        var json = Fixtures.text("service-node-port.json");

        assertThat(created(Fixtures.SERVICE, json))
                .isEqualTo(
                        without(
                                cut(json, ",\"managedFields\":", "},\"spec\":{\"ports\"")
                                        .replaceFirst(",\"status\":.*", "}"),
                                "\"uid\":\"3c0f6c1a-5d0b-4b5e-9d3e-0a3f5e0b7a11\",",
                                "\"resourceVersion\":\"8123\",",
                                "\"generation\":1,",
                                "\"creationTimestamp\":\"2026-10-02T09:12:44Z\",",
                                ",\"nodePort\":31245",
                                ",\"nodePort\":32111",
                                "\"healthCheckNodePort\":30911,",
                                "\"clusterIP\":\"172.20.14.7\",",
                                "\"clusterIPs\":[\"172.20.14.7\",\"fd00::7\"],"));
    }

    @Test
    void service_keeps_its_addresses_where_the_caller_says_so() {
        var json =
                "{\"metadata\":{\"name\":\"kube-dns\"},\"spec\":{\"clusterIP\":\"172.20.0.10\",\"clusterIPs\":[\"172.20.0.10\"]}}";
        var subject = subject(Fixtures.SERVICE, json);

        assertThat(Strips.forCreate(new StripChoices(true, false)).edits(subject)).isEmpty();
        assertThat(created(Fixtures.SERVICE, json))
                .isEqualTo("{\"metadata\":{\"name\":\"kube-dns\"},\"spec\":{}}");
    }

    @Test
    void headless_service_stays_headless() {
        var json =
                "{\"metadata\":{\"name\":\"db\"},\"spec\":{\"clusterIP\":\"None\",\"clusterIPs\":[\"None\"]}}";

        assertThat(created(Fixtures.SERVICE, json)).isEqualTo(json);
    }

    @Test
    void service_without_any_note_of_owners_keeps_its_ports() {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"ports\":[{\"port\":1,\"nodePort\":30001}],\"healthCheckNodePort\":30002}}";

        assertThat(created(Fixtures.SERVICE, json)).isEqualTo(json);
    }

    @Test
    void service_keeps_a_health_check_port_that_was_chosen() {
        var applied =
                "\"kubectl.kubernetes.io/last-applied-configuration\":\"{\\\"spec\\\":{\\\"healthCheckNodePort\\\":30002}}\"";
        var json =
                "{\"metadata\":{\"name\":\"x\",\"annotations\":{"
                        + applied
                        + "}},\"spec\":{\"healthCheckNodePort\":30002}}";
        var owned =
                "{\"metadata\":{\"name\":\"x\",\"managedFields\":[{\"fieldsV1\":{\"f:spec\":{\"f:healthCheckNodePort\":{}}}}]},\"spec\":{\"healthCheckNodePort\":30002}}";

        assertThat(created(Fixtures.SERVICE, json)).isEqualTo(json);
        assertThat(created(Fixtures.SERVICE, owned))
                .isEqualTo(
                        "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"healthCheckNodePort\":30002}}");
    }

    @Test
    void pod_loses_node_priority_debuggers_and_injected_tokens_only() {
        var created = JsonDocument.of(created(Fixtures.POD, Fixtures.text("pod-irsa.json")));

        assertThat(created.at("/metadata").get().raw())
                .isEqualTo(
                        "{\"name\":\"tools\",\"generateName\":\"tools-\",\"namespace\":\"shop\",\"labels\":{\"app\":\"tools\"}}");
        assertThat(created.all("/spec/volumes/*/name"))
                .extracting(JsonValue::text)
                .containsExactly("work", "kube-api-access-mine");
        assertThat(created.at("/spec/initContainers/0/volumeMounts").get().raw()).isEqualTo("[]");
        assertThat(created.all("/spec/containers/0/volumeMounts/*/name"))
                .extracting(JsonValue::text)
                .containsExactly("work", "kube-api-access-mine");
        assertThat(created.at("/spec/containers/0/env").get().raw())
                .isEqualTo(
                        "[{\"name\":\"MODE\",\"value\":\"debug\"},{\"name\":\"AWS_STS_REGIONAL_ENDPOINTS\",\"value\":\"regional\"}]");
        assertThat(created.all("/spec/containers/1/env/*")).hasSize(2);
        assertThat(created.at("/spec").get().items())
                .extracting(item -> item.name().get())
                .containsExactly(
                        "volumes",
                        "initContainers",
                        "containers",
                        "restartPolicy",
                        "serviceAccountName",
                        "serviceAccount",
                        "priorityClassName",
                        "tolerations");
    }

    @Test
    void job_loses_both_spellings_of_the_generated_label_in_all_three_places() {
        var json = Fixtures.text("job.json");
        var label = "\"controller-uid\":\"" + UID + "\",";
        var longLabel = "\"batch.kubernetes.io/controller-uid\":\"" + UID + "\"";

        assertThat(created(Fixtures.JOB, json))
                .isEqualTo(
                        without(
                                json.replace(label, "")
                                        .replace(longLabel + ",", "")
                                        .replace(longLabel, "")
                                        .replaceFirst(",\"status\":.*", "}"),
                                "\"uid\":\"" + UID + "\",",
                                "\"resourceVersion\":\"7001\",",
                                "\"generation\":1,",
                                "\"creationTimestamp\":\"2026-10-01T01:00:00Z\","));
    }

    @Test
    void job_with_a_manual_selector_keeps_its_labels() {
        var json =
                """
                {"metadata":{"name":"m"},"spec":{"manualSelector":true,"selector":{"matchLabels":{"controller-uid":"mine"}},\
                "template":{"metadata":{"labels":{"controller-uid":"mine"}}}}}\
                """;

        assertThat(created(Fixtures.JOB, json)).isEqualTo(json);
    }

    @Test
    void claim_and_volume_forget_that_they_are_bound_but_not_to_whom() {
        var claim = JsonDocument.of(created(Fixtures.CLAIM, Fixtures.text("claim.json")));
        var volume = JsonDocument.of(created(Fixtures.VOLUME, Fixtures.text("volume.json")));

        assertThat(claim.at("/metadata/annotations").get().raw()).isEqualTo("{\"team\":\"db\"}");
        assertThat(claim.text("/spec/volumeName"))
                .contains("pvc-0a3f5e0b-7a11-4b5e-9d3e-3c0f6c1a5d0b");
        assertThat(volume.at("/metadata/annotations").get().raw())
                .isEqualTo("{\"pv.kubernetes.io/provisioned-by\":\"ebs.csi.aws.com\"}");
        assertThat(volume.at("/spec/claimRef").get().raw())
                .isEqualTo(
                        "{\"kind\":\"PersistentVolumeClaim\",\"namespace\":\"shop\",\"name\":\"data-db-0\",\"apiVersion\":\"v1\"}");
    }

    @Test
    void token_secret_keeps_its_name_and_other_data_and_loses_the_dead_token() {
        var created = JsonDocument.of(created(Fixtures.SECRET, Fixtures.text("token-secret.json")));

        assertThat(created.at("/data").get().raw()).isEqualTo("{\"extra\":\"a2VlcA==\"}");
        assertThat(created.at("/metadata").get().raw())
                .isEqualTo(
                        """
                        {"name":"ci-token","namespace":"shop","labels":{"team":"ci"},\
                        "annotations":{"kubernetes.io/service-account.name":"ci"}}\
                        """);
    }

    @Test
    void another_secret_with_the_same_keys_keeps_them() {
        var json =
                "{\"metadata\":{\"name\":\"s\"},\"data\":{\"token\":\"eA==\",\"ca.crt\":\"eA==\"},\"type\":\"Opaque\"}";

        assertThat(created(Fixtures.SECRET, json)).isEqualTo(json);
    }

    @Test
    void service_account_forgets_generated_secrets_and_keeps_listed_ones() {
        var json = Fixtures.text("service-account.json");

        var created = JsonDocument.of(created(Fixtures.SERVICE_ACCOUNT, json));

        assertThat(created.at("/secrets").get().raw())
                .isEqualTo(
                        "[{\"name\":\"ci-token\"},{\"name\":\"ci-token-x8f2k9\"},{\"name\":\"other-token-aaaaa\"}]");
        assertThat(created.at("/imagePullSecrets").get().raw())
                .isEqualTo("[{\"name\":\"registry\"}]");
    }

    @Test
    void webhook_configuration_keeps_its_ca_bundle() {
        var type =
                new ApiResource(
                        "admissionregistration.k8s.io",
                        "v1",
                        "ValidatingWebhookConfiguration",
                        "validatingwebhookconfigurations",
                        false);
        var json =
                "{\"metadata\":{\"name\":\"w\"},\"webhooks\":[{\"clientConfig\":{\"caBundle\":\"LS0t\"}}]}";

        assertThat(created(type, json)).isEqualTo(json);
    }

    @Test
    void every_line_of_the_table_has_a_name_of_its_own_and_a_reason() {
        var reasons = Strips.forCreate(StripChoices.STANDARD).reasons();

        assertThat(reasons).hasSize(22);
        assertThat(reasons.values())
                .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(10));
    }

    @Test
    void items_of_lists_become_objects_by_two_first_members() {
        var subject = subject(Fixtures.DEPLOYMENT, "{\"metadata\":{\"name\":\"web\"}}");
        var custom =
                subject(
                        new ApiResource("example.com", "v1", "Widget", "widgets", true),
                        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{}}");

        assertThat(applied(subject, Creatable.edits(subject)))
                .isEqualTo(
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}");
        assertThat(Creatable.edits(custom)).isEmpty();
    }

    private static String created(ApiResource type, String json) {
        var subject = subject(type, json);
        List<Edit> edits = Strips.forCreate(StripChoices.STANDARD).edits(subject);
        return applied(subject, edits);
    }

    /// The text without what stands from `start` on up to `end`.
    private static String cut(String text, String start, String end) {
        int from = text.indexOf(start);
        return text.substring(0, from) + text.substring(text.indexOf(end, from));
    }
}

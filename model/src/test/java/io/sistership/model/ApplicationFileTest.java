package io.sistership.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.CaptureChanges.LeftOut;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApplicationFileTest {

    private static final String WHOLE =
            """
            apiVersion: sistership.io/v1
            application: shop
            primary:
              account: "111111111111"
              region: us-east-1
              profile: primary
            recovery:
              account: "222222222222"
              region: us-west-2
            clusters: [shop]
            counterparts:
              subnet-0aaa: subnet-0bbb
              arn:aws:iam::111111111111:role/node: arn:aws:iam::222222222222:role/node
            secrets: keep
            rules: []
            rpo: 5m
            retention: {hourly: 1, daily: 2}
            """;

    private static final String CAPTURE =
            WHOLE
                    + """
                    capture:
                      leaveOut:
                        - {group: shop.io, resource: caches, reason: filled again within the hour}
                        - resource: podtemplates
                          reason: nobody uses them
                      take:
                        - {group: coordination.k8s.io, resource: leases}
                        - {group: metrics.k8s.io, resource: "*"}
                    """;

    @Test
    void reads_every_field() {
        var application = read(WHOLE);

        assertThat(application.name()).isEqualTo("shop");
        assertThat(application.primary().profile()).contains("primary");
        assertThat(application.recovery().profile()).isEmpty();
        assertThat(application.clusters()).containsExactly("shop");
        assertThat(application.counterparts())
                .containsEntry("subnet-0aaa", "subnet-0bbb")
                .containsEntry(
                        "arn:aws:iam::111111111111:role/node",
                        "arn:aws:iam::222222222222:role/node");
        assertThat(application.rpo()).isEqualTo(Duration.ofMinutes(5));
        assertThat(application.retention()).isEqualTo(new Retention(1, 2, 12));
        assertThat(application.primaryCluster("shop"))
                .hasToString("arn:aws:eks:us-east-1:111111111111:cluster/shop");
    }

    @Test
    void reads_what_changes_of_the_capture_policy() {
        var changes = read(CAPTURE).capture();

        assertThat(changes.leaveOut())
                .containsExactly(
                        new LeftOut(
                                new TypeSelector("shop.io", "caches"),
                                "filled again within the hour"),
                        new LeftOut(new TypeSelector("", "podtemplates"), "nobody uses them"));
        assertThat(changes.take())
                .containsExactly(
                        new TypeSelector("coordination.k8s.io", "leases"),
                        new TypeSelector("metrics.k8s.io", "*"));
        assertThat(changes.requestsAtOnce()).isEqualTo(12);
        assertThat(read(WHOLE).capture()).isEqualTo(CaptureChanges.NONE);
        assertThat(read(CAPTURE).digest()).isNotEqualTo(read(WHOLE).digest());
    }

    @Test
    void reads_how_many_requests_at_once_a_capture_makes() {
        var gentle = read(WHOLE + "capture: {requestsAtOnce: 1}\n");

        assertThat(gentle.capture()).isEqualTo(CaptureChanges.NONE.requestsAtOnce(1));
        assertThat(gentle.digest()).isNotEqualTo(read(WHOLE).digest());
    }

    @Test
    void requests_at_once_that_make_no_sense_are_refused_with_their_place() {
        refused(
                WHOLE + "capture: {requestsAtOnce: 0}\n",
                "sistership.yaml:18:27: capture.requestsAtOnce: must have a minimum value of 1",
                "");
        refused(
                WHOLE + "capture: {requestsAtOnce: 13}\n",
                "sistership.yaml:18:27: capture.requestsAtOnce: must have a maximum value of 12",
                "");
        refused(
                WHOLE + "capture: {requestsAtOnce: two}\n",
                "sistership.yaml:18:27: capture.requestsAtOnce: string found, integer expected",
                "");
        refused(
                WHOLE + "capture: {requestAtOnce: 2}\n",
                "sistership.yaml:18:11: unknown key 'requestAtOnce'",
                "Did you mean 'requestsAtOnce'?");
    }

    @Test
    void an_unknown_key_of_the_capture_policy_is_refused_with_the_word_that_was_meant() {
        refused(
                CAPTURE.replace("leaveOut:", "leaveout:"),
                "sistership.yaml:19:3: unknown key 'leaveout'",
                "Did you mean 'leaveOut'?");
        refused(
                CAPTURE.replace("- resource: pod", "- resources: pod"),
                "sistership.yaml:21:7: unknown key 'resources'",
                "Did you mean 'resource'?");
    }

    @Test
    void leaving_out_without_a_reason_is_refused() {
        assertThatThrownBy(() -> read(CAPTURE.replace("reason: nobody uses them", "reason: ' '")))
                .hasMessageStartingWith("sistership.yaml:22:15: capture.leaveOut.1.reason: ");
        assertThatThrownBy(() -> read(CAPTURE.replace("      reason: nobody uses them\n", "")))
                .hasMessage(
                        "sistership.yaml:21:7: capture.leaveOut.1: required property 'reason' not"
                                + " found");
    }

    @Test
    void a_resource_with_its_group_behind_it_is_refused() {
        assertThatThrownBy(() -> read(CAPTURE.replace("podtemplates", "deployments.apps")))
                .hasMessageStartingWith("sistership.yaml:21:17: capture.leaveOut.1.resource: ");
    }

    @Test
    void taking_and_leaving_out_the_same_is_refused() {
        refused(
                CAPTURE.replace(
                        "{group: metrics.k8s.io, resource: \"*\"}", "{resource: podtemplates}"),
                "sistership.yaml:25:7: capture.take and capture.leaveOut both name podtemplates",
                "Keep one of the two.");
    }

    @Test
    void reads_what_becomes_of_existing_objects_and_what_stands_still() {
        var choices =
                read(WHOLE
                                + """
                                restore:
                                  existing:
                                    - {resource: configmaps, namespace: shop, name: flags, policy: skip}
                                    - {resource: configmaps, policy: update}
                                    - {group: apps, resource: "*", policy: recreate}
                                  quiesce:
                                    - {group: batch, resource: cronjobs}
                                """)
                        .restore();
        var maps = new ApiResource("", "v1", "ConfigMap", "configmaps", true);

        assertThat(choices.existing())
                .hasToString("[skip configmaps shop/flags, update configmaps, recreate *.apps]");
        assertThat(choices.existing(maps, new ObjectKey("shop", "flags")))
                .map(RestoreChoices.Existing::policy)
                .hasValue(RestoreChoices.Policy.SKIP);
        assertThat(choices.existing(maps, new ObjectKey("other", "flags")))
                .map(RestoreChoices.Existing::policy)
                .hasValue(RestoreChoices.Policy.UPDATE);
        assertThat(choices.quiesce()).hasToString("[cronjobs.batch]");
        assertThat(read(WHOLE).restore()).isEqualTo(RestoreChoices.NONE);
    }

    @Test
    void what_holds_more_than_itself_can_not_be_recreated() {
        refused(
                WHOLE + "restore: {existing: [{resource: namespaces, policy: recreate}]}\n",
                "sistership.yaml:18:22: restore.existing: namespaces can't be recreated: with one of them more"
                        + " would be deleted than itself",
                "Use update or skip, or delete the object yourself.");
        refused(
                WHOLE
                        + "restore: {existing: [{group: apiextensions.k8s.io, resource: '*', policy: recreate}]}\n",
                "sistership.yaml:18:22: restore.existing: *.apiextensions.k8s.io can't be recreated: with one of"
                        + " them more would be deleted than itself",
                "Use update or skip, or delete the object yourself.");
    }

    @Test
    void what_runs_on_every_node_can_not_stand_still() {
        refused(
                WHOLE + "restore: {quiesce: [{group: apps, resource: daemonsets}]}\n",
                "sistership.yaml:18:21: restore.quiesce: daemonsets.apps can't stand still",
                "What can: cronjobs.batch, deployments.apps, replicasets.apps,"
                        + " replicationcontrollers, statefulsets.apps.");
    }

    @Test
    void an_unknown_policy_is_refused() {
        assertThatThrownBy(() ->
                        read(
                                WHOLE
                                        + "restore: {existing: [{resource: secrets, policy: overwrite}]}\n"))
                .hasMessageContaining("restore.existing.0.policy: ");
    }

    @Test
    void an_unknown_key_is_refused_with_its_line_and_the_word_that_was_meant() {
        refused(
                WHOLE.replace("clusters: [shop]", "cluster: [shop]"),
                "sistership.yaml:10:1: unknown key 'cluster'",
                "Did you mean 'clusters'?");
    }

    @Test
    void an_unknown_key_inside_an_environment_is_refused_with_what_is_known_there() {
        refused(
                WHOLE.replace("  profile: primary", "  zzz: primary"),
                "sistership.yaml:6:3: unknown key 'zzz'",
                "Known here: account, region, profile.");
    }

    @Test
    void an_account_without_quotes_is_refused_with_the_reason() {
        refused(
                WHOLE.replace("\"111111111111\"", "111111111111"),
                "sistership.yaml:4:12: primary.account: integer found, string expected",
                "Put the account id in quotes: YAML reads bare digits as a number.");
    }

    @Test
    void a_wrong_type_is_refused_with_its_place() {
        refused(
                WHOLE.replace("clusters: [shop]", "clusters: shop"),
                "sistership.yaml:10:11: clusters: string found, array expected",
                "");
    }

    @Test
    void a_missing_key_is_refused() {
        assertThatThrownBy(() -> read(WHOLE.replace("application: shop\n", "")))
                .hasMessage(
                        "sistership.yaml:1:1: the file: required property 'application' not found");
    }

    @Test
    void a_key_given_twice_is_refused() {
        assertThatThrownBy(() -> read(WHOLE + "rpo: 6m\n"))
                .hasMessageStartingWith("sistership.yaml:18:1: ");
    }

    @Test
    void broken_yaml_is_refused_with_its_place() {
        assertThatThrownBy(() -> read("application: [shop\nprimary: x\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sistership.yaml:2:");
    }

    @Test
    void the_same_account_and_region_on_both_sides_is_refused() {
        refused(
                WHOLE.replace("222222222222", "111111111111").replace("us-west-2", "us-east-1"),
                "sistership.yaml:7:1: primary and recovery are the same account and region",
                "A recovery environment that is lost with the primary is none: name another.");
    }

    @Test
    void a_missing_file_says_how_to_get_one() {
        assertThatThrownBy(() -> ApplicationFile.read(Path.of("no-such.yaml")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> {
                            assertThat(e).hasMessage("no-such.yaml: there is no such file");
                            assertThat(e.fix())
                                    .isEqualTo(
                                            "Run `sistership init` to write one, or name another"
                                                    + " with --file.");
                            assertThat(e.kind().exitCode()).isEqualTo(2);
                        });
    }

    private static void refused(String text, String message, String fix) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> {
                            assertThat(e).hasMessage(message);
                            assertThat(e.fix()).isEqualTo(fix);
                        });
    }

    private static Application read(String text) {
        return ApplicationFile.parse("sistership.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}

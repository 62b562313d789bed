package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EbsClassesTest {

    private static final ApiResource STORAGE =
            new ApiResource("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
    private static final ApiResource SNAPSHOT =
            new ApiResource(
                    "snapshot.storage.k8s.io",
                    "v1",
                    "VolumeSnapshotClass",
                    "volumesnapshotclasses",
                    false);
    private static final String KEY =
            "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    KEY,
                    "arn:aws:kms:us-west-2:222222222222:key/0fed4321-12ab-34cd-56ef-1234567890ab",
                    "us-east-1a",
                    "us-west-2b",
                    "us-east-1b",
                    "us-west-2c");

    @Test
    void puts_key_and_zones_into_a_class_and_its_applied_copy() {
        var json = Fixtures.text("ebs-storage-class.json");
        var subject = subject(STORAGE, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                json,
                                COUNTERPARTS,
                                "zone=us-east-1a",
                                "\"note\":\"us-east-1a",
                                "\\\"note\\\":\\\"us-east-1a",
                                "\"key\":\"pool\",\"values\":[\"us-east-1a",
                                "\\\"key\\\":\\\"pool\\\",\\\"values\\\":[\\\"us-east-1a"));
        assertThat(translated.translations()).hasSize(3);
    }

    @Test
    void without_counterparts_key_and_zones_block() {
        var subject = subject(STORAGE, Fixtures.text("ebs-storage-class.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly(
                        "zone-without-counterpart",
                        "zone-without-counterpart",
                        "key-without-counterpart");
    }

    @ParameterizedTest
    @CsvSource({
        "1234abcd-12ab-34cd-56ef-1234567890ab,0fed4321-12ab-34cd-56ef-1234567890ab",
        "alias/volumes,alias/volumes",
        "arn:aws:kms:us-west-2:222222222222:alias/volumes,arn:aws:kms:us-west-2:222222222222:alias/volumes",
        "'',''",
    })
    void a_key_keeps_the_form_that_it_is_named_in(String captured, String recovered) {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"provisioner\":\"ebs.csi.aws.com\",\"parameters\":{\"kmsKeyId\":\"%s\"}}";
        var subject = subject(STORAGE, json.formatted(captured));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits())).isEqualTo(json.formatted(recovered));
    }

    @Test
    void an_id_whose_counterpart_is_an_alias_or_a_third_accounts_becomes_its_arn() {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"provisioner\":\"kubernetes.io/aws-ebs\",\"parameters\":{\"kmsKeyId\":\"%s\"}}";
        var subject = subject(STORAGE, json.formatted("1234abcd-12ab-34cd-56ef-1234567890ab"));
        var alias = "arn:aws:kms:us-west-2:222222222222:alias/volumes";

        assertThat(applied(subject, translator(Map.of(KEY, alias)).translate(subject).edits()))
                .isEqualTo(json.formatted(alias));
        assertThat(translator(Map.of()).translate(subject).issues())
                .extracting(Issue::what)
                .containsExactly("key " + KEY + " has no counterpart in account 222222222222");
    }

    @Test
    void the_zones_of_an_in_tree_class_are_a_list() {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"provisioner\":\"%s\",\"parameters\":{\"type\":\"gp2\",\"zones\":\"%s\",\"zone\":\"%s\"}}";
        var zones = "us-east-1a, us-east-1b,us-west-2a";
        var own = subject(STORAGE, json.formatted("kubernetes.io/aws-ebs", zones, "us-east-1b"));
        var other = subject(STORAGE, json.formatted("example.com/x", zones, "us-east-1b"));

        assertThat(applied(own, translator(COUNTERPARTS).translate(own).edits()))
                .isEqualTo(
                        json.formatted(
                                "kubernetes.io/aws-ebs",
                                "us-west-2b, us-west-2c,us-west-2a",
                                "us-west-2c"));
        assertThat(translator(COUNTERPARTS).translate(other).edits()).isEmpty();
    }

    @Test
    void the_zones_of_fast_snapshot_restores_are_the_recovery_sides() {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"driver\":\"%s\",\"parameters\":{\"fastSnapshotRestoreAvailabilityZones\":\"%s\"}}";
        var own = subject(SNAPSHOT, json.formatted("ebs.csi.aws.com", "us-east-1a, us-east-1b"));
        var other = subject(SNAPSHOT, json.formatted("csi.example.com", "us-east-1a, us-east-1b"));

        assertThat(applied(own, translator(COUNTERPARTS).translate(own).edits()))
                .isEqualTo(json.formatted("ebs.csi.aws.com", "us-west-2b, us-west-2c"));
        assertThat(translator(COUNTERPARTS).translate(other).edits()).isEmpty();
    }
}

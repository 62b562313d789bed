package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EfsVolumesTest {

    private static final String OLD = "fs-0a1b2c3d4e5f60718";
    private static final String NEW = "fs-0f1e2d3c4b5a69788";
    private static final String OLD_ACCESS_POINT = "fsap-00112233445566778";
    private static final String NEW_ACCESS_POINT = "fsap-08877665544332211";
    private static final Map<String, String> COUNTERPARTS =
            Map.of(OLD, NEW, OLD_ACCESS_POINT, NEW_ACCESS_POINT);
    private static final ApiResource STORAGE_CLASS =
            new ApiResource("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);

    @Test
    void puts_the_replicated_file_system_and_access_point_into_a_volume_and_its_applied_copy() {
        var json = Fixtures.text("efs-volume.json");
        var subject = subject(Fixtures.VOLUME, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        json.replace(
                                        OLD + ":/media:" + OLD_ACCESS_POINT,
                                        NEW + ":/media:" + NEW_ACCESS_POINT)
                                .replace(
                                        "accesspoint=" + OLD_ACCESS_POINT,
                                        "accesspoint=" + NEW_ACCESS_POINT));
        assertThat(translated.translations())
                .extracting(Translation::place, Translation::before, Translation::after)
                .containsExactly(
                        tuple("/spec/csi/volumeHandle", OLD, NEW),
                        tuple("/spec/csi/volumeHandle", OLD_ACCESS_POINT, NEW_ACCESS_POINT),
                        tuple("/spec/mountOptions/2", OLD_ACCESS_POINT, NEW_ACCESS_POINT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FS",
                "FS:/path",
                "FS::AP",
                "FS:/path:AP",
                "FS:",
                "efs:FS:/",
                "s3files:FS::AP"
            })
    void knows_every_form_of_a_handle(String form) {
        var captured = form.replace("FS", OLD).replace("AP", OLD_ACCESS_POINT);
        var recovered = form.replace("FS", NEW).replace("AP", NEW_ACCESS_POINT);
        var subject = subject(Fixtures.VOLUME, volume("efs.csi.aws.com", captured));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(volume("efs.csi.aws.com", recovered));
    }

    @ParameterizedTest
    @CsvSource({
        "fs-0a1b2c3d4e5f60718.efs.us-east-1.amazonaws.com,fs-0f1e2d3c4b5a69788.efs.us-west-2.amazonaws.com",
        "us-east-1a.fs-0a1b2c3d4e5f60718.efs.us-east-1.amazonaws.com,fs-0f1e2d3c4b5a69788.efs.us-west-2.amazonaws.com",
        "fs-0a1b2c3d4e5f60718.efs.eu-west-1.amazonaws.com,fs-0a1b2c3d4e5f60718.efs.eu-west-1.amazonaws.com",
        "nfs.fs-0a1b2c3d4e5f60718.example.com,nfs.fs-0a1b2c3d4e5f60718.example.com",
    })
    void puts_the_replicated_file_systems_host_into_an_nfs_volume_of_the_primary_region(
            String captured, String recovered) {
        var json =
                "{\"metadata\":{\"name\":\"v\"},\"spec\":{\"nfs\":{\"server\":\"%s\",\"path\":\"/\"}}}";
        var subject = subject(Fixtures.VOLUME, json.formatted(captured));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits())).isEqualTo(json.formatted(recovered));
    }

    @Test
    void puts_the_replicated_file_system_into_a_storage_class_of_the_driver_alone() {
        var json =
                """
                {"metadata":{"name":"efs-sc"},"provisioner":"%s","parameters":{"provisioningMode":"efs-ap",\
                "fileSystemId":"%s","directoryPerms":"700"},"mountOptions":["iam","accesspoint=%s"]}\
                """;
        var own = subject(STORAGE_CLASS, json.formatted("efs.csi.aws.com", OLD, OLD_ACCESS_POINT));
        var other = subject(STORAGE_CLASS, json.formatted("example.com/x", OLD, OLD_ACCESS_POINT));

        assertThat(applied(own, translator(COUNTERPARTS).translate(own).edits()))
                .isEqualTo(json.formatted("efs.csi.aws.com", NEW, NEW_ACCESS_POINT));
        assertThat(translator(COUNTERPARTS).translate(other).edits()).isEmpty();
    }

    @Test
    void without_counterparts_each_blocks_with_its_place() {
        var subject =
                subject(Fixtures.VOLUME, volume("efs.csi.aws.com", OLD + "::" + OLD_ACCESS_POINT));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::where)
                .containsExactly(
                        tuple(
                                "file-system-without-counterpart",
                                "PersistentVolume media /spec/csi/volumeHandle"),
                        tuple(
                                "access-point-without-counterpart",
                                "PersistentVolume media /spec/csi/volumeHandle"));
    }

    @Test
    void volumes_of_other_drivers_stay() {
        var subject = subject(Fixtures.VOLUME, volume("csi.example.com", OLD));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }

    @Test
    void a_handle_of_no_known_form_is_copied_and_told() {
        var subject = subject(Fixtures.VOLUME, volume("efs.csi.aws.com", "media"));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly("efs-handle-unreadable");
    }

    private static String volume(String driver, String handle) {
        return "{\"metadata\":{\"name\":\"media\"},\"spec\":{\"csi\":{\"driver\":\"%s\",\"volumeHandle\":\"%s\"}}}"
                .formatted(driver, handle);
    }
}

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

class EbsSnapshotsTest {

    private static final ApiResource TYPE =
            new ApiResource(
                    "snapshot.storage.k8s.io",
                    "v1",
                    "VolumeSnapshotContent",
                    "volumesnapshotcontents",
                    false);
    private static final String JSON =
            "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"driver\":\"%s\",\"source\":{\"%s\":\"%s\"}}}";
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    "snap-0a1b2c3d4e5f60718",
                    "snap-0f1e2d3c4b5a69788",
                    "vol-0a1b2c3d4e5f60718",
                    "vol-0f1e2d3c4b5a69788");

    @Test
    void puts_the_replicated_snapshot_into_a_content_and_its_applied_copy() {
        var json = Fixtures.text("volume-snapshot-content.json");
        var subject = subject(TYPE, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                json,
                                COUNTERPARTS,
                                "\"note\":\"snap-0a1b2c3d4e5f60718",
                                "\\\"note\\\":\\\"snap-0a1b2c3d4e5f60718",
                                "\"name\":\"snap-0a1b2c3d4e5f60718",
                                "\\\"name\\\":\\\"snap-0a1b2c3d4e5f60718"));
        assertThat(translated.translations())
                .containsExactly(
                        new Translation(
                                "ebs-snapshot",
                                "/spec/source/snapshotHandle",
                                "snap-0a1b2c3d4e5f60718",
                                "snap-0f1e2d3c4b5a69788",
                                "counterparts of sistership.yaml"));
    }

    @Test
    void puts_the_volume_into_a_content_that_was_made_from_it() {
        var subject =
                subject(
                        TYPE,
                        JSON.formatted("ebs.csi.aws.com", "volumeHandle", "vol-0a1b2c3d4e5f60718"));

        assertThat(applied(subject, translator(COUNTERPARTS).translate(subject).edits()))
                .isEqualTo(
                        JSON.formatted("ebs.csi.aws.com", "volumeHandle", "vol-0f1e2d3c4b5a69788"));
    }

    @Test
    void without_a_counterpart_and_in_another_form_it_blocks() {
        var unmapped =
                subject(
                        TYPE,
                        JSON.formatted(
                                "ebs.csi.aws.com", "snapshotHandle", "snap-0a1b2c3d4e5f60718"));
        var unreadable = subject(TYPE, JSON.formatted("ebs.csi.aws.com", "snapshotHandle", "x"));

        assertThat(translator(Map.of()).translate(unmapped).issues())
                .extracting(Issue::code, Issue::blocks)
                .containsExactly(tuple("snapshot-without-counterpart", true));
        assertThat(translator(COUNTERPARTS).translate(unreadable).issues())
                .extracting(Issue::code, Issue::blocks)
                .containsExactly(tuple("ebs-snapshot-unreadable", true));
    }

    @Test
    void contents_of_other_drivers_stay() {
        var subject =
                subject(
                        TYPE,
                        JSON.formatted(
                                "csi.example.com", "snapshotHandle", "snap-0a1b2c3d4e5f60718"));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues()).isEmpty();
    }
}

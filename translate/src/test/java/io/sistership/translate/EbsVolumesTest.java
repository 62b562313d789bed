package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.Issue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EbsVolumesTest {

    private static final String OLD = "vol-0a1b2c3d4e5f60718";
    private static final Map<String, String> COUNTERPARTS =
            Map.of(
                    OLD,
                    "vol-0f1e2d3c4b5a69788",
                    "vol-00112233445566778",
                    "vol-08877665544332211",
                    "us-east-1a",
                    "us-west-2b",
                    "us-east-1b",
                    "us-west-2c");
    private static final String POOL = "\"pool\":\"us-east-1a\"";
    private static final String POOL_TERM =
            "\"key\":\"pool\",\"operator\":\"In\",\"values\":[\"us-east-1a\"";

    @Test
    void puts_volume_zone_and_region_into_a_volume_and_its_applied_copy() {
        var json = Fixtures.text("ebs-volume.json");
        var subject = subject(Fixtures.VOLUME, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(
                                        json,
                                        COUNTERPARTS,
                                        POOL,
                                        escaped(POOL),
                                        POOL_TERM,
                                        escaped(POOL_TERM),
                                        "\"note\":\"" + OLD,
                                        escaped("\"note\":\"" + OLD),
                                        "\"source\":\"" + OLD,
                                        escaped("\"source\":\"" + OLD))
                                .replace("\"us-east-1\"", "\"us-west-2\"")
                                .replace("\\\"us-east-1\\\"", "\\\"us-west-2\\\""));
        assertThat(translated.translations())
                .extracting(Translation::place, Translation::before, Translation::after)
                .containsExactly(
                        tuple("/spec/csi/volumeHandle", OLD, "vol-0f1e2d3c4b5a69788"),
                        tuple(
                                "/spec/nodeAffinity/required/nodeSelectorTerms/0/matchExpressions/0/values/0",
                                "us-east-1a",
                                "us-west-2b"),
                        tuple(
                                "/spec/nodeAffinity/required/nodeSelectorTerms/0/matchExpressions/1/values/0",
                                "us-east-1",
                                "us-west-2"),
                        tuple(
                                "/metadata/labels/topology.kubernetes.io~1zone",
                                "us-east-1a",
                                "us-west-2b"),
                        tuple(
                                "/metadata/labels/topology.kubernetes.io~1region",
                                "us-east-1",
                                "us-west-2"));
        assertThat(
                        Leftovers.of(Fixtures.PRIMARY, Fixtures.RECOVERY)
                                .in(subject(Fixtures.VOLUME, applied(subject, translated.edits()))))
                .extracting(Leftover::place)
                .containsExactlyInAnyOrder(
                        "/metadata/labels/pool",
                        "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
                        "/spec/nodeAffinity/required/nodeSelectorTerms/0/matchExpressions/2/values/0");
    }

    @Test
    void puts_volume_and_zone_into_an_in_tree_volume() {
        var json = Fixtures.text("ebs-in-tree-volume.json");
        var subject = subject(Fixtures.VOLUME, json);

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        Fixtures.replaced(json, COUNTERPARTS, POOL_TERM, escaped(POOL_TERM))
                                .replace("\"us-east-1\"", "\"us-west-2\"")
                                .replace("\\\"us-east-1\\\"", "\\\"us-west-2\\\""))
                .contains("aws://us-west-2c/vol-08877665544332211");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VOL", "aws://us-east-1a/VOL", "aws:///VOL"})
    void knows_every_form_of_an_in_tree_volumes_id(String form) {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"awsElasticBlockStore\":{\"volumeID\":\"%s\"}}}";
        var subject = subject(Fixtures.VOLUME, json.formatted(form.replace("VOL", OLD)));

        var translated = translator(COUNTERPARTS).translate(subject);

        assertThat(translated.issues()).isEmpty();
        assertThat(applied(subject, translated.edits()))
                .isEqualTo(
                        json.formatted(
                                form.replace("VOL", "vol-0f1e2d3c4b5a69788")
                                        .replace("us-east-1a", "us-west-2b")));
    }

    @Test
    void without_counterparts_volume_and_zones_block_and_nothing_is_copied_silently() {
        var subject = subject(Fixtures.VOLUME, Fixtures.text("ebs-volume.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.issues()).allMatch(Issue::blocks);
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::where)
                .containsExactly(
                        tuple(
                                "volume-without-counterpart",
                                "PersistentVolume pvc-1f0c /spec/csi/volumeHandle"),
                        tuple(
                                "zone-without-counterpart",
                                "PersistentVolume pvc-1f0c /spec/nodeAffinity/required/nodeSelectorTerms"
                                        + "/0/matchExpressions/0/values/0"),
                        tuple(
                                "zone-without-counterpart",
                                "PersistentVolume pvc-1f0c /metadata/labels/topology.kubernetes.io~1zone"));
    }

    @Test
    void within_one_region_zones_stay_and_the_volume_still_needs_its_counterpart() {
        var crossing =
                new Crossing(
                        Fixtures.PRIMARY,
                        Fixtures.within("us-east-1"),
                        Counterparts.explicit(Map.of()));
        var subject = subject(Fixtures.VOLUME, Fixtures.text("ebs-volume.json"));

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code)
                .containsExactly("volume-without-counterpart");
    }

    @Test
    void the_ids_of_zones_need_counterparts() {
        var json =
                "{\"metadata\":{\"name\":\"x\",\"labels\":{\"topology.k8s.aws/zone-id\":\"%s\"}},\"spec\":{\"csi\":{\"driver\":\"ebs.csi.aws.com\"}}}";
        var subject = subject(Fixtures.VOLUME, json.formatted("use1-az1"));

        assertThat(
                        applied(
                                subject,
                                translator(Map.of("use1-az1", "usw2-az2"))
                                        .translate(subject)
                                        .edits()))
                .isEqualTo(json.formatted("usw2-az2"));
        assertThat(translator(Map.of()).translate(subject).issues())
                .extracting(Issue::code)
                .containsExactly("zone-without-counterpart");
    }

    @Test
    void a_handle_of_another_form_blocks() {
        var json =
                "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"csi\":{\"driver\":\"ebs.csi.aws.com\",\"volumeHandle\":\"data\"}}}";

        var translated = translator(COUNTERPARTS).translate(subject(Fixtures.VOLUME, json));

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::blocks)
                .containsExactly(tuple("ebs-handle-unreadable", true));
    }

    @Test
    void volumes_of_other_drivers_stay() {
        var json =
                Fixtures.text("ebs-volume.json")
                        .replace(
                                "\"driver\":\"ebs.csi.aws.com\"", "\"driver\":\"csi.example.com\"");

        var translated = translator(COUNTERPARTS).translate(subject(Fixtures.CLAIM, json));
        var other = translator(COUNTERPARTS).translate(subject(Fixtures.VOLUME, json));

        assertThat(translated.edits()).isEmpty();
        assertThat(other.translations()).isEmpty();
    }

    private static String escaped(String json) {
        return json.replace("\"", "\\\"");
    }
}

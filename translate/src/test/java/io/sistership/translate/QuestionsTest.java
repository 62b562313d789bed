package io.sistership.translate;

import static io.sistership.translate.Fixtures.PRIMARY;
import static io.sistership.translate.Fixtures.RECOVERY;
import static io.sistership.translate.Fixtures.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Identifier.Kind;
import io.sistership.translate.Questions.Asked;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final String FILE_SYSTEM = "fs-0a1b2c3d4e5f60718";
    private static final String ACCESS_POINT = "fsap-00112233445566778";
    private static final ApiResource INGRESS =
            new ApiResource("networking.k8s.io", "v1", "Ingress", "ingresses", true);
    private static final ApiResource DAEMON_SET =
            new ApiResource("apps", "v1", "DaemonSet", "daemonsets", true);

    @Test
    void
            each_identifier_is_kept_once_with_its_answer_and_its_places_but_not_their_applied_copies() {
        var questions = new Questions(10);

        translator(questions, Map.of(ACCESS_POINT, "fsap-1"))
                .translate(subject(Fixtures.VOLUME, Fixtures.text("efs-volume.json")));

        assertThat(questions.asked())
                .containsExactly(
                        new Asked(
                                new Identifier(Kind.FILE_SYSTEM, FILE_SYSTEM),
                                new Missing(),
                                1,
                                List.of("PersistentVolume shared-media /spec/csi/volumeHandle")),
                        new Asked(
                                new Identifier(Kind.ACCESS_POINT, ACCESS_POINT),
                                new Found("fsap-1", "counterparts of sistership.yaml"),
                                2,
                                List.of(
                                        "PersistentVolume shared-media /spec/csi/volumeHandle",
                                        "PersistentVolume shared-media /spec/mountOptions/2")));
    }

    @Test
    void what_json_inside_a_text_names_is_a_place_and_in_the_applied_copy_it_is_none() {
        var group =
                "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/old/73e2d6bc24d8a067";
        var action = "{\\\"targetGroupARN\\\":\\\"" + group + "\\\"}";
        var object =
                "{\"metadata\":{\"name\":\"edge\",\"namespace\":\"shop\",\"annotations\":{\"alb.ingress.kubernetes.io/actions.old\":\"%s\"%s}}}";
        var copy = object.formatted(action, "").replace("\\", "\\\\").replace("\"", "\\\"");
        var applied = ",\"kubectl.kubernetes.io/last-applied-configuration\":\"" + copy + "\"";
        var questions = new Questions(10);

        var translated =
                translator(questions, Map.of(group, group.replace("us-east-1:1", "us-west-2:2")))
                        .translate(subject(INGRESS, object.formatted(action, applied)));

        assertThat(translated.edits()).hasSize(2);
        assertThat(questions.asked())
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.identifier())
                            .isEqualTo(new Identifier(Kind.TARGET_GROUP, group));
                    assertThat(asked.places())
                            .containsExactly(
                                    "Ingress.networking.k8s.io shop/edge"
                                            + " /metadata/annotations/alb.ingress.kubernetes.io~1actions.old"
                                            + "#/targetGroupARN");
                });
    }

    @Test
    void of_more_places_than_are_to_be_kept_the_first_ones_stand_and_all_count() {
        var questions = new Questions(1);
        var translator = translator(questions, Map.of());

        translator.translate(subject(DAEMON_SET, Fixtures.text("aws-node.json")));

        assertThat(questions.asked())
                .containsExactly(
                        new Asked(
                                new Identifier(
                                        Kind.REGISTRY,
                                        "602401143452.dkr.ecr.us-east-1.amazonaws.com"),
                                new Found(
                                        "602401143452.dkr.ecr.us-west-2.amazonaws.com",
                                        "AWS's table of registries per region"),
                                3,
                                List.of(
                                        "DaemonSet.apps kube-system/aws-node"
                                                + " /spec/template/spec/containers/0/image")));
    }

    @Test
    void a_question_that_names_no_place_only_looks_ahead() {
        var questions = new Questions(1);
        var several = new Ambiguous(List.of("sg-1", "sg-2"), "all tags equal");
        var counterparts = questions.to(_ -> several);
        var group = new Identifier(Kind.SECURITY_GROUP, "sg-0");

        assertThat(counterparts.of(group)).isEqualTo(several);
        assertThat(questions.asked()).isEmpty();

        assertThat(counterparts.of(group, () -> "cluster shop")).isEqualTo(several);
        assertThat(questions.asked())
                .containsExactly(new Asked(group, several, 1, List.of("cluster shop")));
    }

    private static Translator translator(Questions questions, Map<String, String> explicit) {
        var source =
                Counterparts.firstOf(
                        Counterparts.explicit(explicit), Counterparts.of(PRIMARY, RECOVERY));
        var crossing = new Crossing(PRIMARY, RECOVERY, questions.to(source));
        return Translator.of(crossing, PodSpecs.builtIn());
    }
}

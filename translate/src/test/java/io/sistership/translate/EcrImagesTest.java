package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static io.sistership.translate.Fixtures.translator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcrImagesTest {

    private static final String OLD = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
    private static final String NEW = "222222222222.dkr.ecr.us-west-2.amazonaws.com";

    @Test
    void moves_images_of_the_primary_registry_and_nothing_that_looks_like_one() {
        var subject = subject(Fixtures.DEPLOYMENT, Fixtures.text("images-deployment.json"));

        var translated = translator(Map.of()).translate(subject);
        var after = applied(subject, translated.edits());

        assertThat(translated.issues()).isEmpty();
        assertThat(after)
                .isEqualTo(
                        Fixtures.text("images-deployment.json")
                                .replace("\"image\":\"" + OLD + "/", "\"image\":\"" + NEW + "/")
                                .replace(
                                        "\"image\":\"" + OLD + ":443/",
                                        "\"image\":\"" + NEW + ":443/")
                                .replace(
                                        "\\\"image\\\":\\\"" + OLD + "/",
                                        "\\\"image\\\":\\\"" + NEW + "/")
                                .replace("\"reference\":\"" + OLD, "\"reference\":\"" + NEW)
                                .replace(
                                        "111111111111.dkr.ecr-fips.us-east-1.",
                                        "222222222222.dkr.ecr-fips.us-west-2.")
                                .replace(
                                        "111111111111.dkr-ecr.us-east-1.on.aws",
                                        "222222222222.dkr-ecr.us-west-2.on.aws"));
    }

    @Test
    void records_each_translation_with_place_old_and_new() {
        var subject = subject(Fixtures.DEPLOYMENT, Fixtures.text("images-deployment.json"));

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.translations())
                .hasSize(6)
                .contains(
                        new Translation(
                                "ecr-image",
                                "/spec/template/spec/containers/0/image",
                                OLD + "/shop/web:1.10",
                                NEW + "/shop/web:1.10",
                                "the environments of sistership.yaml"));
        assertThat(translated.edits())
                .extracting(Edit::path)
                .contains(
                        "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"
                                + "#/spec/template/spec/containers/0/image");
    }

    @ParameterizedTest
    @CsvSource({
        "'',v1,Pod,/spec",
        "'',v1,PodTemplate,/template/spec",
        "'',v1,ReplicationController,/spec/template/spec",
        "apps,v1,Deployment,/spec/template/spec",
        "apps,v1,ReplicaSet,/spec/template/spec",
        "apps,v1,StatefulSet,/spec/template/spec",
        "apps,v1,DaemonSet,/spec/template/spec",
        "batch,v1,Job,/spec/template/spec",
        "batch,v1,CronJob,/spec/jobTemplate/spec/template/spec",
    })
    void looks_into_every_kind_of_container_of_every_kind_of_template(
            String group, String version, String kind, String path) {
        var spec = new StringBuilder("{");
        for (var containers : List.of("containers", "initContainers", "ephemeralContainers")) {
            spec.append("\"%s\":[{\"image\":\"%s/a:1\"}],".formatted(containers, OLD));
        }
        var json = spec.append("\"hostNetwork\":true}").toString();
        for (var name : List.of(path.substring(1).split("/", -1)).reversed()) {
            json = "{\"" + name + "\":" + json + "}";
        }
        var subject = subject(new ApiResource(group, version, kind, "plural", true), json);

        var translated = translator(Map.of()).translate(subject);

        assertThat(applied(subject, translated.edits())).isEqualTo(json.replace(OLD, NEW));
        assertThat(translated.edits()).hasSize(3);
    }

    @Test
    void looks_into_custom_kinds_only_where_it_is_told_a_path() {
        var type = new ApiResource("example.com", "v1", "Voyage", "voyages", true);
        var json =
                "{\"metadata\":{\"name\":\"r\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"%s/a\"}]}},\"helper\":\"%s/b\"}}"
                        .formatted(OLD, OLD);
        var specs =
                PodSpecs.builtIn()
                        .withPodSpec("Voyage.example.com", "/spec/template/spec")
                        .withImage("Voyage.example.com", "/spec/helper");
        var subject = subject(type, json);

        var told = Translator.of(Fixtures.crossing(Map.of()), specs).translate(subject);

        assertThat(applied(subject, told.edits())).isEqualTo(json.replace(OLD, NEW));
        assertThat(translator(Map.of()).translate(subject).edits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "argoproj.io,Rollout,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "apps.kruise.io,CloneSet,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "apps.kruise.io,StatefulSet,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "apps.kruise.io,DaemonSet,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "keda.sh,ScaledJob,'{\"spec\":{\"jobTargetRef\":{\"template\":{\"spec\":@}}}}'",
        "serving.knative.dev,Service,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "serving.knative.dev,Configuration,'{\"spec\":{\"template\":{\"spec\":@}}}'",
        "serving.knative.dev,Revision,'{\"spec\":@}'",
        "jobset.x-k8s.io,JobSet,'{\"spec\":{\"replicatedJobs\":[{\"template\":{\"spec\":{\"template\":{\"spec\":@}}}}]}}'",
    })
    void knows_the_templates_of_widely_used_custom_kinds(String group, String kind, String shape) {
        var image = "{\"containers\":[{\"image\":\"%s/a:1\"}],\"note\":\"x/%s/a\"}";
        var subject =
                subject(
                        new ApiResource(group, "v1", kind, "plural", true),
                        shape.replace("@", image.replace("%s", OLD)));

        var translated = translator(Map.of()).translate(subject);

        assertThat(applied(subject, translated.edits()))
                .isEqualTo(shape.replace("@", image.replaceFirst("%s", NEW).replace("%s", OLD)));
    }

    @Test
    void a_repository_with_a_counterpart_of_its_own_goes_there() {
        var subject = pod(OLD + ":443/shop/web:1.10");
        var translator =
                translator(
                        Map.of(
                                "arn:aws:ecr:us-east-1:111111111111:repository/shop/web",
                                "arn:aws:ecr:us-west-2:444444444444:repository/mirror/web"));

        assertThat(applied(subject, translator.translate(subject).edits()))
                .contains("\"444444444444.dkr.ecr.us-west-2.amazonaws.com:443/mirror/web:1.10\"");
    }

    @Test
    void without_a_counterpart_it_blocks_and_says_where() {
        var subject = pod(OLD + "/shop/web:1");
        var crossing = new Crossing(Fixtures.PRIMARY, Fixtures.RECOVERY, _ -> new Missing());

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .containsExactly(
                        Issue.blocking(
                                "registry-without-counterpart",
                                "Pod shop/p /spec/containers/0/image",
                                "registry " + OLD + " has no counterpart in account 222222222222",
                                "name its counterpart under `counterparts:` in sistership.yaml: `"
                                        + OLD
                                        + ": ...`"));
    }

    @Test
    void two_candidates_block_and_both_are_named() {
        var subject = pod(OLD + "/shop/web:1");
        var crossing =
                new Crossing(
                        Fixtures.PRIMARY,
                        Fixtures.RECOVERY,
                        _ -> new Ambiguous(List.of("arn:a", "arn:b"), "the same name"));

        var translated = Translator.of(crossing, PodSpecs.builtIn()).translate(subject);

        assertThat(translated.issues())
                .extracting(Issue::code, Issue::what)
                .containsExactly(
                        tuple(
                                "repository-with-several-counterparts",
                                "repository arn:aws:ecr:us-east-1:111111111111:repository/shop/web"
                                        + " could be any of arn:a, arn:b (the same name)"));
    }

    @Test
    void an_image_of_another_account_in_the_lost_region_is_copied_and_told() {
        var subject = pod("333333333333.dkr.ecr.us-east-1.amazonaws.com/base:1");

        var translated = translator(Map.of()).translate(subject);

        assertThat(translated.edits()).isEmpty();
        assertThat(translated.issues())
                .extracting(Issue::code, Issue::where, Issue::blocks)
                .containsExactly(
                        tuple(
                                "image-in-lost-region",
                                "Pod shop/p /spec/containers/0/image",
                                false));
    }

    private static Subject pod(String image) {
        return subject(
                Fixtures.POD,
                "{\"metadata\":{\"name\":\"p\",\"namespace\":\"shop\"},\"spec\":{\"containers\":[{\"image\":\"%s\"}]}}"
                        .formatted(image));
    }
}

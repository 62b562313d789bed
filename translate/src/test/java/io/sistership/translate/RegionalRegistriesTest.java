package io.sistership.translate;

import static io.sistership.translate.Fixtures.applied;
import static io.sistership.translate.Fixtures.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Environment;
import io.sistership.model.Issue;
import io.sistership.model.Region;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegionalRegistriesTest {

    private static final ApiResource DAEMON_SET =
            new ApiResource("apps", "v1", "DaemonSet", "daemonsets", true);
    private static final String LOST = "602401143452.dkr.ecr.us-east-1.amazonaws.com/";

    @Test
    void moves_images_of_the_lost_regions_registry_to_that_of_the_recovery_region() {
        var json = Fixtures.text("aws-node.json");
        var subject = subject(DAEMON_SET, json);

        var translated = translator("us-west-2").translate(subject);

        assertThat(applied(subject, translated.edits()))
                .isEqualTo(json.replace(LOST, "602401143452.dkr.ecr.us-west-2.amazonaws.com/"));
        assertThat(translated.translations()).hasSize(3);
        assertThat(translated.translations().getLast())
                .isEqualTo(
                        new Translation(
                                "aws-regional-registry",
                                "/spec/template/spec/initContainers/0/image",
                                LOST + "amazon-k8s-cni-init:v1.19.2-eksbuild.1",
                                "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni-init:v1.19.2-eksbuild.1",
                                "AWS's table of registries per region"));
    }

    @Test
    void takes_the_account_and_the_suffix_of_the_recovery_region() {
        var json = Fixtures.text("aws-node.json");

        assertThat(into("ap-east-1", json).translations().getFirst().after())
                .startsWith("800184023465.dkr.ecr.ap-east-1.amazonaws.com/");
        assertThat(into("cn-north-1", json).translations().getFirst().after())
                .startsWith("918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn/");
        assertThat(into("us-east-1", json).translations()).isEmpty();
    }

    @Test
    void a_region_that_the_table_does_not_know_blocks() {
        var translated = into("xx-nowhere-9", Fixtures.text("aws-node.json"));

        assertThat(translated.edits()).isEmpty();
        var blocking = translated.issues().stream().filter(Issue::blocks).toList();
        assertThat(blocking).hasSize(3);
        assertThat(blocking.getLast().what())
                .isEqualTo(
                        "AWS's registry in region xx-nowhere-9 isn't known, so image "
                                + LOST
                                + "amazon-k8s-cni-init:v1.19.2-eksbuild.1 can't be moved there");
    }

    private static Translated into(String region, String json) {
        return translator(region).translate(subject(DAEMON_SET, json));
    }

    private static Translator translator(String region) {
        var recovery =
                new Environment(
                        new AccountId("222222222222"), new Region(region), Optional.empty());
        var counterparts = Counterparts.of(Fixtures.PRIMARY, recovery);
        var crossing = new Crossing(Fixtures.PRIMARY, recovery, counterparts);
        return Translator.of(crossing, PodSpecs.builtIn());
    }
}

package io.sistership.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.Action;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StorageClassUpdateTest {

    private static final String OF_EKS =
            "|\"provisioner\":\"kubernetes.io/aws-ebs\",\"parameters\":{\"fsType\":\"ext4\",\"type\":\"gp2\"}";
    private static final String DEFAULT =
            "\"annotations\":{\"storageclass.kubernetes.io/is-default-class\":\"true\"}";
    private static final String APPLIED =
            "\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":\"{}\"}";

    private final StorageClassUpdate rule = new StorageClassUpdate();

    @Test
    void a_plan_knows_that_a_new_cluster_has_the_class() {
        assertThat(rule.beforeCluster(gp2(OF_EKS))).isEqualTo(new Action.Adopt());
        assertThat(rule.beforeCluster(gp2(APPLIED + OF_EKS))).isEqualTo(new Action.Adopt());
        assertThat(rule.beforeCluster(gp2(DEFAULT + OF_EKS)))
                .isEqualTo(new Action.Update("eks-storage-class"));
        assertThat(planned(OF_EKS)).isEqualTo(new Action.Adopt());
    }

    @Test
    void a_cluster_without_the_class_gets_it() {
        assertThat(rule.whenMissing(gp2(OF_EKS))).isEqualTo(new Action.Create());
    }

    @Test
    void the_class_becomes_the_default_where_it_was() {
        assertThat(rule.patch(gp2(DEFAULT + OF_EKS), gp2(OF_EKS)))
                .hasValue(
                        "{\"metadata\":{\"annotations\":{\"storageclass.kubernetes.io/is-default-class\":\"true\"}}}");
        assertThat(rule.patch(gp2(OF_EKS), gp2(DEFAULT + OF_EKS))).isEmpty();
    }

    @Test
    void a_class_of_somebodys_own_is_created() {
        var own = OF_EKS.replace("\"type\"", "\"encrypted\":\"true\",\"type\"");

        assertThat(rule.appliesTo(gp2(own))).isFalse();
        assertThat(planned(own)).isEqualTo(new Action.Create());
        assertThat(planned(OF_EKS.replace("kubernetes.io/aws-ebs", "ebs.csi.aws.com")))
                .isEqualTo(new Action.Create());
    }

    private static Action planned(String more) {
        return new FakePoint()
                .with(Samples.STORAGE_CLASS, Samples.json("", "gp2", more))
                .plan()
                .objects()
                .getFirst()
                .action();
    }

    private static ObjectView gp2(String more) {
        return ObjectView.of(
                Samples.STORAGE_CLASS,
                Samples.json("", "gp2", more).getBytes(StandardCharsets.UTF_8));
    }
}

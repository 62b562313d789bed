package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What objects name of the primary environment is the recovery side's after a recovery, in the form
/// that it had; what only looks like it is as it was.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslationsRoadTest {

    private static final String LAST_APPLIED =
            "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";

    private Road road;
    private Named primary;
    private Named recovery;

    @BeforeAll
    void go() {
        road = Road.shared();
        primary = Named.by(road.world(), World.PRIMARY);
        recovery = Named.by(road.world(), World.RECOVERY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pv/efs-bare|/spec/csi/volumeHandle|$(FILE_SYSTEM)",
                "pv/efs-bare|/spec/mountOptions/0|tls",
                "pv/efs-bare|/spec/mountOptions/1|accesspoint=$(ACCESS_POINT)",
                "pv/efs-bare|/spec/mountOptions/2|accesspoints=fsap-0a1b2c3d4e5f60719",
                "pv/efs-bare|/metadata/labels/copy-of|fs-0a1b2c3d4e5f60718",
                "pv/efs-path|/spec/csi/volumeHandle|$(FILE_SYSTEM):/fs-0a1b2c3d4e5f60718",
                "pv/efs-point|/spec/csi/volumeHandle|$(FILE_SYSTEM)::$(ACCESS_POINT)",
                "pv/efs-both|/spec/csi/volumeHandle|$(FILE_SYSTEM):/shop:$(ACCESS_POINT)",
                "pv/efs-prefixed|/spec/csi/volumeHandle|efs:$(FILE_SYSTEM):/shop",
                "pv/efs-s3files|/spec/csi/volumeHandle|s3files:$(FILE_SYSTEM)::$(ACCESS_POINT)",
                "pv/efs-nfs|/spec/nfs/server|$(FILE_SYSTEM).efs.$(REGION).amazonaws.com",
                "pv/not-efs|/spec/csi/volumeHandle|fs-0a1b2c3d4e5f60718",
                "pv/not-here|/spec/nfs/server|fs-0a1b2c3d4e5f60718.efs.eu-west-1.amazonaws.com",
                "storageclass/efs|/parameters/fileSystemId|$(FILE_SYSTEM)",
                "storageclass/not-efs|/parameters/fileSystemId|fs-0a1b2c3d4e5f60718"
            })
    void case_30_file_systems_and_access_points(String object, String pointer, String text) {
        translated(object, pointer, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-arn|$(CERTIFICATE),  $(OTHER_CERTIFICATE)",
                "security-groups|$(SECURITY_GROUP), shop-edge",
                "subnets|$(SUBNETS)",
                "wafv2-acl-arn|$(WEB_ACL)",
                "load-balancer-attributes|access_logs.s3.enabled=true,access_logs.s3.bucket=$(LOGS),access_logs.s3.prefix=shop-logs-us-east-1",
                "actions.legacy|{\"type\":\"forward\", \"targetGroupARN\": \"$(TARGET_GROUP)\"}",
                "tags|bucket=shop-logs-us-east-1"
            })
    void case_34_load_balancers_are_made_of_the_recovery_side(String name, String text) {
        translated(
                "ingress/edge", "/metadata/annotations/alb.ingress.kubernetes.io~1" + name, text);
    }

    @Test
    void case_34_an_annotation_of_others_stays() {
        translated(
                "ingress/edge",
                "/metadata/annotations/shop.example.com~1certificate-arn",
                "arn:aws:acm:us-east-1:333333333333:certificate/5a7c1c9e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/template/spec/initContainers/0/image|$(ACCOUNT).dkr.ecr.$(REGION).amazonaws.com/shop/rig/http-server:1.0",
                "/spec/template/spec/containers/0/image|$(ACCOUNT).dkr.ecr.$(REGION).amazonaws.com/shop/rig/http-server:1.0",
                "/spec/template/spec/containers/1/image|registry.example.com/111111111111.dkr.ecr.us-east-1.amazonaws.com/shop:1",
                "/spec/note|not/111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/rig/http-server"
            })
    void case_48_images_of_templates_in_custom_resources(String pointer, String text) {
        translated("rollouts.argoproj.io/window", pointer, text);
    }

    @Test
    void aws_auth_keeps_its_formatting_and_the_nodes_role() {
        var before = get(road.primary(), "kube-system", "configmap/aws-auth").get("data");
        var after = get(road.recoveryCluster(), "kube-system", "configmap/aws-auth").get("data");

        var roles = before.get("mapRoles").asString();
        assertThat(roles).contains("# people who may come in\n", World.PRIMARY.role("shop-node"));
        assertThat(after.get("mapRoles").asString())
                .contains(World.RECOVERY.role("shop-node"))
                .isEqualTo(roles.replace(World.PRIMARY_ACCOUNT, World.RECOVERY_ACCOUNT));
        assertThat(after.get("mapUsers").asString())
                .isEqualTo(
                        """
                        # "who" is quoted as people do
                        -   userarn: 'arn:aws:iam::222222222222:user/admin'
                            username: "admin"   # may do everything
                        - {userarn: "arn:aws:iam::111111111111:user/guest", username: guest}
                        """);
    }

    @Test
    void the_plan_names_each_place_with_its_rule() {
        var rows = new ArrayList<String>();
        for (var row : road.plan().result().get("translations")) {
            rows.add(row.get("rule").asString() + " " + row.get("object").asString());
        }

        assertThat(rows).filteredOn(row -> row.startsWith("alb-annotation ")).hasSize(8);
        assertThat(rows)
                .filteredOn(row -> row.startsWith("efs-volume "))
                .hasSize(12)
                .noneMatch(row -> row.contains("not-"));
        assertThat(rows)
                .filteredOn(row -> row.equals("ecr-image Rollout.argoproj.io shop/window"))
                .hasSize(2);
    }

    /// What stands at a place of both clusters, and in the copy of the object that kubectl keeps.
    private void translated(String object, String pointer, String text) {
        for (var from : List.of("", LAST_APPLIED)) {
            assertThat(value(road.primary(), object, from, pointer)).isEqualTo(primary.in(text));
            assertThat(value(road.recoveryCluster(), object, from, pointer))
                    .isEqualTo(recovery.in(text));
        }
    }

    private static String value(Command kubectl, String object, String within, String pointer) {
        var found = get(kubectl, "shop", object);
        var document = within.isEmpty() ? found : Road.JSON.readTree(found.at(within).asString());
        return document.at(pointer).asString();
    }

    private static JsonNode get(Command kubectl, String namespace, String object) {
        return kubectl.run("-n", namespace, "get", object, "-o", "json").json();
    }
}

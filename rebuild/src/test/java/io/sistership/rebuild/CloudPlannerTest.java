package io.sistership.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.cloud.Treatment;
import io.sistership.cloud.Treatments;
import io.sistership.model.Action;
import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Identifier;
import io.sistership.translate.Questions;
import io.sistership.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CloudPlannerTest {

    private final FakeRecovery recovery = Captured.recovery();

    @Test
    void the_cluster_is_asked_for_as_it_was_with_its_counterparts() {
        var step = step(plan(Captured.whole()), "cluster");

        assertThat(step.request())
                .isEqualTo(
                        """
                        {"name":"shop","bootstrapSelfManagedAddons":false,"version":"1.36",\
                        "roleArn":"arn:aws:iam::222222222222:role/shop-cluster",
                        "resourcesVpcConfig":{"subnetIds":["subnet-1a","subnet-1b"],"securityGroupIds":["sg-1a"],
                        "endpointPublicAccess":true,"endpointPrivateAccess":false,
                        "publicAccessCidrs":["0.0.0.0/0"]},
                        "kubernetesNetworkConfig":{"serviceIpv4Cidr":"10.100.0.0/16","ipFamily":"ipv4"},
                        "logging":{"clusterLogging":[{"types":["api","audit"],"enabled":false}]},
                        "tags":{"sistership:application":"shop","sistership:recovery-id":"%s",\
                        "sistership:source-arn":"arn:aws:eks:us-east-1:111111111111:cluster/shop",\
                        "team":"shop \\u00e9"},
                        "accessConfig":{"bootstrapClusterCreatorAdminPermissions":true,"authenticationMode":"API_AND_CONFIG_MAP"},
                        "kubeApiServerConfig":{"goawayChance":0.10},\
                        "upgradePolicy":{"supportType":"STANDARD"},"deletionProtection":false}\
                        """
                                .formatted(Captured.TARGET.recoveryId()));
        assertThat(step.translations())
                .containsExactly(
                        new Translation(
                                "counterpart",
                                "cluster shop /roleArn",
                                "arn:aws:iam::111111111111:role/shop-cluster",
                                "arn:aws:iam::222222222222:role/shop-cluster",
                                "the same name"),
                        translation("subnetIds/0", "subnet-0a", "subnet-1a"),
                        translation("subnetIds/1", "subnet-0b", "subnet-1b"),
                        translation("securityGroupIds/0", "sg-0a", "sg-1a"));
    }

    @Test
    void node_groups_and_fargate_profiles_come_after_the_delegates_access() {
        var plan = plan(Captured.whole());

        assertThat(plan.steps())
                .extracting(CloudStep::id, CloudStep::after, step -> step.action().label())
                .containsExactly(
                        tuple("cluster", java.util.Set.of(), "create"),
                        tuple("delegate-access", java.util.Set.of("cluster"), "create"),
                        tuple("nodegroup/ng-1", Set.of("cluster", "delegate-access"), "create"),
                        tuple(
                                "fargate_profile/fp",
                                Set.of("cluster", "delegate-access"),
                                "create"));
        assertThat(plan.issues()).isEmpty();
        assertThat(step(plan, "nodegroup/ng-1").request())
                .isEqualTo(
                        """
                        {"tags":{"sistership:application":"shop","sistership:recovery-id":"%s",\
                        "sistership:source-arn":"arn:aws:eks:us-east-1:111111111111:nodegroup/shop/ng-1/a"},\
                        "nodegroupName":"ng-1","version":"1.36","releaseVersion":"1.36.4-20261101",\
                        "capacityType":"ON_DEMAND","scalingConfig":{"minSize":1,"maxSize":3,"desiredSize":2},
                        "instanceTypes":["m5.large"],"subnets":["subnet-1a"],"amiType":"AL2023_x86_64_STANDARD",
                        "nodeRole":"arn:aws:iam::222222222222:role/shop-node","labels":{"pool":"a"},"diskSize":20,\
                        "updateConfig":{"maxUnavailable":1}}\
                        """
                                .formatted(Captured.TARGET.recoveryId()));
    }

    @Test
    void every_identifier_of_the_descriptions_is_asked_for_with_its_places() {
        var questions = new Questions(9);
        var surveyed = Captured.whole().surveyed();
        var source = RecoveryCounterparts.of(Captured.TARGET, Map.of(), surveyed, recovery.cloud());

        new CloudPlanner(Captured.TARGET, recovery.cloud(), questions.to(source)).plan(surveyed);

        assertThat(questions.asked())
                .extracting(one -> one.identifier().toString(), Questions.Asked::places)
                .containsExactly(
                        tuple(
                                "role arn:aws:iam::111111111111:role/shop-cluster",
                                List.of("cluster shop /roleArn")),
                        tuple(
                                "role arn:aws:iam::111111111111:role/shop-pods",
                                List.of("fargate profile fp /podExecutionRoleArn")),
                        tuple(
                                "role arn:aws:iam::111111111111:role/teams/shop-node",
                                List.of("node group ng-1 /nodeRole")),
                        tuple(
                                "subnet subnet-0a",
                                List.of(
                                        "cluster shop /resourcesVpcConfig/subnetIds/0",
                                        "node group ng-1 /subnets/0")),
                        tuple(
                                "subnet subnet-0b",
                                List.of(
                                        "cluster shop /resourcesVpcConfig/subnetIds/1",
                                        "fargate profile fp /subnets/0")),
                        tuple(
                                "security group sg-0a",
                                List.of("cluster shop /resourcesVpcConfig/securityGroupIds/0")));
    }

    @Test
    void a_principal_is_asked_for_as_what_it_is() {
        assertThat(principal("arn:aws:iam::111111111111:user/people/ann"))
                .isEqualTo(Identifier.Kind.USER);
        assertThat(principal("arn:aws:iam::111111111111:role/user/ann"))
                .isEqualTo(Identifier.Kind.ROLE);
    }

    private static Identifier.Kind principal(String arn) {
        return IdentifierPlaces.at("accessEntry", "principalArn", arn).orElseThrow().kind();
    }

    @Test
    void planning_writes_nothing() {
        plan(Captured.whole());

        assertThat(recovery.writes).isEmpty();
    }

    @Test
    void a_cluster_of_the_name_that_is_not_ours_blocks_and_is_told() {
        make("{\"name\":\"shop\",\"tags\":{\"sistership:recovery-id\":\"another\"}}");

        var plan = plan(Captured.whole());

        assertThat(plan.blocked()).extracting(CloudStep::id).containsExactly("cluster");
        assertThat(plan.issues())
                .containsExactly(
                        Issue.blocking(
                                "target-name-taken",
                                "cluster shop in 222222222222 us-west-2",
                                "there is a cluster shop already, and Sistership didn't make it for"
                                        + " this recovery",
                                "Recover under another name (--target), or take that cluster away"
                                        + " yourself."));
    }

    @Test
    void parts_of_somebody_elses_cluster_are_none_of_ours() {
        make("{\"name\":\"shop\",\"tags\":{}}");
        recovery.writer("somebody")
                .createNodegroup(
                        "shop", "{\"nodegroupName\":\"ng-1\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(step(plan(Captured.whole()), "nodegroup/ng-1").action())
                .isEqualTo(new Action.Create());
    }

    @Test
    void a_cluster_that_an_earlier_run_of_this_recovery_made_is_adopted() {
        make(
                "{\"name\":\"shop\",\"tags\":{\"sistership:recovery-id\":\"%s\"}}"
                        .formatted(Captured.TARGET.recoveryId()));

        assertThat(step(plan(Captured.whole()), "cluster").action()).isEqualTo(new Action.Adopt());
    }

    @Test
    void what_has_no_counterpart_blocks_with_its_place_and_the_line_to_write() {
        recovery.roles.remove("shop-node");
        recovery.network.removeIf(one -> one.contains("subnet-1b"));

        var plan = plan(Captured.whole());

        assertThat(plan.blocked())
                .extracting(CloudStep::id)
                .containsExactly("cluster", "nodegroup/ng-1", "fargate_profile/fp");
        assertThat(plan.issues())
                .contains(
                        Issue.blocking(
                                "subnet-without-counterpart",
                                "cluster shop /resourcesVpcConfig/subnetIds/1",
                                "subnet subnet-0b has no counterpart in the recovery environment",
                                "make one of the same name or tags there, or name it under"
                                        + " `counterparts:` in sistership.yaml: `subnet-0b: ...`"),
                        Issue.blocking(
                                "role-without-counterpart",
                                "node group ng-1 /nodeRole",
                                "role arn:aws:iam::111111111111:role/teams/shop-node has no"
                                        + " counterpart in the recovery environment",
                                "make one of the same name or tags there, or name it under"
                                        + " `counterparts:` in sistership.yaml:"
                                        + " `arn:aws:iam::111111111111:role/teams/shop-node: ...`"));
    }

    @Test
    void two_candidates_are_an_issue_and_the_persons_word_decides() {
        recovery.network.add(Captured.subnet("subnet-1z", "vpc-1a", "shop-b"));

        assertThat(plan(Captured.whole()).issues())
                .extracting(Issue::code, Issue::what)
                .containsOnly(
                        tuple(
                                "subnet-with-several-counterparts",
                                "subnet subnet-0b could be any of subnet-1b, subnet-1z (the same"
                                        + " name)"));
        assertThat(plan(Captured.whole(), Map.of("subnet-0b", "subnet-1z")).issues()).isEmpty();
    }

    @Test
    void in_config_map_mode_the_delegate_creates_the_cluster_and_there_are_no_entries() {
        var old =
                Captured.CLUSTER.replace(
                        "\"accessConfig\":{\"bootstrapClusterCreatorAdminPermissions\":false,"
                                + "\"authenticationMode\":\"API_AND_CONFIG_MAP\"},",
                        "");
        var captured = Captured.cluster(old);
        Captured.whole()
                .surveyed()
                .nodegroups()
                .forEach(one ->
                        captured.with(
                                "eks", "DescribeNodegroup", "{\"nodegroup\":" + one.raw() + "}"));

        var plan = plan(captured, Map.of("subnet-0a", "s1", "subnet-0b", "s2", "sg-0a", "g1"));

        assertThat(plan.steps())
                .extracting(CloudStep::id, CloudStep::identity)
                .containsExactly(
                        tuple("cluster", CloudStep.Identity.RECOVERY_DELEGATE),
                        tuple("nodegroup/ng-1", CloudStep.Identity.RECOVERY_ACCESS));
        assertThat(step(plan, "cluster").request())
                .contains(
                        "\"accessConfig\":{\"bootstrapClusterCreatorAdminPermissions\":true,"
                                + "\"authenticationMode\":\"CONFIG_MAP\"}");
    }

    @Test
    void access_entries_are_mirrored_but_those_that_eks_or_sistership_make() {
        recovery.addRole("Operators");
        var plan =
                plan(
                        Captured.whole()
                                .entry(
                                        "arn:aws:iam::111111111111:role/Operators",
                                        ",\"kubernetesGroups\":[\"ops\"],\"type\":\"STANDARD\",\"username\":"
                                                + "\"arn:aws:sts::111111111111:assumed-role/Operators/{{SessionName}}\"",
                                        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy")
                                .entry(
                                        "arn:aws:iam::111111111111:role/teams/shop-node",
                                        ",\"type\":\"EC2_LINUX\"")
                                .entry(
                                        "arn:aws:iam::111111111111:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
                                        ",\"type\":\"STANDARD\"")
                                .entry(
                                        "arn:aws:iam::111111111111:role/sistership-shop-primary-delegate",
                                        "")
                                .entry(
                                        "arn:aws:iam::111111111111:user/alice",
                                        ",\"type\":\"STANDARD\",\"username\":\"boss\""));

        assertThat(plan.steps())
                .filteredOn(step -> step.kind() == StepKind.ACCESS_ENTRY)
                .extracting(
                        CloudStep::name,
                        step -> step.action().label(),
                        step -> step.action().detail())
                .containsExactly(
                        tuple("arn:aws:iam::222222222222:role/Operators", "create", ""),
                        tuple(
                                "arn:aws:iam::111111111111:role/teams/shop-node",
                                "skip",
                                "EKS makes it with the nodes that have this role"),
                        tuple(
                                "arn:aws:iam::111111111111:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
                                "skip",
                                "EKS makes it with the cluster"),
                        tuple(
                                "arn:aws:iam::111111111111:role/sistership-shop-primary-delegate",
                                "skip",
                                "it is Sistership's own way into the captured cluster"),
                        tuple("arn:aws:iam::111111111111:user/alice", "create", ""));
        var operators = step(plan, "access-entry/arn:aws:iam::111111111111:role/Operators");
        assertThat(operators.request())
                .contains("\"principalArn\":\"arn:aws:iam::222222222222:role/Operators\"")
                .contains("\"kubernetesGroups\":[\"ops\"]")
                .doesNotContain("username");
        assertThat(operators.policies())
                .containsExactly(
                        "{\"policyArn\":\"arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy\","
                                + "\"accessScope\":{\"type\":\"cluster\",\"namespaces\":[]}}");
        assertThat(step(plan, "access-entry/arn:aws:iam::111111111111:user/alice").request())
                .contains("\"username\":\"boss\"");
        assertThat(plan.issues()).extracting(Issue::code).containsExactly("principal-stays");
    }

    @Test
    void a_point_that_describes_no_cluster_is_refused() {
        var other = Captured.cluster("{\"somethingElse\":{}}");

        assertThatExceptionOfType(SistershipException.class)
                .isThrownBy(() -> plan(other))
                .withMessage(
                        "the recovery point describes no cluster: it holds no answer of eks"
                                + " DescribeCluster")
                .returns(FailureKind.POINT_REFUSED, SistershipException::kind)
                .returns("point-contents", SistershipException::code);
    }

    /// Its tag tells, where the survey described it; else its name, which the access stacks give.
    @Test
    void any_applications_delegate_is_sisterships_own() {
        var tagged = "arn:aws:iam::111111111111:role/sistership-shop-b-primary-delegate";
        var named = "arn:aws:iam::111111111111:role/sistership-other-recovery-delegate";
        var untagged = "arn:aws:iam::111111111111:role/sistership-fleet-primary-delegate";
        var stranger = "arn:aws:iam::111111111111:role/sistership-fleet-crew-primary-delegate-x";
        var plan =
                plan(
                        Captured.whole()
                                .entry(tagged, "")
                                .entry(named, "")
                                .entry(untagged, "")
                                .entry(stranger, "")
                                .with("iam", "GetRole", role(tagged, "shop-b"))
                                .with("iam", "GetRole", role(untagged, "somebody-elses")));

        assertThat(plan.steps())
                .filteredOn(step -> step.action().label().equals("skip"))
                .extracting(CloudStep::name, step -> step.action().detail())
                .containsExactly(
                        tuple(tagged, "it is Sistership's own way into the captured cluster"),
                        tuple(named, "it is Sistership's own way into the captured cluster"));
        assertThat(plan.issues())
                .extracting(Issue::code, Issue::where)
                .containsExactly(
                        tuple(
                                "role-without-counterpart",
                                "access entry of " + untagged + " /principalArn"),
                        tuple(
                                "role-without-counterpart",
                                "access entry of " + stranger + " /principalArn"));
    }

    /// Where `aws-auth` admits it: the role of the recovery account need not be there.
    @Test
    void a_delegates_counterpart_has_its_name() {
        var counterparts =
                RecoveryCounterparts.of(
                        Captured.TARGET, Map.of(), Captured.whole().surveyed(), recovery.cloud());
        var delegate = Arn.parse("arn:aws:iam::111111111111:role/sistership-b-primary-delegate");
        var access = Arn.parse("arn:aws:iam::111111111111:role/sistership-b-primary-access");
        var theirs = Arn.parse("arn:aws:iam::333333333333:role/sistership-b-primary-delegate");

        assertThat(counterparts.of(Identifier.role(delegate)))
                .isEqualTo(
                        new Found(
                                "arn:aws:iam::222222222222:role/sistership-b-primary-delegate",
                                "Sistership's own, of the same name"));
        assertThat(counterparts.of(Identifier.role(access))).isEqualTo(new Missing());
        assertThat(counterparts.of(Identifier.role(theirs))).isEqualTo(new Missing());
    }

    private static String role(String arn, String application) {
        return """
        {"GetRoleResult":{"Role":{"Arn":"%s","RoleName":"%s","Tags":[
        {"Key":"sistership:application","Value":"%s"}]}}}\
        """
                .formatted(arn, Arn.parse(arn).resourceName(), application);
    }

    @Test
    void a_subnet_that_nothing_names_is_found_by_its_place_in_the_vpc() {
        var subnet =
                "{\"subnetId\":\"subnet-0c\",\"vpcId\":\"vpc-0a\",\"cidrBlock\":\"10.20.128.0/18\",\"tagSet\":\"\"}";
        recovery.network.add(subnet.replace("-0c", "-1c").replace("-0a", "-1a"));
        var captured =
                Captured.whole()
                        .with("ec2", "DescribeSubnets", "{\"subnetSet\":[" + subnet + "]}")
                        .with(
                                "eks",
                                "DescribeNodegroup",
                                Captured.NODEGROUP
                                        .replace("subnet-0a", "subnet-0c")
                                        .replace("\"ng-1\"", "\"ng-2\""));

        var step = step(plan(captured), "nodegroup/ng-2");

        assertThat(step.request()).contains("\"subnets\":[\"subnet-1c\"]");
        assertThat(step.translations())
                .extracting(Translation::after, Translation::how)
                .contains(tuple("subnet-1c", "the same part of its VPC's addresses"));
    }

    @Test
    void remote_access_keeps_its_key_and_lets_in_the_groups_of_the_recovery_side() {
        var open =
                Captured.NODEGROUP.replace(
                        "\"tags\":{}",
                        "\"remoteAccess\":{\"ec2SshKey\":\"ops\",\"sourceSecurityGroups\":[\"sg-0a\",\"sg-0f\"]}");
        var captured =
                Captured.whole()
                        .with(
                                "eks",
                                "DescribeNodegroup",
                                open.replace(
                                        "\"nodegroupName\":\"ng-1\"", "\"nodegroupName\":\"ra\""));

        var plan = plan(captured);

        assertThat(step(plan, "nodegroup/ra").request())
                .contains(
                        "\"remoteAccess\":{\"ec2SshKey\":\"ops\",\"sourceSecurityGroups\":[\"sg-1a\",");
        assertThat(plan.issues())
                .filteredOn(Issue::blocks)
                .extracting(Issue::code, Issue::where)
                .containsExactly(
                        tuple(
                                "security-group-without-counterpart",
                                "node group ra /remoteAccess/sourceSecurityGroups/1"));
    }

    @Test
    void what_a_launch_template_decides_is_left_out_of_its_node_group() {
        recovery.network.add(
                "{\"launchTemplateId\":\"lt-1\",\"launchTemplateName\":\"nodes\",\"tagSet\":\"\"}");
        var custom =
                Captured.NODEGROUP
                        .replace("AL2023_x86_64_STANDARD", "CUSTOM")
                        .replace(
                                "\"tags\":{}",
                                "\"launchTemplate\":{\"name\":\"nodes\",\"version\":\"3\",\"id\":\"lt-0\"}");

        var plan =
                plan(
                        Captured.whole()
                                .with(
                                        "eks",
                                        "DescribeNodegroup",
                                        custom.replace(
                                                "\"nodegroupName\":\"ng-1\"",
                                                "\"nodegroupName\":\"lt\""))
                                .with(
                                        "ec2",
                                        "DescribeLaunchTemplates",
                                        "{\"launchTemplates\":[{\"launchTemplateId\":\"lt-0\",\"launchTemplateName\":\"nodes\"}]}"));

        assertThat(step(plan, "nodegroup/lt").request())
                .contains("\"launchTemplate\":{\"version\":\"3\",\"id\":\"lt-1\"}")
                .doesNotContain("diskSize", "amiType", "releaseVersion", "\"1.36\"");
    }

    @Test
    void what_is_recorded_but_not_made_again_is_told() {
        var plan =
                plan(
                        Captured.whole()
                                .with(
                                        "eks",
                                        "DescribePodIdentityAssociation",
                                        "{\"association\":{\"namespace\":\"shop\",\"serviceAccount\":\"web\",\"roleArn\":\"arn:r\"}}")
                                .with(
                                        "eks",
                                        "DescribeAddon",
                                        "{\"addon\":{\"addonName\":\"vpc-cni\",\"addonVersion\":\"v1.20\"}}"));

        assertThat(plan.issues())
                .extracting(Issue::code, Issue::where)
                .containsExactly(
                        tuple("addon-not-managed", "add-on vpc-cni"),
                        tuple("pod-identity-not-made", "pod identity association of shop/web"));
    }

    @Test
    void every_member_that_is_translated_names_a_kind_of_thing() {
        for (var section : List.of("cluster", "nodegroup", "fargateProfile", "accessEntry")) {
            Treatments.of(section)
                    .lines()
                    .forEach((path, treatment) -> {
                        if (treatment == Treatment.TRANSLATED
                                || treatment == Treatment.COPIED_UNLESS_KNOWN) {
                            assertThat(
                                            IdentifierPlaces.at(section, path, "x").isPresent()
                                                    || path.equals("launchTemplate/name")
                                                    || path.equals("launchTemplate/version"))
                                    .as(section + " " + path)
                                    .isTrue();
                        }
                    });
        }
    }

    @Test
    void the_recovery_id_belongs_to_application_source_and_target() {
        var rehearsal =
                new RecoveryTarget(
                        "shop",
                        Captured.TARGET.source(),
                        Captured.TARGET.primary(),
                        Captured.TARGET.recovery(),
                        "shop-rehearsal",
                        Captured.TARGET.delegate());

        assertThat(Captured.TARGET.recoveryId())
                .matches("[0-9a-f]{20}")
                .isNotEqualTo(rehearsal.recoveryId());
    }

    private CloudPlan plan(Captured captured) {
        return plan(captured, Map.of());
    }

    private CloudPlan plan(Captured captured, Map<String, String> explicit) {
        var surveyed = captured.surveyed();
        var cloud = recovery.cloud();
        var counterparts = RecoveryCounterparts.of(Captured.TARGET, explicit, surveyed, cloud);
        return new CloudPlanner(Captured.TARGET, cloud, counterparts).plan(surveyed);
    }

    private void make(String cluster) {
        recovery.writer("somebody").createCluster(cluster.getBytes(StandardCharsets.UTF_8));
        recovery.writes.clear();
    }

    private static CloudStep step(CloudPlan plan, String id) {
        return plan.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + id + " in " + plan.steps()));
    }

    private static Translation translation(String place, String before, String after) {
        return new Translation(
                "counterpart",
                "cluster shop /resourcesVpcConfig/" + place,
                before,
                after,
                "the same name");
    }
}

package io.sistership.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.EksKind;
import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.Progress;
import io.sistership.model.Region;
import io.sistership.model.SistershipException;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterSurveyorTest {

    private static final String CLUSTER =
            """
            {"cluster":{"name":"shop","arn":"arn:aws:eks:us-east-1:111111111111:cluster/shop","version":"1.36",
             "status":"ACTIVE","endpoint":"https://127.0.0.1:6443","roleArn":"arn:aws:iam::111111111111:role/cluster",
             "resourcesVpcConfig":{"subnetIds":["subnet-0b","subnet-0a"],"securityGroupIds":["sg-0a"],
               "clusterSecurityGroupId":"sg-0c","vpcId":"vpc-0a","endpointPublicAccess":true},
             "identity":{"oidc":{"issuer":"https://oidc.eks.us-east-1.amazonaws.com/id/ABC"}},
             "certificateAuthority":{"data":"LS0tLS1CRUdJTg=="},
             "accessConfig":{"authenticationMode":"API_AND_CONFIG_MAP"},"tags":{"team":"shop"}}}\
            """;

    private final FakeEnvironment aws = new FakeEnvironment();
    private final ClusterSurveyor surveyor =
            new ClusterSurveyor(
                    aws.cloud(),
                    new Environment(
                            new AccountId("111111111111"),
                            new Region("us-east-1"),
                            Optional.empty()));

    @BeforeEach
    void a_cluster_with_one_of_everything() {
        aws.clusters.put("shop", CLUSTER);
        aws.parts.put(
                EksKind.NODEGROUP,
                Map.of(
                        "ng",
                        """
                        {"nodegroup":{"nodegroupName":"ng","nodeRole":"arn:aws:iam::111111111111:role/node",
                         "subnets":["subnet-0a"],"launchTemplate":{"id":"lt-0a","version":"3","name":"nodes"}}}\
                        """));
        aws.parts.put(
                EksKind.ACCESS_ENTRY,
                Map.of(
                        "arn:aws:iam::333333333333:role/auditor",
                        "{\"accessEntry\":{\"principalArn\":\"arn:aws:iam::333333333333:role/auditor\"}}"));
        aws.policies.put(
                "arn:aws:iam::333333333333:role/auditor", "{\"associatedAccessPolicies\":[]}");
        for (var id :
                new String[] {"subnet-0a", "subnet-0b", "sg-0a", "sg-0c", "vpc-0a", "lt-0a"}) {
            aws.network.put(id, "\"" + id + "\"");
        }
        aws.templateVersions.put("lt-0a/3", "{\"version\":\"3\"}");
        aws.roles.put("cluster", "{\"Arn\":\"arn:aws:iam::111111111111:role/cluster\"}");
        aws.roles.put("node", "{\"Arn\":\"arn:aws:iam::111111111111:role/node\"}");
        aws.providers.put(
                "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC",
                "{\"ClientIDList\":[\"sts.amazonaws.com\"]}");
        aws.providers.put("arn:aws:iam::111111111111:oidc-provider/elsewhere", "{}");
    }

    @Test
    void follows_references_and_keeps_every_response_as_it_came() {
        var survey = surveyor.survey("shop", Progress.SILENT);

        assertThat(survey.documents())
                .extracting(AwsDocument::operation)
                .containsExactly(
                        "DescribeCluster",
                        "DescribeNodegroup",
                        "DescribeAccessEntry",
                        "ListAssociatedAccessPolicies",
                        "DescribeVpcs",
                        "DescribeSubnets",
                        "DescribeSecurityGroups",
                        "DescribeLaunchTemplates",
                        "DescribeLaunchTemplateVersions",
                        "GetRole",
                        "ListAttachedRolePolicies",
                        "GetRole",
                        "ListAttachedRolePolicies",
                        "GetRolePolicy",
                        "GetOpenIDConnectProvider");
        assertThat(survey.documents().getFirst().text()).isEqualTo(CLUSTER);
        assertThat(survey.documents().get(5).text())
                .isEqualTo("{\"items\":[\"subnet-0a\",\"subnet-0b\"]}");
        assertThat(survey.issues()).isEmpty();
        assertThat(survey.cluster().endpoint()).hasToString("Optional[https://127.0.0.1:6443]");
    }

    @Test
    void what_is_new_in_a_document_is_an_issue_at_capture_time() {
        aws.clusters.put(
                "shop", CLUSTER.replace("\"tags\"", "\"holodeck\":{\"on\":true},\"tags\""));

        assertThat(surveyor.survey("shop", Progress.SILENT).issues())
                .containsExactly(
                        Issue.warning(
                                "attribute-without-treatment",
                                "cluster shop, holodeck",
                                "AWS describes something that this version of Sistership doesn't"
                                        + " know: it is recorded, and a recovery leaves it out",
                                "look whether the cluster needs it; a newer version of Sistership"
                                        + " may know it"));
    }

    @Test
    void what_a_cluster_names_and_is_gone_is_an_issue_and_the_rest_is_still_surveyed() {
        aws.network.remove("subnet-0b");
        aws.roles.remove("node");

        var survey = surveyor.survey("shop", Progress.SILENT);

        assertThat(survey.issues())
                .extracting(Issue::where, Issue::what)
                .containsExactly(
                        Tuple.tuple(
                                "subnet-0b",
                                "the cluster's configuration names something that isn't there:"
                                        + " ec2:DescribeSubnets: no subnet-0b"),
                        Tuple.tuple(
                                "arn:aws:iam::111111111111:role/node",
                                "the cluster's configuration names something that isn't there: IAM"
                                        + " knows no such role"));
        assertThat(survey.documents())
                .anyMatch(one -> one.text().equals("{\"items\":[\"subnet-0a\"]}"));
    }

    @Test
    void a_cluster_that_is_not_there_is_refused_with_those_that_are() {
        aws.clusters.put("stage", CLUSTER);

        assertThatThrownBy(() -> surveyor.survey("shoop", Progress.SILENT))
                .isInstanceOf(SistershipException.class)
                .hasMessage(
                        "there is no EKS cluster shoop in 111111111111 us-east-1; there are: shop,"
                                + " stage")
                .satisfies(e -> {
                    var failure = (SistershipException) e;
                    assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS);
                    assertThat(failure.code()).isEqualTo("cluster-not-found");
                    assertThat(failure.fix())
                            .isEqualTo(
                                    "Correct clusters, account or region in" + " sistership.yaml.");
                });
    }

    @Test
    void a_cluster_on_an_outpost_is_refused_before_anything_else_is_read() {
        aws.clusters.put(
                "shop",
                CLUSTER.replace(
                        "\"tags\"", "\"outpostConfig\":{\"outpostArns\":[\"arn:x\"]},\"tags\""));

        assertThatThrownBy(() -> surveyor.survey("shop", Progress.SILENT))
                .hasMessage("cluster shop runs on an Outpost, which no other place has")
                .extracting(e -> ((SistershipException) e).kind())
                .isEqualTo(FailureKind.REFUSED);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void a_cluster_that_is_only_registered_with_eks_is_refused() {
        aws.clusters.put(
                "shop",
                CLUSTER.replace("\"tags\"", "\"connectorConfig\":{\"provider\":\"GKE\"},\"tags\""));

        assertThatThrownBy(() -> surveyor.survey("shop", Progress.SILENT))
                .hasMessage("cluster shop is only registered with EKS, not run by it")
                .extracting(e -> ((SistershipException) e).code())
                .isEqualTo("cluster-not-run-by-eks");
    }

    @Test
    void access_entries_are_not_asked_for_where_none_can_exist() {
        aws.clusters.put("shop", CLUSTER.replace("API_AND_CONFIG_MAP", "CONFIG_MAP"));

        surveyor.survey("shop", Progress.SILENT);

        assertThat(aws.asked).contains("list NODEGROUP").doesNotContain("list ACCESS_ENTRY");
    }
}

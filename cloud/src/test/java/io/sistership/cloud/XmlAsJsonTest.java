package io.sistership.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.Arn;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlAsJsonTest {

    private static final String SUBNETS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
              <requestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</requestId>
              <subnetSet>
                <item>
                  <subnetId>subnet-0aaa</subnetId>
                  <vpcId>vpc-0a</vpcId>
                  <cidrBlock>10.0.1.0/24</cidrBlock>
                  <availabilityZone>us-east-1a</availabilityZone>
                  <somethingNew><deep>1.10</deep></somethingNew>
                  <ipv6CidrBlockAssociationSet/>
                  <tagSet>
                    <item><key>Name</key><value>shop &amp; co</value></item>
                    <item><key>kubernetes.io/role/elb</key><value>1</value></item>
                  </tagSet>
                </item>
              </subnetSet>
            </DescribeSubnetsResponse>
            """;

    @Test
    void every_element_is_kept_in_order_but_the_requests_id() {
        assertThat(XmlAsJson.convert(SUBNETS.getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo(
                        """
                        {"subnetSet":[{"subnetId":"subnet-0aaa","vpcId":"vpc-0a","cidrBlock":"10.0.1.0/24",\
                        "availabilityZone":"us-east-1a","somethingNew":{"deep":"1.10"},\
                        "ipv6CidrBlockAssociationSet":"",\
                        "tagSet":[{"key":"Name","value":"shop & co"},\
                        {"key":"kubernetes.io/role/elb","value":"1"}]}]}\
                        """);
    }

    @Test
    void a_subnet_is_recognised_by_what_ec2_says_of_it() {
        var found =
                NetworkResource.in(NetworkKind.SUBNET, XmlAsJson.convert(SUBNETS.getBytes(UTF_8)));

        assertThat(found)
                .containsExactly(
                        new NetworkResource(
                                NetworkKind.SUBNET,
                                "subnet-0aaa",
                                "shop & co",
                                "vpc-0a",
                                "us-east-1a",
                                "10.0.1.0/24",
                                Map.of("Name", "shop & co", "kubernetes.io/role/elb", "1")));
    }

    @Test
    void when_a_role_was_last_used_is_no_part_of_it() {
        var xml =
                """
                <GetRoleResponse><GetRoleResult><Role><RoleName>node</RoleName>
                  <RoleLastUsed><LastUsedDate>2026-11-23T09:43:05Z</LastUsedDate><Region>us-east-1</Region></RoleLastUsed>
                </Role></GetRoleResult></GetRoleResponse>
                """;

        assertThat(XmlAsJson.convert(xml.getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("{\"GetRoleResult\":{\"Role\":{\"RoleName\":\"node\"}}}");
    }

    @Test
    void a_role_is_recognised_by_what_iam_says_of_it() {
        var xml =
                """
                <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                  <GetRoleResult><Role>
                    <Path>/teams/</Path><RoleName>node</RoleName>
                    <Arn>arn:aws:iam::111111111111:role/teams/node</Arn>
                    <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument>
                    <Tags><member><Key>team</Key><Value>shop</Value></member></Tags>
                  </Role></GetRoleResult>
                  <ResponseMetadata><RequestId>x</RequestId></ResponseMetadata>
                </GetRoleResponse>
                """;

        var document = XmlAsJson.convert(xml.getBytes(UTF_8));

        assertThat(document)
                .asString(UTF_8)
                .contains("%7B%22Version%22%3A%222012-10-17%22%7D")
                .doesNotContain("RequestId");
        assertThat(IamRole.in(document))
                .isEqualTo(
                        new IamRole(
                                Arn.parse("arn:aws:iam::111111111111:role/teams/node"),
                                "node",
                                Map.of("team", "shop")));
    }

    @Test
    void an_entity_of_the_outside_is_not_fetched() {
        var xml = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a><b>&e;</b></a>";

        assertThatThrownBy(() -> XmlAsJson.convert(xml.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AWS answered something that isn't XML");
    }
}

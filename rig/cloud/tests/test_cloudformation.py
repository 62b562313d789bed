"""Stacks make what templates say, or refuse; they never skip."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, AwsRig, code_of, unique

NETWORK = """
Parameters:
  Zones: {Type: Number, Default: 2}
Conditions:
  Two: !Equals [!Ref Zones, 2]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.7.0.0/16
      EnableDnsHostnames: "true"
      Tags: [{Key: Name, Value: !Sub "${AWS::StackName}-vpc"}]
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  A:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.7.1.0/24
      AvailabilityZone: !Select [0, !GetAZs ""]
      MapPublicIpOnLaunch: true
  B:
    Type: AWS::EC2::Subnet
    Condition: Two
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.7.2.0/24, AvailabilityZone: !Select [1, !GetAZs ""]}
  Routed:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref A, RouteTableId: !Ref Table}
  Nodes:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: nodes
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: "443", ToPort: "443", CidrIp: 10.7.0.0/16, Description: api}
  Each:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Nodes, IpProtocol: "-1", SourceSecurityGroupId: !Ref Nodes}
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {InstanceType: m5.large, MetadataOptions: {HttpTokens: required}}}
Outputs:
  Subnets: {Value: !Join [",", [!Ref A, !If [Two, !Ref B, !Ref "AWS::NoValue"]]]}
  Vpc: {Value: !GetAtt Vpc.VpcId, Export: {Name: !Sub "${AWS::StackName}-vpc"}}
  Version: {Value: !GetAtt Template.LatestVersionNumber}
"""


def stack(aws: AwsRig, template: str, name: str | None = None, **arguments: Any) -> dict[str, Any]:
    client, chosen = aws.client("cloudformation"), name or unique("stack")
    client.create_stack(
        StackName=chosen, TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"], **arguments
    )
    return shown(aws, chosen)


def shown(aws: AwsRig, name: str) -> dict[str, Any]:
    found: dict[str, Any] = aws.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    found["Out"] = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    return found


def test_a_network_is_made_and_taken_down(aws: AwsRig) -> None:
    made, ec2 = stack(aws, NETWORK), aws.client("ec2")
    assert made["StackStatus"] == "CREATE_COMPLETE"
    vpc = made["Out"]["Vpc"]
    named = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
    assert {"Key": "Name", "Value": f"{made['StackName']}-vpc"} in named["Tags"]
    assert ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")["EnableDnsHostnames"][
        "Value"
    ]
    subnets = ec2.describe_subnets(SubnetIds=made["Out"]["Subnets"].split(","))["Subnets"]
    assert len({subnet["AvailabilityZone"] for subnet in subnets}) == 2
    tables = ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [subnets[0]["SubnetId"]]}]
    )
    assert "0.0.0.0/0" in [route["DestinationCidrBlock"] for route in tables["RouteTables"][0]["Routes"]]
    aws.client("cloudformation").delete_stack(StackName=made["StackName"])
    assert shown(aws, made["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert not ec2.describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Vpcs"]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{X: {Type: AWS::SQS::Queue}}", "the rig doesn't implement resource type AWS::SQS::Queue"),
        ("{X: {Type: AWS::S3::Bucket, Properties: {Versioning: on}}}", "unsupported property Versioning"),
        (
            "{X: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/x}}}",
            "required key .TargetKeyId. not found",
        ),
        ("{X: {Type: AWS::S3::Bucket, UpdatePolicy: {}}}", "Invalid template property.*UpdatePolicy"),
        ("{X: {Type: AWS::S3::Bucket, DependsOn: Y}}", "Unresolved resource dependencies .Y"),
        (
            "{X: {Type: AWS::S3::Bucket, DependsOn: Y}, Y: {Type: AWS::S3::Bucket, DependsOn: X}}",
            "Circular dependency between resources",
        ),
    ],
)
def test_what_would_not_be_made_is_refused_at_once(aws: AwsRig, template: str, message: str) -> None:
    name = unique("stack")
    with pytest.raises(ClientError, match=message) as raised:
        stack(aws, f"Resources: {template}", name)
    assert code_of(raised) == "ValidationError"
    with pytest.raises(ClientError, match="does not exist"):
        shown(aws, name)


KMS_ENCRYPTION = (
    "BucketEncryption: {ServerSideEncryptionConfiguration: "
    "[{ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]}"
)


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ("VersioningConfiguration: {Status: Enabled, Other: 1}", "unsupported property Other"),
        (
            "LifecycleConfiguration: {Rules: [{Status: Enabled, Transitions: []}]}",
            "unsupported property Transitions",
        ),
        (
            KMS_ENCRYPTION,
            "doesn't implement bucket encryption with KMS",
        ),
        ("BucketName: !GetAtt Other.Colour", "does not support attribute Colour"),
    ],
)
def test_a_failure_rolls_everything_back(aws: AwsRig, properties: str, message: str) -> None:
    other = unique("other")
    made = stack(
        aws,
        f"Resources: {{Other: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {other}}}}},"
        f" X: {{Type: AWS::S3::Bucket, DependsOn: Other, Properties: {{{properties}}}}}}}",
    )
    assert made["StackStatus"] == "ROLLBACK_COMPLETE"
    events = aws.client("cloudformation").describe_stack_events(StackName=made["StackName"])["StackEvents"]
    reasons = " ".join(event.get("ResourceStatusReason", "") for event in events)
    assert message in reasons
    assert other not in [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]]


ROLE = """
Parameters:
  Kind: {{Type: String, AllowedPattern: "[a-z]+", Default: s}}
  Secret: {{Type: String, NoEcho: true, Default: hidden}}
Resources:
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: "*", Resource: "*"}}]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: {name}
      Path: /made/
      MaxSessionDuration: {seconds}
      PermissionsBoundary: !Ref Boundary
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{{Effect: Allow, Principal: {{AWS: !Ref "AWS::AccountId"}}, Action: sts:AssumeRole}}]
      Policies:
        - PolicyName: {policy}
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{{Effect: Allow, Action: "s3:*", Resource: "*"}}]
      ManagedPolicyArns: [!Sub "arn:${{AWS::Partition}}:iam::aws:policy/AmazonEKSClusterPolicy"]
      Tags: [{{Key: team, Value: shop}}]
  Profile: {{Type: AWS::IAM::InstanceProfile, Properties: {{Roles: [!Ref Role]}}}}
  More:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: more
      Roles: [!Ref Role]
      PolicyDocument: {{Version: 2012-10-17, Statement: [{{Effect: Deny, Action: "s3:*", Resource: "*"}}]}}
Outputs: {{Arn: {{Value: !GetAtt Role.Arn}}}}
"""


def test_a_role_has_everything_that_was_said_of_it(aws: AwsRig) -> None:
    name, iam = unique("made"), aws.client("iam")
    made = stack(
        aws, ROLE.format(name=name, seconds=7200, policy="first"), Tags=[{"Key": "stack", "Value": "yes"}]
    )
    assert made["StackStatus"] == "CREATE_COMPLETE", made
    role = iam.get_role(RoleName=name)["Role"]
    assert role["Arn"] == made["Out"]["Arn"] == f"arn:aws:iam::{PRIMARY}:role/made/{name}"
    assert role["MaxSessionDuration"] == 7200
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"].startswith(f"arn:aws:iam::{PRIMARY}:policy/")
    assert {tag["Key"]: tag["Value"] for tag in role["Tags"]} == {"team": "shop", "stack": "yes"}
    assert sorted(iam.list_role_policies(RoleName=name)["PolicyNames"]) == ["first", "more"]
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AmazonEKSClusterPolicy"]
    shown_parameters = {one["ParameterKey"]: one["ParameterValue"] for one in made["Parameters"]}
    assert shown_parameters == {"Kind": "s", "Secret": "****"}


def test_an_update_changes_in_place_and_a_failed_one_goes_back(aws: AwsRig) -> None:
    name, iam, client = unique("made"), aws.client("iam"), aws.client("cloudformation")
    made = stack(aws, ROLE.format(name=name, seconds=3600, policy="first"))
    given = {"StackName": made["StackName"], "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    client.update_stack(TemplateBody=ROLE.format(name=name, seconds=7200, policy="second"), **given)
    assert shown(aws, made["StackName"])["StackStatus"] == "UPDATE_COMPLETE"
    assert iam.get_role(RoleName=name)["Role"]["MaxSessionDuration"] == 7200
    assert sorted(iam.list_role_policies(RoleName=name)["PolicyNames"]) == ["more", "second"]
    broken = ROLE.format(name=name, seconds=3600, policy="third").replace(
        "AmazonEKSClusterPolicy", "Nonsense"
    )
    client.update_stack(TemplateBody=broken, **given)
    assert shown(aws, made["StackName"])["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert iam.get_role(RoleName=name)["Role"]["MaxSessionDuration"] == 7200
    with pytest.raises(ClientError, match="No updates are to be performed"):
        client.update_stack(TemplateBody=ROLE.format(name=name, seconds=7200, policy="second"), **given)


def test_a_parameter_that_does_not_match_is_refused(aws: AwsRig) -> None:
    template = ROLE.format(name="x", seconds=3600, policy="first")
    with pytest.raises(ClientError, match=r"Parameter 'Kind' must match pattern \[a-z\]\+"):
        stack(aws, template, Parameters=[{"ParameterKey": "Kind", "ParameterValue": "UPPER"}])
    with pytest.raises(ClientError, match=r"Parameters: \[Nobody\] do not exist in the template"):
        stack(aws, template, Parameters=[{"ParameterKey": "Nobody", "ParameterValue": "x"}])


def test_deletion_policies_hold(aws: AwsRig) -> None:
    kept, dropped = unique("kept"), unique("dropped")
    made = stack(
        aws,
        f"Resources: {{K: {{Type: AWS::S3::Bucket, DeletionPolicy: Retain,"
        f" Properties: {{BucketName: {kept}}}}},"
        f" D: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {dropped}}}}}}}",
    )
    aws.client("cloudformation").delete_stack(StackName=made["StackName"])
    names = [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]]
    assert (kept in names, dropped in names) == (True, False)


def test_a_bucket_that_is_not_empty_keeps_its_stack(aws: AwsRig) -> None:
    name = unique("full")
    made = stack(aws, f"Resources: {{B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}}}")
    aws.client("s3").put_object(Bucket=name, Key="x", Body=b"x")
    aws.client("cloudformation").delete_stack(StackName=made["StackName"])
    left = shown(aws, made["StackName"])
    assert left["StackStatus"] == "DELETE_FAILED"
    assert "failed to delete: [B]" in left["StackStatusReason"]


def test_json_is_taken_too(aws: AwsRig) -> None:
    template = {
        "Resources": {
            "R": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": unique("shop")}}
        },
        "Outputs": {"Uri": {"Value": {"Fn::GetAtt": ["R", "RepositoryUri"]}}},
    }
    made = stack(aws, json.dumps(template))
    assert made["Out"]["Uri"].startswith(f"{PRIMARY}.dkr.ecr.us-east-1.amazonaws.com/shop-")

"""EC2 gives back what it was given."""

from __future__ import annotations

from typing import Any

from .clients import AwsRig, unique

DATA: dict[str, Any] = {
    "InstanceType": "m5.large",
    "ImageId": "ami-12345678",
    "UserData": "IyEvYmluL2Jhc2g=",
    "EbsOptimized": True,
    "BlockDeviceMappings": [
        {
            "DeviceName": "/dev/xvda",
            "Ebs": {
                "VolumeSize": 20,
                "VolumeType": "gp3",
                "Encrypted": True,
                "Iops": 3000,
                "Throughput": 125,
            },
        }
    ],
    "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
    "Monitoring": {"Enabled": True},
    "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}],
    "SecurityGroupIds": ["sg-1", "sg-2"],
    "IamInstanceProfile": {"Name": "x"},
    "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": False, "Groups": ["sg-1"]}],
    "Placement": {"Tenancy": "default"},
}
OWN = [{"ResourceType": "launch-template", "Tags": [{"Key": "own", "Value": "yes"}]}]


def test_a_launch_template_comes_back_as_it_was_given(aws: AwsRig) -> None:
    ec2, name = aws.client("ec2"), unique("template")
    ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=DATA, TagSpecifications=OWN)
    other = {"InstanceType": "m5.xlarge"}
    ec2.create_launch_template_version(LaunchTemplateName=name, LaunchTemplateData=other)
    versions = ec2.describe_launch_template_versions(LaunchTemplateName=name)["LaunchTemplateVersions"]
    found = {one["VersionNumber"]: one["LaunchTemplateData"] for one in versions}
    assert found == {1: DATA, 2: other}
    template = ec2.describe_launch_templates(LaunchTemplateNames=[name])["LaunchTemplates"][0]
    assert template["Tags"] == [{"Key": "own", "Value": "yes"}]


def test_a_security_group_keeps_every_rule_with_its_description(aws: AwsRig) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName=unique("group"), Description="d", VpcId=vpc)["GroupId"]
    rule = {
        "IpProtocol": "tcp",
        "FromPort": 1,
        "ToPort": 2,
        "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "inside"}],
        "Ipv6Ranges": [{"CidrIpv6": "fd00::/8", "Description": "six"}],
        "UserIdGroupPairs": [{"GroupId": group, "Description": "self"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"][0]
    assert found["IpRanges"] == rule["IpRanges"]
    assert found["Ipv6Ranges"] == rule["Ipv6Ranges"]
    pair = found["UserIdGroupPairs"][0]
    assert (pair["GroupId"], pair["Description"]) == (group, "self")

"""Networks: VPCs, subnets, security groups, gateways, routes, launch templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .kinds import Deployer, Kind, Properties, Wish, ignore_missing, names, rest, truth
from .shape import fitted
from .values import Made


def _tags(wish: Wish, resource: str) -> dict[str, Any]:
    tags = wish.all_tags()
    return {"TagSpecifications": [{"ResourceType": resource, "Tags": tags}]} if tags else {}


def create_vpc(deployer: Deployer, wish: Wish) -> Made:
    """DNS attributes are set apart."""
    given = {**rest(wish.properties, "Tags", "EnableDnsSupport", "EnableDnsHostnames"), **_tags(wish, "vpc")}
    ec2 = deployer.client("ec2")
    vpc = ec2.create_vpc(**fitted("ec2", "CreateVpc", given, "AWS::EC2::VPC"))["Vpc"]
    for name in ("EnableDnsSupport", "EnableDnsHostnames"):
        if name in wish.properties:
            ec2.modify_vpc_attribute(VpcId=vpc["VpcId"], **{name: {"Value": truth(wish.properties[name])}})
    return Made(
        vpc["VpcId"], {"VpcId": vpc["VpcId"], "CidrBlock": vpc["CidrBlock"], **_defaults(ec2, vpc["VpcId"])}
    )


def _defaults(ec2: Any, vpc: str) -> dict[str, str]:
    mine = [{"Name": "vpc-id", "Values": [vpc]}]
    groups = ec2.describe_security_groups(Filters=[*mine, {"Name": "group-name", "Values": ["default"]}])
    acls = ec2.describe_network_acls(Filters=[*mine, {"Name": "default", "Values": ["true"]}])
    return {
        "DefaultSecurityGroup": groups["SecurityGroups"][0]["GroupId"],
        "DefaultNetworkAcl": acls["NetworkAcls"][0]["NetworkAclId"],
    }


def create_subnet(deployer: Deployer, wish: Wish) -> Made:
    """Public addresses at launch are set apart."""
    given = {**rest(wish.properties, "Tags", "MapPublicIpOnLaunch"), **_tags(wish, "subnet")}
    ec2 = deployer.client("ec2")
    subnet = ec2.create_subnet(**fitted("ec2", "CreateSubnet", given, "AWS::EC2::Subnet"))["Subnet"]
    if "MapPublicIpOnLaunch" in wish.properties:
        value = {"Value": truth(wish.properties["MapPublicIpOnLaunch"])}
        ec2.modify_subnet_attribute(SubnetId=subnet["SubnetId"], MapPublicIpOnLaunch=value)
    shown = {name: subnet[name] for name in ("SubnetId", "VpcId", "AvailabilityZone", "CidrBlock")}
    return Made(subnet["SubnetId"], shown)


def create_group(deployer: Deployer, wish: Wish) -> Made:
    """A group's own egress rules replace the one that lets everything out."""
    properties = wish.properties
    given = {
        "GroupName": properties.get("GroupName") or wish.generated_name(255),
        "Description": properties["GroupDescription"],
        **({"VpcId": properties["VpcId"]} if "VpcId" in properties else {}),
        **_tags(wish, "security-group"),
    }
    ec2 = deployer.client("ec2")
    group = ec2.create_security_group(**given)["GroupId"]
    for rule in properties.get("SecurityGroupIngress", []):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[_rule(rule, "Source")])
    if "SecurityGroupEgress" in properties:
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
        for rule in properties["SecurityGroupEgress"]:
            ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[_rule(rule, "Destination")])
    return Made(group, {"GroupId": group, "Id": group, "VpcId": properties.get("VpcId", "")})


def _rule(rule: Properties, side: str) -> dict[str, Any]:
    described = {"Description": rule["Description"]} if "Description" in rule else {}
    found: dict[str, Any] = {"IpProtocol": rule["IpProtocol"]}
    for name in ("FromPort", "ToPort"):
        if name in rule:
            found[name] = rule[name]
    if "CidrIp" in rule:
        found["IpRanges"] = [{"CidrIp": rule["CidrIp"], **described}]
    if "CidrIpv6" in rule:
        found["Ipv6Ranges"] = [{"CidrIpv6": rule["CidrIpv6"], **described}]
    group, lists = f"{side}SecurityGroupId", f"{side}PrefixListId"
    if group in rule:
        found["UserIdGroupPairs"] = [{"GroupId": rule[group], **described}]
    if lists in rule:
        found["PrefixListIds"] = [{"PrefixListId": rule[lists], **described}]
    known = {"IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", group, lists, "Description"}
    given = {"IpPermissions": [{**found, **rest(rule, *known)}]}
    fit = fitted("ec2", "AuthorizeSecurityGroupIngress", given, "security group rule")
    permission: dict[str, Any] = fit["IpPermissions"][0]
    return permission


def _rule_kind(direction: str, side: str) -> Kind:
    """A rule as a resource of its own."""

    def create(deployer: Deployer, wish: Wish) -> Made:
        ec2 = deployer.client("ec2")
        authorize = getattr(ec2, f"authorize_security_group_{direction.lower()}")
        rule = _rule(rest(wish.properties, "GroupId"), side)
        answer = authorize(GroupId=wish.properties["GroupId"], IpPermissions=[rule])
        identity = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return Made(identity, {"Id": identity})

    def delete(deployer: Deployer, made: Made, properties: Properties) -> None:
        revoke = getattr(deployer.client("ec2"), f"revoke_security_group_{direction.lower()}")
        group = properties["GroupId"]
        ignore_missing(
            lambda: revoke(GroupId=group, SecurityGroupRuleIds=[made.id]),
            "InvalidGroup.NotFound",
            "InvalidSecurityGroupRuleId.NotFound",
        )

    optional = names("FromPort", "ToPort", "CidrIp", "CidrIpv6", "Description")
    sides = names(f"{side}SecurityGroupId", f"{side}PrefixListId")
    required = names("GroupId", "IpProtocol")
    return Kind(f"AWS::EC2::SecurityGroup{direction}", required, optional | sides, create, delete)


def create_internet_gateway(deployer: Deployer, wish: Wish) -> Made:
    """It is attached by a resource of its own."""
    answer = deployer.client("ec2").create_internet_gateway(**_tags(wish, "internet-gateway"))
    identity = answer["InternetGateway"]["InternetGatewayId"]
    return Made(identity, {"InternetGatewayId": identity})


def attach_gateway(deployer: Deployer, wish: Wish) -> Made:
    """Attaches an internet gateway."""
    vpc, gateway = wish.properties["VpcId"], wish.properties["InternetGatewayId"]
    deployer.client("ec2").attach_internet_gateway(VpcId=vpc, InternetGatewayId=gateway)
    return Made(f"{gateway}|{vpc}")


def detach_gateway(deployer: Deployer, _made: Made, properties: Properties) -> None:
    """Detaches it."""
    ec2, given = deployer.client("ec2"), dict(properties)
    ignore_missing(
        lambda: ec2.detach_internet_gateway(**given), "Gateway.NotAttached", _missing("InternetGateway")
    )


def create_route_table(deployer: Deployer, wish: Wish) -> Made:
    """A table of its own, beside the VPC's main one."""
    given = {"VpcId": wish.properties["VpcId"], **_tags(wish, "route-table")}
    identity = deployer.client("ec2").create_route_table(**given)["RouteTable"]["RouteTableId"]
    return Made(identity, {"RouteTableId": identity})


def create_route(deployer: Deployer, wish: Wish) -> Made:
    """A route is named by its table and destination."""
    given = fitted("ec2", "CreateRoute", wish.properties, "AWS::EC2::Route")
    deployer.client("ec2").create_route(**given)
    return Made(
        f"{given['RouteTableId']}|{given['DestinationCidrBlock']}",
        {"CidrBlock": given["DestinationCidrBlock"]},
    )


def delete_route(deployer: Deployer, _made: Made, properties: Properties) -> None:
    """Its table may be gone."""
    ec2 = deployer.client("ec2")
    named = {name: properties[name] for name in ("RouteTableId", "DestinationCidrBlock")}
    ignore_missing(lambda: ec2.delete_route(**named), "InvalidRoute.NotFound", _missing("RouteTable"))


def associate(deployer: Deployer, wish: Wish) -> Made:
    """A subnet with a route table."""
    identity = deployer.client("ec2").associate_route_table(**wish.properties)["AssociationId"]
    return Made(identity, {"Id": identity})


def disassociate(deployer: Deployer, made: Made, _properties: Properties) -> None:
    """The subnet falls back to the main table."""
    ec2 = deployer.client("ec2")
    ignore_missing(
        lambda: ec2.disassociate_route_table(AssociationId=made.id), "InvalidAssociationID.NotFound"
    )


def create_launch_template(deployer: Deployer, wish: Wish) -> Made:
    """Version 1 of a template."""
    given = {
        "LaunchTemplateName": wish.properties.get("LaunchTemplateName") or wish.generated_name(128),
        **rest(wish.properties, "LaunchTemplateName"),
    }
    arguments = fitted("ec2", "CreateLaunchTemplate", given, "AWS::EC2::LaunchTemplate")
    template = deployer.client("ec2").create_launch_template(**arguments)["LaunchTemplate"]
    shown = {
        "LaunchTemplateId": template["LaunchTemplateId"],
        "LatestVersionNumber": str(template["LatestVersionNumber"]),
        "DefaultVersionNumber": str(template["DefaultVersionNumber"]),
    }
    return Made(template["LaunchTemplateId"], shown)


def _missing(kind: str) -> str:
    return f"Invalid{kind}ID.NotFound"


def _deleter(operation: str, argument: str, *codes: str) -> Callable[[Deployer, Made, Properties], None]:
    def delete(deployer: Deployer, made: Made, _properties: Properties) -> None:
        call = getattr(deployer.client("ec2"), operation)
        ignore_missing(lambda: call(**{argument: made.id}), *codes)

    return delete


KINDS = (
    Kind(
        "AWS::EC2::VPC",
        names("CidrBlock"),
        names("EnableDnsSupport", "EnableDnsHostnames", "InstanceTenancy", "Tags"),
        create_vpc,
        _deleter("delete_vpc", "VpcId", _missing("Vpc")),
    ),
    Kind(
        "AWS::EC2::Subnet",
        names("VpcId", "CidrBlock"),
        names("AvailabilityZone", "MapPublicIpOnLaunch", "Tags"),
        create_subnet,
        _deleter("delete_subnet", "SubnetId", _missing("Subnet")),
    ),
    Kind(
        "AWS::EC2::SecurityGroup",
        names("GroupDescription"),
        names("GroupName", "VpcId", "SecurityGroupIngress", "SecurityGroupEgress", "Tags"),
        create_group,
        _deleter("delete_security_group", "GroupId", "InvalidGroup.NotFound"),
    ),
    _rule_kind("Ingress", "Source"),
    _rule_kind("Egress", "Destination"),
    Kind(
        "AWS::EC2::InternetGateway",
        names(),
        names("Tags"),
        create_internet_gateway,
        _deleter("delete_internet_gateway", "InternetGatewayId", _missing("InternetGateway")),
    ),
    Kind(
        "AWS::EC2::VPCGatewayAttachment",
        names("VpcId", "InternetGatewayId"),
        names(),
        attach_gateway,
        detach_gateway,
    ),
    Kind(
        "AWS::EC2::RouteTable",
        names("VpcId"),
        names("Tags"),
        create_route_table,
        _deleter("delete_route_table", "RouteTableId", _missing("RouteTable")),
    ),
    Kind(
        "AWS::EC2::Route",
        names("RouteTableId", "DestinationCidrBlock"),
        names("GatewayId", "NatGatewayId"),
        create_route,
        delete_route,
    ),
    Kind(
        "AWS::EC2::SubnetRouteTableAssociation",
        names("SubnetId", "RouteTableId"),
        names(),
        associate,
        disassociate,
    ),
    Kind(
        "AWS::EC2::LaunchTemplate",
        names("LaunchTemplateData"),
        names("LaunchTemplateName", "VersionDescription", "TagSpecifications"),
        create_launch_template,
        _deleter("delete_launch_template", "LaunchTemplateId", "InvalidLaunchTemplateId.NotFound"),
    ),
)

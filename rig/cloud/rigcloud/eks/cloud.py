"""What EKS asks of other services of the rig: roles of IAM; subnets, security groups, templates of EC2."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ..kms_keys import KEYS
from .model import Call, invalid


@dataclass(frozen=True)
class Subnet:
    """What EKS wants to know of a subnet."""

    id: str
    vpc: str
    zone: str
    zone_id: str
    cidr: str


def _ec2(account: str, region: str) -> Any:
    from moto.ec2.models import ec2_backends  # noqa: PLC0415 - EC2 costs a second, loaded on first use

    return ec2_backends[account][region]


def subnets(call: Call, ids: list[str]) -> list[Subnet]:
    """The subnets; refuses those that don't exist, or that lie in more than one VPC."""
    found = [_subnet(call, one) for one in ids]
    if len({subnet.vpc for subnet in found}) > 1:
        raise invalid("Subnets specified must belong to the same VPC")
    return found


def _subnet(call: Call, subnet_id: str) -> Subnet:
    from moto.ec2.exceptions import InvalidSubnetIdError  # noqa: PLC0415 - with EC2

    try:
        subnet = _ec2(call.account, call.region).get_subnet(subnet_id)
    except InvalidSubnetIdError:
        raise invalid(f"The subnet ID '{subnet_id}' does not exist", subnetId=subnet_id) from None
    zone_id = getattr(subnet, "availability_zone_id", "") or ""
    return Subnet(subnet.id, subnet.vpc_id, subnet.availability_zone, zone_id, subnet.cidr_block)


def vpc_cidr(call: Call, vpc: str) -> str:
    """The VPC's first IPv4 range."""
    return str(_ec2(call.account, call.region).get_vpc(vpc).cidr_block)


def check_security_groups(call: Call, ids: list[str], vpc: str) -> None:
    """Refuses security groups that don't exist in the VPC."""
    groups = _ec2(call.account, call.region).groups.get(vpc, {})
    for group in ids:
        if group not in groups:
            raise invalid(f"The security group '{group}' does not exist in VPC '{vpc}'")


def create_cluster_security_group(call: Call, cluster: str, vpc: str) -> str:
    """
    The cluster security group, named and tagged as EKS does, open to itself and outwards.

    https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
    """
    ec2 = _ec2(call.account, call.region)
    name = f"eks-cluster-sg-{cluster}-{secrets.randbelow(10**10)}"
    description = (
        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, "
        "as well as any managed workloads."
    )
    tags = {"Name": name, "aws:eks:cluster-name": cluster, f"kubernetes.io/cluster/{cluster}": "owned"}
    group = ec2.create_security_group(name, description, vpc, tags=tags)
    ec2.authorize_security_group_ingress(
        group.id, "-1", None, None, [], source_groups=[{"GroupId": group.id}], vpc_id=vpc
    )
    return str(group.id)


def delete_security_group(account: str, region: str, group: str) -> None:
    """Deletes the cluster security group."""
    from moto.core.exceptions import ServiceException  # noqa: PLC0415 - with EC2

    try:
        _ec2(account, region).delete_security_group(group_id=group)
    except ServiceException:
        return  # as on AWS, one that is still in use (or already gone) doesn't keep the cluster


def role(call: Call, role_arn: str, service: str) -> str:
    """Checks that a role of the caller's account exists and trusts the service. Returns its ARN."""
    from moto.iam.models import iam_backends  # noqa: PLC0415 - loaded by then

    account = role_arn.split(":")[4] if role_arn.count(":") >= 5 else ""
    if account != call.account:
        raise invalid(f"Cross-account pass role is not allowed: {role_arn}")
    found = next((one for one in iam_backends[account]["aws"].get_roles() if one.arn == role_arn), None)
    if found is None or service not in _trusted_services(found.assume_role_policy_document):
        raise invalid(
            f"Role with arn: {role_arn}, could not be assumed because it does not exist "
            f"or the trusted entity is not correct: {service} is not trusted"
        )
    return role_arn


def _trusted_services(policy: str) -> set[str]:
    text = policy if policy.lstrip().startswith("{") else unquote(policy)
    statements = json.loads(text).get("Statement", [])
    services: set[str] = set()
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", {})
        if statement.get("Effect") == "Allow" and isinstance(principal, dict):
            named = principal.get("Service", [])
            services.update([named] if isinstance(named, str) else named)
    return services


def principal_exists(principal_arn: str) -> bool:
    """Whether a role or user exists in an account of this rig."""
    from moto.iam.models import iam_backends  # noqa: PLC0415 - loaded by then

    parts = principal_arn.split(":")
    if len(parts) != 6 or parts[4] not in iam_backends:
        return False
    iam = iam_backends[parts[4]]["aws"]
    return any(one.arn == principal_arn for one in (*iam.get_roles(), *iam.users.values()))


def key_exists(call: Call, key_arn: str) -> bool:
    """Whether a symmetric KMS key of the caller's region exists, in any account of the rig."""
    parts = key_arn.split(":", 5)
    if len(parts) != 6 or parts[2:4] != ["kms", call.region]:
        return False
    key = KEYS.find((parts[4], call.region), parts[5].removeprefix("key/"))
    return key is not None and key.spec == "SYMMETRIC_DEFAULT"


def launch_template(call: Call, wanted: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """Resolves a launch template to name, id and version number, and gives the version's data."""
    templates = _ec2(call.account, call.region).launch_templates
    found = next(
        (one for one in templates.values() if one.id == wanted.get("id") or one.name == wanted.get("name")),
        None,
    )
    if found is None:
        asked = wanted.get("id") or wanted.get("name")
        raise invalid(f"Launch template {asked} could not be found")
    number = wanted.get("version") or str(found.default_version_number)
    number = {"$Default": str(found.default_version_number), "$Latest": str(found.latest_version_number)}.get(
        number, number
    )
    version = next((one for one in found.versions if str(one.number) == number), None)
    if version is None:
        raise invalid(f"Launch template {found.id} has no version {number}")
    return {"name": found.name, "version": number, "id": found.id}, version.data

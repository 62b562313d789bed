"""Access entries of EKS clusters."""

from __future__ import annotations

from .kinds import Deployer, Kind, Properties, Wish, ignore_missing, names
from .shape import fitted
from .values import Made


def create_entry(deployer: Deployer, wish: Wish) -> Made:
    """An entry with its policies."""
    properties = wish.properties
    given = {
        "clusterName": properties["ClusterName"],
        "principalArn": properties["PrincipalArn"],
        "tags": {tag["Key"]: tag["Value"] for tag in wish.all_tags()},
    }
    for name, argument in (
        ("KubernetesGroups", "kubernetesGroups"),
        ("Username", "username"),
        ("Type", "type"),
    ):
        if name in properties:
            given[argument] = properties[name]
    eks = deployer.client("eks")
    entry = eks.create_access_entry(**fitted("eks", "CreateAccessEntry", given, "AWS::EKS::AccessEntry"))
    arn = entry["accessEntry"]["accessEntryArn"]
    named = {"clusterName": given["clusterName"], "principalArn": given["principalArn"]}
    for policy in properties.get("AccessPolicies", []):
        scope = {name[0].lower() + name[1:]: value for name, value in policy["AccessScope"].items()}
        eks.associate_access_policy(**named, policyArn=policy["PolicyArn"], accessScope=scope)
    return Made(f"{properties['PrincipalArn']}|{properties['ClusterName']}", {"AccessEntryArn": arn})


def delete_entry(deployer: Deployer, _made: Made, properties: Properties) -> None:
    """Its cluster may be gone."""
    eks = deployer.client("eks")
    named = {"clusterName": properties["ClusterName"], "principalArn": properties["PrincipalArn"]}
    ignore_missing(lambda: eks.delete_access_entry(**named), "ResourceNotFoundException")


KINDS = (
    Kind(
        "AWS::EKS::AccessEntry",
        required=names("ClusterName", "PrincipalArn"),
        optional=names("AccessPolicies", "KubernetesGroups", "Tags", "Type", "Username"),
        create=create_entry,
        delete=delete_entry,
    ),
)

"""Roles, policies, instance profiles, OIDC providers."""

from __future__ import annotations

import json
from typing import Any

from .kinds import Change, Deployer, Kind, Properties, Wish, ignore_missing, names, pick
from .shape import fitted
from .values import Made

_GONE = "NoSuchEntity"
_ATTACHED = ("Roles", "Users", "Groups")


def create_role(deployer: Deployer, wish: Wish) -> Made:
    """Makes the role with its policies; a role half made is taken down again."""
    properties = wish.properties
    given = {
        "RoleName": properties.get("RoleName") or wish.generated_name(),
        "AssumeRolePolicyDocument": json.dumps(properties["AssumeRolePolicyDocument"]),
        **pick(properties, ("Path", "Description", "MaxSessionDuration", "PermissionsBoundary")),
        "Tags": wish.all_tags(),
    }
    iam = deployer.client("iam")
    role = iam.create_role(**fitted("iam", "CreateRole", given, "AWS::IAM::Role"))["Role"]
    made = Made(role["RoleName"], {"Arn": role["Arn"], "RoleId": role["RoleId"]})
    try:
        _set_policies(iam, made.id, {}, properties)
    except Exception:
        delete_role(deployer, made, properties)
        raise
    return made


def update_role(deployer: Deployer, change: Change) -> Made:
    """Everything but its name and path."""
    iam, name = deployer.client("iam"), change.made.id
    before, after = change.before.properties, change.after.properties
    if change.differs("AssumeRolePolicyDocument"):
        iam.update_assume_role_policy(
            RoleName=name, PolicyDocument=json.dumps(after["AssumeRolePolicyDocument"])
        )
    if change.differs("Description", "MaxSessionDuration"):
        given = {
            "RoleName": name,
            "Description": after.get("Description", ""),
            "MaxSessionDuration": after.get("MaxSessionDuration", 3600),
        }
        iam.update_role(**fitted("iam", "UpdateRole", given, "AWS::IAM::Role"))
    if change.differs("PermissionsBoundary"):
        _set_boundary(iam, name, after.get("PermissionsBoundary"))
    _set_policies(iam, name, before, after)
    _set_role_tags(iam, name, change)
    return change.made


def _set_boundary(iam: Any, name: str, boundary: str | None) -> None:
    if boundary:
        iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    else:
        iam.delete_role_permissions_boundary(RoleName=name)


def _set_policies(iam: Any, name: str, before: Properties, after: Properties) -> None:
    wanted = {policy["PolicyName"]: policy["PolicyDocument"] for policy in after.get("Policies", [])}
    for policy in before.get("Policies", []):
        if policy["PolicyName"] not in wanted:
            named = {"RoleName": name, "PolicyName": policy["PolicyName"]}
            ignore_missing(iam.delete_role_policy, _GONE, **named)
    for policy_name, document in wanted.items():
        iam.put_role_policy(RoleName=name, PolicyName=policy_name, PolicyDocument=json.dumps(document))
    kept, had = after.get("ManagedPolicyArns", []), before.get("ManagedPolicyArns", [])
    for arn in had:
        if arn not in kept:
            ignore_missing(iam.detach_role_policy, _GONE, RoleName=name, PolicyArn=arn)
    for arn in kept:
        if arn not in had:
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)


def _set_role_tags(iam: Any, name: str, change: Change) -> None:
    dropped = change.dropped_tags()
    if dropped:
        iam.untag_role(RoleName=name, TagKeys=dropped)
    tags = change.after.all_tags()
    if tags:
        iam.tag_role(RoleName=name, Tags=tags)


def delete_role(deployer: Deployer, made: Made, properties: Properties) -> None:
    """What the stack attached goes first; what others attached keeps the role, as on AWS."""
    iam = deployer.client("iam")
    for policy in properties.get("Policies", []):
        named = {"RoleName": made.id, "PolicyName": policy["PolicyName"]}
        ignore_missing(iam.delete_role_policy, _GONE, **named)
    for arn in properties.get("ManagedPolicyArns", []):
        attached = {"RoleName": made.id, "PolicyArn": arn}
        ignore_missing(iam.detach_role_policy, _GONE, **attached)
    ignore_missing(lambda: iam.delete_role(RoleName=made.id), _GONE)


def put_inline(deployer: Deployer, wish: Wish) -> Made:
    """AWS::IAM::Policy: one inline policy in several holders."""
    properties = wish.properties
    document = json.dumps(properties["PolicyDocument"])
    for holder, put in _holders(deployer, properties, "put"):
        put(**holder, PolicyName=properties["PolicyName"], PolicyDocument=document)
    return Made(properties["PolicyName"])


def delete_inline(deployer: Deployer, _made: Made, properties: Properties) -> None:
    """Out of every holder."""
    for holder, delete in _holders(deployer, properties, "delete"):
        named = {**holder, "PolicyName": properties["PolicyName"]}
        ignore_missing(delete, _GONE, **named)


def update_inline(deployer: Deployer, change: Change) -> Made:
    """Out of the old holders, into the new ones."""
    delete_inline(deployer, change.made, change.before.properties)
    return put_inline(deployer, change.after)


def _holders(deployer: Deployer, properties: Properties, verb: str) -> list[tuple[dict[str, str], Any]]:
    iam, found = deployer.client("iam"), list[tuple[dict[str, str], Any]]()
    for plural in _ATTACHED:
        kind = plural[:-1]
        call = getattr(iam, f"{verb}_{kind.lower()}_policy")
        found += [({f"{kind}Name": name}, call) for name in properties.get(plural, [])]
    if "RoleName" in properties:
        found.append(({"RoleName": properties["RoleName"]}, getattr(iam, f"{verb}_role_policy")))
    return found


def create_managed(deployer: Deployer, wish: Wish) -> Made:
    """Ref of a managed policy is its ARN."""
    properties = wish.properties
    given = {
        "PolicyName": properties.get("ManagedPolicyName") or wish.generated_name(128),
        "PolicyDocument": json.dumps(properties["PolicyDocument"]),
        **pick(properties, ("Path", "Description")),
    }
    iam = deployer.client("iam")
    policy = iam.create_policy(**fitted("iam", "CreatePolicy", given, "AWS::IAM::ManagedPolicy"))["Policy"]
    for holder, attach in _holders(deployer, properties, "attach"):
        attach(**holder, PolicyArn=policy["Arn"])
    return Made(policy["Arn"], {"PolicyArn": policy["Arn"], "PolicyId": policy["PolicyId"]})


def delete_managed(deployer: Deployer, made: Made, properties: Properties) -> None:
    """Detached from the stack's holders first."""
    iam = deployer.client("iam")
    for holder, detach in _holders(deployer, properties, "detach"):
        named = {**holder, "PolicyArn": made.id}
        ignore_missing(detach, _GONE, **named)
    ignore_missing(lambda: iam.delete_policy(PolicyArn=made.id), _GONE)


def create_profile(deployer: Deployer, wish: Wish) -> Made:
    """An instance profile with its role."""
    properties = wish.properties
    given = {
        "InstanceProfileName": properties.get("InstanceProfileName") or wish.generated_name(128),
        **pick(properties, ("Path",)),
    }
    iam = deployer.client("iam")
    profile = iam.create_instance_profile(**given)["InstanceProfile"]
    name = profile["InstanceProfileName"]
    for role in properties["Roles"]:
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    return Made(name, {"Arn": profile["Arn"]})


def delete_profile(deployer: Deployer, made: Made, properties: Properties) -> None:
    """Empties it first."""
    iam = deployer.client("iam")
    for role in properties["Roles"]:
        named = {"InstanceProfileName": made.id, "RoleName": role}
        ignore_missing(iam.remove_role_from_instance_profile, _GONE, **named)
    ignore_missing(lambda: iam.delete_instance_profile(InstanceProfileName=made.id), _GONE)


def create_provider(deployer: Deployer, wish: Wish) -> Made:
    """Ref of an OIDC provider is its ARN."""
    given = {**pick(wish.properties, ("Url", "ClientIDList", "ThumbprintList")), "Tags": wish.all_tags()}
    if "ClientIdList" in wish.properties:
        given["ClientIDList"] = wish.properties["ClientIdList"]
    arn = deployer.client("iam").create_open_id_connect_provider(
        **fitted("iam", "CreateOpenIDConnectProvider", given, "AWS::IAM::OIDCProvider")
    )["OpenIDConnectProviderArn"]
    return Made(arn, {"Arn": arn})


def delete_provider(deployer: Deployer, made: Made, _properties: Properties) -> None:
    """By its ARN."""
    iam = deployer.client("iam")
    ignore_missing(lambda: iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=made.id), _GONE)


_ROLE = names(
    "AssumeRolePolicyDocument",
    "Description",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "PermissionsBoundary",
    "Policies",
    "Tags",
)

KINDS = (
    Kind(
        "AWS::IAM::Role",
        required=names("AssumeRolePolicyDocument"),
        optional=_ROLE | names("RoleName", "Path"),
        create=create_role,
        delete=delete_role,
        mutable=_ROLE,
        update=update_role,
        names_by=("RoleName",),
        is_iam=True,
    ),
    Kind(
        "AWS::IAM::Policy",
        required=names("PolicyName", "PolicyDocument"),
        optional=names(*_ATTACHED),
        create=put_inline,
        delete=delete_inline,
        mutable=names("PolicyName", "PolicyDocument", *_ATTACHED),
        update=update_inline,
        is_iam=True,
    ),
    Kind(
        "AWS::IAM::RolePolicy",
        required=names("PolicyName", "PolicyDocument", "RoleName"),
        optional=names(),
        create=put_inline,
        delete=delete_inline,
        mutable=names("PolicyDocument"),
        update=update_inline,
        is_iam=True,
    ),
    Kind(
        "AWS::IAM::ManagedPolicy",
        required=names("PolicyDocument"),
        optional=names("ManagedPolicyName", "Path", "Description", *_ATTACHED),
        create=create_managed,
        delete=delete_managed,
        names_by=("ManagedPolicyName",),
        is_iam=True,
    ),
    Kind(
        "AWS::IAM::InstanceProfile",
        required=names("Roles"),
        optional=names("InstanceProfileName", "Path"),
        create=create_profile,
        delete=delete_profile,
        names_by=("InstanceProfileName",),
        is_iam=True,
    ),
    Kind(
        "AWS::IAM::OIDCProvider",
        required=names(),
        optional=names("Url", "ClientIdList", "ThumbprintList", "Tags"),
        create=create_provider,
        delete=delete_provider,
        is_iam=True,
    ),
)

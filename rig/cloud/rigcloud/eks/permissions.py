"""
Which permissions an EKS call needs, on which resources, with which condition keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
"""

from __future__ import annotations

import json

from ..access import Access, Demand
from ..policy_conditions import Context
from ..subject import subject_of
from .model import Call, Cluster, Document, Store, arn

_UNBOUND = {
    "ListAccessPolicies",
    "DescribeClusterVersions",
    "DescribeAddonVersions",
    "DescribeAddonConfiguration",
}
_PASSED = {
    "CreateCluster": ("roleArn", "eks.amazonaws.com"),
    "CreateNodegroup": ("nodeRole", "ec2.amazonaws.com"),
    "CreateFargateProfile": ("podExecutionRoleArn", "eks-fargate-pods.amazonaws.com"),
}
_PASSED_DOWN = {
    "eks:principalarn": "principalArn",
    "eks:policyarn": "policyArn",
    "eks:username": "username",
    "eks:kubernetesgroups": "kubernetesGroups",
    "eks:accessentrytype": "type",
    "eks:kubernetesversion": "version",
    "eks:supporttype": "upgradePolicy.supportType",
    "eks:deletionprotection": "deletionProtection",
    "eks:accessscope": "accessScope.type",
    "eks:namespaces": "accessScope.namespaces",
    "eks:authenticationmode": "accessConfig.authenticationMode",
    "eks:bootstrapclustercreatoradminpermissions": "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "eks:bootstrapselfmanagedaddons": "bootstrapSelfManagedAddons",
    "eks:endpointpublicaccess": "resourcesVpcConfig.endpointPublicAccess",
    "eks:endpointprivateaccess": "resourcesVpcConfig.endpointPrivateAccess",
}
"""Condition keys that take their value from the input."""


def require(access: Access, store: Store, call: Call) -> None:
    """Refuses the call unless its caller has every permission that it needs."""
    for demand in demands(store, call):
        access.require(subject_of(call.caller.principal), demand)


def demands(store: Store, call: Call) -> list[Demand]:
    """The call's own permission; tagging and handing over a role are permissions of their own."""
    target, tags = _target(store, call)
    context = {**_input_context(call), **{f"aws:resourcetag/{key}".lower(): (tags[key],) for key in tags}}
    needed = [_demand(call, f"eks:{call.operation}", target, context)]
    if call.get("tags") and call.operation.startswith("Create"):
        needed.append(_demand(call, "eks:TagResource", target, context))
    if call.operation in _PASSED:
        member, service = _PASSED[call.operation]
        context = {"iam:passedtoservice": (service,)}
        needed.append(_demand(call, "iam:PassRole", call.parameters[member], context))
    return needed


def _demand(call: Call, action: str, resource: str, context: Context) -> Demand:
    return Demand(action, resource, call.account, context=context)


def _target(store: Store, call: Call) -> tuple[str, dict[str, str]]:
    """The resource, and the tags that it has."""
    if call.operation in _UNBOUND:
        return "*", {}
    if "resourceArn" in call.parameters:
        return call.parameters["resourceArn"], {}
    name = call.get("clusterName") or call.get("name", "*")
    cluster = store.find(call.account, call.region, name)
    found = _part(call, cluster) if cluster else None
    if found:
        return found[0], found[1]["tags"]
    if cluster is None or call.operation == "CreateCluster":
        return arn(call, _absent(call, name)), {}
    return arn(call, _absent(call, name)), cluster.document["tags"]


def _part(call: Call, cluster: Cluster) -> tuple[str, Document] | None:
    """A part of the cluster that the call is about, where it is there."""
    if call.operation.startswith("Create"):
        return None
    group = cluster.nodegroups.get(call.get("nodegroupName", ""))
    if group:
        return group.document["nodegroupArn"], group.document
    profile = cluster.fargate.get(call.get("fargateProfileName", ""))
    if profile:
        return profile["fargateProfileArn"], profile
    entry = cluster.access.get(call.get("principalArn", ""))
    return (entry.document["accessEntryArn"], entry.document) if entry else None


def _absent(call: Call, cluster: str) -> str:
    """The resource part of the ARN for what is not there, or is to be made."""
    if not call.operation.startswith("Create"):
        for member, kind in (("nodegroupName", "nodegroup"), ("fargateProfileName", "fargateprofile")):
            if call.get(member):
                return f"{kind}/{cluster}/{call.get(member)}/*"
        if call.get("principalArn"):
            return f"access-entry/{cluster}/*"
    return f"cluster/{cluster}"


def _input_context(call: Call) -> dict[str, tuple[str, ...]]:
    context: dict[str, tuple[str, ...]] = {}
    for key, path in _PASSED_DOWN.items():
        value = _at(call.parameters, path)
        if value is not None:
            context[key] = _texts(value)
    if call.operation == "CreateCluster" and "eks:authenticationmode" not in context:
        context["eks:authenticationmode"] = ("CONFIG_MAP",)
    tags = call.get("tags", {})
    context.update({f"aws:requesttag/{key}".lower(): (value,) for key, value in tags.items()})
    keys = list(tags) + list(call.get("tagKeys", []))
    if keys:
        context["aws:tagkeys"] = tuple(keys)
    return context


def _at(document: Document, path: str) -> object:
    found: object = document
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(json.dumps(one) if isinstance(one, bool) else str(one) for one in values)

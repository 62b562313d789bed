"""Fargate profiles: the control plane gives each pod that one selects a node of its own."""

from __future__ import annotations

import uuid

from ..answers import Refusal
from . import access, cloud
from .model import Call, Cluster, Document, Store, arn, invalid, now, page


def create(store: Store, call: Call) -> Document:
    """Answers CREATING; the next look finds it ACTIVE."""
    cluster = store.active(call)
    name = call.parameters["fargateProfileName"]
    with cluster.lock:
        if name in cluster.fargate:
            message = "A Fargate Profile already exists with this name in this cluster."
            raise Refusal(
                409, "ResourceInUseException", message, clusterName=cluster.name, fargateProfileName=name
            )
        subnets = _subnets(call, cluster)
        profile = _document(call, cluster, [subnet.id for subnet in subnets])
        access.admit_fargate(call, cluster, profile["podExecutionRoleArn"])
        selectors = [
            {"namespace": one["namespace"], "labels": one.get("labels") or {}} for one in profile["selectors"]
        ]
        document = {"selectors": selectors, "zone": subnets[0].zone, "podCidr": subnets[0].cidr}
        cluster.running_plane().put_fargate(name, document)
        cluster.fargate[name] = profile
    return {"fargateProfile": {**profile, "status": "CREATING"}}


def _document(call: Call, cluster: Cluster, subnets: list[str]) -> Document:
    name = call.parameters["fargateProfileName"]
    return {
        "fargateProfileName": name,
        "fargateProfileArn": arn(call, f"fargateprofile/{cluster.name}/{name}/{uuid.uuid4()}"),
        "clusterName": cluster.name,
        "createdAt": now(),
        "podExecutionRoleArn": cloud.role(
            call, call.parameters["podExecutionRoleArn"], "eks-fargate-pods.amazonaws.com"
        ),
        "subnets": subnets,
        "selectors": _selectors(call),
        "status": "ACTIVE",
        "tags": dict(call.get("tags", {})),
        "health": {"issues": []},
    }


def _subnets(call: Call, cluster: Cluster) -> list[cloud.Subnet]:
    network = cluster.document["resourcesVpcConfig"]
    subnets = cloud.subnets(call, call.get("subnets") or network["subnetIds"])
    if subnets[0].vpc != network["vpcId"]:
        raise invalid("Subnets are not in the VPC of the cluster")
    return subnets


def _selectors(call: Call) -> list[Document]:
    selectors: list[Document] = call.get("selectors") or []
    if not selectors:
        raise invalid("Fargate Profile requires at least one selector.")
    for selector in selectors:
        if not selector.get("namespace"):
            raise invalid(
                "Fargate Profile must have at least one selector with at least one namespace value."
            )
        if len(selector.get("labels") or {}) > 5:
            raise invalid("Request contains Selector with more than 5 Label pairs")
    return selectors


def _named(store: Store, call: Call) -> tuple[Cluster, Document]:
    cluster = store.named(call)
    name = call.parameters["fargateProfileName"]
    profile = cluster.fargate.get(name)
    if profile is None:
        message = f"No Fargate Profile found with name: {name}."
        raise Refusal(
            404, "ResourceNotFoundException", message, clusterName=cluster.name, fargateProfileName=name
        )
    return cluster, profile


def describe(store: Store, call: Call) -> Document:
    """The document as it is now."""
    return {"fargateProfile": _named(store, call)[1]}


def list_profiles(store: Store, call: Call) -> Document:
    """Names of the cluster's profiles."""
    return page(call, list(store.named(call).fargate), "fargateProfileNames")


def delete(store: Store, call: Call) -> Document:
    """Takes the profile away; its pods stay until they are deleted."""
    cluster, profile = _named(store, call)
    with cluster.lock:
        cluster.running_plane().delete_fargate(profile["fargateProfileName"])
        cluster.fargate.pop(profile["fargateProfileName"])
    return {"fargateProfile": {**profile, "status": "DELETING"}}


OPERATIONS = {
    "CreateFargateProfile": create,
    "DescribeFargateProfile": describe,
    "ListFargateProfiles": list_profiles,
    "DeleteFargateProfile": delete,
}

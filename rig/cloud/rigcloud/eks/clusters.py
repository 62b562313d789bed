"""CreateCluster, DescribeCluster, ListClusters, DeleteCluster."""

from __future__ import annotations

import re
import secrets

from ..answers import Refusal
from . import access, lifecycle
from .clusterinput import checked_input
from .model import Call, Cluster, Document, Store, arn, invalid, now, page
from .versions import PLATFORM, built_version

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9\-_]{0,99}")


def create(store: Store, call: Call) -> Document:
    """Answers CREATING; the control plane starts behind it."""
    name = call.parameters["name"]
    if not _NAME.fullmatch(name):
        raise invalid("The cluster name must match [0-9A-Za-z][A-Za-z0-9-_]* and have at most 100 characters")
    existing = store.find(call.account, call.region, name)
    token = call.get("clientRequestToken")
    if existing and token and existing.document["clientRequestToken"] == token:
        return {"cluster": existing.document}
    cluster = _cluster(call)
    store.add(cluster)
    try:
        lifecycle.prepare(call, cluster)
    except BaseException:
        store.remove(cluster)
        raise
    if cluster.uses_entries and cluster.document["accessConfig"]["bootstrapClusterCreatorAdminPermissions"]:
        access.admit_creator(call, cluster)
    answer = {"cluster": dict(cluster.document)}
    lifecycle.launch(call.rig, cluster, call.get("bootstrapSelfManagedAddons", True))
    return answer


def _cluster(call: Call) -> Cluster:
    config = checked_input(call)
    document: Document = {
        "name": call.parameters["name"],
        "arn": arn(call, f"cluster/{call.parameters['name']}"),
        "createdAt": now(),
        "version": built_version(),
        "endpoint": None,
        "roleArn": call.parameters["roleArn"],
        **config,
        "identity": None,
        "status": "CREATING",
        "certificateAuthority": {"data": None},
        "clientRequestToken": call.get("clientRequestToken"),
        "platformVersion": PLATFORM,
        "tags": dict(call.get("tags", {})),
        "connectorConfig": None,
        "id": None,
        "health": {"issues": []},
        "outpostConfig": None,
        "computeConfig": None,
        "storageConfig": None,
        "remoteNetworkConfig": None,
    }
    creator = call.caller.principal.identity_arn
    return Cluster(call.account, call.region, document, creator, secrets.token_hex(16).upper())


def describe(store: Store, call: Call) -> Document:
    """The document as it is now."""
    return {"cluster": store.named(call).document}


def list_clusters(store: Store, call: Call) -> Document:
    """Names of the clusters of the caller's account and region."""
    mine = [one.name for one in store.all() if (one.account, one.region) == (call.account, call.region)]
    return page(call, mine, "clusters")


def delete(store: Store, call: Call) -> Document:
    """Answers DELETING; the cluster is gone once its control plane has ended."""
    cluster = store.named(call)
    with cluster.lock:
        _check_deletable(cluster)
        cluster.document["status"] = "DELETING"
        answer = dict(cluster.document)
    lifecycle.remove(store, cluster)
    return {"cluster": answer}


def _check_deletable(cluster: Cluster) -> None:
    if cluster.nodegroups or cluster.fargate:
        attached = "nodegroups" if cluster.nodegroups else "Fargate profiles"
        raise Refusal(
            409,
            "ResourceInUseException",
            f"Cluster has {attached} attached",
            clusterName=cluster.name,
            nodegroupName=next(iter(sorted(cluster.nodegroups)), None),
        )
    if cluster.document.get("deletionProtection"):
        raise Refusal(
            400,
            "InvalidRequestException",
            f"Cannot delete cluster {cluster.name}: deletion protection is enabled. Disable it first.",
            clusterName=cluster.name,
        )
    if cluster.status in {"CREATING", "DELETING"}:
        raise Refusal(
            409,
            "ResourceInUseException",
            f"Cluster is in state {cluster.status} and cannot be deleted",
            clusterName=cluster.name,
        )


OPERATIONS = {
    "CreateCluster": create,
    "DescribeCluster": describe,
    "ListClusters": list_clusters,
    "DeleteCluster": delete,
}

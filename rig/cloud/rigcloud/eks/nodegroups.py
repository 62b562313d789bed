"""Managed node groups: CREATING until their nodes are Ready, which needs the cluster's network daemon set."""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback

from ..answers import Refusal
from . import access, cloud, nodes
from .model import Call, Cluster, Document, Nodegroup, Store, invalid, new_update, not_done, now, page
from .nodegroupinput import check_scaling, nodegroup_document

POLL = 0.2


def create(store: Store, call: Call) -> Document:
    """Answers CREATING; the nodes come behind it."""
    cluster = store.active(call)
    name = call.parameters["nodegroupName"]
    with cluster.lock:
        existing = cluster.nodegroups.get(name)
        if existing:
            message = f"NodeGroup already exists with name {name} and cluster name {cluster.name}"
            raise Refusal(
                409, "ResourceInUseException", message, clusterName=cluster.name, nodegroupName=name
            )
        group = Nodegroup(nodegroup_document(call, cluster))
        nodes.taints_of(group)
        cluster.nodegroups[name] = group
        access.admit_nodes(call, cluster, group.document["nodeRole"])
    answer = dict(group.document)
    _settle(call, cluster, group)
    return {"nodegroup": answer}


def named(store: Store, call: Call) -> tuple[Cluster, Nodegroup]:
    """The group that the call names."""
    cluster = store.named(call)
    name = call.parameters["nodegroupName"]
    group = cluster.nodegroups.get(name)
    if group is None:
        message = f"No node group found for name: {name}."
        raise Refusal(404, "ResourceNotFoundException", message, clusterName=cluster.name, nodegroupName=name)
    return cluster, group


def describe(store: Store, call: Call) -> Document:
    """The document as it is now."""
    return {"nodegroup": named(store, call)[1].document}


def list_nodegroups(store: Store, call: Call) -> Document:
    """Names of the cluster's groups."""
    return page(call, list(store.named(call).nodegroups), "nodegroups")


def update_config(store: Store, call: Call) -> Document:
    """Labels, taints, sizes and update settings; nodes follow."""
    cluster, group = named(store, call)
    if group.document["status"] != "ACTIVE":
        raise Refusal(
            409,
            "ResourceInUseException",
            f"Nodegroup cannot be updated as it is currently not in Active State: {group.document['status']}",
            clusterName=cluster.name,
            nodegroupName=group.name,
        )
    if call.get("warmPoolConfig") is not None:
        raise not_done("warm pools")
    with cluster.lock:
        params = _apply(call, group)
        if not params:
            raise invalid("At least one of labels, taints, scalingConfig, updateConfig must be given")
        group.document["modifiedAt"] = now()
        update = new_update(cluster, "ConfigUpdate", params)
    _settle(call, cluster, group)
    return {"update": update}


def _apply(call: Call, group: Nodegroup) -> list[tuple[str, str]]:
    document = group.document
    params: list[tuple[str, str]] = []
    scaling = call.get("scalingConfig")
    if scaling:
        changed = {**document["scalingConfig"], **scaling}
        check_scaling(changed)
        document["scalingConfig"] = changed
        params += [(key[0].upper() + key[1:], str(value)) for key, value in scaling.items()]
    labels = call.get("labels")
    if labels:
        kept = {k: v for k, v in document["labels"].items() if k not in (labels.get("removeLabels") or [])}
        document["labels"] = {**kept, **(labels.get("addOrUpdateLabels") or {})}
        params.append(("LabelsToAdd", json.dumps(labels.get("addOrUpdateLabels") or {})))
    if call.get("taints"):
        document["taints"] = _changed_taints(document["taints"] or [], call.parameters["taints"])
        nodes.taints_of(group)
        params.append(("TaintsToAdd", json.dumps(document["taints"])))
    for name, param in (("updateConfig", "MaxUnavailable"), ("nodeRepairConfig", "NodeRepairConfig")):
        if call.get(name) is not None:
            document[name] = call.parameters[name]
            params.append((param, json.dumps(document[name])))
    return params


def _changed_taints(current: list[Document], change: Document) -> list[Document]:
    def identity(taint: Document) -> tuple[str, str]:
        return taint["key"], taint.get("effect", "")

    added = change.get("addOrUpdateTaints") or []
    dropped = {identity(taint) for taint in [*(change.get("removeTaints") or []), *added]}
    return [taint for taint in current if identity(taint) not in dropped] + added


def delete(store: Store, call: Call) -> Document:
    """Answers DELETING; the group is gone once its nodes are."""
    cluster, group = named(store, call)
    with cluster.lock:
        group.gone = True
        group.document["status"] = "DELETING"
        answer = dict(group.document)
    threading.Thread(target=_take_down, args=(cluster, group), daemon=True).start()
    return {"nodegroup": answer}


def _take_down(cluster: Cluster, group: Nodegroup) -> None:
    with cluster.lock:
        for instance, name in list(group.nodes.items()):
            cluster.running_plane().delete_node(name)
            del group.nodes[instance]
        cluster.nodegroups.pop(group.name, None)
    access.dismiss_nodes(cluster, group.document["nodeRole"])


def _settle(call: Call, cluster: Cluster, group: Nodegroup) -> None:
    subnets = cloud.subnets(call, group.document["subnets"])
    if group.document["status"] == "ACTIVE":
        group.document["status"] = "UPDATING"
    threading.Thread(target=_bring_nodes, args=(cluster, group, subnets), daemon=True).start()


def _bring_nodes(cluster: Cluster, group: Nodegroup, subnets: list[cloud.Subnet]) -> None:
    """Makes the group have the nodes that it wants, then waits until all are Ready."""
    try:
        with cluster.lock:
            _place(cluster, group, subnets)
        while not group.gone:
            if set(group.nodes.values()) <= cluster.running_plane().ready_nodes():
                with cluster.lock:
                    if not group.gone:
                        group.document["status"] = "ACTIVE"
                return
            time.sleep(POLL)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        issue = {"code": "NodeCreationFailure", "message": str(error), "resourceIds": []}
        group.document.update(status="CREATE_FAILED", health={"issues": [issue]})


def _place(cluster: Cluster, group: Nodegroup, subnets: list[cloud.Subnet]) -> None:
    plane = cluster.running_plane()
    wanted = 0 if group.gone else group.document["scalingConfig"]["desiredSize"]
    for instance in list(group.nodes)[wanted:]:
        plane.delete_node(group.nodes.pop(instance))
    for index in range(wanted):
        subnet = subnets[index % len(subnets)]
        known = list(group.nodes)
        if index < len(known):
            instance = known[index]
            address = group.nodes[instance].split(".")[0].removeprefix("ip-").replace("-", ".")
        else:
            instance, address = nodes.instance_id(), nodes.free_address(cluster, subnet)
        name = nodes.node_name(cluster.region, address)
        plane.put_node(name, nodes.node_document(cluster, group, subnet, instance, address))
        group.nodes[instance] = name


def update_version(store: Store, call: Call) -> Document:
    """The rig has one Kubernetes and one image of its nodes."""
    named(store, call)
    raise not_done("node group version updates")


OPERATIONS = {
    "CreateNodegroup": create,
    "DescribeNodegroup": describe,
    "ListNodegroups": list_nodegroups,
    "UpdateNodegroupConfig": update_config,
    "UpdateNodegroupVersion": update_version,
    "DeleteNodegroup": delete,
}

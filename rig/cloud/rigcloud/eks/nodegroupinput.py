"""
CreateNodegroup's input: checked as EKS checks it, completed with EKS's defaults.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
"""

from __future__ import annotations

import uuid

from . import cloud
from .model import Call, Cluster, Document, arn, invalid, not_done, now
from .versions import built_patch_version

DEFAULT_AMI = "AL2023_x86_64_STANDARD"
_IMAGE_DATE = "20261101"


def nodegroup_document(call: Call, cluster: Cluster) -> Document:
    """The group's document, still CREATING."""
    if call.get("warmPoolConfig") is not None:
        raise not_done("warm pools")
    template = _template(call)
    unique = str(uuid.uuid4())
    name = call.parameters["nodegroupName"]
    created = now()
    document: Document = {
        "nodegroupName": name,
        "nodegroupArn": arn(call, f"nodegroup/{cluster.name}/{name}/{unique}"),
        "clusterName": cluster.name,
        "createdAt": created,
        "modifiedAt": created,
        "status": "CREATING",
        "capacityType": call.get("capacityType", "ON_DEMAND"),
        "scalingConfig": _scaling(call),
        "subnets": _subnets(call, cluster),
        "remoteAccess": call.get("remoteAccess"),
        "nodeRole": cloud.role(call, call.parameters["nodeRole"], "ec2.amazonaws.com"),
        "labels": dict(call.get("labels", {})),
        "taints": call.get("taints"),
        "resources": {
            "autoScalingGroups": [{"name": f"eks-{name}-{unique}"}],
            "remoteAccessSecurityGroup": None,
        },
        "health": {"issues": []},
        "updateConfig": call.get("updateConfig", {"maxUnavailable": 1}),
        "nodeRepairConfig": call.get("nodeRepairConfig"),
        "tags": dict(call.get("tags", {})),
        **_machine(call, cluster, template),
    }
    if call.get("remoteAccess") is not None:
        raise not_done("remote access to nodes (there is nothing to log in to)")
    return document


def _template(call: Call) -> tuple[dict[str, str], Document] | None:
    wanted = call.get("launchTemplate")
    if wanted is None:
        return None
    if call.get("diskSize") is not None:
        raise invalid("Disk size must be specified within the launch template.")
    if call.get("remoteAccess") is not None:
        raise invalid("Remote access configuration cannot be specified with a launch template.")
    reference, data = cloud.launch_template(call, wanted)
    if data.get("InstanceType") and call.get("instanceTypes"):
        raise invalid("Cannot specify instance types in launch template and API request")
    return reference, data


def _machine(call: Call, cluster: Cluster, template: tuple[dict[str, str], Document] | None) -> Document:
    reference, data = template or (None, {})
    version = call.get("version", cluster.document["version"])
    if version != cluster.document["version"]:
        raise invalid(
            f"Nodegroup Kubernetes version {version} is not the cluster's, the only one that is built"
        )
    release = call.get("releaseVersion", f"{built_patch_version()}-{_IMAGE_DATE}")
    if not release.startswith(f"{version}."):
        raise invalid(f"Requested release version {release} is not valid for kubernetes version {version}.")
    custom = bool(data.get("ImageId"))
    types = None if data.get("InstanceType") else call.get("instanceTypes", ["t3.medium"])
    return {
        "version": version,
        "releaseVersion": data["ImageId"] if custom else release,
        "amiType": "CUSTOM" if custom else call.get("amiType", DEFAULT_AMI),
        "instanceTypes": types,
        "diskSize": None if reference else call.get("diskSize", 20),
        "launchTemplate": reference,
    }


def _scaling(call: Call) -> Document:
    config = {"minSize": 1, "maxSize": 2, "desiredSize": 2, **call.get("scalingConfig", {})}
    check_scaling(config)
    return config


def check_scaling(config: Document) -> None:
    """Refuses sizes that contradict each other."""
    if config["maxSize"] < 1:
        raise invalid("maxSize must be at least 1")
    if not config["minSize"] <= config["desiredSize"]:
        raise invalid(
            f"desired capacity {config['desiredSize']} can't be less than min size {config['minSize']}"
        )
    if not config["desiredSize"] <= config["maxSize"]:
        raise invalid(
            f"desired capacity {config['desiredSize']} can't be greater than max size {config['maxSize']}"
        )


def _subnets(call: Call, cluster: Cluster) -> list[str]:
    ids = list(call.parameters["subnets"])
    if not ids:
        raise invalid("subnets can not be empty")
    if cloud.subnets(call, ids)[0].vpc != cluster.document["resourcesVpcConfig"]["vpcId"]:
        raise invalid("Subnets are not in the VPC of the cluster")
    return ids

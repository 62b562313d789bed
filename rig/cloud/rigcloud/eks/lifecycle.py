"""From CREATING to ACTIVE, and to gone: the work behind CreateCluster and DeleteCluster."""

from __future__ import annotations

import sys
import threading
import traceback
from typing import TYPE_CHECKING

from . import cloud
from .bootstrap import objects
from .controlplane import ControlPlane
from .model import Call, Cluster, Store

if TYPE_CHECKING:
    from ..app import Rig


def prepare(call: Call, cluster: Cluster) -> None:
    """What EKS makes before it answers: the cluster security group."""
    network = cluster.document["resourcesVpcConfig"]
    network["clusterSecurityGroupId"] = cloud.create_cluster_security_group(
        call, cluster.name, network["vpcId"]
    )


def issuer_url(rig: Rig, cluster: Cluster) -> str:
    """The cluster's own OIDC issuer."""
    return f"{rig.issuer_endpoint}/id/{cluster.issuer_id}"


def launch(rig: Rig, cluster: Cluster, addons: bool) -> None:
    """Starts the control plane in the background."""
    plane = ControlPlane(
        rig.state.cluster(cluster.account, cluster.region, cluster.name), _config(rig, cluster)
    )
    cluster.plane = plane
    threading.Thread(target=_bring_up, args=(rig, cluster, plane, addons), daemon=True).start()


def _config(rig: Rig, cluster: Cluster) -> dict[str, object]:
    place = f"{cluster.account}/{cluster.region}/{cluster.name}"
    return {
        "name": cluster.name,
        "accountId": cluster.account,
        "region": cluster.region,
        "version": cluster.document["version"],
        "apiPort": 0,
        "serviceCidr": cluster.document["kubernetesNetworkConfig"]["serviceIpv4Cidr"],
        "issuer": issuer_url(rig, cluster),
        "tokenWebhookUrl": f"{rig.endpoint}/token/{place}",
        "imageCheckUrl": (
            f"{rig.endpoint}/_rig/image-check?account={cluster.account}&region={cluster.region}&ref="
        ),
    }


def _bring_up(rig: Rig, cluster: Cluster, plane: ControlPlane, addons: bool) -> None:
    try:
        plane.start()
        plane.await_ready()
        for manifest in objects(cluster, addons):
            plane.kube.create(manifest)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        with cluster.lock:
            if cluster.status == "CREATING":
                issue = {"code": "InternalFailure", "message": str(error), "resourceIds": [cluster.name]}
                cluster.document.update(status="FAILED", health={"issues": [issue]})
        return
    with cluster.lock:
        cluster.document.update(
            endpoint=plane.endpoint,
            certificateAuthority={"data": plane.certificate_authority},
            identity={"oidc": {"issuer": issuer_url(rig, cluster)}},
            status="ACTIVE",
        )


def remove(store: Store, cluster: Cluster) -> None:
    """Ends the control plane in the background, then forgets the cluster."""
    threading.Thread(target=_take_down, args=(store, cluster), daemon=True).start()


def _take_down(store: Store, cluster: Cluster) -> None:
    if cluster.plane:
        cluster.plane.remove()
    group = cluster.document["resourcesVpcConfig"].get("clusterSecurityGroupId")
    if group:
        cloud.delete_security_group(cluster.account, cluster.region, group)
    store.remove(cluster)


def stop_all(store: Store) -> None:
    """Ends every control plane at once: the rig is ending."""
    planes = [cluster.plane for cluster in store.all() if cluster.plane]
    threads = [threading.Thread(target=plane.stop) for plane in planes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

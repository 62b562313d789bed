"""
What a product must refuse and the rig cannot make: documents that are planted for tests.

/_rig/eks/outpost-cluster plants the document of a local cluster on Outposts. POST with JSON
{"account": ..., "region": ..., "name": ..., "outpostConfig": {...}}.

/_rig/eks/cluster-document sets members of a cluster's document (an endpoint where nobody answers, another
certificate authority); the cluster itself stays as it is. POST with JSON {"account": ..., "region": ...,
"name": ..., "document": {...}}; the answer has the members as they were.
"""

from __future__ import annotations

import json

from werkzeug.wrappers import Request, Response

from ..answers import Refusal
from .model import Cluster, Document, Store, now

_OUTPOST: Document = {
    "outpostArns": ["arn:aws:outposts:us-east-1:111111111111:outpost/op-0123456789abcdef0"],
    "controlPlaneInstanceType": "m5.large",
}


class OutpostCluster:
    """Plants the document; there is nothing behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, request: Request) -> Response:
        wanted = json.loads(request.get_data() or b"{}")
        account, region = wanted.get("account", "111111111111"), wanted.get("region", "us-east-1")
        name = wanted.get("name", "outpost")
        document = _document(account, region, name, wanted.get("outpostConfig", _OUTPOST))
        cluster = Cluster(account, region, document, f"arn:aws:iam::{account}:user/admin", "0" * 32)
        try:
            self._store.add(cluster)
        except Refusal as taken:
            return Response(f"{taken}\n", 409)
        return Response(json.dumps(document), content_type="application/json")


class ClusterDocument:
    """Sets members of a cluster's document."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, request: Request) -> Response:
        wanted = json.loads(request.get_data())
        cluster = self._store.find(wanted["account"], wanted["region"], wanted["name"])
        if cluster is None:
            return Response(f"there is no cluster {wanted['name']}\n", 404)
        with cluster.lock:
            before = {member: cluster.document.get(member) for member in wanted["document"]}
            cluster.document.update(wanted["document"])
        return Response(json.dumps(before), content_type="application/json")


def _document(account: str, region: str, name: str, outpost: Document) -> Document:
    return {
        "name": name,
        "arn": f"arn:aws:eks:{region}:{account}:cluster/{name}",
        "createdAt": now(),
        "version": "1.36",
        "endpoint": None,
        "roleArn": f"arn:aws:iam::{account}:role/outpost",
        "resourcesVpcConfig": {"subnetIds": [], "securityGroupIds": [], "vpcId": "vpc-0"},
        "kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4"},
        "logging": {"clusterLogging": []},
        "identity": None,
        "status": "ACTIVE",
        "certificateAuthority": {"data": None},
        "platformVersion": "eks-local-outposts.1",
        "tags": {},
        "id": "00000000-0000-0000-0000-000000000000",
        "health": {"issues": []},
        "outpostConfig": outpost,
        "accessConfig": {"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True},
    }

"""What EKS of the rig knows. Documents are kept as the API answers them."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..answers import Refusal

if TYPE_CHECKING:
    from ..app import Rig
    from ..authentication import Caller
    from .controlplane import ControlPlane

Document = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One API call: who, where, with which parameters (by the API's member names)."""

    caller: Caller
    operation: str
    parameters: Document
    rig: Rig

    @property
    def account(self) -> str:
        """The account in which the call acts."""
        return self.caller.account

    @property
    def region(self) -> str:
        """The region in which the call acts."""
        return self.caller.region

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default where it is absent or null."""
        value = self.parameters.get(name)
        return default if value is None else value


@dataclass
class Nodegroup:
    """A managed node group and its nodes: names by instance id."""

    document: Document
    nodes: dict[str, str] = field(default_factory=dict)
    gone: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.document["nodegroupName"])


@dataclass
class AccessEntry:
    """An access entry with the policies associated to it, by policy ARN."""

    document: Document
    policies: dict[str, Document] = field(default_factory=dict)


@dataclass
class Cluster:
    """A cluster. Its lock guards every field; background work takes it too."""

    account: str
    region: str
    document: Document
    creator: str
    """ARN of the IAM identity that called CreateCluster: of a session, its role's."""
    issuer_id: str
    plane: ControlPlane | None = None
    nodegroups: dict[str, Nodegroup] = field(default_factory=dict)
    fargate: dict[str, Document] = field(default_factory=dict)
    access: dict[str, AccessEntry] = field(default_factory=dict)
    updates: dict[str, Document] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def name(self) -> str:
        """Its name, unique in account and region."""
        return str(self.document["name"])

    @property
    def status(self) -> str:
        """Its status as DescribeCluster gives it."""
        return str(self.document["status"])

    @property
    def mode(self) -> str:
        """Its authentication mode."""
        return str(self.document["accessConfig"]["authenticationMode"])

    @property
    def uses_config_map(self) -> bool:
        """Whether the aws-auth ConfigMap counts."""
        return self.mode != "API"

    @property
    def uses_entries(self) -> bool:
        """Whether access entries count."""
        return self.mode != "CONFIG_MAP"

    def running_plane(self) -> ControlPlane:
        """The control plane; refuses while there is none."""
        if self.plane is None:
            raise Refusal(
                400,
                "InvalidRequestException",
                f"Cluster '{self.name}' has no control plane",
                clusterName=self.name,
            )
        return self.plane


class Store:
    """All clusters of a rig. Thread-safe."""

    def __init__(self) -> None:
        self._clusters: dict[tuple[str, str, str], Cluster] = {}
        self._lock = threading.RLock()

    def add(self, cluster: Cluster) -> None:
        """Adds a cluster; refuses a name that is taken."""
        key = (cluster.account, cluster.region, cluster.name)
        with self._lock:
            if key in self._clusters:
                raise Refusal(
                    409,
                    "ResourceInUseException",
                    f"Cluster already exists with name: {cluster.name}",
                    clusterName=cluster.name,
                )
            self._clusters[key] = cluster

    def remove(self, cluster: Cluster) -> None:
        """Forgets a cluster."""
        with self._lock:
            self._clusters.pop((cluster.account, cluster.region, cluster.name), None)

    def find(self, account: str, region: str, name: str) -> Cluster | None:
        """The cluster of that name, or None."""
        with self._lock:
            return self._clusters.get((account, region, name))

    def get(self, call: Call, name: str) -> Cluster:
        """The caller's cluster of that name; refuses as EKS does when there is none."""
        cluster = self.find(call.account, call.region, name)
        if cluster is None:
            message = f"No cluster found for name: {name}."
            raise Refusal(404, "ResourceNotFoundException", message, clusterName=name)
        return cluster

    def named(self, call: Call) -> Cluster:
        """The cluster that the call names."""
        return self.get(call, call.get("clusterName") or call.parameters["name"])

    def active(self, call: Call) -> Cluster:
        """The same, refused unless it is ACTIVE."""
        cluster = self.named(call)
        if cluster.status != "ACTIVE":
            message = f"Cluster '{cluster.name}' is not in ACTIVE status"
            raise Refusal(400, "InvalidRequestException", message, clusterName=cluster.name)
        return cluster

    def all(self) -> list[Cluster]:
        """Every cluster of every account."""
        with self._lock:
            return list(self._clusters.values())


def now() -> float:
    """The time as the API's JSON carries it."""
    return round(time.time(), 3)


def arn(call: Call, resource: str) -> str:
    """An EKS ARN in the call's account and region."""
    return f"arn:aws:eks:{call.region}:{call.account}:{resource}"


def invalid(message: str, **fields: Any) -> Refusal:
    """An InvalidParameterException."""
    return Refusal(400, "InvalidParameterException", message, **fields)


def not_done(what: str) -> Refusal:
    """For whatever the rig would only pretend."""
    return Refusal(501, "NotImplementedByRig", f"The rig does not do {what}: it would only pretend.")


def new_update(cluster: Cluster, kind: str, params: list[tuple[str, Any]]) -> Document:
    """Records an update that was made. Its own answer says InProgress, DescribeUpdate says Successful."""
    update: Document = {
        "id": str(uuid.uuid4()),
        "status": "Successful",
        "type": kind,
        "params": [{"type": name, "value": value} for name, value in params],
        "createdAt": now(),
        "errors": [],
    }
    cluster.updates[update["id"]] = update
    return {**update, "status": "InProgress"}


def page(call: Call, names: list[str], member: str) -> Document:
    """One page of a list of names, with a token where more follow."""
    ordered = sorted(names)
    after = call.get("nextToken")
    if after is not None:
        ordered = [name for name in ordered if name > after]
    size = int(call.get("maxResults", 100))
    token = ordered[size - 1] if len(ordered) > size else None
    return {member: ordered[:size], "nextToken": token}

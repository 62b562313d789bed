"""Plugs EKS into the AWS endpoint."""

from __future__ import annotations

from ..access import Access, DecisionLog
from ..app import Registry
from . import images, lifecycle
from .issuers import Issuers
from .model import Store
from .planted import ClusterDocument, OutpostCluster
from .service import EksService
from .webhook import TokenWebhook

_current: list[Issuers] = []


def register(registry: Registry) -> None:
    """The service, and the routes by which control planes come back to it."""
    store, rig = Store(), registry.rig
    registry.services["eks"] = EksService(store, rig, Access(DecisionLog(rig.state.root / "decisions.log")))
    issuers = Issuers(store, rig)
    _current[:] = [issuers]
    registry.routes["/token"] = TokenWebhook(store, rig)
    registry.routes["/id"] = issuers
    registry.routes["/_rig/image-check"] = images.check
    registry.routes["/_rig/eks/outpost-cluster"] = OutpostCluster(store)
    registry.routes["/_rig/eks/cluster-document"] = ClusterDocument(store)
    registry.closers.append(lambda: lifecycle.stop_all(store))


def issuers() -> Issuers:
    """The issuers of this process's rig, for STS."""
    return _current[0]

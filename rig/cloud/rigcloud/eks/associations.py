"""What a cluster of the rig can't have yet, answered as what it is: none. Making one is refused (501)."""

from __future__ import annotations

from collections.abc import Callable

from ..answers import Refusal
from .model import Call, Document, Store


def _none(member: str) -> Callable[[Store, Call], Document]:
    def answer(store: Store, call: Call) -> Document:
        store.named(call)
        return {member: [], "nextToken": None}

    return answer


def _no_addon(store: Store, call: Call) -> Document:
    cluster, addon = store.named(call), call.parameters["addonName"]
    raise Refusal(
        404,
        "ResourceNotFoundException",
        f"No addon: {addon} found in cluster: {cluster.name}",
        clusterName=cluster.name,
        addonName=addon,
    )


def _no_pod_identity(store: Store, call: Call) -> Document:
    store.named(call)
    raise Refusal(404, "ResourceNotFoundException", "The association doesn't exist.")


def _no_provider(store: Store, call: Call) -> Document:
    cluster = store.named(call)
    raise Refusal(
        404,
        "ResourceNotFoundException",
        f"The identity provider config is not associated with cluster: {cluster.name}",
        clusterName=cluster.name,
    )


OPERATIONS = {
    "ListAddons": _none("addons"),
    "ListPodIdentityAssociations": _none("associations"),
    "ListIdentityProviderConfigs": _none("identityProviderConfigs"),
    "ListCapabilities": _none("capabilities"),
    "ListInsights": _none("insights"),
    "DescribeAddon": _no_addon,
    "DescribePodIdentityAssociation": _no_pod_identity,
    "DescribeIdentityProviderConfig": _no_provider,
}

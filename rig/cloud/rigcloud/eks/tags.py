"""Tags of clusters, node groups, Fargate profiles and access entries."""

from __future__ import annotations

from ..answers import Refusal
from .model import Call, Document, Store


def _tags_of(store: Store, call: Call) -> dict[str, str]:
    wanted = call.parameters["resourceArn"]
    for cluster in store.all():
        if (cluster.account, cluster.region) != (call.account, call.region):
            continue
        tagged: list[tuple[str, Document]] = [
            ("arn", cluster.document),
            *(("nodegroupArn", group.document) for group in cluster.nodegroups.values()),
            *(("fargateProfileArn", profile) for profile in cluster.fargate.values()),
            *(("accessEntryArn", entry.document) for entry in cluster.access.values()),
        ]
        for key, document in tagged:
            if document[key] == wanted:
                tags: dict[str, str] = document["tags"]
                return tags
    raise Refusal(404, "NotFoundException", f"No resource found for ARN: {wanted}")


def _tag(store: Store, call: Call) -> Document:
    _tags_of(store, call).update(call.parameters["tags"])
    return {}


def _untag(store: Store, call: Call) -> Document:
    tags = _tags_of(store, call)
    for key in call.parameters["tagKeys"]:
        tags.pop(key, None)
    return {}


def _list(store: Store, call: Call) -> Document:
    return {"tags": dict(_tags_of(store, call))}


OPERATIONS = {"TagResource": _tag, "UntagResource": _untag, "ListTagsForResource": _list}

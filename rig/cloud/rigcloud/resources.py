"""What a request is about, for the request log: a bucket and key, a key id, a role, a cluster ..."""

from __future__ import annotations

import json
from typing import Any

from .operations import Operation

_NAMES = (
    "RoleArn",
    "RoleName",
    "KeyId",
    "AliasName",
    "repositoryName",
    "StackName",
    "ChangeSetName",
    "UserName",
    "PolicyArn",
    "FileSystemId",
    "CreationToken",
    "OpenIDConnectProviderArn",
    "InstanceProfileName",
    "VpcId",
    "SubnetId.1",
    "GroupId",
    "GroupName",
)
_CREATED = {
    "CreateCluster": "name",
    "CreateNodegroup": "nodegroupName",
    "CreateFargateProfile": "fargateProfileName",
}


def resource_of(service: str, operation: Operation | None, form: dict[str, str], body: bytes) -> str | None:
    """A short name of the resource, or None where the request names none (a list, say)."""
    if operation is None:
        return None
    parts = list(operation.path_values.values())
    document = {} if service == "s3" else _document(body)
    if operation.name in _CREATED and isinstance(document.get(_CREATED[operation.name]), str):
        parts.append(document[_CREATED[operation.name]])
    if parts:
        return "/".join(parts)
    values = {**document, **form}
    found = next((values[name] for name in _NAMES if isinstance(values.get(name), str)), None)
    return None if found is None else str(found)


def _document(body: bytes) -> dict[str, Any]:
    if not body.startswith(b"{"):
        return {}
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}

"""
KMS, the rig's own: the emulator's can't decrypt under multi-Region keys, refuses key ARNs of other
accounts, hashes digests twice and evaluates no key policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import kms_data, kms_manage, kms_names
from .access import Access
from .app import Registry
from .failure import not_implemented
from .service import Call, JsonInput, Response, application, json_response

Operation = Callable[[Call, JsonInput], Mapping[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    "CancelKeyDeletion": kms_manage.cancel_key_deletion,
    "CreateAlias": kms_names.create_alias,
    "CreateKey": kms_manage.create_key,
    "Decrypt": kms_data.decrypt,
    "DeleteAlias": kms_names.delete_alias,
    "DescribeKey": kms_manage.describe_key,
    "DisableKey": kms_manage.disable_key,
    "DisableKeyRotation": kms_manage.disable_key_rotation,
    "EnableKey": kms_manage.enable_key,
    "EnableKeyRotation": kms_manage.enable_key_rotation,
    "Encrypt": kms_data.encrypt,
    "GenerateDataKey": kms_data.generate_data_key,
    "GenerateDataKeyWithoutPlaintext": kms_data.generate_data_key_without_plaintext,
    "GetKeyPolicy": kms_manage.get_key_policy,
    "GetKeyRotationStatus": kms_manage.get_key_rotation_status,
    "GetPublicKey": kms_data.get_public_key,
    "ListAliases": kms_names.list_aliases,
    "ListKeys": kms_manage.list_keys,
    "ListResourceTags": kms_names.list_resource_tags,
    "PutKeyPolicy": kms_manage.put_key_policy,
    "ReplicateKey": kms_manage.replicate_key,
    "ScheduleKeyDeletion": kms_manage.schedule_key_deletion,
    "Sign": kms_data.sign,
    "TagResource": kms_names.tag_resource,
    "UntagResource": kms_names.untag_resource,
    "UpdateAlias": kms_names.update_alias,
    "UpdateKeyDescription": kms_manage.update_key_description,
    "Verify": kms_data.verify,
}


def register_with(registry: Registry, access: Access) -> None:
    """Answers KMS from here instead of from the emulator."""
    registry.services["kms"] = application("kms", handle, access)


def handle(call: Call) -> Response:
    """Answers one call."""
    operation = OPERATIONS.get(call.operation)
    if operation is None:
        raise not_implemented(f"the rig doesn't implement kms:{call.operation}")
    return json_response(operation(call, JsonInput(call)))

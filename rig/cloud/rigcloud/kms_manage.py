"""KMS operations on keys themselves: make, describe, replicate, alias, enable, delete."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from .access import Demand
from .failure import refusal
from .kms_access import key_demand, usable_key
from .kms_keys import ECC, KEYS, SIGN, SYMMETRIC, Key, new_key_id, new_material
from .kms_names import tag_list, tags_of
from .policy_document import MalformedPolicy, parse_policy
from .policy_principals import unknown_principal
from .service import Call, JsonInput

Answer = Mapping[str, Any]
_DAY = 86400.0


def create_key(call: Call, given: JsonInput) -> Answer:
    call.require(Demand("kms:CreateKey", "*", call.account))
    spec = given.get("KeySpec") or given.get("CustomerMasterKeySpec") or SYMMETRIC
    multi_region = bool(given.get("MultiRegion", False))
    key = Key(
        new_key_id(multi_region),
        call.account,
        call.region,
        _spec(spec, given.get("KeyUsage")),
        new_material(spec),
        given.get("Policy") or default_policy(call.account),
        str(given.get("Description", "")),
        multi_region,
        call.region,
        tags=tags_of(given.get("Tags", [])),
    )
    _check_origin(given)
    _check_policy(call, key, key.policy, given)
    given.done()
    KEYS.add(key)
    return {"KeyMetadata": key.metadata(KEYS.replicas(key))}


def _spec(spec: str, usage: str | None) -> str:
    if spec not in (SYMMETRIC, ECC):
        raise refusal("NotImplemented", f"the rig doesn't implement KMS key spec {spec}", 501)
    expected = SIGN if spec == ECC else "ENCRYPT_DECRYPT"
    if (usage or "ENCRYPT_DECRYPT") != expected:
        raise refusal("ValidationException", f"KeyUsage {usage} is not compatible with KeySpec {spec}")
    return spec


def _check_origin(given: JsonInput) -> None:
    if given.get("Origin", "AWS_KMS") != "AWS_KMS":
        raise refusal("NotImplemented", "the rig implements KMS keys of origin AWS_KMS only", 501)


def replicate_key(call: Call, given: JsonInput) -> Answer:
    region = given.text("ReplicaRegion")
    extra = {"kms:replicaregion": (region,)}
    primary = usable_key(call, given.text("KeyId"), extra)
    if not primary.multi_region or primary.primary_region != primary.region:
        raise refusal("UnsupportedOperationException", f"{primary.arn} is not a multi-Region primary key.")
    if KEYS.find((primary.account, region), primary.id):
        raise refusal("AlreadyExistsException", f"{primary.id} already exists in {region}")
    replica = Key(
        primary.id,
        primary.account,
        region,
        primary.spec,
        primary.material,
        given.get("Policy") or default_policy(primary.account),
        str(given.get("Description", "")),
        True,
        primary.region,
        primary.rotation,
        tags=tags_of(given.get("Tags", [])),
    )
    _check_policy(call, replica, replica.policy, given)
    given.done()
    KEYS.add(replica)
    return {
        "ReplicaKeyMetadata": replica.metadata(KEYS.replicas(replica)),
        "ReplicaPolicy": replica.policy,
        "ReplicaTags": tag_list(replica),
    }


def default_policy(account: str) -> str:
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]})


def describe_key(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.done()
    return {"KeyMetadata": key.metadata(KEYS.replicas(key))}


def list_keys(call: Call, given: JsonInput) -> Answer:
    call.require(Demand("kms:ListKeys", "*", call.account))
    given.get("Limit")
    given.done()
    keys = KEYS.keys((call.account, call.region))
    return {"Keys": [{"KeyId": key.id, "KeyArn": key.arn} for key in keys], "Truncated": False}


def get_key_policy(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    _policy_name(given)
    given.done()
    return {"Policy": key.policy, "PolicyName": "default"}


def put_key_policy(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    _policy_name(given)
    policy = given.text("Policy")
    _check_policy(call, key, policy, given)
    given.done()
    key.policy = policy
    return {}


def _policy_name(given: JsonInput) -> None:
    if given.get("PolicyName", "default") != "default":
        raise refusal("NotFoundException", "No such policy exists")


def _check_policy(call: Call, key: Key, policy: str, given: JsonInput) -> None:
    """KMS refuses a policy that is malformed, or under which the caller couldn't change it again."""
    bypass = bool(given.get("BypassPolicyLockoutSafetyCheck", False))
    try:
        parsed = parse_policy(f"key policy of {key.arn}", policy)
    except MalformedPolicy as e:
        raise refusal("MalformedPolicyDocumentException", str(e)) from e
    if unknown_principal(parsed):
        text = f"Policy contains a statement with one or more invalid principals: {unknown_principal(parsed)}"
        raise refusal("MalformedPolicyDocumentException", text)
    before, key.policy = key.policy, policy
    try:
        decision = call.access.decide(call.subject, key_demand(call, key, "PutKeyPolicy"))
    finally:
        key.policy = before
    if not bypass and not decision.allowed:
        raise refusal(
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
            400,
        )


def enable_key(call: Call, given: JsonInput) -> Answer:
    return _set_state(call, given, "Enabled")


def disable_key(call: Call, given: JsonInput) -> Answer:
    return _set_state(call, given, "Disabled")


def _set_state(call: Call, given: JsonInput, state: str) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.done()
    if key.state == "PendingDeletion":
        raise refusal("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    key.state = state
    return {}


def schedule_key_deletion(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    days = int(given.get("PendingWindowInDays", 30))
    given.done()
    if not 7 <= days <= 30:
        raise refusal("ValidationException", "PendingWindowInDays must be 7 to 30")
    if key.state == "PendingDeletion":
        raise refusal("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    key.state, key.deletion_time = "PendingDeletion", time.time() + days * _DAY
    return {
        "KeyId": key.arn,
        "DeletionDate": key.deletion_time,
        "KeyState": key.state,
        "PendingWindowInDays": days,
    }


def cancel_key_deletion(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.done()
    if key.state != "PendingDeletion":
        raise refusal("KMSInvalidStateException", f"{key.arn} is not pending deletion.")
    key.state, key.deletion_time = "Disabled", 0.0
    return {"KeyId": key.arn}


def enable_key_rotation(call: Call, given: JsonInput) -> Answer:
    return _set_rotation(call, given, on=True)


def disable_key_rotation(call: Call, given: JsonInput) -> Answer:
    return _set_rotation(call, given, on=False)


def _set_rotation(call: Call, given: JsonInput, *, on: bool) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.done()
    if key.spec != SYMMETRIC or key.region != (key.primary_region or key.region):
        raise refusal("UnsupportedOperationException", f"{key.arn} does not support automatic rotation")
    for replica in KEYS.replicas(key):
        replica.rotation = on
    return {}


def get_key_rotation_status(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.done()
    period = {"RotationPeriodInDays": 365} if key.rotation else {}
    return {"KeyId": key.id, "KeyRotationEnabled": key.rotation, **period}


def update_key_description(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    description = str(given.get("Description", ""))
    given.done()
    key.description = description
    return {}

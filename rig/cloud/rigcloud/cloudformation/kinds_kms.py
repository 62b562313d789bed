"""Keys, their replicas and aliases."""

from __future__ import annotations

import json
from typing import Any

from .kinds import Change, Deployer, Kind, Properties, Wish, ignore_missing, names, pick, truth
from .shape import fitted
from .template import invalid
from .values import Made

_DAYS = 30


def create_key(deployer: Deployer, wish: Wish) -> Made:
    """Makes a key; rotation and being disabled come after."""
    given = {
        **pick(wish.properties, ("Description", "KeySpec", "KeyUsage", "MultiRegion", "Origin")),
        **pick(wish.properties, ("BypassPolicyLockoutSafetyCheck",)),
        **_policy(wish),
        **_tags(wish),
    }
    kms = deployer.client("kms")
    metadata = kms.create_key(**fitted("kms", "CreateKey", given, "AWS::KMS::Key"))["KeyMetadata"]
    _configure(kms, metadata["KeyId"], wish.properties)
    return _key(metadata)


def create_replica(deployer: Deployer, wish: Wish) -> Made:
    """ReplicateKey is a call to the primary key's region."""
    arn = str(wish.properties["PrimaryKeyArn"])
    parts = arn.split(":")
    if len(parts) != 6 or parts[2] != "kms":
        raise invalid(f"PrimaryKeyArn {arn} is not the ARN of a key")
    given = {
        "KeyId": arn,
        "ReplicaRegion": deployer.region,
        **pick(wish.properties, ("Description",)),
        **_policy(wish),
        **_tags(wish),
    }
    answer = deployer.client("kms", parts[3]).replicate_key(
        **fitted("kms", "ReplicateKey", given, "AWS::KMS::ReplicaKey")
    )
    metadata = answer["ReplicaKeyMetadata"]
    _configure(deployer.client("kms"), metadata["KeyId"], wish.properties)
    return _key(metadata)


def update_key(deployer: Deployer, change: Change) -> Made:
    """Everything that can change without a new key."""
    kms, key_id, after = deployer.client("kms"), change.made.id, change.after.properties
    if change.differs("Description"):
        kms.update_key_description(KeyId=key_id, Description=str(after.get("Description", "")))
    if change.differs("KeyPolicy"):
        if "KeyPolicy" not in after:
            raise invalid("the rig doesn't implement taking KeyPolicy away from a key")
        kms.put_key_policy(KeyId=key_id, **_policy(change.after))
    dropped = change.dropped_tags()
    if dropped:
        kms.untag_resource(KeyId=key_id, TagKeys=dropped)
    tags = _tags(change.after)
    if tags:
        kms.tag_resource(KeyId=key_id, **tags)
    _configure(kms, key_id, {"EnableKeyRotation": False, "Enabled": True, **after}, change)
    return change.made


def _configure(kms: Any, key_id: str, properties: Properties, change: Change | None = None) -> None:
    rotates = truth(properties.get("EnableKeyRotation", False))
    if rotates and (change is None or change.differs("EnableKeyRotation")):
        kms.enable_key_rotation(KeyId=key_id)
    elif change and change.differs("EnableKeyRotation"):
        kms.disable_key_rotation(KeyId=key_id)
    enabled = truth(properties.get("Enabled", True))
    if not enabled:
        kms.disable_key(KeyId=key_id)
    elif change and change.differs("Enabled"):
        kms.enable_key(KeyId=key_id)


def _policy(wish: Wish) -> dict[str, str]:
    document = wish.properties.get("KeyPolicy")
    return {"Policy": json.dumps(document)} if document else {}


def _tags(wish: Wish) -> dict[str, Any]:
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in wish.all_tags()]
    return {"Tags": tags} if tags else {}


def _key(metadata: dict[str, Any]) -> Made:
    return Made(metadata["KeyId"], {"Arn": metadata["Arn"], "KeyId": metadata["KeyId"]})


def delete_key(deployer: Deployer, made: Made, properties: Properties) -> None:
    """A key is never gone at once."""
    days = int(properties.get("PendingWindowInDays", _DAYS))
    kms = deployer.client("kms")
    ignore_missing(
        lambda: kms.schedule_key_deletion(KeyId=made.id, PendingWindowInDays=days),
        "NotFoundException",
        "KMSInvalidStateException",
    )


def create_alias(deployer: Deployer, wish: Wish) -> Made:
    """An alias is named by its name."""
    name, target = wish.properties["AliasName"], wish.properties["TargetKeyId"]
    deployer.client("kms").create_alias(AliasName=name, TargetKeyId=target)
    return Made(name)


def update_alias(deployer: Deployer, change: Change) -> Made:
    """Points it at another key."""
    target = change.after.properties["TargetKeyId"]
    deployer.client("kms").update_alias(AliasName=change.made.id, TargetKeyId=target)
    return change.made


def delete_alias(deployer: Deployer, made: Made, _properties: Properties) -> None:
    """The key stays."""
    kms = deployer.client("kms")
    ignore_missing(lambda: kms.delete_alias(AliasName=made.id), "NotFoundException")


_MUTABLE = names("Description", "KeyPolicy", "EnableKeyRotation", "Enabled", "PendingWindowInDays", "Tags")

KINDS = (
    Kind(
        "AWS::KMS::Key",
        required=names(),
        optional=_MUTABLE
        | names("KeySpec", "KeyUsage", "MultiRegion", "Origin", "BypassPolicyLockoutSafetyCheck"),
        create=create_key,
        delete=delete_key,
        mutable=_MUTABLE | names("BypassPolicyLockoutSafetyCheck"),
        update=update_key,
    ),
    Kind(
        "AWS::KMS::ReplicaKey",
        required=names("PrimaryKeyArn", "KeyPolicy"),
        optional=names("Description", "Enabled", "PendingWindowInDays", "Tags"),
        create=create_replica,
        delete=delete_key,
        mutable=names("Description", "KeyPolicy", "Enabled", "PendingWindowInDays", "Tags"),
        update=update_key,
    ),
    Kind(
        "AWS::KMS::Alias",
        required=names("AliasName", "TargetKeyId"),
        optional=names(),
        create=create_alias,
        delete=delete_alias,
        mutable=names("TargetKeyId"),
        update=update_alias,
        names_by=("AliasName",),
    ),
)

"""Buckets and their policies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .kinds import Change, Deployer, Kind, Properties, Wish, ignore_missing, names, pick, rest, truth
from .shape import fitted
from .template import invalid
from .values import Made

_LIFECYCLE = {
    "Id",
    "Status",
    "Prefix",
    "ExpirationInDays",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "AbortIncompleteMultipartUpload",
    "ExpiredObjectDeleteMarker",
}


def create_bucket(deployer: Deployer, wish: Wish) -> Made:
    """Makes the bucket, then whatever else is said of it; a bucket half made is taken down again."""
    name = wish.properties.get("BucketName") or wish.generated_name(63).lower()
    s3 = deployer.client("s3")
    arguments: dict[str, Any] = {"Bucket": name}
    if deployer.region != "us-east-1":
        arguments["CreateBucketConfiguration"] = {"LocationConstraint": deployer.region}
    if truth(wish.properties.get("ObjectLockEnabled", False)):
        arguments["ObjectLockEnabledForBucket"] = True
    elif "ObjectLockConfiguration" in wish.properties:
        raise invalid("ObjectLockConfiguration needs ObjectLockEnabled")
    s3.create_bucket(**arguments)
    try:
        _configure(s3, name, wish, _SETTERS)
    except Exception:
        s3.delete_bucket(Bucket=name)
        raise
    return _bucket(name, deployer.region)


def update_bucket(deployer: Deployer, change: Change) -> Made:
    """Sets anew whatever changed."""
    s3, name = deployer.client("s3"), change.made.id
    dropped = [key for key in change.before.properties if key not in change.after.properties]
    if dropped:
        raise invalid(f"the rig doesn't implement taking {dropped[0]} away from a bucket")
    changed = {key: setter for key, setter in _SETTERS.items() if change.differs(key)}
    _configure(s3, name, change.after, {**changed, "Tags": _tags})
    return change.made


def _configure(
    s3: Any, name: str, wish: Wish, setters: Mapping[str, Callable[[Any, str, Any], None]]
) -> None:
    for key, setter in setters.items():
        if key == "Tags":
            _tags(s3, name, wish.all_tags())
        elif key in wish.properties:
            setter(s3, name, wish.properties[key])


def _bucket(name: str, region: str) -> Made:
    return Made(
        name,
        {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
            "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
        },
    )


def delete_bucket(deployer: Deployer, made: Made, _properties: Properties) -> None:
    """S3 refuses while there is anything in it, and so does the stack."""
    ignore_missing(lambda: deployer.client("s3").delete_bucket(Bucket=made.id), "NoSuchBucket")


def _versioning(s3: Any, name: str, value: Any) -> None:
    arguments = fitted("s3", "PutBucketVersioning", {"VersioningConfiguration": value}, "AWS::S3::Bucket")
    s3.put_bucket_versioning(Bucket=name, **arguments)


def _public_access(s3: Any, name: str, value: Any) -> None:
    given = {"PublicAccessBlockConfiguration": value}
    s3.put_public_access_block(Bucket=name, **fitted("s3", "PutPublicAccessBlock", given, "AWS::S3::Bucket"))


def _ownership(s3: Any, name: str, value: Any) -> None:
    given = {"OwnershipControls": value}
    s3.put_bucket_ownership_controls(
        Bucket=name, **fitted("s3", "PutBucketOwnershipControls", given, "AWS::S3::Bucket")
    )


def _encryption(s3: Any, name: str, value: Any) -> None:
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        default = {"ApplyServerSideEncryptionByDefault": rule.get("ServerSideEncryptionByDefault", {})}
        rules.append({**rest(rule, "ServerSideEncryptionByDefault"), **default})
    given = {"ServerSideEncryptionConfiguration": {"Rules": rules}}
    s3.put_bucket_encryption(Bucket=name, **fitted("s3", "PutBucketEncryption", given, "AWS::S3::Bucket"))


def _object_lock(s3: Any, name: str, value: Any) -> None:
    given = {"ObjectLockConfiguration": value}
    s3.put_object_lock_configuration(
        Bucket=name, **fitted("s3", "PutObjectLockConfiguration", given, "AWS::S3::Bucket")
    )


def _lifecycle(s3: Any, name: str, value: Any) -> None:
    """Kept and answered, as S3 keeps it; nothing lives long enough here to expire."""
    given = {"LifecycleConfiguration": {"Rules": [_lifecycle_rule(rule) for rule in value["Rules"]]}}
    s3.put_bucket_lifecycle_configuration(
        Bucket=name, **fitted("s3", "PutBucketLifecycleConfiguration", given, "AWS::S3::Bucket")
    )


def _lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(rule) - _LIFECYCLE)
    if unknown:
        raise invalid(f"Encountered unsupported property {unknown[0]} in a lifecycle rule")
    found = {
        "ID": rule.get("Id", "rule"),
        "Status": rule["Status"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
    }
    if "ExpirationInDays" in rule:
        found["Expiration"] = {"Days": rule["ExpirationInDays"]}
    if "ExpiredObjectDeleteMarker" in rule:
        found["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    if "NoncurrentVersionExpirationInDays" in rule:
        found["NoncurrentVersionExpiration"] = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    if "NewerNoncurrentVersions" in rule.get("NoncurrentVersionExpiration", {}):
        raise invalid("the rig doesn't implement NewerNoncurrentVersions")
    return {**found, **pick(rule, ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"))}


def _tags(s3: Any, name: str, tags: list[dict[str, str]]) -> None:
    if tags:
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})


_SETTERS: Mapping[str, Callable[[Any, str, Any], None]] = {
    "VersioningConfiguration": _versioning,
    "PublicAccessBlockConfiguration": _public_access,
    "OwnershipControls": _ownership,
    "BucketEncryption": _encryption,
    "ObjectLockConfiguration": _object_lock,
    "LifecycleConfiguration": _lifecycle,
    "Tags": _tags,
}


def put_policy(deployer: Deployer, wish: Wish) -> Made:
    """A bucket has one policy: a second resource for the same bucket replaces the first's, as on AWS."""
    bucket = wish.properties["Bucket"]
    document = json.dumps(wish.properties["PolicyDocument"])
    deployer.client("s3").put_bucket_policy(Bucket=bucket, Policy=document)
    return Made(bucket)


def update_policy(deployer: Deployer, change: Change) -> Made:
    """Puts the new document."""
    return put_policy(deployer, change.after)


def delete_policy(deployer: Deployer, made: Made, _properties: Properties) -> None:
    """The bucket may be gone."""
    s3 = deployer.client("s3")
    ignore_missing(lambda: s3.delete_bucket_policy(Bucket=made.id), "NoSuchBucket")


KINDS = (
    Kind(
        "AWS::S3::Bucket",
        required=names(),
        optional=names("BucketName", "ObjectLockEnabled", *_SETTERS),
        create=create_bucket,
        delete=delete_bucket,
        mutable=names(*_SETTERS),
        update=update_bucket,
        names_by=("BucketName",),
    ),
    Kind(
        "AWS::S3::BucketPolicy",
        required=names("Bucket", "PolicyDocument"),
        optional=names(),
        create=put_policy,
        delete=delete_policy,
        mutable=names("PolicyDocument"),
        update=update_policy,
    ),
)

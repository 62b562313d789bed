"""Rules of S3 that the emulator doesn't keep: checked before it sees the request, or refused as unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import xmltodict

from . import s3_lock
from .answers import Refusal
from .failure import not_implemented, refusal
from .policy_document import MalformedPolicy, parse_policy
from .policy_principals import unknown_principal
from .s3_actions import S3Request
from .s3_mend import check_retention, object_of

_ONLY = {
    "x-amz-storage-class": ("STANDARD",),
    "x-amz-server-side-encryption": ("AES256",),
    "x-amz-checksum-type": ("FULL_OBJECT",),
}
_REFUSED_HEADERS = (
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-website-redirect-location",
    "x-amz-request-payer",
    "x-amz-mfa",
    "x-amz-write-offset-bytes",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-write",
)
_WRITES = frozenset({"PutObject", "CopyObject", "CompleteMultipartUpload", "UploadPart", "UploadPartCopy"})


def check(request: S3Request, bucket: Any, body: bytes) -> None:
    """Refuses what would be wrong, and what the emulator would only pretend."""
    _check_owner(request, bucket)
    _check_headers(request)
    _check_conditions(request)
    s3_lock.check(request, bucket, body)
    rule = _RULES.get(request.operation)
    if rule:
        rule(request, bucket, body)


def _check_owner(request: S3Request, bucket: Any) -> None:
    expected = request.headers.get("x-amz-expected-bucket-owner")
    if expected and bucket is not None and bucket.account_id != expected:
        raise refusal("AccessDenied", "Access Denied", 403)


def _check_headers(request: S3Request) -> None:
    for name, known in _ONLY.items():
        value = request.headers.get(name)
        if value is not None and value not in known:
            raise not_implemented(f"the rig doesn't implement {name}: {value}")
    for name in _REFUSED_HEADERS:
        if name in request.headers:
            raise not_implemented(f"the rig doesn't implement the header {name}")
    if request.headers.get("x-amz-acl", "private") not in ("private", "bucket-owner-full-control"):
        raise refusal("AccessControlListNotSupported", "The bucket does not allow ACLs")


def _check_conditions(request: S3Request) -> None:
    """The emulator keeps `*` on PutObject and on CompleteMultipartUpload, and ETags on PutObject only."""
    if request.operation not in _WRITES:
        return
    none_match, match = request.headers.get("if-none-match"), request.headers.get("if-match")
    if none_match not in (None, "*"):
        raise not_implemented("S3 takes no other If-None-Match than * for writes")
    if match is not None and request.operation != "PutObject":
        raise not_implemented(f"the rig doesn't implement If-Match for {request.operation}")
    if none_match is not None and request.operation not in ("PutObject", "CompleteMultipartUpload"):
        raise not_implemented(f"the rig doesn't implement If-None-Match for {request.operation}")


def _policy(request: S3Request, bucket: Any, body: bytes) -> None:
    try:
        policy = parse_policy(f"policy of bucket {request.bucket}", body.decode())
    except (MalformedPolicy, UnicodeDecodeError) as e:
        raise refusal("MalformedPolicy", str(e)) from e
    absent = unknown_principal(policy)
    if absent:
        raise refusal("MalformedPolicy", f"Invalid principal in policy: {absent}")
    blocked = bucket.public_access_block and bucket.public_access_block.block_public_policy
    public = any(
        statement.allow and not statement.conditions and "*" in (statement.principals or {}).get("AWS", ())
        for statement in policy.statements
    )
    if blocked and public:
        text = "User is not authorized: public policies are prevented by the BlockPublicPolicy setting"
        raise refusal("AccessDenied", text, 403)
    outside = [
        resource
        for statement in policy.statements
        for resource in statement.resources
        if resource.removeprefix("arn:aws:s3:::").partition("/")[0] != request.bucket
    ]
    if outside:
        raise refusal("MalformedPolicy", f"Policy has invalid resource: {outside[0]}")


def _encryption(_request: S3Request, _bucket: Any, body: bytes) -> None:
    if b"aws:kms" in body:
        raise not_implemented("the rig doesn't implement bucket encryption with KMS keys")


def _versioning(_request: S3Request, _bucket: Any, body: bytes) -> None:
    if b"MfaDelete" in body:
        raise not_implemented("the rig doesn't implement MfaDelete")


def _retention(request: S3Request, bucket: Any, body: bytes) -> None:
    wanted = (_document(body).get("Retention") or {}) if body else {}
    bypass = request.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"
    key = object_of(bucket, request.key, request.query.get("versionId"))
    check_retention(key, wanted.get("Mode"), wanted.get("RetainUntilDate"), bypass=bypass)


def _document(body: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = xmltodict.parse(body)
    except Exception as e:
        raise refusal("MalformedXML", "The XML you provided was not well-formed") from e
    return found


def keys_to_delete(body: bytes) -> list[tuple[str, str]]:
    """Keys and versions of a DeleteObjects."""
    found = _document(body).get("Delete", {}).get("Object", [])
    items = found if isinstance(found, list) else [found]
    return [(str(item["Key"]), str(item.get("VersionId") or "")) for item in items]


def policy_text(bucket: Any) -> str | None:
    """The bucket's policy as stored, or None."""
    text = bucket.policy
    if text is None:
        return None
    return text.decode() if isinstance(text, bytes) else str(text)


def wrong_region(bucket: Any) -> Refusal:
    """S3 answers so in a region that isn't the bucket's; the header tells SDKs where to go."""
    text = (
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint."
    )
    return Refusal(301, "PermanentRedirect", text, headers={"x-amz-bucket-region": bucket.region_name})


_RULES: Mapping[str, Callable[[S3Request, Any, bytes], None]] = {
    "PutBucketEncryption": _encryption,
    "PutBucketPolicy": _policy,
    "PutBucketVersioning": _versioning,
    "PutObjectRetention": _retention,
}

"""
Object Lock: what S3 demands of puts, retentions, holds and deletions in buckets that have it or don't.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import xmltodict

from .failure import not_implemented, refusal
from .s3_actions import S3Request
from .s3_mend import object_of

_MODE = "x-amz-object-lock-mode"
_UNTIL = "x-amz-object-lock-retain-until-date"
_HOLD = "x-amz-object-lock-legal-hold"
_PROTECTED = "Access Denied because object protected by object lock."
_OF_LOCKED_BUCKETS = frozenset(
    {"GetObjectLegalHold", "GetObjectRetention", "PutObjectLegalHold", "PutObjectRetention"}
)


def check(request: S3Request, bucket: Any, body: bytes) -> None:
    """Refuses what a bucket with Object Lock, or one without it, refuses."""
    if bucket is None:
        return
    _check_headers(request, bucket)
    if request.operation in _OF_LOCKED_BUCKETS and not bucket.object_lock_enabled:
        raise refusal("InvalidRequest", "Bucket is missing Object Lock Configuration")
    if request.operation == "PutBucketVersioning" and bucket.object_lock_enabled and b"Suspended" in body:
        text = (
            "An Object Lock configuration is present on this bucket, "
            "so the versioning state cannot be changed."
        )
        raise refusal("InvalidBucketState", text, 409)
    if request.operation == "PutObjectLegalHold":
        object_of(bucket, request.key, request.query.get("versionId"))
        _check_hold(_status(body))
    if request.operation == "DeleteObject":
        _check_deletion(request, bucket)


def get_hold(request: S3Request, bucket: Any) -> bytes:
    """The answer to GetObjectLegalHold; the emulator would tell of a hold that nobody set."""
    key = object_of(bucket, request.key, request.query.get("versionId"))
    if not key.lock_legal_status:
        text = "The specified object does not have a ObjectLock configuration"
        raise refusal("NoSuchObjectLockConfiguration", text, 404)
    status = escape(str(key.lock_legal_status))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<LegalHold><Status>{status}</Status></LegalHold>'.encode()
    )


def bypasses(request: S3Request) -> bool:
    """Whether governance mode is to be ignored, which is a permission of its own."""
    return request.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"


def _check_headers(request: S3Request, bucket: Any) -> None:
    mode, until, hold = (request.headers.get(name) for name in (_MODE, _UNTIL, _HOLD))
    if mode is None and until is None and hold is None:
        return
    if request.operation != "PutObject":
        raise not_implemented(f"the rig doesn't implement Object Lock's headers for {request.operation}")
    if not bucket.object_lock_enabled:
        raise refusal("InvalidRequest", "Bucket is missing Object Lock Configuration")
    if (mode is None) != (until is None):
        text = f"{_UNTIL} and {_MODE} must both be supplied"
        raise refusal("InvalidArgument", text)
    if mode is not None and mode not in ("GOVERNANCE", "COMPLIANCE"):
        raise refusal("InvalidArgument", "Unknown wormMode directive.")
    if until is not None and _time(until) <= datetime.now(UTC):
        raise refusal("InvalidArgument", "The retain until date must be in the future!")
    if hold is not None:
        _check_hold(hold)


def _check_deletion(request: S3Request, bucket: Any) -> None:
    """The emulator looks at the version named, whatever its clock makes of the date's spelling."""
    version = request.query.get("versionId")
    if not version:
        return  # only puts a marker, whatever is locked
    for key in bucket.keys.getlist(request.key) or []:
        if str(key.version_id) == version and _is_locked(key, bypass=bypasses(request)):
            raise refusal("AccessDenied", _PROTECTED, 403)


def _is_locked(key: Any, *, bypass: bool) -> bool:
    if getattr(key, "lock_legal_status", None) == "ON":
        return True
    mode, until = getattr(key, "lock_mode", None), getattr(key, "lock_until", None)
    if not mode or not until or _time(until) <= datetime.now(UTC):
        return False
    return mode == "COMPLIANCE" or not bypass


def _status(body: bytes) -> str:
    try:
        return str(xmltodict.parse(body)["LegalHold"]["Status"])
    except Exception as e:
        raise refusal("MalformedXML", "The XML you provided was not well-formed") from e


def _check_hold(status: str) -> None:
    if status not in ("ON", "OFF"):
        raise refusal("InvalidArgument", "Legal Hold must be either of 'ON' or 'OFF'")


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as e:
        text = "The retain until date must be provided in ISO 8601 format"
        raise refusal("InvalidArgument", text) from e

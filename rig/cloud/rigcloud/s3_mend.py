"""What the rig changes in the emulator's S3: who decides, and the rules of object lock."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from .failure import refusal

DENIED_KEYS: ContextVar[frozenset[str]] = ContextVar("denied_keys", default=frozenset())
"""ARNs that the current DeleteObjects may not delete: S3 answers those one by one."""


def patch() -> None:
    """Leaves authorisation to the rig: the emulator would deny by Principal `*`, whatever the condition."""
    from moto.iam.access_control import PermissionResult  # noqa: PLC0415 - moto costs half a second
    from moto.s3.models import FakeBucket  # noqa: PLC0415 - as above

    def get_permission(_bucket: Any, _action: str, resource: str) -> Any:
        return PermissionResult.DENIED if resource in DENIED_KEYS.get() else PermissionResult.PERMITTED

    FakeBucket.get_permission = get_permission


def bucket_of(name: str) -> Any:
    """A bucket of any account, or None."""
    from moto.s3.models import s3_backends  # noqa: PLC0415 - as above

    home = s3_backends.bucket_accounts.get(name)
    return s3_backends[home[1]][home[0]].buckets.get(name) if home else None


def check_retention(key: Any, mode: str | None, until: str | None, *, bypass: bool) -> None:
    """COMPLIANCE can only be lengthened; GOVERNANCE is loosened by those alone who bypass it."""
    if until and _time(until) <= datetime.now(UTC):
        raise refusal("InvalidArgument", "The retain until date must be in the future!")
    if not _locked(key):
        return
    looser = until is None or _time(until) < _time(key.lock_until) or mode != key.lock_mode
    if looser and (key.lock_mode == "COMPLIANCE" or not bypass):
        raise refusal("AccessDenied", "Access Denied because object protected by object lock.", 403)


def retention_of(key: Any) -> tuple[str, str]:
    """Mode and date of an object's retention."""
    if not key.lock_mode or not key.lock_until:
        text = "The specified object does not have a ObjectLock configuration"
        raise refusal("NoSuchObjectLockConfiguration", text, 404)
    return str(key.lock_mode), str(key.lock_until)


def object_of(bucket: Any, key_name: str, version_id: str | None) -> Any:
    """An object, or NoSuchKey."""
    from moto.s3.models import s3_backends  # noqa: PLC0415 - as above

    backend = s3_backends[bucket.account_id][bucket.partition]
    key = backend.get_object(bucket.name, key_name, version_id=version_id)
    if key is None:
        raise refusal("NoSuchKey", "The specified key does not exist.", 404)
    return key


def _locked(key: Any) -> bool:
    return bool(key.lock_mode) and bool(key.lock_until) and _time(key.lock_until) > datetime.now(UTC)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

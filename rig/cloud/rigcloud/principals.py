"""Who an access key belongs to, by the rig's own IAM and STS: users' long-lived keys, role sessions' keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

PARTITION = "aws"


@dataclass(frozen=True)
class Principal:
    """An access key that IAM or STS of this rig issued, and who acts with it."""

    access_key: str
    secret: str
    account: str
    arn: str
    """As GetCallerIdentity gives it: of a role session, its assumed-role ARN."""
    user_id: str
    session_token: str | None = None
    expiration: datetime | None = None
    role_arn: str | None = None
    """Of a role session: the role's own ARN, with its path."""

    @property
    def identity_arn(self) -> str:
        """The IAM identity behind the caller: the role of a session, else the caller itself."""
        return self.role_arn or self.arn

    @property
    def expired(self) -> bool:
        """Whether a session is over."""
        return self.expiration is not None and self.expiration <= datetime.now(UTC)


def find(access_key: str) -> Principal | None:
    """The principal of an access key, or None when this rig issued no such key (or it is inactive)."""
    from moto.iam.models import iam_backends  # noqa: PLC0415 - moto costs half a second, up and down do without

    for account, partitions in list(iam_backends.items()):
        backend = partitions[PARTITION]
        found = _session(account, access_key) or _user(account, backend, access_key)
        if found:
            return found
    return None


def _session(account: str, access_key: str) -> Principal | None:
    from moto.sts.models import sts_backends  # noqa: PLC0415 - as above

    session: Any = sts_backends[account][PARTITION].get_assumed_role_from_access_key(access_key)
    if session is None:
        return None
    return Principal(
        access_key,
        session.secret_access_key,
        account,
        session.arn,
        session.user_id,
        session.session_token,
        session.expiration.replace(tzinfo=UTC),
        session.role_arn,
    )


def _user(account: str, backend: Any, access_key: str) -> Principal | None:
    for user in list(backend.users.values()):
        for key in user.access_keys:
            if key.access_key_id == access_key and key.status == "Active":
                return Principal(access_key, key.secret_access_key, account, user.arn, user.id)
    return None

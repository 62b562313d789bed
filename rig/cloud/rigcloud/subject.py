"""A principal as policies see it: its account, its names, and the context keys that say who it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .principals import PARTITION, Principal


@dataclass(frozen=True)
class Subject:
    """
    Who asks.

    `identity_arn` is what `aws:PrincipalArn` holds: of a session its role's ARN, with the path.
    `names` are the entries of a policy's Principal element that name this subject itself; those of
    other kinds than AWS are written `service:NAME` and `federated:ARN`.
    """

    account: str
    arn: str
    identity_arn: str
    user_id: str
    names: frozenset[str]
    access_key: str = ""
    is_session: bool = False

    @property
    def root_arn(self) -> str:
        """How a policy names the subject's whole account."""
        return f"arn:{PARTITION}:iam::{self.account}:root"


def subject_of(principal: Principal) -> Subject:
    """The subject behind a verified access key."""
    return Subject(
        principal.account,
        principal.arn,
        principal.identity_arn,
        principal.user_id,
        frozenset({principal.arn, principal.identity_arn}),
        principal.access_key,
        principal.role_arn is not None,
    )


def web_subject(provider_arn: str, account: str, subject: str) -> Subject:
    """Whoever shows a token of an OpenID Connect provider that the account trusts."""
    name = f"federated:{provider_arn}"
    return Subject(account, name, name, subject, frozenset({name}))


def service_subject(service: str, account: str) -> Subject:
    """An AWS service that would assume a role, as `eks.amazonaws.com` does for a cluster."""
    name = f"service:{service}"
    return Subject(account, name, name, service, frozenset({name}))


def iam_of(account: str) -> Any:
    """The rig's IAM of an account."""
    from moto.iam.models import iam_backends  # noqa: PLC0415 - moto costs half a second, up and down do without

    return iam_backends[account][PARTITION]


def sts_of(account: str) -> Any:
    """The rig's STS of an account: it keeps the role sessions."""
    from moto.sts.models import sts_backends  # noqa: PLC0415 - as above

    return sts_backends[account][PARTITION]

"""Whether the principals that a resource's policy names are there: AWS refuses a policy that names others."""

from __future__ import annotations

import re

from .policy_document import Policy
from .subject import iam_of

_IDENTITY = re.compile(r"arn:aws:iam::(?P<account>\d{12}):(?P<kind>role|user)/.+")


def unknown_principal(policy: Policy) -> str | None:
    """The first role or user that doesn't exist, or None."""
    for statement in policy.statements:
        for name in (statement.principals or {}).get("AWS", ()):
            match = _IDENTITY.fullmatch(name)
            if match and not _exists(match["account"], match["kind"], name):
                return name
    return None


def _exists(account: str, kind: str, arn: str) -> bool:
    iam = iam_of(account)
    holders = iam.roles if kind == "role" else iam.users
    return any(one.arn == arn for one in list(holders.values()))

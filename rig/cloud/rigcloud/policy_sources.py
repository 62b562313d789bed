"""The policies that are attached to a subject in the rig's IAM and STS."""

from __future__ import annotations

import json
from typing import Any

from .policy_document import Policy, parse_policy
from .subject import Subject, iam_of, sts_of


def attached(subject: Subject) -> list[Policy]:
    """Inline and managed policies of the user (with its groups) or of the session's role."""
    holder = _holder(subject)
    if holder is None:
        return []
    found = _policies(holder)
    if not subject.is_session:
        for group in iam_of(subject.account).get_groups_for_user(holder.name):
            found += _policies(group)
    return found


def limits(subject: Subject) -> list[list[Policy]]:
    """What narrows the above: each group must allow too (permissions boundary; session policies)."""
    found = [_boundary(subject), _session_policies(subject)]
    return [group for group in found if group]


def _boundary(subject: Subject) -> list[Policy]:
    """A boundary that names no policy allows nothing."""
    arn = getattr(_holder(subject), "permissions_boundary_arn", None)
    if not arn:
        return []
    managed = iam_of(subject.account).managed_policies.get(arn)
    return [_managed(managed) if managed else Policy(f"missing boundary {arn}", ())]


def _session_policies(subject: Subject) -> list[Policy]:
    if not subject.is_session:
        return []
    session = sts_of(subject.account).get_assumed_role_from_access_key(subject.access_key)
    texts = getattr(session, "session_policies", ())
    return [parse_policy(f"session policy {index}", text) for index, text in enumerate(texts)]


def _holder(subject: Subject) -> Any:
    iam = iam_of(subject.account)
    candidates = iam.roles if subject.is_session else iam.users
    return next((one for one in list(candidates.values()) if one.arn == subject.identity_arn), None)


def _policies(holder: Any) -> list[Policy]:
    inline = [parse_policy(f"{holder.name}/{name}", _text(text)) for name, text in holder.policies.items()]
    return inline + [_managed(policy) for policy in list(holder.managed_policies.values())]


def _managed(policy: Any) -> Policy:
    return parse_policy(policy.arn, document_of(policy))


def document_of(policy: Any) -> str:
    """The default version of a managed policy."""
    version = next(one for one in policy.versions if one.version_id == policy.default_version_id)
    return _text(version.document)


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)

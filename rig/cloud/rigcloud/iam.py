"""Rules of IAM that the emulator doesn't keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .failure import refusal
from .policy_document import MalformedPolicy, Policy, parse_policy
from .policy_principals import unknown_principal
from .subject import Subject, iam_of

Form = Mapping[str, str]
_TRUST = ("CreateRole", "AssumeRolePolicyDocument"), ("UpdateAssumeRolePolicy", "PolicyDocument")
_SHORTEST, _LONGEST = 3600, 43200


def check(subject: Subject, operation: str, form: Form) -> None:
    """Refuses what IAM refuses, before the emulator keeps it."""
    for name in ("AssumeRolePolicyDocument", "PolicyDocument"):
        if name in form:
            policy = _readable(form[name])
            if (operation, name) in _TRUST:
                _check_trust(policy)
    if "MaxSessionDuration" in form:
        _check_duration(form["MaxSessionDuration"])
    if "PermissionsBoundary" in form:
        _check_boundary(subject.account, form["PermissionsBoundary"])


def _readable(text: str) -> Policy:
    try:
        return parse_policy("document", text)
    except MalformedPolicy as e:
        raise refusal("MalformedPolicyDocument", str(e)) from e


def _check_trust(policy: Policy) -> None:
    absent = unknown_principal(policy)
    if absent:
        raise refusal("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{absent}"')
    if any(statement.principals is None or statement.resources for statement in policy.statements):
        raise refusal("MalformedPolicyDocument", "A trust policy names principals and no resources")


def _check_duration(text: str) -> None:
    if not text.isdigit() or not _SHORTEST <= int(text) <= _LONGEST:
        raise refusal("ValidationError", f"MaxSessionDuration {text} must be {_SHORTEST} to {_LONGEST}")


def _check_boundary(account: str, arn: str) -> None:
    if arn not in iam_of(account).managed_policies:
        raise refusal("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", 404)


def patch() -> None:
    """UpdateRole changes what it is given: the emulator resets the rest."""
    from moto.core.responses import EmptyResult  # noqa: PLC0415 - moto costs half a second
    from moto.iam.responses import IamResponse  # noqa: PLC0415 - as above

    IamResponse.update_role = _update_role(EmptyResult)


def _update_role(empty: Callable[[], Any]) -> Callable[[Any], Any]:
    def update_role(response: Any) -> Any:
        role = response.backend.get_role(response._get_param("RoleName"))
        description = response._get_param("Description")
        seconds = response._get_param("MaxSessionDuration")
        if description is not None:
            role.description = description
        if seconds is not None:
            role.max_session_duration = seconds
        return empty()

    return update_role

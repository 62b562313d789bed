"""STS, the rig's own: the emulator's lets anybody assume any role, there or not, and takes any web token."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from . import sts_web
from .access import Access, Demand
from .app import Registry
from .failure import not_implemented, refusal
from .policy_document import MalformedPolicy, parse_policy
from .policy_sources import document_of
from .query import QueryInput, query_response
from .service import Call, Response, application
from .subject import Subject, iam_of, sts_of, web_subject

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_ROLE_ARN = re.compile(r"arn:aws:iam::(?P<account>\d{12}):role/(?P<path>(?:[^/]+/)*)(?P<name>[\w+=,.@-]+)")
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}")
_CHAINED_LIMIT = 3600


@dataclass(frozen=True)
class SessionWish:
    """What the caller asks of a session."""

    name: str
    seconds: int
    policies: tuple[str, ...] = ()


def register_with(registry: Registry, access: Access) -> None:
    """Answers STS from here instead of from the emulator."""
    registry.services["sts"] = application("sts", handle, access)


def handle(call: Call) -> Response:
    """Answers one call."""
    operation = OPERATIONS.get(call.operation)
    if operation is None:
        raise not_implemented(f"the rig doesn't implement sts:{call.operation}")
    return query_response(call, NAMESPACE, operation(call, QueryInput(call)))


def get_caller_identity(call: Call, given: QueryInput) -> Mapping[str, Any]:
    """No permission is needed for it, on AWS either."""
    given.done()
    subject = call.subject
    return {"Arn": subject.arn, "UserId": subject.user_id, "Account": subject.account}


def assume_role(call: Call, given: QueryInput) -> Mapping[str, Any]:
    """The role's trust policy decides, with the caller's identity policies where it trusts an account."""
    arn, external = given.text("RoleArn"), given.get("ExternalId")
    wish = session_wish(call.account, given)
    given.done()
    role = find_role(arn)
    account = _account(arn)
    if role is None:
        raise refusal(
            "AccessDenied",
            f"User: {call.subject.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}",
            403,
        )
    context = {"sts:rolesessionname": (wish.name,)}
    if external:
        context["sts:externalid"] = (external,)
    call.require(trust_demand("sts:AssumeRole", role, account, context))
    check_duration(role, wish.seconds, chained=call.subject.is_session)
    return start_session(account, role, wish)


def assume_role_with_web_identity(call: Call, given: QueryInput) -> Mapping[str, Any]:
    """Unsigned: the token is the proof, and the role's trust policy names its issuer's provider."""
    arn, token = given.text("RoleArn"), given.text("WebIdentityToken")
    account = _account(arn)
    wish = session_wish(account, given)
    given.done()
    role = find_role(arn)
    if role is None:
        raise refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)
    identity = sts_web.verify(token, account, _issuer_keys)
    subject = web_subject(identity.provider_arn, account, identity.subject)
    demand = trust_demand("sts:AssumeRoleWithWebIdentity", role, account, identity.context())
    if not call.access.decide(subject, demand).allowed:
        raise refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)
    check_duration(role, wish.seconds, chained=False)
    return {
        **start_session(account, role, wish),
        "SubjectFromWebIdentityToken": identity.subject,
        "Audience": identity.audience,
        "Provider": identity.provider_arn,
    }


def _issuer_keys(issuer: str) -> Mapping[str, Any] | None:
    from .eks.plugin import issuers  # noqa: PLC0415 - EKS stands on STS, not the other way round

    return issuers().keys(issuer)


def trust_demand(action: str, role: Any, account: str, context: Mapping[str, tuple[str, ...]]) -> Demand:
    """What a role's trust policy is asked."""
    policy = parse_policy(f"trust policy of {role.arn}", role.assume_role_policy_document)
    return Demand(action, role.arn, account, policy, strict=True, context=context)


def session_wish(account: str, given: QueryInput) -> SessionWish:
    """Reads name, duration and session policies. A session policy that can't be read is refused."""
    name = given.text("RoleSessionName")
    if not _SESSION_NAME.fullmatch(name):
        raise refusal("ValidationError", f"RoleSessionName {name} must match {_SESSION_NAME.pattern}")
    seconds = given.get("DurationSeconds", "3600")
    if not seconds.isdigit() or not 900 <= int(seconds) <= 43200:
        raise refusal("ValidationError", f"DurationSeconds {seconds} must be 900 to 43200")
    inline = [given.get("Policy")] if given.get("Policy") else []
    managed = [_managed(account, item["arn"]) for item in given.structures("PolicyArns")]
    for text in inline + managed:
        _check_policy(text)
    return SessionWish(name, int(seconds), tuple(inline + managed))


def _managed(account: str, arn: str) -> str:
    policy = iam_of(account).managed_policies.get(arn)
    if policy is None:
        raise refusal("MalformedPolicyDocument", f"Policy {arn} does not exist")
    return document_of(policy)


def _check_policy(text: str) -> None:
    try:
        parse_policy("session policy", text)
    except MalformedPolicy as e:
        raise refusal("MalformedPolicyDocument", str(e)) from e


def check_duration(role: Any, seconds: int, *, chained: bool) -> None:
    """A role's own maximum, and one hour for a role assumed by a role."""
    limit = int(role.max_session_duration or 3600)
    if seconds > limit:
        raise refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )
    if chained and seconds > _CHAINED_LIMIT:
        raise refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining",
        )


def find_role(arn: str) -> Any:
    """The role with exactly this ARN (path included), or None."""
    account = _account(arn)
    roles = list(iam_of(account).roles.values())
    return next((role for role in roles if role.arn == arn), None)


def _account(arn: str) -> str:
    match = _ROLE_ARN.fullmatch(arn)
    if match is None:
        raise refusal("ValidationError", f"{arn} is invalid")
    return match["account"]


def start_session(account: str, role: Any, wish: SessionWish) -> Mapping[str, Any]:
    """Issues credentials. They are kept where the signature check looks for them."""
    session = sts_of(account).assume_role(
        region_name="us-east-1",
        role_session_name=wish.name,
        role_arn=role.arn,
        policy=None,
        duration=wish.seconds,
        external_id=None,
    )
    session.session_policies = wish.policies
    expires = session.expiration.replace(tzinfo=UTC)
    return {
        "Credentials": {
            "AccessKeyId": session.access_key_id,
            "SecretAccessKey": session.secret_access_key,
            "SessionToken": session.session_token,
            "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
    }


def may_assume(subject: Subject, access: Access, role_arn: str) -> bool:
    """Whether a role exists and trusts the subject (an AWS service, say) to assume it."""
    role = find_role(role_arn) if _ROLE_ARN.fullmatch(role_arn) else None
    if role is None:
        return False
    return access.decide(subject, trust_demand("sts:AssumeRole", role, _account(role_arn), {})).allowed


Operation = Callable[[Call, QueryInput], Mapping[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    "AssumeRole": assume_role,
    "AssumeRoleWithWebIdentity": assume_role_with_web_identity,
    "GetCallerIdentity": get_caller_identity,
}

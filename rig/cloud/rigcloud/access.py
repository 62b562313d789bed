"""
Decides whether a subject may do something, by the subject's and the resource's policies, and logs why.

The order is AWS's: an explicit deny anywhere wins; across accounts both sides must allow; permissions
boundary and session policies only narrow.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .failure import refusal
from .policy import NOTHING, AccessRequest, Match, Verdict, evaluate_identity, evaluate_resource
from .policy_conditions import Context
from .policy_document import MalformedPolicy, Policy
from .policy_sources import attached, limits
from .subject import Subject

ANY_RESOURCE = ""


@dataclass(frozen=True)
class Demand:
    """
    One thing to be allowed.

    `strict` is KMS's and STS's rule: the resource's own policy must allow, also in its own account
    (by naming the subject, or by delegating to the account's identity policies).
    """

    action: str
    resource: str
    account: str
    policy: Policy | None = None
    strict: bool = False
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """The outcome for one demand, as it is logged."""

    allowed: bool
    reason: str
    verdict: Verdict


class DecisionLog:
    """One JSON line per decision, so that a test can name the permission missing or never used."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, subject: Subject, demand: Demand, decision: Decision) -> None:
        if self._path is None:
            return
        line = {
            "time": datetime.now(UTC).isoformat(),
            "caller": subject.arn,
            "action": demand.action,
            "resource": demand.resource or "(resources of this action are not evaluated)",
            "allowed": decision.allowed,
            "reason": decision.reason,
            "allows": _names(decision.verdict.allows),
            "denies": _names(decision.verdict.denies),
            "unsupported": list(decision.verdict.unsupported),
        }
        with self._lock, self._path.open("a") as log:
            log.write(json.dumps(line) + "\n")


class Access:
    """The rig's authorisation. Safe for use by several threads."""

    def __init__(self, log: DecisionLog) -> None:
        self._log = log

    def require(self, subject: Subject, demand: Demand) -> None:
        decision = self.decide(subject, demand)
        if not decision.allowed:
            on = f" on resource: {demand.resource}" if demand.resource else ""
            raise refusal(
                denial_code(demand.action),
                f"User: {subject.arn} is not authorized to perform: {demand.action}{on} "
                f"because {decision.reason}",
                denial_status(demand.action),
            )

    def decide(self, subject: Subject, demand: Demand) -> Decision:
        try:
            decision = _decide(subject, demand)
        except MalformedPolicy as e:
            decision = Decision(False, f"a policy can't be read: {e}", NOTHING)
        self._log.write(subject, demand, decision)
        return decision


def denial_code(action: str) -> str:
    service = action.partition(":")[0]
    if service == "ec2":
        return "UnauthorizedOperation"
    return "AccessDeniedException" if service in ("kms", "ecr", "eks") else "AccessDenied"


def denial_status(action: str) -> int:
    return 400 if action.partition(":")[0] in ("kms", "ecr") else 403


def _decide(subject: Subject, demand: Demand) -> Decision:
    request = AccessRequest(demand.action, demand.resource, {**_caller_context(subject), **demand.context})
    identity = _evaluate_all(attached(subject), request)
    narrowing = [_evaluate_all(group, request) for group in limits(subject)]
    resource = evaluate_resource(demand.policy, request, subject) if demand.policy else NOTHING
    whole = identity.join(resource)
    for limit in narrowing:
        whole = whole.join(Verdict((), limit.denies, limit.unsupported))
    if whole.denies:
        return Decision(False, f"of an explicit deny in {_names(whole.denies)[0]}", whole)
    within = all(limit.allows for limit in narrowing)
    reason = _missing(subject, demand, identity, resource, within)
    if reason:
        return Decision(False, _explained(reason, whole), whole)
    return Decision(True, "allowed", whole)


def _missing(subject: Subject, demand: Demand, identity: Verdict, resource: Verdict, within: bool) -> str:
    """What is missing for an allow, or nothing."""
    if not within:
        return "a permissions boundary or session policy doesn't allow it"
    direct = any(match.direct for match in resource.allows)
    if subject.account == demand.account and direct:
        return ""
    needs_resource = demand.strict or subject.account != demand.account
    if needs_resource and not resource.allows:
        return f"no resource-based policy allows the {demand.action} action"
    if not identity.allows:
        return f"no identity-based policy allows the {demand.action} action"
    return ""


def _explained(reason: str, verdict: Verdict) -> str:
    if not verdict.unsupported:
        return reason
    return f"{reason} (not evaluated by the rig: {'; '.join(verdict.unsupported)})"


def _evaluate_all(policies: Iterable[Policy], request: AccessRequest) -> Verdict:
    verdict = NOTHING
    for policy in policies:
        verdict = verdict.join(evaluate_identity(policy, request))
    return verdict


def _caller_context(subject: Subject) -> Context:
    now = datetime.now(UTC)
    context = {
        "aws:principalarn": (subject.identity_arn,),
        "aws:principalaccount": (subject.account,),
        "aws:principaltype": ("AssumedRole" if subject.is_session else "User",),
        "aws:userid": (subject.user_id,),
        # The rig listens on loopback alone: nothing of it crosses a wire, so it counts as secure.
        "aws:securetransport": ("true",),
        "aws:currenttime": (now.strftime("%Y-%m-%dT%H:%M:%SZ"),),
        "aws:epochtime": (str(int(now.timestamp())),),
        "aws:principalisawsservice": ("false",),
        "aws:viaawsservice": ("false",),
        "aws:sourceip": ("127.0.0.1",),
    }
    if not subject.is_session:
        context["aws:username"] = (subject.arn.rsplit("/", 1)[-1],)
    return context


def _names(matches: Iterable[Match]) -> list[str]:
    return [f"{match.policy}{'#' + match.sid if match.sid else ''}" for match in matches]

"""
Evaluates policy documents: which statement allows or denies one request.

Explicit deny first; what isn't allowed is not allowed. A statement that uses something unknown to
the rig counts against the caller, whichever its effect, and the decision says what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .policy_conditions import Context, Unsupported, arn_like, holds, like, substitute
from .policy_document import Policy, Statement
from .subject import Subject


@dataclass(frozen=True)
class AccessRequest:
    """What is asked: an action on a resource, with the context keys (lower case) that hold."""

    action: str
    resource: str
    context: Context


@dataclass(frozen=True)
class Match:
    """One statement that applies. `direct`: it names the caller itself, not its whole account."""

    policy: str
    sid: str
    direct: bool


@dataclass(frozen=True)
class Verdict:
    """Which statements apply, and what couldn't be evaluated."""

    allows: tuple[Match, ...] = ()
    denies: tuple[Match, ...] = ()
    unsupported: tuple[str, ...] = ()

    def join(self, other: Verdict) -> Verdict:
        return Verdict(
            self.allows + other.allows,
            self.denies + other.denies,
            self.unsupported + other.unsupported,
        )


NOTHING = Verdict()


def evaluate_identity(policy: Policy, request: AccessRequest) -> Verdict:
    """A policy attached to the caller: it has no Principal and its resources are always named."""
    verdict = NOTHING
    for statement in policy.statements:
        verdict = verdict.join(_apply(policy, statement, request, direct=True))
    return verdict


def evaluate_resource(policy: Policy, request: AccessRequest, subject: Subject) -> Verdict:
    """A policy attached to the resource (trust policies too, which name no Resource)."""
    verdict = NOTHING
    for statement in policy.statements:
        named = names_principal(statement, subject)
        if named:
            verdict = verdict.join(_apply(policy, statement, request, direct=named == DIRECT))
    return verdict


def _apply(policy: Policy, statement: Statement, request: AccessRequest, direct: bool) -> Verdict:
    match = Match(policy.name, statement.sid, direct)
    try:
        if not _matches(statement, request):
            return NOTHING
    except Unsupported as e:
        return Verdict((), () if statement.allow else (match,), (f"{policy.name}: {e}",))
    return Verdict((match,)) if statement.allow else Verdict((), (match,))


def _matches(statement: Statement, request: AccessRequest) -> bool:
    action = request.action.lower()
    acts = any(like(action, glob.lower()) for glob in statement.actions)
    if acts == ("NotAction" in statement.negated):
        return False
    if statement.resources and not _covers(statement, request):
        return False
    return all(holds(*condition, request.context) for condition in statement.conditions)


def _covers(statement: Statement, request: AccessRequest) -> bool:
    if not request.resource:
        # The action's resources aren't evaluated: any may be meant, and only a deny of all surely hits.
        return statement.allow or "*" in statement.resources
    globs = (substitute(glob, request.context) for glob in statement.resources)
    # S3 keys may hold colons, so that the last part of an ARN is matched as one.
    found = any(arn_like(request.resource, glob) or glob == request.resource for glob in globs)
    return found != ("NotResource" in statement.negated)


DIRECT = "direct"
ACCOUNT = "account"


def names_principal(statement: Statement, subject: Subject) -> str:
    """DIRECT, ACCOUNT (the statement trusts the caller's account), or "" where it doesn't apply."""
    if statement.principals is None:
        return ""
    found = _named(statement.principals, subject)
    if "NotPrincipal" in statement.negated:
        return "" if found else DIRECT
    return found


def _named(principals: Mapping[str, tuple[str, ...]], subject: Subject) -> str:
    names = principals.get("AWS", ())
    if "*" in names or subject.names & set(names):
        return DIRECT
    others = {
        f"{kind.lower()}:{name}" for kind in ("Federated", "Service") for name in principals.get(kind, ())
    }
    if subject.names & others:
        return DIRECT
    whole = {subject.account, subject.root_arn}
    return ACCOUNT if whole & set(names) else ""

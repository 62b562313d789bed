"""
Condition operators and keys. One that isn't listed here never grants and always denies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

Context = Mapping[str, tuple[str, ...]]

# Keys that the rig can supply. A key listed here and absent from a request is absent as on AWS.
KNOWN_KEYS = frozenset(
    {
        "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:userid",
        "aws:username", "aws:securetransport", "aws:requestedregion", "aws:currenttime",
        "aws:epochtime", "aws:resourceaccount", "aws:sourceip", "aws:useragent",
        "aws:principalisawsservice", "aws:viaawsservice", "aws:calledvia", "aws:sourceaccount",
        "aws:sourcearn", "aws:tokenissuetime", "aws:multifactorauthpresent", "aws:principalorgid",
        "sts:externalid", "sts:rolesessionname",
        "s3:prefix", "s3:delimiter", "s3:max-keys", "s3:versionid", "s3:x-amz-acl",
        "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "s3:if-none-match", "s3:if-match", "s3:x-amz-content-sha256", "s3:signatureversion",
        "s3:authtype", "s3:objectcreationoperation", "s3:resourceaccount", "s3:object-lock-mode",
        "s3:object-lock-retain-until-date", "s3:object-lock-legal-hold",
        "s3:object-lock-remaining-retention-days",
        "kms:calleraccount", "kms:viaservice", "kms:encryptioncontextkeys", "kms:keyspec",
        "kms:keyusage", "kms:signingalgorithm", "kms:encryptionalgorithm", "kms:messagetype",
        "kms:multiregion", "kms:multiregionkeytype", "kms:requestalias", "kms:resourcealiases",
        "kms:bypasspolicylockoutsafetycheck", "kms:primaryregion", "kms:replicaregion",
        "kms:grantisforawsresource", "kms:reencryptonsamekey", "kms:keyorigin",
    }
)  # fmt: skip
KNOWN_PREFIXES = ("kms:encryptioncontext:",)
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class Unsupported(Exception):
    """An operator, key or variable that the rig can't evaluate; the message names it."""


def holds(operator: str, key: str, wanted: tuple[str, ...], context: Context) -> bool:
    """Whether one condition holds. Raises Unsupported rather than guess."""
    name, quantifier, optional = _operator(operator)
    lower = key.lower()
    if not known_key(lower, context):
        raise Unsupported(f"condition key {key}")
    present = lower in context
    if name == "Null":
        return any((value.lower() == "true") != present for value in wanted)
    if name not in _OPERATORS:
        raise Unsupported(f"condition operator {operator}")
    if not present:
        return _absent(name, quantifier, optional)
    return _compare(name, quantifier, context[lower], [substitute(v, context) for v in wanted])


def known_key(key: str, context: Context) -> bool:
    return key in KNOWN_KEYS or key in context or key.startswith(KNOWN_PREFIXES)


def _operator(operator: str) -> tuple[str, str, bool]:
    quantifier, _, rest = operator.rpartition(":")
    if quantifier not in ("", "ForAllValues", "ForAnyValue"):
        raise Unsupported(f"condition operator {operator}")
    return rest.removesuffix("IfExists"), quantifier, rest.endswith("IfExists")


def _absent(name: str, quantifier: str, optional: bool) -> bool:
    if quantifier:
        return quantifier == "ForAllValues"
    return optional or _negated(name)


def _negated(name: str) -> bool:
    return "Not" in name and name != "Null"


def _compare(name: str, quantifier: str, found: tuple[str, ...], wanted: list[str]) -> bool:
    test = _OPERATORS[name]
    if _negated(name):
        positive = [any(test(value, want) for want in wanted) for value in found]
        if quantifier == "ForAnyValue":
            return not all(positive)
        return not any(positive)
    matched = [any(test(value, want) for want in wanted) for value in found]
    return all(matched) if quantifier == "ForAllValues" else any(matched)


def substitute(text: str, context: Context) -> str:
    """Replaces policy variables; one without a value can't match anything."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in ("*", "?", "$"):
            return name
        values = context.get(name.lower())
        if values is None or len(values) != 1:
            raise Unsupported(f"policy variable ${{{name}}} without a value")
        return values[0]

    return _VARIABLE.sub(value, text)


@lru_cache(maxsize=4096)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in glob)
    return re.compile("".join(parts), re.DOTALL)


def like(value: str, glob: str) -> bool:
    return _pattern(glob).fullmatch(value) is not None


def arn_like(value: str, glob: str) -> bool:
    """Each of the six parts is matched by itself: a wildcard doesn't cross a colon before them."""
    found, wanted = value.split(":", 5), glob.split(":", 5)
    if len(found) != 6 or len(wanted) != 6:
        return glob == "*"
    return all(like(part, want) for part, want in zip(found, wanted, strict=True))


def _number(test: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    return lambda value, want: test(float(value), float(want))


def _date(test: Callable[[datetime, datetime], bool]) -> Callable[[str, str], bool]:
    return lambda value, want: test(_instant(value), _instant(want))


def _instant(text: str) -> datetime:
    if text.isdigit():
        return datetime.fromtimestamp(int(text), UTC)
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _ignore_case(value: str, want: str) -> bool:
    return value.lower() == want.lower()


# Negated operators share the positive test; `_compare` turns them round.
_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda value, want: value == want,
    "StringNotEquals": lambda value, want: value == want,
    "StringEqualsIgnoreCase": _ignore_case,
    "StringNotEqualsIgnoreCase": _ignore_case,
    "StringLike": like,
    "StringNotLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "ArnNotEquals": arn_like,
    "ArnNotLike": arn_like,
    "Bool": _ignore_case,
    "NumericEquals": _number(lambda a, b: a == b),
    "NumericNotEquals": _number(lambda a, b: a == b),
    "NumericLessThan": _number(lambda a, b: a < b),
    "NumericLessThanEquals": _number(lambda a, b: a <= b),
    "NumericGreaterThan": _number(lambda a, b: a > b),
    "NumericGreaterThanEquals": _number(lambda a, b: a >= b),
    "DateLessThan": _date(lambda a, b: a < b),
    "DateLessThanEquals": _date(lambda a, b: a <= b),
    "DateGreaterThan": _date(lambda a, b: a > b),
    "DateGreaterThanEquals": _date(lambda a, b: a >= b),
}

"""The evaluator: what matches, what denies, and what it doesn't know."""

from __future__ import annotations

from typing import Any

import pytest

from rigcloud.policy import AccessRequest, Verdict, evaluate_identity, evaluate_resource
from rigcloud.policy_conditions import Unsupported, holds, substitute
from rigcloud.policy_document import MalformedPolicy, parse_policy
from rigcloud.subject import Subject

from .clients import json_policy

ROLE = "arn:aws:iam::111111111111:role/path/name"
SESSION = "arn:aws:sts::111111111111:assumed-role/name/me"
CALLER = Subject("111111111111", SESSION, ROLE, "AROA:me", frozenset({ROLE, SESSION}), "ASIA", True)
REQUEST = AccessRequest("s3:GetObject", "arn:aws:s3:::bucket/a/b:c", {"s3:prefix": ("a/",)})


def verdict(*statements: dict[str, Any], request: AccessRequest = REQUEST) -> Verdict:
    return evaluate_identity(parse_policy("p", json_policy(*statements)), request)


def allows(action: Any, resource: Any = "*", **more: Any) -> bool:
    found = verdict({"Effect": "Allow", "Action": action, "Resource": resource, **more})
    return bool(found.allows)


@pytest.mark.parametrize(
    "action", ["*", "s3:*", "S3:get*", "s3:GetObject", "s3:Get?bject", ["x:y", "s3:GetObject"]]
)
def test_actions_match_without_case_and_with_wildcards(action: Any) -> None:
    assert allows(action)


@pytest.mark.parametrize("action", ["s3:GetObjectVersion", "s3:Get", "kms:*", "s3:GetObjec"])
def test_other_actions_do_not_match(action: str) -> None:
    assert not allows(action)


@pytest.mark.parametrize(
    "resource", ["*", "arn:aws:s3:::bucket/*", "arn:*:s3:::bucket/a/b:c", "arn:aws:s3:::b*/?/*"]
)
def test_resources_match_part_by_part(resource: str) -> None:
    assert allows("s3:GetObject", resource)


@pytest.mark.parametrize(
    "resource", ["arn:aws:s3:::bucket", "arn:aws:s3:::other/*", "arn:*", "arn:aws:*/a/b:c"]
)
def test_a_wildcard_stays_in_its_part(resource: str) -> None:
    assert not allows("s3:GetObject", resource)


def test_not_action_and_not_resource_turn_the_match_round() -> None:
    assert verdict({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}).allows
    assert not verdict({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}).allows
    other = {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*"}
    assert verdict(other).allows
    assert not verdict({**other, "NotResource": "arn:aws:s3:::bucket/*"}).allows


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "expected"),
    [
        ("StringEquals", ("a",), ("a",), True),
        ("StringEquals", ("a", "b"), ("b",), True),
        ("StringEquals", ("a",), None, False),
        ("StringEqualsIfExists", ("a",), None, True),
        ("StringNotEquals", ("a",), ("b",), True),
        ("StringNotEquals", ("a", "b"), ("b",), False),
        ("StringNotEquals", ("a",), None, True),
        ("StringLike", ("out*/?",), ("outbox/1",), True),
        ("StringLike", ("outbox/*",), ("inbox/1",), False),
        ("ArnLike", ("arn:aws:iam::*:role/x",), ("arn:aws:iam::1:role/x",), True),
        ("ArnEquals", ("arn:aws:iam::1:role/*",), ("arn:aws:iam::1:role/x",), True),
        ("ArnNotLike", ("arn:aws:iam::1:role/*",), ("arn:aws:iam::1:role/x",), False),
        ("Bool", ("false",), ("true",), False),
        ("Null", ("true",), None, True),
        ("Null", ("true",), ("x",), False),
        ("Null", ("false",), ("x",), True),
        ("NumericLessThan", ("10",), ("9",), True),
        ("DateGreaterThan", ("2020-01-01T00:00:00Z",), ("2026-01-01T00:00:00Z",), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("a", "b"), True),
        ("ForAllValues:StringEquals", ("a",), ("a", "b"), False),
        ("ForAllValues:StringEquals", ("a",), None, True),
        ("ForAnyValue:StringEquals", ("a",), ("a", "b"), True),
        ("ForAnyValue:StringEquals", ("a",), None, False),
        ("ForAllValues:StringNotEquals", ("a",), ("b", "c"), True),
        ("ForAnyValue:StringNotEquals", ("a",), ("a", "b"), True),
    ],
)
def test_a_condition_holds(
    operator: str, wanted: tuple[str, ...], found: tuple[str, ...] | None, expected: bool
) -> None:
    context = {} if found is None else {"s3:prefix": found}
    assert holds(operator, "s3:prefix", wanted, context) is expected


@pytest.mark.parametrize(
    ("operator", "key"), [("StringSounds", "s3:prefix"), ("StringEquals", "aws:Moonphase")]
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_what_is_unknown_counts_against_the_caller(operator: str, key: str, effect: str) -> None:
    statement = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": {operator: {key: "x"}}}
    found = verdict(statement)
    assert not found.allows
    assert bool(found.denies) == (effect == "Deny")
    assert found.unsupported


def test_a_policy_variable_takes_the_requests_value_or_refuses() -> None:
    context = {"aws:userid": ("AROA:me",)}
    assert substitute("home/${aws:userid}/${*}", context) == "home/AROA:me/*"
    with pytest.raises(Unsupported):
        substitute("${aws:PrincipalTag/team}", context)


@pytest.mark.parametrize(
    ("principal", "direct"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": ROLE}, True),
        ({"AWS": SESSION}, True),
        ({"AWS": "arn:aws:iam::111111111111:root"}, False),
        ({"AWS": ["222222222222", "111111111111"]}, False),
    ],
)
def test_a_principal_names_the_caller_or_its_account(principal: Any, direct: bool) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    found = evaluate_resource(parse_policy("p", json_policy(statement)), REQUEST, CALLER)
    assert [match.direct for match in found.allows] == [direct]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "arn:aws:iam::222222222222:root"},
        {"AWS": "arn:aws:iam::111111111111:role/name"},
        {"Service": "eks.amazonaws.com"},
        {"Federated": "*"},
    ],
)
def test_another_principal_is_not_the_caller(principal: Any) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    assert not evaluate_resource(parse_policy("p", json_policy(statement)), REQUEST, CALLER).allows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "policy p is not JSON"),
        ("{}", "policy p has no Statement"),
        ('{"Statement": [{"Effect": "Maybe", "Action": "*"}]}', "statement 0 has Effect Maybe"),
        ('{"Statement": [{"Effect": "Allow"}]}', "statement 0 needs either Action or NotAction"),
        ('{"Statement": [{"Effect": "Allow", "Action": "*", "Colour": 1}]}', "unknown element Colour"),
        ('{"Statement": [{"Effect": "Allow", "Action": "*", "Principal": {"X": "*"}}]}', "unknown element X"),
        ('{"Version": "2013-10-17", "Statement": []}', "has Version 2013-10-17"),
    ],
)
def test_a_malformed_policy_is_not_guessed_at(text: str, message: str) -> None:
    with pytest.raises(MalformedPolicy, match=message):
        parse_policy("p", text)

"""
A policy document, read strictly: what the rig doesn't know in it, it refuses to skip.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_STATEMENT = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
    "Resource", "NotResource", "Condition",
}  # fmt: skip

Condition = tuple[str, str, tuple[str, ...]]


class MalformedPolicy(ValueError):
    """A document that isn't a policy; the message says where."""


@dataclass(frozen=True)
class Statement:
    """One statement. An element and its Not-twin share a field; `negated` names the twins used."""

    sid: str
    allow: bool
    principals: Mapping[str, tuple[str, ...]] | None
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...]
    negated: frozenset[str]


@dataclass(frozen=True)
class Policy:
    """A parsed document and the name under which decisions mention it."""

    name: str
    statements: tuple[Statement, ...]


@lru_cache(maxsize=512)
def parse_policy(name: str, text: str) -> Policy:
    try:
        document = json.loads(text)
    except ValueError as e:
        raise MalformedPolicy(f"policy {name} is not JSON: {e}") from e
    if not isinstance(document, dict) or "Statement" not in document:
        raise MalformedPolicy(f"policy {name} has no Statement")
    _only(document, {"Version", "Id", "Statement"}, f"policy {name}")
    if document.get("Version", "2008-10-17") not in ("2012-10-17", "2008-10-17"):
        raise MalformedPolicy(f"policy {name} has Version {document['Version']}")
    return Policy(
        name,
        tuple(
            _statement(item, f"policy {name}, statement {index}")
            for index, item in enumerate(_list(document["Statement"]))
        ),
    )


def _statement(item: Any, where: str) -> Statement:
    if not isinstance(item, dict):
        raise MalformedPolicy(f"{where} is not an object")
    _only(item, _STATEMENT, where)
    if item.get("Effect") not in ("Allow", "Deny"):
        raise MalformedPolicy(f"{where} has Effect {item.get('Effect')}")
    if ("Action" in item) == ("NotAction" in item):
        raise MalformedPolicy(f"{where} needs either Action or NotAction")
    return Statement(
        str(item.get("Sid", "")),
        item["Effect"] == "Allow",
        _principals(item, where),
        _strings(item.get("Action", item.get("NotAction")), f"{where}, Action"),
        _strings(item.get("Resource", item.get("NotResource", [])), f"{where}, Resource"),
        _conditions(item.get("Condition", {}), where),
        frozenset(key for key in item if key.startswith("Not")),
    )


def _principals(item: dict[str, Any], where: str) -> Mapping[str, tuple[str, ...]] | None:
    value = item.get("Principal", item.get("NotPrincipal"))
    if value is None:
        return None
    if value == "*":
        return {"AWS": ("*",)}
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{where} has Principal {value}")
    _only(value, {"AWS", "Service", "Federated", "CanonicalUser"}, f"{where}, Principal")
    return {kind: _strings(names, f"{where}, Principal") for kind, names in value.items()}


def _conditions(value: Any, where: str) -> tuple[Condition, ...]:
    if not isinstance(value, dict):
        raise MalformedPolicy(f"{where}, Condition is not an object")
    found = []
    for operator, keys in value.items():
        if not isinstance(keys, dict):
            raise MalformedPolicy(f"{where}, Condition {operator} is not an object")
        for key, wanted in keys.items():
            found.append((operator, key, _strings(wanted, f"{where}, Condition {operator}")))
    return tuple(found)


def _strings(value: Any, where: str) -> tuple[str, ...]:
    return tuple(_string(item, where) for item in _list(value))


def _string(value: Any, where: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise MalformedPolicy(f"{where} holds {value!r}")
    return str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _only(document: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(document) - known)
    if unknown:
        raise MalformedPolicy(f"{where} has unknown element {unknown[0]}")

"""A stack's parameters: what was given, checked against what the template declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .template import Template, invalid

_LISTS = ("CommaDelimitedList", "List<Number>")
_TYPES = ("String", "Number", *_LISTS)


def checked(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """All parameters as text, defaults filled in."""
    unknown = sorted(set(given) - set(template.parameters))
    if unknown:
        raise invalid(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    missing = sorted(
        name for name, one in template.parameters.items() if name not in given and "Default" not in one
    )
    if missing:
        raise invalid(f"Parameters: [{', '.join(missing)}] must have values")
    values = {
        name: str(given.get(name, declared.get("Default"))) for name, declared in template.parameters.items()
    }
    for name, value in values.items():
        _check(name, template.parameters[name], value)
    return values


def typed(template: Template, values: Mapping[str, str]) -> dict[str, Any]:
    """Lists as lists, everything else as text."""
    return {
        name: [item.strip() for item in value.split(",")] if _type(template, name) in _LISTS else value
        for name, value in values.items()
    }


def shown(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """As DescribeStacks shows them: NoEcho hides."""
    return {
        name: "****" if str(template.parameters[name].get("NoEcho", "false")).lower() == "true" else value
        for name, value in values.items()
    }


def _type(template: Template, name: str) -> str:
    return str(template.parameters[name].get("Type"))


def _check(name: str, declared: Mapping[str, Any], value: str) -> None:
    kind = declared.get("Type")
    if kind not in _TYPES:
        raise invalid(f"Parameter {name}: the rig doesn't implement parameter type {kind}")
    allowed = [str(item) for item in declared.get("AllowedValues", [])]
    if allowed and value not in allowed:
        _refuse(name, declared, f"must be one of [{', '.join(allowed)}]")
    pattern = declared.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, value):
        _refuse(name, declared, f"must match pattern {pattern}")
    _check_range(name, declared, value)


def _check_range(name: str, declared: Mapping[str, Any], value: str) -> None:
    if not int(declared.get("MinLength", 0)) <= len(value) <= int(declared.get("MaxLength", 4096)):
        _refuse(name, declared, "has a length that is not allowed")
    if declared["Type"] != "Number":
        return
    try:
        number = float(value)
    except ValueError:
        _refuse(name, declared, "must be a number")
        return
    low, high = (float(declared.get(key, number)) for key in ("MinValue", "MaxValue"))
    if not low <= number <= high:
        _refuse(name, declared, "is out of range")


def _refuse(name: str, declared: Mapping[str, Any], problem: str) -> None:
    reason = declared.get("ConstraintDescription")
    raise invalid(f"Parameter '{name}' {reason}" if reason else f"Parameter '{name}' {problem}")

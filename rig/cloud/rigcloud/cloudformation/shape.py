"""Fits a template's values to an API's types: templates write numbers and booleans as text, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import botocore.session

from ..failure import refusal

_SESSION = botocore.session.get_session()


def fitted(service: str, operation: str, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Arguments for an operation; a member that the API doesn't have is refused, at any depth."""
    shape = _SESSION.get_service_model(service).operation_model(operation).input_shape
    found: dict[str, Any] = _fit(shape, dict(values), where)
    return found


def _fit(shape: Any, value: Any, where: str) -> Any:
    if shape.type_name == "structure":
        return _structure(shape, value, where)
    if shape.type_name == "list":
        items = value if isinstance(value, list) else [value]
        return [_fit(shape.member, item, where) for item in items]
    if shape.type_name == "map":
        return {str(key): _fit(shape.value, item, where) for key, item in value.items()}
    return _scalar(shape.type_name, value, where)


def _structure(shape: Any, value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal("ValidationError", f"{where}: {value!r} is not a map")
    unknown = sorted(set(value) - set(shape.members))
    if unknown:
        raise refusal("ValidationError", f"Encountered unsupported property {unknown[0]} in {where}")
    return {name: _fit(shape.members[name], item, f"{where}/{name}") for name, item in value.items()}


def _scalar(kind: str, value: Any, where: str) -> Any:
    if kind == "string":
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "boolean":
        if str(value).lower() not in ("true", "false"):
            raise refusal("ValidationError", f"{where}: {value!r} is not a boolean")
        return str(value).lower() == "true"
    if kind in ("integer", "long"):
        if not str(value).lstrip("-").isdigit():
            raise refusal("ValidationError", f"{where}: {value!r} is not a number")
        return int(value)
    return value

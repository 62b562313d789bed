"""Which AWS operation a request asks for, by botocore's own service models."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MODEL_NAMES = {"elasticfilesystem": "efs"}
"""Signing names whose model has another name in botocore."""


@dataclass(frozen=True)
class Operation:
    """An operation, and the values that its path holds."""

    name: str
    path_values: dict[str, str]


@dataclass(frozen=True)
class _Route:
    name: str
    method: str
    pattern: re.Pattern[str]
    literal_query: dict[str, str]
    required_query: frozenset[str]
    required_headers: frozenset[str]

    @property
    def weight(self) -> tuple[int, int]:
        """The more a route demands, the better it fits a request that has it all."""
        required = len(self.literal_query) * 2 + len(self.required_query) + len(self.required_headers)
        return required, -self.pattern.groups


def operation_of(service: str, environ: WSGIEnvironment, form: dict[str, str]) -> Operation | None:
    """The operation of a request to a service (by signing name); `form` is a query-protocol body."""
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return Operation(target.rpartition(".")[2], {})
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    if "Action" in form or "Action" in query:
        return Operation(form.get("Action") or query["Action"], {})
    routes = _routes(service)
    return _best(routes, environ, query) if routes else None


def _best(routes: tuple[_Route, ...], environ: WSGIEnvironment, query: dict[str, str]) -> Operation | None:
    path = raw_path(environ)
    for route in routes:
        match = route.pattern.fullmatch(path)
        if match and route.method == environ["REQUEST_METHOD"] and _has_all(route, environ, query):
            values = {key: unquote(value) for key, value in match.groupdict().items()}
            return Operation(route.name, values)
    return None


def _has_all(route: _Route, environ: WSGIEnvironment, query: dict[str, str]) -> bool:
    return (
        all(query.get(key) == value for key, value in route.literal_query.items())
        and route.required_query <= query.keys()
        and all("HTTP_" + name.upper().replace("-", "_") in environ for name in route.required_headers)
    )


def raw_path(environ: WSGIEnvironment) -> str:
    """The path as sent, still percent-encoded."""
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "")
    return raw.partition("?")[0] or "/"


@functools.cache
def _routes(service: str) -> tuple[_Route, ...]:
    import botocore.session  # noqa: PLC0415 - costs 0.2 s, only the supervisor pays

    session = botocore.session.get_session()
    name = MODEL_NAMES.get(service, service)
    if name not in session.get_available_services():
        return ()
    model = session.get_service_model(name)
    if not model.protocol.startswith("rest"):
        return ()
    operations = [model.operation_model(name) for name in model.operation_names]
    # A deprecated twin (GetBucketLifecycle) has the route of the one that took its place.
    routes = [_route(operation) for operation in operations if not operation.deprecated]
    return tuple(sorted(routes, key=lambda route: route.weight, reverse=True))


def _route(operation: Any) -> _Route:
    path, _, query = operation.http["requestUri"].partition("?")
    pattern = re.sub(r"\\\{(\w+)(\\\+)?\\\}", _group, re.escape(path))
    shape = operation.input_shape
    required = {"querystring": set[str](), "header": set[str]()}
    for member in shape.required_members if shape else ():
        serialization = shape.members[member].serialization
        if serialization.get("location") in required:
            required[serialization["location"]].add(serialization["name"])
    return _Route(
        operation.name,
        operation.http["method"],
        re.compile(pattern + "/?"),
        dict(parse_qsl(query, keep_blank_values=True)),
        frozenset(required["querystring"]),
        frozenset(required["header"]),
    )


def _group(match: re.Match[str]) -> str:
    name, greedy = match.groups()
    return f"(?P<{name}>.+)" if greedy else f"(?P<{name}>[^/]+)"

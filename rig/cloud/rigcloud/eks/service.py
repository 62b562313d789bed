"""The EKS API: reads a request by the service's model, finds its operation, answers JSON."""

from __future__ import annotations

import functools
import json
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ..answers import Refusal
from ..authentication import caller_of, operation_in
from . import access, accesspolicies, associations, clusters, fargate, nodegroups, permissions, tags, updates
from .controlplane import PlaneError
from .kube import KubeError
from .model import Call, Document, Store, invalid, not_done

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from ..access import Access
    from ..app import Rig
    from ..operations import Operation

OPERATIONS: dict[str, Callable[[Store, Call], Document]] = {
    **clusters.OPERATIONS,
    **updates.OPERATIONS,
    **nodegroups.OPERATIONS,
    **fargate.OPERATIONS,
    **access.OPERATIONS,
    **accesspolicies.OPERATIONS,
    **associations.OPERATIONS,
    **tags.OPERATIONS,
}


class EksService:
    """The WSGI application for requests signed for `eks`."""

    def __init__(self, store: Store, rig: Rig, authorisation: Access) -> None:
        self._store = store
        self._rig = rig
        self._authorisation = authorisation

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            body = json.dumps(self._answer(environ)).encode()
        except Refusal as refusal:
            return refusal.answer("eks", environ, start_response)
        except (PlaneError, KubeError, OSError) as error:
            traceback.print_exc(file=sys.stderr)
            failure = Refusal(500, "ServerException", f"The cluster's control plane failed: {error}")
            return failure.answer("eks", environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> Document:
        operation = operation_in(environ)
        caller = caller_of(environ)
        assert caller is not None
        if operation is None:
            raise Refusal(404, "UnknownOperationException", "EKS has no such operation.")
        handler = OPERATIONS.get(operation.name)
        if handler is None:
            raise not_done(f"eks:{operation.name}")
        call = Call(caller, operation.name, _parameters(operation, environ), self._rig)
        permissions.require(self._authorisation, self._store, call)
        return handler(self._store, call)


def _parameters(operation: Operation, environ: WSGIEnvironment) -> Document:
    raw = environ["wsgi.input"].read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Refusal(400, "SerializationException", "The body is not JSON.") from None
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    parameters = {key: value for key, value in body.items() if value is not None}
    shape = _input_shape(operation.name)
    for name, member in shape.members.items():
        location, wire = member.serialization.get("location"), member.serialization.get("name", name)
        if location == "uri" and wire in operation.path_values:
            parameters[name] = operation.path_values[wire]
        elif location == "querystring" and wire in query:
            parameters[name] = _typed(member, query[wire])
    _validate(shape, parameters)
    return parameters


def _typed(member: Any, values: list[str]) -> Any:
    if member.type_name == "list":
        return values
    if member.type_name == "integer":
        return int(values[0])
    return values[0] == "true" if member.type_name == "boolean" else values[0]


def _validate(shape: Any, parameters: Document) -> None:
    from botocore.validate import ParamValidator  # noqa: PLC0415 - with botocore, loaded on first use

    unknown = sorted(parameters.keys() - shape.members.keys())
    if unknown:
        raise not_done(f"the parameters {', '.join(unknown)}, which its model of EKS doesn't have")
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise invalid(report.generate_report())
    for name, member in shape.members.items():
        value = parameters.get(name)
        if isinstance(value, str) and getattr(member, "enum", []) and value not in member.enum:
            raise invalid(f"{name} is {value!r}; valid values are {', '.join(member.enum)}")


@functools.cache
def _input_shape(operation: str) -> Any:
    import botocore.session  # noqa: PLC0415 - loaded on first use

    return botocore.session.get_session().get_service_model("eks").operation_model(operation).input_shape

"""A service of the rig's own: what it gets for one call, and how its answer becomes an HTTP response."""

from __future__ import annotations

import base64
import binascii
import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from .access import Access, Demand
from .answers import Refusal
from .authentication import caller_of, operation_in
from .failure import not_implemented, refusal
from .principals import Principal
from .subject import Subject, subject_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Response = tuple[int, dict[str, str], bytes]

ANONYMOUS = Subject("", "anonymous", "anonymous", "anonymous", frozenset())


@dataclass(frozen=True)
class Call:
    """One authenticated call (`subject` is ANONYMOUS for the few unsigned ones)."""

    service: str
    operation: str
    region: str
    subject: Subject
    access: Access
    body: bytes
    query: str = ""
    principal: Principal | None = None

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.subject.account

    def require(self, demand: Demand) -> None:
        """Refuses unless the caller may do this."""
        self.access.require(self.subject, demand)

    def form(self) -> dict[str, str]:
        """The parameters of a query-protocol call."""
        return dict(parse_qsl(self.body.decode() or self.query, keep_blank_values=True))


Handler = Callable[[Call], Response]


def call_of(service: str, environ: WSGIEnvironment, access: Access) -> Call:
    """Reads the call; the body can be read again afterwards."""
    caller, operation = caller_of(environ), operation_in(environ)
    stream = environ["wsgi.input"]
    body = stream.read()
    stream.seek(0)
    return Call(
        service,
        operation.name if operation else "",
        caller.region if caller else "us-east-1",
        subject_of(caller.principal) if caller else ANONYMOUS,
        access,
        body,
        environ.get("QUERY_STRING", ""),
        caller.principal if caller else None,
    )


def application(service: str, handler: Handler, access: Access) -> WSGIApplication:
    """The WSGI application around a handler: refusals become errors of the service's protocol."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, headers, body = handler(call_of(service, environ, access))
        except Refusal as failure:
            return failure.answer(service, environ, start_response)
        except Exception as error:  # a fault of the rig: said in the log, and to the caller as AWS says it
            traceback.print_exc()
            fault = Refusal(500, "InternalFailure", f"the rig failed: {error!r}; see its cloud.log")
            return fault.answer(service, environ, start_response)
        start_response(f"{status} OK", [*headers.items(), ("Content-Length", str(len(body)))])
        return [body]

    return serve


class JsonInput:
    """The members of a JSON request. What no one asked for is refused by `done`, never ignored."""

    def __init__(self, call: Call) -> None:
        self._operation = f"{call.service}:{call.operation}"
        self._members = _json_object(call.body)
        self._read: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """A member, or the default where it is absent."""
        self._read.add(name)
        return self._members.get(name, default)

    def text(self, name: str) -> str:
        """A member that must be a non-empty string."""
        value = self.get(name)
        if not isinstance(value, str) or not value:
            raise refusal("ValidationException", f"{name} is missing")
        return value

    def blob(self, name: str) -> bytes:
        """A member that must be bytes, in base64."""
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error as e:
            raise refusal("SerializationException", f"{name} is not base64") from e

    def done(self) -> None:
        """Refuses whatever wasn't read."""
        unread = sorted(set(self._members) - self._read)
        if unread:
            raise not_implemented(f"the rig doesn't implement parameter {unread[0]} of {self._operation}")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except ValueError as e:
        raise refusal("SerializationException", f"body is not JSON: {e}") from e
    if not isinstance(document, dict):
        raise refusal("SerializationException", "body is not a JSON object")
    return document


def json_response(document: Mapping[str, Any]) -> Response:
    """An answer of the JSON 1.1 protocol; bytes become base64."""
    body = json.dumps(document, default=_json_value).encode()
    return 200, {"Content-Type": "application/x-amz-json-1.1"}, body


def _json_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value)} has no JSON form")

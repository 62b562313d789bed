"""Error answers in the form of each AWS protocol, so that an unmodified SDK reads code and message."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .requestlog import details_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

QUERY_SERVICES = frozenset(
    {"iam", "sts", "ec2", "cloudformation", "sns", "elasticloadbalancing", "autoscaling"}
)
_PHRASES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 409: "Conflict", 501: "Not Implemented"}


class Refusal(Exception):
    """A request that is answered with an AWS error."""

    def __init__(self, status: int, code: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers: dict[str, str] = fields.pop("headers", {})
        self.fields = fields

    def answer(self, service: str, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answers in the protocol of the service."""
        request_id = str(uuid.uuid4())
        kind, body = self._body(service, request_id)
        details_of(environ)["errorCode"] = self.code
        start(
            f"{self.status} {_PHRASES.get(self.status, 'Error')}",
            [
                ("Content-Type", kind),
                ("Content-Length", str(len(body))),
                ("x-amzn-RequestId", request_id),
                ("x-amzn-ErrorType", self.code),
                *self.headers.items(),
            ],
        )
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _body(self, service: str, request_id: str) -> tuple[str, bytes]:
        message = str(self)
        code, text = escape(self.code), escape(message)
        if service == "ec2":
            xml = (
                f"<Response><Errors><Error><Code>{code}</Code><Message>{text}</Message></Error></Errors>"
                f"<RequestID>{request_id}</RequestID></Response>"
            )
        elif service in QUERY_SERVICES:
            xml = (
                f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>"
                f"<RequestId>{request_id}</RequestId></ErrorResponse>"
            )
        elif service == "s3":
            xml = (
                f"<Error><Code>{code}</Code><Message>{text}</Message>"
                f"<RequestId>{request_id}</RequestId></Error>"
            )
        else:
            document = {"__type": self.code, "message": message, **self.fields}
            return "application/json", json.dumps(document).encode()
        return "text/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode()

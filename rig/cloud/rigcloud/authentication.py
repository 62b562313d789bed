"""
Every request is signed with a key that this rig issued, and the signature is recomputed; else it is refused.

Unsigned requests pass only where AWS takes them: AssumeRoleWithWebIdentity.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from . import principals, sigv4
from .answers import QUERY_SERVICES, Refusal
from .operations import Operation, operation_of, raw_path
from .principals import Principal
from .requestlog import details_of
from .resources import resource_of
from .sigv4 import Signature, SignatureError, SignedRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

UNSIGNED_ACTIONS = frozenset({"AssumeRoleWithWebIdentity"})
MAX_SKEW = timedelta(minutes=15)
_CALLER = "rigcloud.caller"
_OPERATION = "rigcloud.operation"


@dataclass(frozen=True)
class Caller:
    """A verified caller, with the region and service (signing name) that the request was signed for."""

    principal: Principal
    region: str
    service: str

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.principal.account

    @property
    def arn(self) -> str:
        """As GetCallerIdentity gives it."""
        return self.principal.arn


def caller_of(environ: WSGIEnvironment) -> Caller | None:
    """Who calls; None for the few unsigned actions."""
    caller: Caller | None = environ.get(_CALLER)
    return caller


def operation_in(environ: WSGIEnvironment) -> Operation | None:
    """Which operation is asked for; None when the service's model has none like it."""
    operation: Operation | None = environ.get(_OPERATION)
    return operation


class Authentication:
    """WSGI layer that sets the caller and the operation, or refuses."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = _buffer_body(environ)
        headers = headers_of(environ)
        form = _form(headers, body)
        service = "s3"
        try:
            signature = _signature(environ, headers)
            service = signature.scope.service if signature else "sts"
            operation = operation_of(service, environ, form)
            environ[_OPERATION] = operation
            details_of(environ).update(
                service=service,
                action=operation.name if operation else None,
                resource=resource_of(service, operation, form, body),
            )
            if signature is None:
                _admit_unsigned(operation)
            else:
                _admit(environ, signature, headers, body)
        except SignatureError as error:
            refusal = Refusal(403, _code(service, error.code), str(error))
            details_of(environ).setdefault("action", None)
            return refusal.answer(service, environ, start_response)
        return self._app(environ, start_response)


def _admit(environ: WSGIEnvironment, signature: Signature, headers: dict[str, str], body: bytes) -> None:
    principal = principals.find(signature.scope.access_key)
    if principal is None:
        raise SignatureError("InvalidClientTokenId", "The security token included in the request is invalid.")
    sigv4.verify(signature, _signed_request(environ, signature, headers, body), principal.secret)
    _check_token(principal, signature)
    _check_time(signature)
    scope = signature.scope
    environ[_CALLER] = Caller(principal, scope.region, scope.service)
    details_of(environ).update(account=principal.account, region=scope.region, caller=principal.arn)
    if signature.presigned:
        # moto routes by this header alone: a presigned request without it would land in S3.
        environ["HTTP_AUTHORIZATION"] = (
            f"{sigv4.ALGORITHM} Credential={scope.access_key}/{scope}, "
            f"SignedHeaders={';'.join(signature.signed_headers)}, Signature={signature.value}"
        )


def _admit_unsigned(operation: Operation | None) -> None:
    if operation is None or operation.name not in UNSIGNED_ACTIONS:
        raise SignatureError("MissingAuthenticationToken", "Request is missing Authentication Token")


def _check_token(principal: Principal, signature: Signature) -> None:
    if principal.session_token != signature.token:
        raise SignatureError("InvalidClientTokenId", "The security token included in the request is invalid.")
    if principal.expired:
        raise SignatureError("ExpiredToken", "The security token included in the request is expired")


def _check_time(signature: Signature) -> None:
    age = datetime.now(UTC) - signature.time
    allowed = timedelta(seconds=signature.expires) if signature.expires is not None else MAX_SKEW
    if signature.presigned and signature.scope.service == "sts":
        allowed = MAX_SKEW  # STS honours a presigned request that long, whatever X-Amz-Expires says.
    if age > allowed or age < -MAX_SKEW:
        raise SignatureError(
            "RequestExpired", f"Signature expired: {signature.timestamp} is too far from now."
        )


def _signature(environ: WSGIEnvironment, headers: dict[str, str]) -> Signature | None:
    return sigv4.signature_of_headers(headers) or sigv4.signature_of_query(environ.get("QUERY_STRING", ""))


def _signed_request(
    environ: WSGIEnvironment, signature: Signature, headers: dict[str, str], body: bytes
) -> SignedRequest:
    claimed = headers.get("x-amz-content-sha256")
    actual = hashlib.sha256(body).hexdigest()
    if signature.presigned and signature.scope.service == "s3":
        claimed = claimed or "UNSIGNED-PAYLOAD"
    elif claimed and len(claimed) == 64 and claimed != actual:
        raise SignatureError(
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        )
    return SignedRequest(
        environ["REQUEST_METHOD"],
        raw_path(environ),
        environ.get("QUERY_STRING", ""),
        headers,
        claimed or actual,
    )


def _buffer_body(environ: WSGIEnvironment) -> bytes:
    """Reads the body once, so that the hash, the gate and the service all see it."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return bytes(body)


def headers_of(environ: WSGIEnvironment) -> dict[str, str]:
    """The request's headers, names in lower case."""
    headers = {
        key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
    }
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(key):
            headers[key.replace("_", "-").lower()] = environ[key]
    return headers


def _form(headers: dict[str, str], body: bytes) -> dict[str, str]:
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


_CODES = {
    "s3": {
        "InvalidClientTokenId": "InvalidAccessKeyId",
        "MissingAuthenticationToken": "AccessDenied",
        "RequestExpired": "RequestTimeTooSkewed",
    },
    "ec2": {"InvalidClientTokenId": "AuthFailure", "SignatureDoesNotMatch": "AuthFailure"},
    "query": {"RequestExpired": "SignatureDoesNotMatch"},
    "json": {
        "InvalidClientTokenId": "UnrecognizedClientException",
        "SignatureDoesNotMatch": "InvalidSignatureException",
        "RequestExpired": "InvalidSignatureException",
        "ExpiredToken": "ExpiredTokenException",
        "IncompleteSignature": "IncompleteSignatureException",
        "MissingAuthenticationToken": "MissingAuthenticationTokenException",
    },
}


def _code(service: str, code: str) -> str:
    """The services word the same refusal differently."""
    if service not in _CODES:
        service = "query" if service in QUERY_SERVICES else "json"
    return _CODES[service].get(code, code)

"""
AWS Signature Version 4, the checking side: of headers and of presigned queries.

Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote, unquote_plus

ALGORITHM = "AWS4-HMAC-SHA256"
EMPTY_HASH = hashlib.sha256(b"").hexdigest()


class SignatureError(Exception):
    """A signature that AWS refuses; `code` is AWS's error code for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Scope:
    """The credential scope: who signed, on which day, for which region and service."""

    access_key: str
    date: str
    region: str
    service: str

    @staticmethod
    def parse(credential: str) -> Scope:
        """Parses `AKIA.../20260101/us-east-1/sts/aws4_request`."""
        parts = credential.split("/")
        if len(parts) != 5 or parts[4] != "aws4_request" or not all(parts):
            raise SignatureError(
                "IncompleteSignature", f"Credential '{credential}' is not a credential scope."
            )
        return Scope(parts[0], parts[1], parts[2], parts[3])

    def __str__(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


@dataclass(frozen=True)
class Signature:
    """What a request says about its own signature."""

    scope: Scope
    signed_headers: tuple[str, ...]
    value: str
    timestamp: str
    presigned: bool
    expires: int | None = None
    token: str | None = None

    @property
    def time(self) -> datetime:
        """When it was signed."""
        try:
            return datetime.strptime(self.timestamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise SignatureError(
                "IncompleteSignature", f"Date must be in ISO-8601 'basic format', got '{self.timestamp}'."
            ) from None


@dataclass(frozen=True)
class SignedRequest:
    """What a signature covers. `path` and `query` as sent; header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    payload_hash: str


def signature_of_headers(headers: dict[str, str]) -> Signature | None:
    """Reads the Authorization header; None when there is none of SigV4."""
    authorization = headers.get("authorization", "")
    if not authorization.startswith(ALGORITHM):
        return None
    fields = _fields(authorization[len(ALGORITHM) :])
    try:
        scope, signed, value = fields["Credential"], fields["SignedHeaders"], fields["Signature"]
    except KeyError as missing:
        raise SignatureError(
            "IncompleteSignature", f"Authorization header requires {missing.args[0]!r} parameter."
        ) from None
    timestamp = headers.get("x-amz-date")
    if timestamp is None:
        raise SignatureError("IncompleteSignature", "Authorization header requires an 'X-Amz-Date' header.")
    token = headers.get("x-amz-security-token")
    return Signature(Scope.parse(scope), tuple(signed.split(";")), value, timestamp, False, token=token)


def signature_of_query(query: str) -> Signature | None:
    """Reads the X-Amz-* parameters of a presigned request; None when there are none."""
    parameters = {unquote_plus(key): unquote_plus(value) for key, value in _pairs(query)}
    if parameters.get("X-Amz-Algorithm") != ALGORITHM:
        return None
    try:
        expires = int(parameters["X-Amz-Expires"]) if "X-Amz-Expires" in parameters else None
        return Signature(
            Scope.parse(parameters["X-Amz-Credential"]),
            tuple(parameters["X-Amz-SignedHeaders"].split(";")),
            parameters["X-Amz-Signature"],
            parameters["X-Amz-Date"],
            True,
            expires,
            parameters.get("X-Amz-Security-Token"),
        )
    except KeyError as missing:
        raise SignatureError("IncompleteSignature", f"Query lacks the parameter {missing.args[0]}.") from None
    except ValueError:
        raise SignatureError("IncompleteSignature", "X-Amz-Expires is not a number.") from None


def verify(signature: Signature, request: SignedRequest, secret: str) -> None:
    """Recomputes the signature with the caller's secret; raises SignatureError when it differs."""
    expected = sign(signature, request, secret)
    if not hmac.compare_digest(expected, signature.value):
        raise SignatureError(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method.",
        )


def sign(signature: Signature, request: SignedRequest, secret: str) -> str:
    """The signature that the request ought to have."""
    canonical = canonical_request(signature, request)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join((ALGORITHM, signature.timestamp, str(signature.scope), digest))
    return hmac.new(signing_key(signature.scope, secret), text.encode(), hashlib.sha256).hexdigest()


def signing_key(scope: Scope, secret: str) -> bytes:
    """The key of one day, region and service."""
    key = f"AWS4{secret}".encode()
    for part in (scope.date, scope.region, scope.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def canonical_request(signature: Signature, request: SignedRequest) -> str:
    """The text whose hash is signed."""
    path = (
        quote(unquote(request.path), safe="/-_.~")
        if signature.scope.service == "s3"
        else quote(request.path, safe="/-_.~")
    )
    headers = "".join(
        f"{name}:{_trimmed(request.headers.get(name, ''))}\n" for name in signature.signed_headers
    )
    return "\n".join(
        (
            request.method,
            path or "/",
            _canonical_query(request.query),
            headers,
            ";".join(signature.signed_headers),
            request.payload_hash,
        )
    )


def _canonical_query(query: str) -> str:
    pairs = [
        (quote(unquote_plus(key), safe="-_.~"), quote(unquote_plus(value), safe="-_.~"))
        for key, value in _pairs(query)
    ]
    return "&".join(f"{key}={value}" for key, value in sorted(pairs) if key != "X-Amz-Signature")


def _pairs(query: str) -> list[tuple[str, str]]:
    pairs = []
    for part in query.split("&"):
        if part:
            key, _, value = part.partition("=")
            pairs.append((key, value))
    return pairs


def _fields(text: str) -> dict[str, str]:
    fields = {}
    for part in text.split(","):
        key, _, value = part.strip().partition("=")
        fields[key] = value
    return fields


def _trimmed(value: str) -> str:
    return " ".join(value.split())

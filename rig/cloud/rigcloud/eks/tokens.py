"""
EKS bearer tokens: a presigned GetCallerIdentity that is checked as EKS's authenticator and STS check it.

https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from .. import principals, sigv4
from ..principals import Principal
from ..sigv4 import Signature, SignatureError, SignedRequest

PREFIX = "k8s-aws-v1."
CLUSTER_HEADER = "x-k8s-aws-id"
MAX_LENGTH = 4096
MAX_AGE = timedelta(minutes=15)
MAX_EXPIRES = 900
_HOST = re.compile(r"sts\.(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.)?amazonaws\.com")
_PARAMETERS = {
    "action",
    "version",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-signedheaders",
}


class TokenError(Exception):
    """Why a token is refused."""


def verify(token: str, cluster: str, endpoint: str, now: datetime) -> Principal:
    """Who presents this token to this cluster. `endpoint` is the rig's own URL, which stands for STS, too."""
    url = _url(token)
    parts = urlsplit(url)
    _check_place(url, endpoint)
    _check_parameters(parts.query)
    try:
        signature = sigv4.signature_of_query(parts.query)
        if signature is None:
            raise TokenError("it isn't a presigned request")
        _check_claims(signature, parts.netloc, now)
        principal = principals.find(signature.scope.access_key)
        if principal is None:
            raise TokenError("the rig issued no such access key")
        headers = {"host": parts.netloc, CLUSTER_HEADER: cluster}
        request = SignedRequest("GET", parts.path, parts.query, headers, sigv4.EMPTY_HASH)
        sigv4.verify(signature, request, principal.secret)
    except SignatureError as error:
        raise TokenError(str(error)) from error
    if principal.session_token != signature.token or principal.expired:
        raise TokenError("its session token is not (or no longer) valid")
    return principal


def _url(token: str) -> str:
    if len(token) > MAX_LENGTH:
        raise TokenError("it is too large")
    if not token.startswith(PREFIX):
        raise TokenError(f"it doesn't begin with {PREFIX}")
    encoded = token[len(PREFIX) :]
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise TokenError("it isn't base64url") from None


def _check_place(url: str, endpoint: str) -> None:
    parts = urlsplit(url)
    at_sts = parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None
    if not at_sts and f"{parts.scheme}://{parts.netloc}" != endpoint:
        raise TokenError(f"{parts.scheme}://{parts.netloc} is not STS")
    if parts.path not in {"", "/"} or parts.fragment:
        raise TokenError("its path is not /")


def _check_parameters(query: str) -> None:
    pairs = [(key.lower(), value) for key, value in parse_qsl(query, keep_blank_values=True)]
    names = [key for key, _ in pairs]
    unknown = sorted(set(names) - _PARAMETERS)
    if unknown:
        raise TokenError(f"it has the parameter {unknown[0]}, which is not allowed")
    if len(names) != len(set(names)):
        raise TokenError("it has a parameter twice")
    if dict(pairs).get("action") != "GetCallerIdentity":
        raise TokenError("its action is not GetCallerIdentity")


def _check_claims(signature: Signature, host: str, now: datetime) -> None:
    if not {CLUSTER_HEADER, "host"} <= set(signature.signed_headers):
        raise TokenError(f"it doesn't sign the headers host and {CLUSTER_HEADER}")
    if signature.scope.service != "sts":
        raise TokenError("it isn't signed for sts")
    regional = _HOST.fullmatch(host)
    if regional and signature.scope.region != (regional["region"] or "us-east-1"):
        raise TokenError(f"it is signed for another region than {host}'s")
    if signature.expires is None or not 0 <= signature.expires <= MAX_EXPIRES:
        raise TokenError(f"its X-Amz-Expires is not between 0 and {MAX_EXPIRES}")
    if signature.timestamp[:8] != signature.scope.date:
        raise TokenError("its date is not its credential scope's")
    age = now - signature.time
    if not -MAX_AGE <= age <= MAX_AGE:
        raise TokenError("it is older than 15 minutes, or from the future")

"""
AssumeRoleWithWebIdentity: first the token's signature, times, issuer and audience, then the trust policy.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .answers import Refusal
from .failure import refusal
from .subject import iam_of

KeySource = Callable[[str], Mapping[str, Any] | None]
"""The key set of an issuer, or None where the rig knows no such issuer."""


@dataclass(frozen=True)
class WebIdentity:
    """Whom a verified token is about."""

    issuer: str
    subject: str
    audience: str
    provider_arn: str

    def context(self) -> dict[str, tuple[str, ...]]:
        """The condition keys of a trust policy: `<issuer without its scheme>:sub` and `:aud`."""
        name = self.issuer.removeprefix("https://").lower()
        return {f"{name}:sub": (self.subject,), f"{name}:aud": (self.audience,)}


def verify(token: str, account: str, keys_of: KeySource) -> WebIdentity:
    """The identity behind a token, as an identity provider of the role's account vouches for it."""
    header, claims, signed, signature = _parts(token)
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    provider = _provider(account, issuer)
    audience = _audience(claims, provider)
    _check_signature(header, signed, signature, keys_of(issuer))
    _check_times(claims)
    if not subject:
        raise _invalid("The token has no subject")
    return WebIdentity(issuer, subject, audience, str(provider.arn))


def _invalid(message: str) -> Refusal:
    return refusal("InvalidIdentityToken", message)


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    pieces = token.split(".")
    if len(pieces) != 3:
        raise _invalid("The ID Token provided is not a valid JWT.")
    try:
        header, claims = (json.loads(_decoded(piece)) for piece in pieces[:2])
        signature = _decoded(pieces[2])
    except (ValueError, binascii.Error) as e:
        raise _invalid("The ID Token provided is not a valid JWT.") from e
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise _invalid("The ID Token provided is not a valid JWT.")
    return header, claims, f"{pieces[0]}.{pieces[1]}".encode(), signature


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _provider(account: str, issuer: str) -> Any:
    """The account's own provider of this issuer: nobody else's word counts."""
    bare = issuer.removeprefix("https://")
    providers = list(iam_of(account).open_id_providers.values())
    found = next((one for one in providers if issuer.startswith("https://") and one.url == bare), None)
    if found is None:
        raise _invalid(f"No OpenIDConnect provider found in your account for {issuer}")
    return found


def _audience(claims: Mapping[str, Any], provider: Any) -> str:
    claimed = claims.get("aud", [])
    audiences = [claimed] if isinstance(claimed, str) else list(claimed)
    known = next((one for one in audiences if one in provider.client_id_list), None)
    if known is None:
        raise _invalid("Incorrect token audience")
    return str(known)


def _check_signature(
    header: Mapping[str, Any], signed: bytes, signature: bytes, keys: Mapping[str, Any] | None
) -> None:
    if keys is None:
        raise refusal(
            "IDPCommunicationError", "Couldn't retrieve verification key from your identity provider"
        )
    if header.get("alg") != "RS256":
        raise _invalid(f"Token signing algorithm {header.get('alg')} is not RS256")
    key = next((one for one in keys["keys"] if one.get("kid") == header.get("kid")), None)
    if key is None:
        raise _invalid("Couldn't find the token's key at your identity provider")
    numbers = (int.from_bytes(_decoded(key[name]), "big") for name in ("e", "n"))
    public = rsa.RSAPublicNumbers(*numbers).public_key()
    try:
        public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as e:
        raise _invalid("The token's signature is invalid") from e


def _check_times(claims: Mapping[str, Any]) -> None:
    now = time.time()
    if not isinstance(claims.get("exp"), int | float) or claims["exp"] <= now:
        raise refusal("ExpiredTokenException", f"Token expired: current date {int(now)} must be before exp")
    if isinstance(claims.get("nbf"), int | float) and claims["nbf"] > now + 300:
        raise _invalid("The token is not valid yet")

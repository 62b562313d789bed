"""A web identity token counts only if everything in it does."""

from __future__ import annotations

import base64
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from moto.iam.models import iam_backends

from rigcloud.answers import Refusal
from rigcloud.sts_web import WebIdentity, verify

from .clients import PRIMARY, AwsRig, code_of

ISSUER = "https://127.0.0.1:1/id/ABC"
ACCOUNT = "333333333333"
KEY = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
_providers = itertools.count(1)


def coded(value: bytes | dict[str, Any]) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(key: rsa.RSAPrivateKey = KEY, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
    body = {
        "iss": ISSUER,
        "sub": "system:serviceaccount:shop:web",
        "aud": ["sts.amazonaws.com"],
        "exp": int(time.time()) + 600,
        **claims,
    }
    signed = f"{coded({'alg': 'RS256', 'kid': 'k1', **(header or {})})}.{coded(body)}"
    return f"{signed}.{coded(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def keys_of(issuer: str) -> dict[str, Any] | None:
    numbers = KEY.public_key().public_numbers()
    key = {"kid": "k1", "n": coded(numbers.n.to_bytes(256, "big")), "e": coded(b"\x01\x00\x01")}
    return {"keys": [key]} if issuer == ISSUER else None


@pytest.fixture(scope="module")
def account() -> str:
    iam = iam_backends[ACCOUNT]["aws"]
    for url in (ISSUER, "https://127.0.0.1:1/id/UNREACHABLE"):
        iam.create_open_id_connect_provider(url, [], ["sts.amazonaws.com"], [])
    return ACCOUNT


def test_a_good_token_says_who_and_for_whom(account: str) -> None:
    found = verify(token(), account, keys_of)
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/127.0.0.1:1/id/ABC"
    assert found == WebIdentity(ISSUER, "system:serviceaccount:shop:web", "sts.amazonaws.com", arn)
    assert found.context() == {
        "127.0.0.1:1/id/abc:sub": ("system:serviceaccount:shop:web",),
        "127.0.0.1:1/id/abc:aud": ("sts.amazonaws.com",),
    }


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (token(OTHER), "InvalidIdentityToken", "The token's signature is invalid"),
        (token(header={"alg": "none"}), "InvalidIdentityToken", "algorithm none is not RS256"),
        (token(header={"kid": "k2"}), "InvalidIdentityToken", "Couldn't find the token's key"),
        (token(aud="kubernetes"), "InvalidIdentityToken", "Incorrect token audience"),
        (token(iss="https://elsewhere"), "InvalidIdentityToken", "No OpenIDConnect provider found"),
        (token(iss=ISSUER.removeprefix("https://")), "InvalidIdentityToken", "No OpenIDConnect provider"),
        (token(iss="https://127.0.0.1:1/id/UNREACHABLE"), "IDPCommunicationError", "Couldn't retrieve"),
        (token(exp=int(time.time()) - 1), "ExpiredTokenException", "Token expired"),
        (token(exp=None), "ExpiredTokenException", "Token expired"),
        (token(nbf=int(time.time()) + 3600), "InvalidIdentityToken", "not valid yet"),
        (token(sub=""), "InvalidIdentityToken", "no subject"),
        ("not.a.token", "InvalidIdentityToken", "not a valid JWT"),
        ("no", "InvalidIdentityToken", "not a valid JWT"),
    ],
)
def test_a_bad_token_is_refused(account: str, given: str, code: str, message: str) -> None:
    with pytest.raises(Refusal, match=message) as raised:
        verify(given, account, keys_of)
    assert raised.value.code == code


def test_a_changed_claim_is_refused(account: str) -> None:
    head, _, signature = token().split(".")
    other = token(sub="system:serviceaccount:kube-system:default").split(".")[1]
    with pytest.raises(Refusal, match="The token's signature is invalid"):
        verify(f"{head}.{other}.{signature}", account, keys_of)


def test_a_token_that_the_rig_cannot_check_opens_no_role(aws: AwsRig) -> None:
    iam, sts = aws.client("iam"), aws.client("sts")
    url = f"{ISSUER}{next(_providers)}"
    provider = iam.create_open_id_connect_provider(
        Url=url, ClientIDList=["sts.amazonaws.com"], ThumbprintList=[]
    )
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider["OpenIDConnectProviderArn"]},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    wanted = {
        "RoleArn": aws.role("primary", statement),
        "RoleSessionName": "pod",
        "WebIdentityToken": token(iss=url),
    }
    with pytest.raises(ClientError) as raised:
        sts.assume_role_with_web_identity(**wanted)
    assert code_of(raised) == "IDPCommunicationError"
    wanted["RoleArn"] = f"arn:aws:iam::{PRIMARY}:role/nobody"
    with pytest.raises(ClientError) as absent:
        sts.assume_role_with_web_identity(**wanted)
    assert code_of(absent) == "AccessDenied"

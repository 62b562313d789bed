"""Tokens are presigned requests, and only untouched, fresh ones for this very cluster count."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from rigcloud.eks.tokens import TokenError, verify
from rigcloud.principals import Principal

from .clients import Keys
from .tokens import TokenRequest, encoded

ACCOUNT = "333333333333"
ENDPOINT = "http://127.0.0.1:4000"
GOOD = TokenRequest()


@pytest.fixture(scope="module")
def user() -> Keys:
    iam = iam_backends[ACCOUNT]["aws"]
    iam.create_user(region_name="us-east-1", user_name="jan", path="/people/", tags=[])
    key = iam.create_access_key(user_name="jan", prefix="AKIA")
    return Keys(key.access_key_id, key.secret_access_key)


@pytest.fixture(scope="module")
def session() -> Keys:
    role = f"arn:aws:iam::{ACCOUNT}:role/teams/ops"
    session = sts_backends[ACCOUNT]["aws"].assume_role(
        region_name="us-east-1",
        role_session_name="night",
        role_arn=role,
        policy="",
        duration=3600,
        external_id="",
    )
    return Keys(session.access_key_id, session.secret_access_key, session.session_token)


def check(token: str, cluster: str = "shop", later: timedelta = timedelta()) -> Principal:
    return verify(token, cluster, ENDPOINT, datetime.now(UTC) + later)


def test_a_users_token_names_the_user(user: Keys) -> None:
    principal = check(GOOD.token(user))
    assert principal.arn == f"arn:aws:iam::{ACCOUNT}:user/people/jan"
    assert principal.identity_arn == principal.arn


def test_a_sessions_token_names_the_session_and_its_role_with_path(session: Keys) -> None:
    principal = check(GOOD.token(session))
    assert principal.arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/ops/night"
    assert principal.identity_arn == f"arn:aws:iam::{ACCOUNT}:role/teams/ops"


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("https://sts.amazonaws.com", "us-east-1"),
        ("https://sts.eu-central-1.amazonaws.com", "eu-central-1"),
        (ENDPOINT, "us-west-2"),
    ],
)
def test_sts_and_the_rigs_own_endpoint_are_hosts_of_tokens(user: Keys, host: str, region: str) -> None:
    assert check(replace(GOOD, host=host, region=region).token(user)).account == ACCOUNT


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (replace(GOOD, cluster="other"), "The request signature we calculated does not match"),
        (replace(GOOD, cluster=None), "it doesn't sign the headers host and x-k8s-aws-id"),
        (replace(GOOD, host="https://sts.example.com"), "https://sts.example.com is not STS"),
        (replace(GOOD, host="http://sts.us-east-1.amazonaws.com"), "is not STS"),
        (replace(GOOD, host="https://sts.us-east-1.amazonaws.com:8443"), "is not STS"),
        (replace(GOOD, path="/x"), "its path is not /"),
        (replace(GOOD, service="iam"), "it isn't signed for sts"),
        (replace(GOOD, region="eu-west-1"), "it is signed for another region"),
        (replace(GOOD, expires=901), "its X-Amz-Expires is not between 0 and 900"),
        (replace(GOOD, query={"Action": "AssumeRole"}), "its action is not GetCallerIdentity"),
        (replace(GOOD, query={"Action": "GetCallerIdentity", "x": "1"}), "it has the parameter x"),
    ],
)
def test_a_request_of_another_kind_is_refused(user: Keys, request_: TokenRequest, reason: str) -> None:
    with pytest.raises(TokenError, match=reason):
        check(request_.token(user))


def test_a_token_counts_for_its_own_cluster_alone(user: Keys) -> None:
    token = replace(GOOD, cluster="other").token(user)
    assert check(token, cluster="other").account == ACCOUNT
    with pytest.raises(TokenError, match="does not match the signature you provided"):
        check(token, cluster="shop")


@pytest.mark.parametrize("minutes", [16, -16])
def test_a_token_from_another_time_is_refused(user: Keys, minutes: int) -> None:
    with pytest.raises(TokenError, match="older than 15 minutes, or from the future"):
        check(GOOD.token(user), later=timedelta(minutes=minutes))


def test_a_token_of_14_minutes_is_taken_whatever_its_expires_says(user: Keys) -> None:
    assert check(GOOD.token(user), later=timedelta(minutes=14)).account == ACCOUNT


def test_a_parameter_that_comes_twice_is_refused(user: Keys) -> None:
    url = GOOD.url(user) + "&Action=GetCallerIdentity"
    with pytest.raises(TokenError, match="a parameter twice"):
        check(encoded(url))


def test_a_changed_signature_is_refused(user: Keys) -> None:
    url = GOOD.url(user)
    changed = url[:-1] + ("0" if url[-1] != "0" else "1")
    with pytest.raises(TokenError, match="does not match the signature you provided"):
        check(encoded(changed))


def test_another_secret_is_refused(user: Keys) -> None:
    with pytest.raises(TokenError, match="does not match the signature you provided"):
        check(GOOD.token(replace(user, secret="x" * 40)))


def test_a_session_without_its_session_token_is_refused(session: Keys) -> None:
    with pytest.raises(TokenError, match="its session token is not"):
        check(GOOD.token(replace(session, token=None)))


def test_a_key_that_nobody_issued_is_refused() -> None:
    with pytest.raises(TokenError, match="the rig issued no such access key"):
        check(GOOD.token(Keys("AKIAIOSFODNN7EXAMPLE", "x" * 40)))


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("k8s-aws-v2.aaaa", "it doesn't begin with k8s-aws-v1."),
        ("k8s-aws-v1.§§§§", "it isn't base64url"),
        ("k8s-aws-v1." + "a" * 4096, "it is too large"),
        (encoded("https://sts.amazonaws.com/?Action=GetCallerIdentity"), "it isn't a presigned request"),
        ("k8s-aws-v1." + base64.urlsafe_b64encode(b"\xff\xfe").decode(), "it isn't base64url"),
    ],
)
def test_what_is_no_token_is_refused(token: str, reason: str) -> None:
    with pytest.raises(TokenError, match=reason):
        check(token)

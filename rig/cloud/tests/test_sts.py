"""AssumeRole is refused unless role, trust, external id and permission are all there."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, RECOVERY, AwsRig, Keys, allow, code_of, policy, root, trust


def test_caller_identity_is_the_administrator(aws: AwsRig) -> None:
    answer = aws.client("sts").get_caller_identity()
    assert answer["Arn"] == f"arn:aws:iam::{PRIMARY}:user/admin"
    assert answer["Account"] == PRIMARY


def test_a_role_that_does_not_exist_is_not_assumed(aws: AwsRig) -> None:
    with pytest.raises(ClientError, match="is not authorized to perform: sts:AssumeRole") as raised:
        aws.assume("primary", f"arn:aws:iam::{PRIMARY}:role/nobody")
    assert code_of(raised) == "AccessDenied"


def test_a_session_acts_as_its_role_with_its_path(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY)), Path="/team/")
    keys = aws.assume("primary", arn, RoleSessionName="me")
    name = arn.rsplit("/", 1)[-1]
    assert aws.client("sts", keys).get_caller_identity()["Arn"] == (
        f"arn:aws:sts::{PRIMARY}:assumed-role/{name}/me"
    )


def test_a_role_is_named_with_its_path_or_not_found(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY)), Path="/team/")
    with pytest.raises(ClientError) as raised:
        aws.assume("primary", arn.replace("/team/", "/"))
    assert code_of(raised) == "AccessDenied"


def test_a_principal_that_is_not_trusted_is_refused(aws: AwsRig) -> None:
    arn = aws.role("recovery", trust(root(RECOVERY)))
    with pytest.raises(ClientError, match="no resource-based policy allows") as raised:
        aws.assume("primary", arn)
    assert code_of(raised) == "AccessDenied"


def test_a_trusted_account_assumes_across_accounts(aws: AwsRig) -> None:
    arn = aws.role("recovery", trust(root(PRIMARY)))
    keys = aws.assume("primary", arn)
    assert aws.client("sts", keys).get_caller_identity()["Account"] == RECOVERY


@pytest.mark.parametrize("given", [{}, {"ExternalId": "a-wrong-one"}])
def test_a_wrong_or_missing_external_id_is_refused(aws: AwsRig, given: dict[str, str]) -> None:
    arn = aws.role("primary", trust(root(PRIMARY), StringEquals={"sts:ExternalId": "the-right-one"}))
    with pytest.raises(ClientError) as raised:
        aws.assume("primary", arn, **given)
    assert code_of(raised) == "AccessDenied"


def test_the_right_external_id_is_accepted(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY), StringEquals={"sts:ExternalId": "the-right-one"}))
    assert aws.assume("primary", arn, ExternalId="the-right-one").token


def test_a_trusted_account_does_not_lend_its_trust_to_whoever_it_holds(aws: AwsRig) -> None:
    first = aws.role("primary", trust(root(PRIMARY)), allow("s3:ListBucket"))
    second = aws.role("primary", trust(root(PRIMARY)))
    session = aws.assume("primary", first)
    with pytest.raises(ClientError, match="no identity-based policy allows the sts:AssumeRole") as raised:
        aws.assume(session, second)
    assert code_of(raised) == "AccessDenied"


def test_a_role_named_by_a_trust_policy_needs_no_permission_of_its_own(aws: AwsRig) -> None:
    first = aws.role("primary", trust(root(PRIMARY)))
    second = aws.role("primary", trust(first))
    assert aws.assume(aws.assume("primary", first), second).token


def test_a_condition_that_the_rig_does_not_know_never_grants(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY), StringEquals={"aws:Moonphase": "full"}))
    with pytest.raises(ClientError, match=r"not evaluated by the rig: .*condition key aws:Moonphase"):
        aws.assume("primary", arn)


def test_a_session_is_no_longer_than_its_role_allows(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY)), MaxSessionDuration=3600)
    with pytest.raises(ClientError, match="exceeds the MaxSessionDuration") as raised:
        aws.assume("primary", arn, DurationSeconds=7200)
    assert code_of(raised) == "ValidationError"


def test_a_session_policy_narrows(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY)), allow("kms:*"))
    keys = aws.assume("primary", arn, Policy=json.dumps(policy(allow("kms:ListKeys"))))
    kms = aws.client("kms", keys)
    kms.list_keys()
    with pytest.raises(ClientError, match="a permissions boundary or session policy doesn't allow it"):
        kms.list_aliases()


def test_a_wrong_secret_is_a_wrong_signature(aws: AwsRig) -> None:
    keys = Keys(aws.keys("primary").access_key, "not the secret")
    with pytest.raises(ClientError) as raised:
        aws.client("sts", keys).get_caller_identity()
    assert code_of(raised) == "SignatureDoesNotMatch"


def test_an_unknown_key_is_refused_in_each_protocol(aws: AwsRig) -> None:
    keys = Keys("AKIAIOSFODNN7EXAMPLE", "secret")
    with pytest.raises(ClientError) as query:
        aws.client("sts", keys).get_caller_identity()
    with pytest.raises(ClientError) as s3:
        aws.client("s3", keys).list_buckets()
    with pytest.raises(ClientError) as json_11:
        aws.client("kms", keys).list_keys()
    assert [code_of(query), code_of(s3), code_of(json_11)] == [
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "UnrecognizedClientException",
    ]


def test_a_session_key_without_its_token_is_refused(aws: AwsRig) -> None:
    keys = aws.assume("primary", aws.role("primary", trust(root(PRIMARY))))
    with pytest.raises(ClientError) as raised:
        aws.client("sts", Keys(keys.access_key, keys.secret)).get_caller_identity()
    assert code_of(raised) == "InvalidClientTokenId"


def test_an_unread_parameter_is_refused_loudly(aws: AwsRig) -> None:
    arn = aws.role("primary", trust(root(PRIMARY)))
    with pytest.raises(ClientError, match="parameter SourceIdentity of sts:AssumeRole") as raised:
        aws.assume("primary", arn, SourceIdentity="someone")
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501

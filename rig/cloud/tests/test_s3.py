"""S3: conditional writes, policies across accounts, chunked bodies, object lock."""

from __future__ import annotations

import concurrent.futures
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .chunked import put_in_chunks
from .clients import PRIMARY, RECOVERY, AwsRig, Keys, allow, code_of, policy, root, trust, unique


def bucket(aws: AwsRig, **arguments: Any) -> str:
    name = unique("bucket")
    aws.client("s3").create_bucket(Bucket=name, **arguments)
    return name


def reader(
    aws: AwsRig, *statements: dict[str, Any], profile: str = "primary", account: str = PRIMARY
) -> Keys:
    return aws.assume(profile, aws.role(profile, trust(root(account)), *statements))


def test_an_object_is_created_once(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    s3.put_object(Bucket=name, Key="a/b", Body=b"one", IfNoneMatch="*")
    with pytest.raises(ClientError) as raised:
        s3.put_object(Bucket=name, Key="a/b", Body=b"two", IfNoneMatch="*")
    assert code_of(raised) == "PreconditionFailed"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert s3.get_object(Bucket=name, Key="a/b")["Body"].read() == b"one"


def test_one_of_many_writers_wins(aws: AwsRig) -> None:
    name, s3, body = bucket(aws), aws.client("s3"), bytes(300_000)

    def attempt(key: str) -> bool:
        try:
            s3.put_object(Bucket=name, Key=key, Body=body, IfNoneMatch="*")
        except ClientError:
            return False
        return True

    leases = [f"lease-{number}" for number in range(10)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, [key for key in leases for _ in range(8)]))
    assert sum(won) == len(leases)


def test_an_object_is_replaced_only_where_it_is_still_the_same(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    first = s3.put_object(Bucket=name, Key="mark", Body=b"1")["ETag"]
    s3.put_object(Bucket=name, Key="mark", Body=b"2", IfMatch=first)
    with pytest.raises(ClientError) as raised:
        s3.put_object(Bucket=name, Key="mark", Body=b"3", IfMatch=first)
    assert code_of(raised) == "PreconditionFailed"
    with pytest.raises(ClientError) as absent:
        s3.put_object(Bucket=name, Key="other", Body=b"3", IfMatch=first)
    assert code_of(absent) == "NoSuchKey"


def test_another_account_needs_a_bucket_policy(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    s3.put_object(Bucket=name, Key="outbox/x", Body=b"x")
    role = aws.role("recovery", trust(root(RECOVERY)), allow("s3:GetObject"))
    other = aws.client("s3", aws.assume("recovery", role))
    with pytest.raises(ClientError, match="no resource-based policy allows the s3:GetObject") as raised:
        other.get_object(Bucket=name, Key="outbox/x")
    assert code_of(raised) == "AccessDenied"
    grant = {
        "Effect": "Allow",
        "Principal": {"AWS": root(RECOVERY)},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/outbox/*",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": role}},
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy(grant)))
    assert other.get_object(Bucket=name, Key="outbox/x")["Body"].read() == b"x"
    with pytest.raises(ClientError):
        aws.client("s3", "recovery", "us-east-1").get_object(Bucket=name, Key="outbox/x")


def test_loopback_counts_as_secure_transport(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    arn = f"arn:aws:s3:::{name}"
    tls_only = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy(tls_only)))
    s3.put_object(Bucket=name, Key="x", Body=b"x")
    assert json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]) == policy(tls_only)


def test_a_vault_that_takes_creations_only(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    create_only = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{name}/*",
        "Condition": {
            "Null": {"s3:if-none-match": "true"},
            "Bool": {"s3:ObjectCreationOperation": "true"},
        },
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy(create_only)))
    s3.put_object(Bucket=name, Key="x", Body=b"x", IfNoneMatch="*")
    with pytest.raises(ClientError, match="explicit deny"):
        s3.put_object(Bucket=name, Key="y", Body=b"y")
    upload = s3.create_multipart_upload(Bucket=name, Key="z")["UploadId"]
    part = s3.upload_part(Bucket=name, Key="z", UploadId=upload, PartNumber=1, Body=b"z")["ETag"]
    parts = {"Parts": [{"ETag": part, "PartNumber": 1}]}
    with pytest.raises(ClientError, match="explicit deny"):
        s3.complete_multipart_upload(Bucket=name, Key="z", UploadId=upload, MultipartUpload=parts)
    s3.complete_multipart_upload(
        Bucket=name, Key="z", UploadId=upload, MultipartUpload=parts, IfNoneMatch="*"
    )


def test_a_role_reads_what_its_policy_names_and_nothing_else(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    arn = f"arn:aws:s3:::{name}"
    s3.put_object(Bucket=name, Key="inbox/1", Body=b"x")
    s3.put_object(Bucket=name, Key="outbox/1", Body=b"x")
    listing = allow("s3:ListBucket", arn, Condition={"StringLike": {"s3:prefix": "inbox/*"}})
    role = aws.client("s3", reader(aws, allow("s3:GetObject", f"{arn}/inbox/*"), listing))
    assert role.get_object(Bucket=name, Key="inbox/1")["Body"].read() == b"x"
    assert role.list_objects_v2(Bucket=name, Prefix="inbox/")["KeyCount"] == 1
    calls: tuple[Callable[[], Any], ...] = (
        lambda: role.get_object(Bucket=name, Key="outbox/1"),
        lambda: role.list_objects_v2(Bucket=name),
        lambda: role.list_objects_v2(Bucket=name, Prefix="outbox/"),
        lambda: role.put_object(Bucket=name, Key="inbox/2", Body=b"x"),
        lambda: role.delete_object(Bucket=name, Key="inbox/1"),
        role.list_buckets,
    )
    for refused in calls:
        with pytest.raises(ClientError) as raised:
            refused()
        assert code_of(raised) == "AccessDenied"


def test_who_may_not_list_learns_nothing_of_absent_keys(aws: AwsRig) -> None:
    name = bucket(aws)
    role = aws.client("s3", reader(aws, allow("s3:GetObject")))
    with pytest.raises(ClientError) as hidden:
        role.get_object(Bucket=name, Key="absent")
    with pytest.raises(ClientError) as shown:
        aws.client("s3").get_object(Bucket=name, Key="absent")
    assert [code_of(hidden), code_of(shown)] == ["AccessDenied", "NoSuchKey"]


def test_deleting_many_answers_each_key(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    for key in ("a/1", "b/1"):
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    role = aws.client("s3", reader(aws, allow("s3:DeleteObject", f"arn:aws:s3:::{name}/a/*")))
    answer = role.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "a/1"}, {"Key": "b/1"}]})
    assert [one["Key"] for one in answer["Deleted"]] == ["a/1"]
    assert [(one["Key"], one["Code"]) for one in answer["Errors"]] == [("b/1", "AccessDenied")]
    assert s3.list_objects_v2(Bucket=name)["KeyCount"] == 1


def test_a_bucket_is_found_in_its_own_region_only(aws: AwsRig) -> None:
    name = bucket(aws)
    elsewhere = aws.client("s3", "primary", "us-west-2")
    answer = elsewhere.meta.events  # SDKs follow the redirect: the answer to the first call is what counts.
    seen: list[int] = []
    answer.register_last(
        "response-received.s3", lambda response_dict, **_: seen.append(response_dict["status_code"])
    )
    elsewhere.list_objects_v2(Bucket=name)
    assert seen == [301, 200]


@pytest.mark.parametrize("length", [0, 1, 70_000])
def test_a_body_in_chunks_arrives_whole(aws: AwsRig, length: int) -> None:
    s3, name, body = aws.client("s3"), bucket(aws), bytes(range(256)) * (length // 256 + 1)
    body = body[:length]
    assert put_in_chunks(aws, f"/{name}/chunked", body) == (200, "")
    assert s3.get_object(Bucket=name, Key="chunked")["Body"].read() == body


@pytest.mark.parametrize(
    ("broken", "code"),
    [("chunk", "SignatureDoesNotMatch"), ("trailer", "SignatureDoesNotMatch"), ("checksum", "BadDigest")],
)
def test_a_chunked_body_that_was_touched_is_refused(aws: AwsRig, broken: str, code: str) -> None:
    assert put_in_chunks(aws, f"/{bucket(aws)}/chunked", b"content" * 100, broken)[1] == code


def test_a_wrong_checksum_is_refused(aws: AwsRig) -> None:
    name = bucket(aws)
    with pytest.raises(ClientError) as raised:
        aws.client("s3").put_object(Bucket=name, Key="x", Body=b"x", ChecksumSHA256="A" * 43 + "=")
    assert code_of(raised) == "BadDigest"


@pytest.mark.parametrize("key", ["with space", "ünïcode/ключ", "a+b&c=d", "trailing/", "per%20cent", "q?x"])
def test_any_key_is_signed_and_found(aws: AwsRig, key: str) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    s3.put_object(Bucket=name, Key=key, Body=b"x")
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=name)["Contents"]] == [key]
    assert s3.get_object(Bucket=name, Key=key)["Body"].read() == b"x"


def test_compliance_can_be_lengthened_never_shortened(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws, ObjectLockEnabledForBucket=True)
    soon, later = datetime.now(UTC) + timedelta(days=1), datetime.now(UTC) + timedelta(days=9)
    version = s3.put_object(
        Bucket=name, Key="x", Body=b"x", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=soon
    )["VersionId"]
    lock = {"Mode": "COMPLIANCE", "RetainUntilDate": later}
    s3.put_object_retention(Bucket=name, Key="x", Retention=lock)
    held = s3.get_object_retention(Bucket=name, Key="x")["Retention"]
    assert (held["Mode"], held["RetainUntilDate"].date()) == ("COMPLIANCE", later.date())
    calls: tuple[Callable[[], Any], ...] = (
        lambda: s3.put_object_retention(Bucket=name, Key="x", Retention={**lock, "RetainUntilDate": soon}),
        lambda: s3.put_object_retention(
            Bucket=name, Key="x", Retention={**lock, "Mode": "GOVERNANCE"}, BypassGovernanceRetention=True
        ),
        lambda: s3.delete_object(Bucket=name, Key="x", VersionId=version, BypassGovernanceRetention=True),
    )
    for refused in calls:
        with pytest.raises(ClientError) as raised:
            refused()
        assert code_of(raised) == "AccessDenied"


def test_an_object_without_retention_has_none(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws, ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=name, Key="x", Body=b"x")
    with pytest.raises(ClientError) as raised:
        s3.get_object_retention(Bucket=name, Key="x")
    assert code_of(raised) == "NoSuchObjectLockConfiguration"


def test_a_public_policy_is_blocked(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    public = {**allow("s3:GetObject", f"arn:aws:s3:::{name}/*"), "Principal": "*"}
    with pytest.raises(ClientError, match="BlockPublicPolicy"):
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy(public)))


def test_what_s3_would_only_pretend_is_refused(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: s3.put_object(Bucket=name, Key="x", Body=b"x", ServerSideEncryption="aws:kms"),
        lambda: s3.put_object(Bucket=name, Key="x", Body=b"x", StorageClass="GLACIER"),
        lambda: s3.put_bucket_replication(
            Bucket=name, ReplicationConfiguration={"Role": "arn:aws:iam::1:role/x", "Rules": []}
        ),
    )
    for pretended in calls:
        with pytest.raises(ClientError) as raised:
            pretended()
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_governance_is_bypassed_by_those_who_say_so_alone(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), bucket(aws, ObjectLockEnabledForBucket=True)
    until = datetime.now(UTC) + timedelta(days=1)
    version = s3.put_object(
        Bucket=name, Key="x", Body=b"x", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until
    )["VersionId"]
    for bypass in ({}, {"BypassGovernanceRetention": False}):
        with pytest.raises(ClientError) as raised:
            s3.delete_object(Bucket=name, Key="x", VersionId=version, **bypass)
        assert code_of(raised) == "AccessDenied"
    role = aws.client("s3", reader(aws, allow(["s3:DeleteObject*"])))
    with pytest.raises(ClientError, match="s3:BypassGovernanceRetention"):
        role.delete_object(Bucket=name, Key="x", VersionId=version, BypassGovernanceRetention=True)
    s3.delete_object(Bucket=name, Key="x", VersionId=version, BypassGovernanceRetention=True)

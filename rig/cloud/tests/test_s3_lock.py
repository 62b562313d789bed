"""Object Lock: who may delete, shorten, hold and bypass what, and what puts have to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, AwsRig, Keys, allow, code_of, root, trust, unique

SOON = timedelta(days=1)


def locked_bucket(aws: AwsRig) -> str:
    name = unique("locked")
    aws.client("s3").create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def put(aws: AwsRig, name: str, mode: str = "COMPLIANCE", until: timedelta = SOON, **more: Any) -> str:
    answer = aws.client("s3").put_object(
        Bucket=name,
        Key="x",
        Body=b"x",
        IfNoneMatch="*",
        ObjectLockMode=mode,
        ObjectLockRetainUntilDate=datetime.now(UTC) + until,
        **more,
    )
    return str(answer["VersionId"])


def someone(aws: AwsRig, *actions: str) -> Keys:
    return aws.assume("primary", aws.role("primary", trust(root(PRIMARY)), allow(list(actions))))


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as raised:
        call()
    return code_of(raised)


def test_a_locked_version_is_not_deleted_by_anybody(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    version = put(aws, name)
    assert refused(lambda: s3.delete_object(Bucket=name, Key="x", VersionId=version)) == "AccessDenied"
    many = s3.delete_objects(
        Bucket=name,
        Delete={"Objects": [{"Key": "x", "VersionId": version}]},
        BypassGovernanceRetention=True,
    )
    assert [(one["Key"], one["Code"]) for one in many["Errors"]] == [("x", "AccessDenied")]
    assert s3.get_object(Bucket=name, Key="x", VersionId=version)["Body"].read() == b"x"


def test_a_plain_deletion_only_hides_what_is_locked(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    version = put(aws, name)
    marker = s3.delete_object(Bucket=name, Key="x")
    assert marker["DeleteMarker"]
    assert refused(lambda: s3.get_object(Bucket=name, Key="x")) == "NoSuchKey"
    s3.delete_object(Bucket=name, Key="x", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=name, Key="x")["VersionId"] == version


def test_what_has_unlocked_goes(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    version = put(aws, name, until=timedelta(seconds=4))

    def gone() -> bool:
        try:
            s3.delete_object(Bucket=name, Key="x", VersionId=version)
        except ClientError:
            return False
        return True

    deadline = datetime.now(UTC) + timedelta(seconds=20)
    assert not gone()
    while not gone():
        assert datetime.now(UTC) < deadline
    assert "Versions" not in s3.list_object_versions(Bucket=name)


def test_a_legal_hold_outlasts_every_bypass(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    version = put(aws, name, "GOVERNANCE")
    s3.put_object_legal_hold(Bucket=name, Key="x", VersionId=version, LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(Bucket=name, Key="x")["LegalHold"] == {"Status": "ON"}
    delete = {"Bucket": name, "Key": "x", "VersionId": version, "BypassGovernanceRetention": True}
    assert refused(lambda: s3.delete_object(**delete)) == "AccessDenied"
    s3.put_object_legal_hold(Bucket=name, Key="x", VersionId=version, LegalHold={"Status": "OFF"})
    s3.delete_object(**delete)


def test_nobody_held_it_is_no_hold(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    put(aws, name)
    code = refused(lambda: s3.get_object_legal_hold(Bucket=name, Key="x"))
    assert code == "NoSuchObjectLockConfiguration"


def test_holding_and_bypassing_are_permissions_of_their_own(aws: AwsRig) -> None:
    name = locked_bucket(aws)
    version = put(aws, name, "GOVERNANCE")
    s3 = aws.client("s3", someone(aws, "s3:DeleteObject*", "s3:PutObject"))
    delete = {"Bucket": name, "Delete": {"Objects": [{"Key": "x", "VersionId": version}]}}
    many = s3.delete_objects(**delete, BypassGovernanceRetention=True)
    assert [one["Code"] for one in many["Errors"]] == ["AccessDenied"]
    hold: dict[str, Any] = {"Bucket": name, "Key": "x", "LegalHold": {"Status": "ON"}}
    assert refused(lambda: s3.put_object_legal_hold(**hold)) == "AccessDenied"
    lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": datetime.now(UTC) + SOON}
    with pytest.raises(ClientError, match="s3:PutObjectRetention"):
        s3.put_object(Bucket=name, Key="y", Body=b"y", **lock)
    allowed = aws.client("s3", someone(aws, "s3:DeleteObject*", "s3:BypassGovernanceRetention"))
    assert "Errors" not in allowed.delete_objects(**delete, BypassGovernanceRetention=True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"ObjectLockMode": "COMPLIANCE"}, "InvalidArgument"),
        ({"ObjectLockRetainUntilDate": datetime(2100, 1, 1, tzinfo=UTC)}, "InvalidArgument"),
        (
            {"ObjectLockMode": "FOREVER", "ObjectLockRetainUntilDate": datetime(2100, 1, 1, tzinfo=UTC)},
            "InvalidArgument",
        ),
        (
            {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": datetime(2001, 1, 1, tzinfo=UTC)},
            "InvalidArgument",
        ),
        ({"ObjectLockLegalHoldStatus": "MAYBE"}, "InvalidArgument"),
    ],
)
def test_half_a_lock_is_refused(aws: AwsRig, arguments: dict[str, Any], code: str) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    assert refused(lambda: s3.put_object(Bucket=name, Key="y", Body=b"y", **arguments)) == code
    assert s3.list_objects_v2(Bucket=name)["KeyCount"] == 0


def test_a_bucket_without_lock_takes_none(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), unique("plain")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="x", Body=b"x")
    retention = {"Mode": "COMPLIANCE", "RetainUntilDate": datetime.now(UTC) + SOON}
    calls: tuple[Callable[[], Any], ...] = (
        lambda: put(aws, name),
        lambda: s3.put_object(Bucket=name, Key="y", Body=b"y", ObjectLockLegalHoldStatus="ON"),
        lambda: s3.put_object_legal_hold(Bucket=name, Key="x", LegalHold={"Status": "ON"}),
        lambda: s3.put_object_retention(Bucket=name, Key="x", Retention=retention),
        lambda: s3.get_object_retention(Bucket=name, Key="x"),
        lambda: s3.get_object_legal_hold(Bucket=name, Key="x"),
    )
    assert [refused(call) for call in calls] == ["InvalidRequest"] * 6


def test_versions_of_a_locked_bucket_are_not_suspended(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    suspend = {"Bucket": name, "VersioningConfiguration": {"Status": "Suspended"}}
    assert refused(lambda: s3.put_bucket_versioning(**suspend)) == "InvalidBucketState"


def test_a_lock_is_told_with_the_object(aws: AwsRig) -> None:
    s3, name = aws.client("s3"), locked_bucket(aws)
    put(aws, name, ObjectLockLegalHoldStatus="ON")
    head = s3.head_object(Bucket=name, Key="x")
    assert (head["ObjectLockMode"], head["ObjectLockLegalHoldStatus"]) == ("COMPLIANCE", "ON")
    assert head["ObjectLockRetainUntilDate"].date() == (datetime.now(UTC) + SOON).date()

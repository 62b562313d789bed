"""The three stacks of `sistership access`, deployed by the unmodified AWS CLI, do what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, RECOVERY, AwsRig, Keys, code_of

TEMPLATES = Path(__file__).parents[3] / "control/src/main/resources/access"
EXTERNAL_ID = "an-external-id-of-the-tests"
PARAMETERS = {
    "Application": "shop",
    "PrimaryAccount": PRIMARY,
    "PrimaryRegion": "us-east-1",
    "RecoveryAccount": RECOVERY,
    "RecoveryRegion": "us-west-2",
    "ExternalId": EXTERNAL_ID,
}


def cli(aws: AwsRig, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The AWS CLI of the rig's own environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_CONFIG_FILE": str(aws.state.aws_config),
        "AWS_SHARED_CREDENTIALS_FILE": str(aws.state.aws_credentials),
    }
    command = [sys.executable, str(Path(sys.executable).with_name("aws")), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def deploy(
    aws: AwsRig, name: str, profile: str, region: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """`aws cloudformation deploy`, as people run it."""
    options = {
        "--profile": profile,
        "--region": region,
        "--template-file": str(TEMPLATES / f"{name}.yaml"),
        "--stack-name": f"sistership-shop-{name}",
        "--capabilities": "CAPABILITY_NAMED_IAM",
    }
    words = [word for pair in options.items() for word in pair]
    pairs = [f"{key}={value}" for key, value in {**PARAMETERS, **more}.items()]
    quiet = "--no-fail-on-empty-changeset"
    return cli(aws, "cloudformation", "deploy", quiet, *words, "--parameter-overrides", *pairs)


@dataclass(frozen=True)
class Access:
    """What the stacks gave."""

    aws: AwsRig
    recovery: dict[str, str]
    replica: dict[str, str]
    primary: dict[str, str]

    def role(self, side: str, output: str) -> Keys:
        arn = getattr(self, side)[output]
        return self.aws.assume(side, arn, ExternalId=EXTERNAL_ID)

    def client(self, service: str, side: str, output: str, region: str) -> Any:
        return self.aws.client(service, self.role(side, output), region)


@pytest.fixture(scope="module")
def access(aws: AwsRig) -> Iterator[Access]:
    def made(name: str, profile: str, region: str, **more: str) -> dict[str, str]:
        done = deploy(aws, name, profile, region, **more)
        assert done.returncode == 0, done.stderr
        client = aws.client("cloudformation", profile, region)
        stack = client.describe_stacks(StackName=f"sistership-shop-{name}")["Stacks"][0]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    recovery = made("recovery", "recovery", "us-west-2")
    seal = recovery["SealKeyId"]
    replica = made("replica", "recovery", "us-east-1", SealKeyId=seal)
    yield Access(aws, recovery, replica, made("primary", "primary", "us-east-1", SealKeyId=seal))


def test_a_second_deployment_changes_nothing(access: Access) -> None:
    done = deploy(access.aws, "recovery", "recovery", "us-west-2")
    assert done.returncode == 0
    assert "No changes to deploy" in done.stdout + done.stderr


def test_a_stack_in_the_wrong_account_is_refused_by_its_rule(aws: AwsRig) -> None:
    done = deploy(aws, "primary", "recovery", "us-east-1", SealKeyId="mrk-" + "0" * 32)
    assert done.returncode != 0
    assert "deploy it with credentials of the primary account" in done.stderr


def test_names_in_iam_need_to_be_acknowledged(aws: AwsRig) -> None:
    with pytest.raises(ClientError, match="CAPABILITY_NAMED_IAM") as raised:
        aws.client("cloudformation", "recovery").create_stack(
            StackName="unacknowledged",
            TemplateBody=(TEMPLATES / "recovery.yaml").read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in PARAMETERS.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
    assert code_of(raised) == "InsufficientCapabilitiesException"


def test_buckets_are_versioned_closed_and_encrypted(access: Access) -> None:
    s3 = access.aws.client("s3", "recovery")
    for output in ("VaultBucket", "StateBucket", "ScratchBucket"):
        name = {"Bucket": access.recovery[output]}
        assert s3.get_bucket_versioning(**name)["Status"] == "Enabled"
        assert set(s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"].values()) == {True}
        rules = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert s3.get_bucket_ownership_controls(**name)["OwnershipControls"]["Rules"]
        assert s3.get_bucket_lifecycle_configuration(**name)["Rules"]
        statements = json.loads(s3.get_bucket_policy(**name)["Policy"])["Statement"]
        assert "TlsOnly" in [statement["Sid"] for statement in statements]


def test_the_primary_wraps_in_its_own_region_and_the_recovery_unwraps(access: Access) -> None:
    context = {"application": "shop", "class": "secrets"}
    key = {"KeyId": access.replica["SealKeyArn"], "KeySpec": "AES_256", "EncryptionContext": context}
    wraps = access.client("kms", "primary", "PrimaryDelegateRoleArn", "us-east-1")
    data = wraps.generate_data_key(**key)
    sealed = {"CiphertextBlob": data["CiphertextBlob"], "EncryptionContext": context}
    unwraps = access.client("kms", "recovery", "RecoveryDelegateRoleArn", "us-west-2")
    assert unwraps.decrypt(**sealed)["Plaintext"] == data["Plaintext"]
    looks = access.client("kms", "recovery", "RecoveryAccessRoleArn", "us-west-2")
    for refused in (wraps, looks, access.aws.client("kms", "recovery")):
        with pytest.raises(ClientError) as raised:
            refused.decrypt(**sealed)
        assert code_of(raised) == "AccessDeniedException"


def test_only_the_primary_roles_sign(access: Access) -> None:
    wanted = {
        "KeyId": access.primary["SigningKeyArn"],
        "Message": b"x",
        "MessageType": "RAW",
        "SigningAlgorithm": "ECDSA_SHA_256",
    }
    assert access.client("kms", "primary", "PrimaryAccessRoleArn", "us-east-1").sign(**wanted)["Signature"]
    with pytest.raises(ClientError) as raised:
        access.aws.client("kms", "primary").sign(**wanted)
    assert code_of(raised) == "AccessDeniedException"


def test_the_publisher_fetches_and_clears_the_outbox_and_nothing_else(access: Access) -> None:
    scratch = access.primary["ScratchBucket"]
    captures = access.client("s3", "primary", "PrimaryDelegateRoleArn", "us-east-1")
    captures.put_object(Bucket=scratch, Key="outbox/point/1", Body=b"sealed")
    captures.put_object(Bucket=scratch, Key="index/x", Body=b"index")
    publisher = access.client("s3", "recovery", "PublisherRoleArn", "us-east-1")
    assert publisher.list_objects_v2(Bucket=scratch, Prefix="outbox/")["KeyCount"] == 1
    assert publisher.get_object(Bucket=scratch, Key="outbox/point/1")["Body"].read() == b"sealed"
    publisher.delete_object(Bucket=scratch, Key="outbox/point/1")
    with pytest.raises(ClientError):
        publisher.get_object(Bucket=scratch, Key="index/x")
    with pytest.raises(ClientError):
        publisher.put_object(Bucket=scratch, Key="outbox/y", Body=b"y")


def test_the_vault_takes_creations_by_the_publisher_alone(access: Access) -> None:
    vault = access.recovery["VaultBucket"]
    publisher = access.client("s3", "recovery", "PublisherRoleArn", "us-west-2")
    points = "shop/cluster/point/envelope"
    publisher.put_object(Bucket=vault, Key=points, Body=b"x", IfNoneMatch="*")
    with pytest.raises(ClientError) as overwritten:
        publisher.put_object(Bucket=vault, Key=points, Body=b"y", IfNoneMatch="*")
    assert code_of(overwritten) == "PreconditionFailed"
    with pytest.raises(ClientError, match="explicit deny"):
        publisher.put_object(Bucket=vault, Key="shop/other", Body=b"y")
    reader = access.client("s3", "recovery", "RecoveryDelegateRoleArn", "us-west-2")
    assert reader.get_object(Bucket=vault, Key=points)["Body"].read() == b"x"
    with pytest.raises(ClientError):
        reader.put_object(Bucket=vault, Key="shop/third", Body=b"y", IfNoneMatch="*")


def test_no_role_is_assumed_without_the_external_id(access: Access) -> None:
    for side in ("recovery", "primary"):
        arns = [value for name, value in getattr(access, side).items() if name.endswith("RoleArn")]
        assert arns
        for arn in arns:
            with pytest.raises(ClientError) as raised:
                access.aws.assume(side, arn)
            assert code_of(raised) == "AccessDenied"

"""What the rig would only pretend is refused with 501; what a caller may not do, with 403."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore import session as botocore_session
from botocore.exceptions import ClientError

from rigcloud import ecr, gate, kms, s3_actions, sts
from rigcloud.operations import MODEL_NAMES

from .clients import PRIMARY, RECOVERY, AwsRig, allow, code_of, policy, root, trust, unique


def status(raised: pytest.ExceptionInfo[ClientError]) -> int:
    return int(raised.value.response["ResponseMetadata"]["HTTPStatusCode"])


def test_pretended_operations_are_refused_in_every_protocol(aws: AwsRig) -> None:
    calls: tuple[Callable[[], Any], ...] = (
        lambda: aws.client("sqs").list_queues(),
        lambda: aws.client("lambda").list_functions(),
        lambda: aws.client("ec2").describe_instances(),
        lambda: aws.client("ec2").create_nat_gateway(SubnetId="subnet-1"),
        lambda: aws.client("iam").simulate_principal_policy(
            PolicySourceArn=root(PRIMARY), ActionNames=["s3:GetObject"]
        ),
        lambda: aws.client("efs").create_replication_configuration(
            SourceFileSystemId="fs-12345678", Destinations=[]
        ),
        lambda: aws.client("s3").get_bucket_replication(Bucket="x"),
        lambda: aws.client("kms").create_custom_key_store(CustomKeyStoreName="x"),
        lambda: aws.client("sts").get_session_token(),
        lambda: aws.client("ecr").get_authorization_token(),
        lambda: aws.client("cloudformation").create_stack_set(StackSetName="x"),
    )
    for call in calls:
        with pytest.raises(ClientError, match="the rig doesn't implement") as raised:
            call()
        assert (status(raised), code_of(raised)) == (501, "NotImplemented")


def test_the_request_log_shows_refusals(aws: AwsRig) -> None:
    with pytest.raises(ClientError):
        aws.client("ec2", "recovery").describe_instances()
    lines = [json.loads(line) for line in aws.state.request_log.read_text().splitlines()]
    found = [line for line in lines if line["action"] == "DescribeInstances" and line["account"] == RECOVERY]
    assert (found[-1]["status"], found[-1]["errorCode"]) == (501, "NotImplemented")


def test_the_list_names_real_operations_only() -> None:
    models = botocore_session.get_session()
    for service, listed in gate.services().items():
        known = models.get_service_model(MODEL_NAMES.get(service, service)).operation_names
        operations = listed.get("operations", [])
        assert set(operations) <= set(known), service
        assert len(set(operations)) == len(operations), service
    assert set(kms.OPERATIONS) <= set(models.get_service_model("kms").operation_names)
    assert set(ecr.OPERATIONS) <= set(models.get_service_model("ecr").operation_names)
    assert set(sts.OPERATIONS) <= set(models.get_service_model("sts").operation_names)
    assert set(s3_actions.ACTIONS) <= set(models.get_service_model("s3").operation_names)


def test_nobody_speaks_for_another_account(aws: AwsRig) -> None:
    ec2 = aws.client("ec2")
    ec2.meta.events.register(
        "before-sign.ec2", lambda request, **_: request.headers.add_header("x-moto-account-id", RECOVERY)
    )
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]
    assert vpc["OwnerId"] == PRIMARY


@pytest.mark.parametrize("path", ["/moto-api/reset", "/moto-api/data.json", "/", "/bucket/key"])
def test_nobody_comes_in_unsigned(aws: AwsRig, path: str) -> None:
    request = urllib.request.Request(f"{aws.endpoint}{path}", method="POST", data=b"")
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request, timeout=5)
    assert raised.value.code == 403


def test_the_emulators_own_controls_are_out_of_reach(aws: AwsRig) -> None:
    with pytest.raises(ClientError) as raised:
        aws.client("s3").put_object(Bucket="moto-api", Key="reset", Body=b"")
    assert code_of(raised) == "NoSuchBucket"
    assert aws.client("sts").get_caller_identity()["Account"] == PRIMARY


def test_a_role_does_what_its_policies_name_in_every_service(aws: AwsRig) -> None:
    role = aws.role(
        "primary", trust(root(PRIMARY)), allow(["ec2:Describe*", "iam:GetRole", "ecr:DescribeImages"])
    )
    keys = aws.assume("primary", role)
    aws.client("ec2", keys).describe_vpcs()
    aws.client("iam", keys).get_role(RoleName=role.rsplit("/", 1)[-1])
    refused: dict[str, Callable[[], Any]] = {
        "UnauthorizedOperation": lambda: aws.client("ec2", keys).create_vpc(CidrBlock="10.0.0.0/16"),
        "AccessDenied": lambda: aws.client("iam", keys).create_user(UserName="x"),
        "AccessDeniedException": lambda: aws.client("ecr", keys).create_repository(repositoryName="xx"),
    }
    for code, call in refused.items():
        with pytest.raises(ClientError, match="no identity-based policy allows") as raised:
            call()
        assert code_of(raised) == code


def test_a_boundary_narrows_a_role(aws: AwsRig) -> None:
    iam = aws.client("iam")
    limit = iam.create_policy(PolicyName=unique("limit"), PolicyDocument=json.dumps(policy(allow("s3:*"))))[
        "Policy"
    ]["Arn"]
    role = aws.role("primary", trust(root(PRIMARY)), allow("*"), PermissionsBoundary=limit)
    keys = aws.assume("primary", role)
    aws.client("s3", keys).list_buckets()
    with pytest.raises(ClientError, match="a permissions boundary or session policy doesn't allow it"):
        aws.client("kms", keys).list_keys()


def test_every_decision_is_logged(aws: AwsRig) -> None:
    role = aws.role("primary", trust(root(PRIMARY)), allow("s3:ListBucket"))
    with pytest.raises(ClientError):
        aws.client("kms", aws.assume("primary", role)).list_keys()
    lines = (aws.state.root / "decisions.log").read_text().splitlines()
    last = json.loads(lines[-1])
    name = role.rsplit("/", 1)[-1]
    assert last["caller"] == f"arn:aws:sts::{PRIMARY}:assumed-role/{name}/test"
    assert (last["action"], last["allowed"]) == ("kms:ListKeys", False)
    assert last["reason"] == "no identity-based policy allows the kms:ListKeys action"


def test_a_trust_policy_that_names_nobody_is_refused(aws: AwsRig) -> None:
    nobody = trust(f"arn:aws:iam::{RECOVERY}:role/nobody")
    with pytest.raises(ClientError, match="Invalid principal in policy") as raised:
        aws.role("primary", nobody)
    assert code_of(raised) == "MalformedPolicyDocument"


def test_a_role_is_changed_only_where_it_is_said(aws: AwsRig) -> None:
    iam = aws.client("iam")
    arn = aws.role("primary", trust(root(PRIMARY)), MaxSessionDuration=7200, Description="before")
    named = {"RoleName": arn.rsplit("/", 1)[-1]}
    iam.update_role(**named, Description="after")
    role = iam.get_role(**named)["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("after", 7200)
    with pytest.raises(ClientError, match="MaxSessionDuration 43201 must be"):
        iam.update_role(**named, MaxSessionDuration=43201)
    with pytest.raises(ClientError, match="does not exist or is not attachable"):
        iam.put_role_permissions_boundary(**named, PermissionsBoundary=f"arn:aws:iam::{PRIMARY}:policy/none")

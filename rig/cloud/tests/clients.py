"""boto3 clients of a rig, by profile, by role, or with keys of any kind."""

from __future__ import annotations

import configparser
import itertools
import json
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from rigcloud.state import StateDirectory

PRIMARY = "111111111111"
RECOVERY = "222222222222"
REGIONS = {"primary": "us-east-1", "recovery": "us-west-2"}
_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """A name that no other test uses."""
    return f"{prefix}-{next(_numbers)}"


@dataclass(frozen=True)
class Keys:
    """What signs."""

    access_key: str
    secret: str
    token: str | None = None


@dataclass(frozen=True)
class AwsRig:
    """A running rig."""

    state: StateDirectory
    endpoint: str

    def keys(self, profile: str) -> Keys:
        """The administrator's keys of a profile."""
        parser = configparser.ConfigParser()
        parser.read(self.state.aws_credentials)
        section = parser[profile]
        return Keys(section["aws_access_key_id"], section["aws_secret_access_key"])

    def client(self, service: str, who: str | Keys = "primary", region: str | None = None) -> Any:
        """A client that signs with a profile's keys or with these."""
        keys = self.keys(who) if isinstance(who, str) else who
        where = region or (REGIONS[who] if isinstance(who, str) else "us-east-1")
        return boto3.client(
            service,
            region_name=where,
            endpoint_url=self.endpoint,
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret,
            aws_session_token=keys.token,
            config=Config(retries={"max_attempts": 1}),
        )

    def assume(self, who: str | Keys, role_arn: str, **arguments: Any) -> Keys:
        """The keys of a session of a role."""
        arguments.setdefault("RoleSessionName", "test")
        answer = self.client("sts", who).assume_role(RoleArn=role_arn, **arguments)["Credentials"]
        return Keys(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])

    def role(self, profile: str, trust: Any, *statements: dict[str, Any], **arguments: Any) -> str:
        """Makes a role with one inline policy; returns its ARN."""
        iam, name = self.client("iam", profile), unique("role")
        role = iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps(policy(trust)), **arguments
        )["Role"]
        if statements:
            iam.put_role_policy(
                RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(policy(*statements))
            )
        return str(role["Arn"])


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def json_policy(*statements: dict[str, Any]) -> str:
    """The same as text."""
    return json.dumps(policy(*statements))


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: str, **conditions: Any) -> dict[str, Any]:
    """A statement of a trust policy."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "sts:AssumeRole",
    }
    return {**statement, "Condition": conditions} if conditions else statement


def root(account: str) -> str:
    """How a policy names an account."""
    return f"arn:aws:iam::{account}:root"


def code_of(raised: pytest.ExceptionInfo[ClientError]) -> str:
    """The error code of a refused call."""
    return str(raised.value.response["Error"]["Code"])

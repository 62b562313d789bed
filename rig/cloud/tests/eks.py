"""What the EKS tests need around a cluster: network, roles, the unmodified command-line tools."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rigcloud.environment import variables

from .clients import REGIONS, AwsRig

T = TypeVar("T")
TOOLS = Path(__file__).resolve().parents[2] / "target" / "bin"


@dataclass(frozen=True)
class Ground:
    """A VPC with two subnets, and roles that trust who they have to."""

    vpc: str
    subnets: list[str]
    cluster_role: str
    node_role: str
    fargate_role: str


class ToolError(Exception):
    """A tool that ended with an error; the message is what it printed."""


@dataclass(frozen=True)
class Tools:
    """The AWS CLI and kubectl as a person has them, pointed at a rig by its exports alone."""

    aws_rig: AwsRig
    home: Path
    profile: str

    @property
    def region(self) -> str:
        """The profile's region."""
        return REGIONS[self.profile]

    def aws(self, *arguments: str) -> Any:
        """Runs the AWS CLI; its JSON."""
        out = self._run(str(TOOLS / "aws"), "--profile", self.profile, *arguments)
        return json.loads(out) if out.startswith(("{", "[", '"')) else out

    def kubectl(self, *arguments: str, stdin: str | None = None) -> str:
        """Runs kubectl; what it prints."""
        return self._run(str(TOOLS / "kubectl"), *arguments, stdin=stdin)

    def json(self, *arguments: str) -> Any:
        """What kubectl prints as JSON."""
        return json.loads(self.kubectl(*arguments, "-o", "json"))

    def _run(self, *arguments: str, stdin: str | None = None) -> str:
        environment = {
            "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "KUBECONFIG": str(self.home / f"{self.profile}.kubeconfig"),
            **variables(self.aws_rig.endpoint, self.aws_rig.state),
        }
        done = subprocess.run(
            arguments, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise ToolError(done.stderr)
        return done.stdout


def ground(tools: Tools, cidr: str = "10.20") -> Ground:
    """Makes the surroundings by the AWS CLI."""
    vpc = tools.aws("ec2", "create-vpc", "--cidr-block", f"{cidr}.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        tools.aws(
            "ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", f"{cidr}.{number}.0/24",
            "--availability-zone", f"{tools.region}{zone}",
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("ab")
    ]  # fmt: skip
    return Ground(
        vpc,
        subnets,
        role(tools, "cluster", "eks.amazonaws.com"),
        role(tools, "node", "ec2.amazonaws.com"),
        role(tools, "fargate", "eks-fargate-pods.amazonaws.com"),
    )


def role(tools: Tools, name: str, service: str) -> str:
    """Makes a role that a service may assume."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = tools.aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", policy)
    return str(made["Role"]["Arn"])


def eventually(what: str, look: Callable[[], T | None], patience: float = 30) -> T:
    """Looks again and again until there is something to see."""
    deadline = time.monotonic() + patience * busy()
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {patience:.0f} s: {what}")
        time.sleep(0.05)


def busy() -> float:
    """How many times slower than alone the machine is now; 1 unless more runs than it has processors."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))

"""Whom a verified principal is in a cluster: access entries first, then aws-auth, by the cluster's mode."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from rigcloud.eks.controlplane import ControlPlane
from rigcloud.eks.model import AccessEntry, Cluster, Nodegroup
from rigcloud.eks.tokens import TokenError
from rigcloud.eks.webhook import User, user_of
from rigcloud.principals import Principal

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/teams/ops"
CREATOR = f"arn:aws:iam::{ACCOUNT}:user/admin"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@dataclass
class FakeKube:
    """Has one ConfigMap, or none."""

    config_map: dict[str, Any] | None

    def get(self, _: str) -> dict[str, Any] | None:
        return self.config_map


@dataclass
class FakePlane:
    """A control plane of which only aws-auth is asked."""

    kube: FakeKube = field(default_factory=lambda: FakeKube(None))


def cluster(mode: str, roles: str | None = None) -> Cluster:
    document = {"name": "shop", "accessConfig": {"authenticationMode": mode}}
    made = Cluster(ACCOUNT, "us-east-1", document, CREATOR, "ID")
    config_map = None if roles is None else {"data": {"mapRoles": roles}}
    made.plane = cast(ControlPlane, FakePlane(FakeKube(config_map)))
    return made


def entry(username: str, groups: list[str], **policies: dict[str, Any]) -> AccessEntry:
    document = {"username": username, "kubernetesGroups": groups, "type": "STANDARD"}
    return AccessEntry(document, dict(policies))


def session(name: str = "night") -> Principal:
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/ops/{name}"
    return Principal("ASIA1", "s", ACCOUNT, arn, f"AROA:{name}", "t", None, ROLE)


def user(arn: str = CREATOR) -> Principal:
    return Principal("AKIA1", "s", ACCOUNT, arn, "AIDA")


MAPPED = f"""
- rolearn: arn:aws:iam::{ACCOUNT}:role/ops
  username: ops:{{{{SessionName}}}}@{{{{AccountID}}}}
  groups: [editors]
"""


def test_aws_auth_maps_a_role_without_its_path_and_fills_its_template() -> None:
    assert user_of(cluster("CONFIG_MAP", MAPPED), session("a@b")) == User(f"ops:a-b@{ACCOUNT}", ["editors"])


def test_an_entry_wins_over_aws_auth() -> None:
    made = cluster("API_AND_CONFIG_MAP", MAPPED)
    made.access[ROLE] = entry("ops", ["readers"])
    assert user_of(made, session()) == User("ops", ["readers"])


def test_aws_auth_still_counts_where_there_is_no_entry() -> None:
    assert user_of(cluster("API_AND_CONFIG_MAP", MAPPED), session()).groups == ["editors"]


def test_in_api_mode_aws_auth_counts_no_more() -> None:
    with pytest.raises(TokenError, match=f"arn:aws:iam::{ACCOUNT}:role/ops is not mapped"):
        user_of(cluster("API", MAPPED), session())


def test_in_config_map_mode_entries_do_not_count() -> None:
    made = cluster("CONFIG_MAP")
    made.access[ROLE] = entry("ops", [])
    with pytest.raises(TokenError, match="is not mapped"):
        user_of(made, session())


def test_the_creator_is_implicit_in_config_map_mode_alone() -> None:
    assert user_of(cluster("CONFIG_MAP"), user()) == User("kubernetes-admin", ["system:masters"])
    with pytest.raises(TokenError, match="is not mapped"):
        user_of(cluster("API"), user())


def test_policies_become_groups_everywhere_or_by_namespace() -> None:
    made = cluster("API")
    scope = {"accessScope": {"type": "namespace", "namespaces": ["a", "b"]}}
    made.access[ROLE] = entry("ops", [], **{VIEW: scope})
    assert user_of(made, session()).groups == [
        "eks:access-policy:AmazonEKSViewPolicy:a",
        "eks:access-policy:AmazonEKSViewPolicy:b",
    ]


def test_a_node_is_called_by_its_instances_name_and_only_its_own_cluster_knows_it() -> None:
    made = cluster("API")
    made.access[ROLE] = entry("system:node:{{EC2PrivateDNSName}}", ["system:nodes"])
    made.nodegroups["workers"] = Nodegroup({}, {"i-0a": "ip-10-0-0-9.ec2.internal"})
    assert user_of(made, session("i-0a")).name == "system:node:ip-10-0-0-9.ec2.internal"
    with pytest.raises(TokenError, match="i-0b is not an instance of the cluster"):
        user_of(made, session("i-0b"))

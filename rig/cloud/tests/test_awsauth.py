"""aws-auth maps roles without their path, users, and whole accounts."""

from __future__ import annotations

from typing import Any

import pytest

from rigcloud.eks.awsauth import Mapping, find, without_path

ROLE = "arn:aws:iam::111111111111:role/ops"
USER = "arn:aws:iam::111111111111:user/jan"

CONFIG_MAP: dict[str, Any] = {
    "data": {
        "mapRoles": f"""
- rolearn: {ROLE}
  username: ops:{{{{SessionName}}}}
  groups: [viewers, editors]
- rolearn: arn:aws:iam::111111111111:role/path/with
  username: never
""",
        "mapUsers": f"- userarn: {USER}\n  username: jan\n",
        "mapAccounts": "- 012345670123\n- '444444444444'\n",
    }
}


def test_a_role_is_mapped_with_its_template_and_groups() -> None:
    assert find(CONFIG_MAP, ROLE) == Mapping("ops:{{SessionName}}", ["viewers", "editors"])


def test_a_user_without_groups_is_mapped() -> None:
    assert find(CONFIG_MAP, USER) == Mapping("jan", [])


@pytest.mark.parametrize("account", ["012345670123", "444444444444"])
def test_an_account_maps_everybody_in_it_to_their_arn(account: str) -> None:
    someone = f"arn:aws:iam::{account}:user/anyone"
    assert find(CONFIG_MAP, someone) == Mapping(someone, [])


@pytest.mark.parametrize(
    "name", ["arn:aws:iam::111111111111:role/with", "arn:aws:iam::111111111111:role/other"]
)
def test_nobody_else_is_mapped(name: str) -> None:
    assert find(CONFIG_MAP, name) is None


@pytest.mark.parametrize("text", ["{", "just text", "", "- [1, 2]\n- nothing"])
def test_what_does_not_parse_maps_nobody(text: str) -> None:
    assert find({"data": {"mapRoles": text}}, ROLE) is None


def test_without_a_config_map_nobody_is_mapped() -> None:
    assert find(None, ROLE) is None


def test_the_path_of_a_role_goes_and_the_rest_stays() -> None:
    assert without_path("arn:aws:iam::111111111111:role/a/b/ops") == ROLE
    assert without_path(USER) == USER

"""The two accounts that a rig starts with: an administrator in each, and the profiles that sign as them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .state import StateDirectory, write_atomically

if TYPE_CHECKING:
    from .app import Registry

ADMINISTRATOR_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"


@dataclass(frozen=True)
class Account:
    """An account with the region and the profile that people use it by."""

    id: str
    region: str
    profile: str


ACCOUNTS = (
    Account("111111111111", "us-east-1", "primary"),
    Account("222222222222", "us-west-2", "recovery"),
)


def register(registry: Registry) -> None:
    """Makes the users and writes their profiles."""
    state = registry.rig.state
    registry.patches.append(lambda: _write_profiles(state))


def _write_profiles(state: StateDirectory) -> None:
    config, credentials = [], []
    for account in ACCOUNTS:
        key, secret = _administrator(account.id)
        config.append(f"[profile {account.profile}]\nregion = {account.region}\noutput = json\n")
        credentials.append(
            f"[{account.profile}]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
        )
    write_atomically(state.aws_config, "\n".join(config))
    write_atomically(state.aws_credentials, "\n".join(credentials))


def _administrator(account: str) -> tuple[str, str]:
    from moto.iam.models import iam_backends  # noqa: PLC0415 - loaded by the supervisor alone

    iam = iam_backends[account]["aws"]
    iam.create_user(region_name="us-east-1", user_name="admin", path="/", tags=[])
    iam.attach_user_policy(ADMINISTRATOR_POLICY, "admin")
    key = iam.create_access_key(user_name="admin", prefix="AKIA")
    return key.access_key_id, key.secret_access_key

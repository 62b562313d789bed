"""What a resource type is to the engine, and the means that every type uses."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from ..answers import Refusal
from ..failure import refusal
from ..principals import Principal
from .template import canonical
from .values import Made

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Deployer:
    """Calls the rig's own AWS endpoint as whoever deploys: CloudFormation has no rights of its own."""

    endpoint: str
    principal: Principal
    region: str

    def client(self, service: str, region: str | None = None) -> Any:
        """A client of a service, in the stack's region unless told otherwise."""
        key = (service, region or self.region)
        if key not in self._clients:
            self._clients[key] = boto3.client(
                service,
                region_name=key[1],
                endpoint_url=self.endpoint,
                aws_access_key_id=self.principal.access_key,
                aws_secret_access_key=self.principal.secret,
                aws_session_token=self.principal.session_token,
                config=Config(retries={"max_attempts": 1}, user_agent_extra="cloudformation.amazonaws.com"),
            )
        return self._clients[key]

    @cached_property
    def _clients(self) -> dict[tuple[str, str], Any]:
        return {}


@dataclass(frozen=True)
class Wish:
    """One resource to be made."""

    stack: str
    name: str
    properties: Properties
    tags: Mapping[str, str]

    def generated_name(self, length: int = 64) -> str:
        """The name that CloudFormation gives where the template gives none."""
        suffix = secrets.token_hex(6).upper()
        return f"{self.stack}-{self.name}"[: length - len(suffix) - 1] + f"-{suffix}"

    def all_tags(self, property_name: str = "Tags") -> list[dict[str, str]]:
        """The stack's tags, and the resource's own over them."""
        own = {item["Key"]: str(item["Value"]) for item in self.properties.get(property_name, [])}
        return [{"Key": key, "Value": value} for key, value in {**self.tags, **own}.items()]


@dataclass(frozen=True)
class Change:
    """A resource's properties before and after, for an update in place."""

    before: Wish
    after: Wish
    made: Made

    def differs(self, *names: str) -> bool:
        """Whether any of these properties changed."""
        old, new = self.before.properties, self.after.properties
        return any(canonical(old.get(name)) != canonical(new.get(name)) for name in names)

    def dropped_tags(self, property_name: str = "Tags") -> list[str]:
        """Keys of the tags that are no longer wanted."""
        kept = {item["Key"] for item in self.after.all_tags(property_name)}
        return [item["Key"] for item in self.before.all_tags(property_name) if item["Key"] not in kept]


Create = Callable[[Deployer, Wish], Made]
Update = Callable[[Deployer, Change], Made]
Delete = Callable[[Deployer, Made, Properties], None]


@dataclass(frozen=True)
class Kind:
    """A resource type: every property that it honours, and which of them can change in place."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]
    create: Create
    delete: Delete
    mutable: frozenset[str] = frozenset()
    update: Update | None = None
    names_by: tuple[str, ...] = field(default=())
    is_iam: bool = False

    def check(self, properties: Properties) -> None:
        """Refuses a property that isn't honoured, and the lack of a required one."""
        unknown = sorted(set(properties) - self.required - self.optional)
        if unknown:
            raise refusal("ValidationError", f"Encountered unsupported property {unknown[0]} of {self.name}")
        missing = sorted(self.required - set(properties))
        if missing:
            raise refusal("ValidationError", f"{self.name}: required key [{missing[0]}] not found")

    def in_place(self, before: Properties, after: Properties) -> bool:
        """Whether the change can be made without a replacement."""
        changed = {
            name for name in {*before, *after} if canonical(before.get(name)) != canonical(after.get(name))
        }
        return self.update is not None and changed <= self.mutable


def names(*items: str) -> frozenset[str]:
    """A set of property names."""
    return frozenset(items)


def ignore_missing(call: Callable[..., Any], *codes: str, **arguments: Any) -> None:
    """Deletes what may be gone already."""
    try:
        call(**arguments)
    except ClientError as e:
        if e.response["Error"]["Code"] not in codes:
            raise


def reason_of(error: Exception) -> str:
    """What a stack event says about a failure."""
    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, ClientError):
        found = error.response["Error"]
        return f"{found.get('Message')} (Service: {error.operation_name}, Error Code: {found.get('Code')})"
    return f"{type(error).__name__}: {error}"


def truth(value: Any) -> bool:
    """A boolean that may have come as text."""
    return value if isinstance(value, bool) else str(value).lower() == "true"


def rest(properties: Properties, *taken: str) -> dict[str, Any]:
    """All properties but these."""
    return {name: value for name, value in properties.items() if name not in taken}


def pick(properties: Properties, names_: Iterable[str]) -> dict[str, Any]:
    """These properties, where they are given."""
    return {name: properties[name] for name in names_ if name in properties}

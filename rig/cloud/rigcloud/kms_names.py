"""Aliases and tags of KMS keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .access import Demand
from .failure import refusal
from .kms_access import usable_key
from .kms_keys import KEYS, Key
from .service import Call, JsonInput

Answer = Mapping[str, Any]
_ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]{1,250}")


def create_alias(call: Call, given: JsonInput) -> Answer:
    name, key = _alias_and_key(call, given)
    if name in KEYS.aliases(key.place):
        arn = _alias_arn(key.place, name)
        raise refusal("AlreadyExistsException", f"An alias with the name {arn} already exists")
    KEYS.put_alias(key.place, name, key.id)
    return {}


def update_alias(call: Call, given: JsonInput) -> Answer:
    name, key = _alias_and_key(call, given)
    if name not in KEYS.aliases(key.place):
        raise refusal("NotFoundException", f"Alias {_alias_arn(key.place, name)} is not found.")
    KEYS.put_alias(key.place, name, key.id)
    return {}


def _alias_and_key(call: Call, given: JsonInput) -> tuple[str, Key]:
    name = given.text("AliasName")
    if not _ALIAS.fullmatch(name) or name.startswith("alias/aws/"):
        raise refusal("InvalidAliasNameException", f"{name} is not an alias name")
    place = (call.account, call.region)
    call.require(Demand(f"kms:{call.operation}", _alias_arn(place, name), call.account))
    key = usable_key(call, given.text("TargetKeyId"))
    given.done()
    if key.place != place:
        raise refusal("AccessDeniedException", f"{key.arn} is of another account")
    return name, key


def delete_alias(call: Call, given: JsonInput) -> Answer:
    name, place = given.text("AliasName"), (call.account, call.region)
    given.done()
    call.require(Demand("kms:DeleteAlias", _alias_arn(place, name), call.account))
    target = KEYS.aliases(place).get(name)
    if target is None:
        raise refusal("NotFoundException", f"Alias {_alias_arn(place, name)} is not found.")
    usable_key(call, target)
    KEYS.drop_alias(place, name)
    return {}


def list_aliases(call: Call, given: JsonInput) -> Answer:
    call.require(Demand("kms:ListAliases", "*", call.account))
    place, reference = (call.account, call.region), given.get("KeyId")
    given.get("Limit")
    given.done()
    wanted = KEYS.resolve(str(reference), place).id if reference else None
    aliases = [
        {"AliasName": name, "AliasArn": _alias_arn(place, name), "TargetKeyId": target}
        for name, target in sorted(KEYS.aliases(place).items())
        if wanted in (None, target)
    ]
    return {"Aliases": aliases, "Truncated": False}


def _alias_arn(place: tuple[str, str], name: str) -> str:
    return f"arn:aws:kms:{place[1]}:{place[0]}:{name}"


def tag_resource(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    added = tags_of(given.get("Tags", []))
    given.done()
    key.tags = {**key.tags, **added}
    return {}


def untag_resource(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    dropped = set(given.get("TagKeys", []))
    given.done()
    key.tags = {name: value for name, value in key.tags.items() if name not in dropped}
    return {}


def list_resource_tags(call: Call, given: JsonInput) -> Answer:
    key = usable_key(call, given.text("KeyId"))
    given.get("Limit")
    given.done()
    return {"Tags": tag_list(key), "Truncated": False}


def tags_of(items: list[dict[str, str]]) -> dict[str, str]:
    """Tags as a map."""
    return {item["TagKey"]: item["TagValue"] for item in items}


def tag_list(key: Key) -> list[dict[str, str]]:
    """Tags as the API lists them."""
    return [{"TagKey": name, "TagValue": value} for name, value in sorted(key.tags.items())]

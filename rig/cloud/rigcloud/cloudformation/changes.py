"""What a change set would do, found without doing it."""

from __future__ import annotations

from typing import Any

from ..answers import Refusal
from .engine import order, same, scope_of
from .kinds import Deployer, Wish
from .registry import kind_of
from .stack import Stack, StackResource, Wanted
from .template import Resource, canonical
from .values import Scope

NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set."
)


def changes(stack: Stack, wanted: Wanted, deployer: Deployer) -> list[dict[str, Any]]:
    """Additions, modifications and removals, in the order in which they would be made."""
    scope = scope_of(wanted, stack, deployer)
    found = []
    for resource in order(wanted.template):
        if scope.wanted(resource.condition):
            found += _change(stack, resource, scope, wanted)
    for name, existing in stack.resources.items():
        declared = wanted.template.resources.get(name)
        if declared is None or not scope.wanted(declared.condition):
            found.append(_entry("Remove", existing))
    return found


def unchanged(stack: Stack, wanted: Wanted, found: list[dict[str, Any]]) -> bool:
    """Whether executing it would leave the stack as it is."""
    old, new = stack.wanted.template.outputs, wanted.template.outputs
    return not found and canonical(dict(old)) == canonical(dict(new))


def _change(stack: Stack, resource: Resource, scope: Scope, wanted: Wanted) -> list[dict[str, Any]]:
    existing = stack.resources.get(resource.name)
    if existing is None or existing.made is None:
        return [_entry("Add", StackResource(resource.name, resource.type, Wish("", resource.name, {}, {})))]
    try:
        properties = scope.resolve(dict(resource.properties))
    except Refusal:
        # It refers to something that isn't made yet, so its value isn't known before.
        return [_entry("Modify", existing, "Conditional")]
    wish = Wish(stack.name, resource.name, properties, wanted.tags)
    if same(existing.wish, wish):
        return []
    in_place = kind_of(resource).in_place(existing.wish.properties, properties)
    return [_entry("Modify", existing, "False" if in_place else "True")]


def _entry(action: str, resource: StackResource, replacement: str = "") -> dict[str, Any]:
    change: dict[str, Any] = {
        "Action": action,
        "LogicalResourceId": resource.name,
        "PhysicalResourceId": resource.made.id if resource.made else None,
        "ResourceType": resource.type,
        "Replacement": replacement or None,
        "Scope": [],
        "Details": [],
    }
    return {"Type": "Resource", "ResourceChange": change}

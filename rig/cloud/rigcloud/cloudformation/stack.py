"""Stacks, their resources and events, of every account and region."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .kinds import Wish
from .template import Template, invalid
from .values import Made

Place = tuple[str, str]


def now() -> datetime:
    """The current time."""
    return datetime.now(UTC)


@dataclass
class StackResource:
    """What exists of one resource."""

    name: str
    type: str
    wish: Wish
    made: Made | None = None
    status: str = ""
    reason: str = ""
    time: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Event:
    """A line of a stack's history."""

    id: str
    time: datetime
    name: str
    type: str
    physical_id: str
    status: str
    reason: str


@dataclass(frozen=True)
class Wanted:
    """What a stack is to become."""

    template: Template
    parameters: Mapping[str, str]
    tags: Mapping[str, str]
    capabilities: tuple[str, ...] = ()


@dataclass
class Stack:
    """One stack. Changed by the one thread that works on it."""

    id: str
    name: str
    place: Place
    wanted: Wanted
    status: str
    reason: str = ""
    resources: dict[str, StackResource] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    created: datetime = field(default_factory=now)
    updated: datetime | None = None
    deleted: datetime | None = None
    change_set: str = ""

    @staticmethod
    def new(name: str, place: Place, wanted: Wanted, status: str) -> Stack:
        """A stack without resources."""
        account, region = place
        arn = f"arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid.uuid4()}"
        return Stack(arn, name, place, wanted, status)

    def become(self, status: str, reason: str = "") -> None:
        """A new status of the whole stack."""
        self.status, self.reason = status, reason
        self._event(self.name, "AWS::CloudFormation::Stack", self.id, reason)

    def note(self, resource: StackResource, status: str, reason: str = "") -> None:
        """A new status of one resource."""
        resource.status, resource.reason, resource.time = status, reason, now()
        physical = resource.made.id if resource.made else ""
        event = Event(str(uuid.uuid4()), now(), resource.name, resource.type, physical, status, reason)
        self.events.append(event)

    def _event(self, name: str, kind: str, physical: str, reason: str) -> None:
        self.events.append(Event(str(uuid.uuid4()), now(), name, kind, physical, self.status, reason))

    @property
    def busy(self) -> bool:
        """Whether somebody works on it."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"


@dataclass
class ChangeSet:
    """What executing it would do."""

    id: str
    name: str
    stack: Stack
    wanted: Wanted
    changes: list[dict[str, Any]]
    kind: str
    description: str = ""
    status: str = "CREATE_COMPLETE"
    reason: str = ""
    execution: str = "AVAILABLE"
    created: datetime = field(default_factory=now)

    @staticmethod
    def new(name: str, stack: Stack, wanted: Wanted, changes: list[dict[str, Any]], kind: str) -> ChangeSet:
        """A change set under an ARN of its own."""
        account, region = stack.place
        arn = f"arn:aws:cloudformation:{region}:{account}:changeSet/{name}/{uuid.uuid4()}"
        return ChangeSet(arn, name, stack, wanted, changes, kind)


class Stacks:
    """All stacks. Safe for use by several threads."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._stacks: dict[Place, list[Stack]] = {}
        self._change_sets: dict[Place, list[ChangeSet]] = {}

    def add(self, stack: Stack) -> None:
        """Adds a stack whose name is free."""
        with self.lock:
            self._stacks.setdefault(stack.place, []).append(stack)

    def drop(self, stack: Stack) -> None:
        """Forgets a stack that never came to be."""
        with self.lock:
            self._stacks[stack.place].remove(stack)

    def all(self, place: Place) -> list[Stack]:
        """Deleted ones too."""
        with self.lock:
            return list(self._stacks.get(place, []))

    def find(self, place: Place, reference: str) -> Stack | None:
        """A living stack by name, or any by its ARN."""
        for stack in reversed(self.all(place)):
            if stack.id == reference or (stack.name == reference and stack.deleted is None):
                return stack
        return None

    def get(self, place: Place, reference: str) -> Stack:
        """The same, or a refusal."""
        stack = self.find(place, reference)
        if stack is None:
            raise invalid(f"Stack with id {reference} does not exist")
        return stack

    def exports(self, place: Place) -> dict[str, str]:
        """What stacks export here."""
        return {
            output["ExportName"]: output["OutputValue"]
            for stack in self.all(place)
            if stack.deleted is None
            for output in stack.outputs.values()
            if "ExportName" in output
        }

    def add_change_set(self, change_set: ChangeSet) -> None:
        """A change set of a stack."""
        with self.lock:
            self._change_sets.setdefault(change_set.stack.place, []).append(change_set)

    def change_sets(self, place: Place) -> list[ChangeSet]:
        """All of them."""
        with self.lock:
            return list(self._change_sets.get(place, []))

    def drop_change_set(self, change_set: ChangeSet) -> None:
        """Forgets it."""
        with self.lock:
            self._change_sets[change_set.stack.place].remove(change_set)


STACKS = Stacks()

"""CloudFormation's API: what the CLI's `deploy` and the SDKs call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..access import Access, Demand
from ..app import Registry
from ..failure import not_implemented, refusal
from ..query import QueryInput, query_response
from ..service import Call, Response, application
from . import parameters, registry, rules, show
from .changes import NO_CHANGES, changes, unchanged
from .engine import Engine, order, pseudo_parameters
from .kinds import Deployer
from .stack import STACKS, ChangeSet, Stack, Wanted
from .template import Template, invalid, parse

NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
_PATIENCE = 20.0


@dataclass(frozen=True)
class Api:
    """The operations. An operation that works on a stack does so in a thread of its own."""

    endpoint: str

    def create_stack(self, call: Call, given: QueryInput) -> Mapping[str, Any]:
        """Makes a stack."""
        name, on_failure = given.text("StackName"), given.get("OnFailure") or "ROLLBACK"
        if given.flag("DisableRollback"):
            on_failure = "DO_NOTHING"
        wanted = _wanted(given, None)
        given.done()
        _name_is_free(call, name)
        stack = Stack.new(name, _place(call), wanted, "CREATE_IN_PROGRESS")
        _check_rules(stack, wanted)
        STACKS.add(stack)
        stack.become("CREATE_IN_PROGRESS", "User Initiated")
        self._work(call, stack, lambda engine: engine.create(on_failure))
        return {"StackId": stack.id}

    def update_stack(self, call: Call, given: QueryInput) -> Mapping[str, Any]:
        """Changes a stack."""
        stack = _stack(call, given)
        wanted = _wanted(given, stack)
        given.done()
        _is_stable(stack)
        _check_rules(stack, wanted)
        if unchanged(stack, wanted, changes(stack, wanted, self._deployer(call))):
            raise invalid("No updates are to be performed.")
        self._update(call, stack, wanted)
        return {"StackId": stack.id}

    def delete_stack(self, call: Call, given: QueryInput) -> None:
        """Takes a stack down; one that isn't there is gone already."""
        stack = STACKS.find(_place(call), given.text("StackName"))
        retain = given.members("RetainResources")
        given.get("ClientRequestToken")
        given.done()
        if stack is None or stack.deleted is not None:
            return
        if stack.busy:
            raise invalid(f"Stack [{stack.name}] cannot be deleted while in status {stack.status}")
        self._work(call, stack, lambda engine: engine.delete(retain))

    def create_change_set(self, call: Call, given: QueryInput) -> Mapping[str, Any]:
        """Finds out what would change."""
        kind, name = given.get("ChangeSetType") or "UPDATE", given.text("ChangeSetName")
        description, stack_name = given.get("Description"), given.text("StackName")
        given.get("ClientToken")
        if given.flag("IncludeNestedStacks"):
            raise not_implemented("the rig doesn't implement nested stacks")
        existing = STACKS.find(_place(call), stack_name)
        stack = _for_change_set(call, kind, stack_name, existing)
        wanted = _wanted(given, stack if kind == "UPDATE" else None)
        given.done()
        _check_rules(stack, wanted)
        if existing is None:
            stack.wanted = wanted
            STACKS.add(stack)
        found = changes(stack, wanted, self._deployer(call))
        arn = stack.id.replace(":stack/", ":changeSet/").replace(f"/{stack.name}/", f"/{name}/")
        change_set = ChangeSet(
            f"{arn}-{len(STACKS.change_sets(stack.place))}", name, stack, wanted, found, kind, description
        )
        if kind == "UPDATE" and unchanged(stack, wanted, found):
            change_set.status, change_set.reason, change_set.execution = "FAILED", NO_CHANGES, "UNAVAILABLE"
        STACKS.add_change_set(change_set)
        return {"Id": change_set.id, "StackId": stack.id}

    def execute_change_set(self, call: Call, given: QueryInput) -> Mapping[str, Any]:
        """Does what was found."""
        change_set = show.change_set_of(call, given)
        rollback = not given.flag("DisableRollback")
        given.get("ClientRequestToken")
        given.done()
        if change_set.execution != "AVAILABLE":
            text = f"ChangeSet [{change_set.id}] cannot be executed in status [{change_set.status}]"
            raise refusal("InvalidChangeSetStatus", text)
        stack = change_set.stack
        change_set.execution, stack.change_set = "EXECUTE_COMPLETE", change_set.id
        if change_set.kind == "UPDATE":
            _is_stable(stack)
            self._update(call, stack, change_set.wanted)
        else:
            stack.wanted = change_set.wanted
            stack.become("CREATE_IN_PROGRESS", "User Initiated")
            self._work(call, stack, lambda engine: engine.create("ROLLBACK" if rollback else "DO_NOTHING"))
        return {}

    def _update(self, call: Call, stack: Stack, wanted: Wanted) -> None:
        stack.become("UPDATE_IN_PROGRESS", "User Initiated")
        self._work(call, stack, lambda engine: engine.update(wanted))

    def _work(self, call: Call, stack: Stack, work: Callable[[Engine], None]) -> None:
        """Starts the work. Most of it is done before the answer, so that a waiter's first look finds it."""
        engine = Engine(stack, self._deployer(call))
        thread = threading.Thread(target=work, args=(engine,), daemon=True)
        thread.start()
        thread.join(_PATIENCE)

    def _deployer(self, call: Call) -> Deployer:
        assert call.principal is not None
        return Deployer(self.endpoint, call.principal, call.region)


def _check_rules(stack: Stack, wanted: Wanted) -> None:
    values = parameters.typed(wanted.template, wanted.parameters)
    rules.check(wanted.template, values, pseudo_parameters(stack))


def _place(call: Call) -> tuple[str, str]:
    return call.account, call.region


def _stack(call: Call, given: QueryInput) -> Stack:
    return STACKS.get(_place(call), given.text("StackName"))


def _name_is_free(call: Call, name: str) -> None:
    existing = STACKS.find(_place(call), name)
    if existing is not None and existing.deleted is None:
        raise refusal("AlreadyExistsException", f"Stack [{name}] already exists")


def _is_stable(stack: Stack) -> None:
    good = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    if stack.status not in good:
        raise invalid(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def _for_change_set(call: Call, kind: str, name: str, existing: Stack | None) -> Stack:
    if kind == "UPDATE":
        if existing is None:
            raise invalid(f"Stack [{name}] does not exist")
        _is_stable(existing)
        return existing
    if kind != "CREATE":
        raise not_implemented(f"the rig doesn't implement change sets of type {kind}")
    if existing is None:
        empty = Wanted(Template("", "", {}, {}, {}, {}, {}), {}, {})
        return Stack.new(name, _place(call), empty, "REVIEW_IN_PROGRESS")
    if existing.status != "REVIEW_IN_PROGRESS":
        raise invalid(f"Stack [{name}] already exists and cannot be created again with the changeSet.")
    return existing


def _wanted(given: QueryInput, stack: Stack | None) -> Wanted:
    """Template, parameters and tags of a request, all checked."""
    if stack is not None and given.flag("UsePreviousTemplate"):
        template = stack.wanted.template
    else:
        template = parse(given.text("TemplateBody"))
    registry.check(template)
    order(template)
    values = parameters.checked(template, _parameters(given, stack))
    capabilities = tuple(given.members("Capabilities"))
    _check_capabilities(template, capabilities)
    tags = {item["Key"]: item["Value"] for item in given.structures("Tags")}
    if not tags and stack is not None:
        tags = dict(stack.wanted.tags)
    return Wanted(template, values, tags, capabilities)


def _parameters(given: QueryInput, stack: Stack | None) -> dict[str, str]:
    before = dict(stack.wanted.parameters) if stack else {}
    found = {}
    for item in given.structures("Parameters"):
        name = item["ParameterKey"]
        if item.get("UsePreviousValue", "").lower() == "true":
            if name not in before:
                raise invalid(
                    f"Invalid input for parameter key {name}. No previous value is there to be used."
                )
            found[name] = before[name]
        else:
            found[name] = item.get("ParameterValue", "")
    return found


def _check_capabilities(template: Template, capabilities: tuple[str, ...]) -> None:
    needed = registry.needed_capability(template)
    enough = {needed, "CAPABILITY_NAMED_IAM"}
    if needed and not enough & set(capabilities):
        raise refusal("InsufficientCapabilitiesException", f"Requires capabilities : [{needed}]")


def register_with(registry_: Registry, access: Access) -> None:
    """Answers CloudFormation from here instead of from the emulator."""
    api = Api(registry_.rig.endpoint)
    operations = {
        "CreateStack": api.create_stack,
        "UpdateStack": api.update_stack,
        "DeleteStack": api.delete_stack,
        "CreateChangeSet": api.create_change_set,
        "ExecuteChangeSet": api.execute_change_set,
        **show.OPERATIONS,
    }

    def handle(call: Call) -> Response:
        operation = operations.get(call.operation)
        if operation is None:
            raise not_implemented(f"the rig doesn't implement cloudformation:{call.operation}")
        call.require(Demand(f"cloudformation:{call.operation}", "", call.account))
        return query_response(call, NAMESPACE, operation(call, QueryInput(call)))

    registry_.services["cloudformation"] = application("cloudformation", handle, access)

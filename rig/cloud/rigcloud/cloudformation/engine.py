"""Makes stacks become what is wanted, resource by resource; what fails is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from .kinds import Change, Deployer, Wish, reason_of
from .parameters import typed
from .registry import KINDS, kind_of
from .stack import STACKS, Stack, StackResource, Wanted, now
from .template import Resource, Template, canonical, invalid
from .values import NO_VALUE, Scope, references

Undo = Callable[[], None]


def order(template: Template) -> list[Resource]:
    """Resources after what they refer to."""
    done: dict[str, Resource] = {}
    path: list[str] = []

    def visit(resource: Resource) -> None:
        if resource.name in done:
            return
        if resource.name in path:
            raise invalid(f"Circular dependency between resources: [{', '.join([*path, resource.name])}]")
        path.append(resource.name)
        for name in dependencies(template, resource):
            visit(template.resources[name])
        path.pop()
        done[resource.name] = resource

    for resource in template.resources.values():
        visit(resource)
    return list(done.values())


def dependencies(template: Template, resource: Resource) -> Iterable[str]:
    """Names of the resources that have to be there before."""
    unknown = [name for name in resource.depends_on if name not in template.resources]
    if unknown:
        raise invalid(f"Template format error: Unresolved resource dependencies [{unknown[0]}]")
    named = [*resource.depends_on, *references(dict(resource.properties))]
    return sorted({name for name in named if name in template.resources} - {resource.name})


def pseudo_parameters(stack: Stack) -> dict[str, Any]:
    """What every template can refer to."""
    account, region = stack.place
    return {
        "AWS::AccountId": account,
        "AWS::Region": region,
        "AWS::Partition": "aws",
        "AWS::URLSuffix": "amazonaws.com",
        "AWS::StackName": stack.name,
        "AWS::StackId": stack.id,
        "AWS::NotificationARNs": [],
        "AWS::NoValue": NO_VALUE,
    }


def scope_of(wanted: Wanted, stack: Stack, deployer: Deployer) -> Scope:
    """What the wanted template's values can refer to, with what is made already."""
    scope = Scope(wanted.template, typed(wanted.template, wanted.parameters), pseudo_parameters(stack))
    scope.made = {one.name: one.made for one in stack.resources.values() if one.made}
    scope.imports = STACKS.exports(stack.place)
    if "Fn::GetAZs" in canonical([dict(one.properties) for one in wanted.template.resources.values()]):
        zones = deployer.client("ec2").describe_availability_zones()["AvailabilityZones"]
        scope.zones = tuple(zone["ZoneName"] for zone in zones)
    return scope


@dataclass
class Engine:
    """Works on one stack, once."""

    stack: Stack
    deployer: Deployer
    undo: list[Undo] = field(default_factory=list)
    cleanup: list[StackResource] = field(default_factory=list)

    def create(self, on_failure: str = "ROLLBACK") -> None:
        """CREATE_COMPLETE, or everything taken down again."""
        try:
            self._build(self.stack.wanted)
            self.stack.become("CREATE_COMPLETE")
        except Exception as e:
            self._fail_create(reason_of(e), on_failure)

    def _fail_create(self, reason: str, on_failure: str) -> None:
        if on_failure == "DO_NOTHING":
            self.stack.become("CREATE_FAILED", reason)
            return
        self.stack.become("ROLLBACK_IN_PROGRESS", reason)
        survivors = self._delete_all(rollback=True)
        self.stack.become("ROLLBACK_FAILED" if survivors else "ROLLBACK_COMPLETE", reason)
        if on_failure == "DELETE" and not survivors:
            self._gone()

    def update(self, wanted: Wanted) -> None:
        """UPDATE_COMPLETE, or back to what was."""
        before, outputs = self.stack.wanted, dict(self.stack.outputs)
        try:
            self._build(wanted)
            self._remove_unwanted(wanted)
        except Exception as e:
            self._roll_back(before, outputs, reason_of(e))
            return
        self.stack.updated = now()
        self.stack.become("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        for resource in reversed(self.cleanup):
            self._delete(resource)
        self.stack.become("UPDATE_COMPLETE")

    def _roll_back(self, before: Wanted, outputs: dict[str, dict[str, str]], reason: str) -> None:
        self.stack.become("UPDATE_ROLLBACK_IN_PROGRESS", reason)
        try:
            for step in reversed(self.undo):
                step()
        except Exception as e:
            self.stack.become("UPDATE_ROLLBACK_FAILED", reason_of(e))
            return
        self.stack.wanted, self.stack.outputs = before, outputs
        self.stack.become("UPDATE_ROLLBACK_COMPLETE", reason)

    def delete(self, retain: Iterable[str] = ()) -> None:
        """DELETE_COMPLETE, or DELETE_FAILED with what is left."""
        self.stack.become("DELETE_IN_PROGRESS", "User Initiated")
        survivors = self._delete_all(rollback=False, retain=set(retain))
        if survivors:
            text = f"The following resource(s) failed to delete: [{', '.join(survivors)}]. "
            self.stack.become("DELETE_FAILED", text)
        else:
            self._gone()

    def _gone(self) -> None:
        self.stack.deleted = now()
        self.stack.become("DELETE_COMPLETE")

    def _build(self, wanted: Wanted) -> None:
        self.stack.wanted = wanted
        scope = scope_of(wanted, self.stack, self.deployer)
        for resource in order(wanted.template):
            if scope.wanted(resource.condition):
                wish = self._wish(resource, scope)
                self._settle(resource, wish)
                made = self.stack.resources[resource.name].made
                assert made is not None
                scope.made[resource.name] = made
        self.stack.outputs = _outputs(wanted.template, scope)

    def _wish(self, resource: Resource, scope: Scope) -> Wish:
        properties = scope.resolve(dict(resource.properties))
        kind_of(resource).check(properties)
        return Wish(self.stack.name, resource.name, properties, self.stack.wanted.tags)

    def _settle(self, resource: Resource, wish: Wish) -> None:
        existing = self.stack.resources.get(resource.name)
        if existing is None or existing.made is None:
            self._create(resource, wish)
        elif same(existing.wish, wish):
            return
        elif kind_of(resource).in_place(existing.wish.properties, wish.properties):
            self._update(existing, wish)
        else:
            self._replace(resource, existing, wish)

    def _create(self, resource: Resource, wish: Wish) -> None:
        made = StackResource(resource.name, resource.type, wish)
        self.stack.resources[resource.name] = made
        self._attempt(made, "CREATE", lambda: kind_of(resource).create(self.deployer, wish))
        self.undo.append(lambda: self._forget(resource, made))

    def _forget(self, declared: Resource, resource: StackResource) -> None:
        if _keeps(declared, rollback=True):
            self.stack.note(resource, "DELETE_SKIPPED")
        else:
            self._delete(resource)
        self.stack.resources.pop(resource.name, None)

    def _update(self, existing: StackResource, wish: Wish) -> None:
        before, kind = existing.wish, KINDS[existing.type]
        update, made = kind.update, existing.made
        assert update is not None
        assert made is not None
        change = Change(before, wish, made)

        def back() -> None:
            update(self.deployer, Change(wish, before, made))
            existing.wish = before
            self.stack.note(existing, "UPDATE_COMPLETE")

        # Before the attempt: one that fails half-way has changed something, too.
        self.undo.append(back)
        self._attempt(existing, "UPDATE", lambda: update(self.deployer, change))
        existing.wish = wish

    def _replace(self, resource: Resource, existing: StackResource, wish: Wish) -> None:
        changed = any(
            name in wish.properties and wish.properties[name] == existing.wish.properties.get(name)
            for name in kind_of(resource).names_by
        )
        if changed:
            raise invalid(
                f"CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {existing.made.id if existing.made else ''} and update the stack again."
            )
        self._create(resource, wish)
        if resource.replace_policy == "Delete":
            self.cleanup.append(existing)
        self.undo.append(lambda: self.stack.resources.__setitem__(resource.name, existing))

    def _attempt(self, resource: StackResource, verb: str, action: Callable[[], Any]) -> None:
        self.stack.note(resource, f"{verb}_IN_PROGRESS")
        try:
            resource.made = action()
        except Exception as e:
            self.stack.note(resource, f"{verb}_FAILED", reason_of(e))
            raise invalid(f"The following resource(s) failed to {verb.lower()}: [{resource.name}].") from e
        self.stack.note(resource, f"{verb}_COMPLETE")

    def _remove_unwanted(self, wanted: Wanted) -> None:
        scope = scope_of(wanted, self.stack, self.deployer)
        for name, resource in list(self.stack.resources.items()):
            declared = wanted.template.resources.get(name)
            if declared is None or not scope.wanted(declared.condition):
                self.cleanup.append(resource)
                del self.stack.resources[name]

    def _delete_all(self, *, rollback: bool, retain: Collection[str] = ()) -> list[str]:
        survivors = []
        for declared in reversed(order(self.stack.wanted.template)):
            resource = self.stack.resources.get(declared.name)
            if resource is None:
                continue
            if _keeps(declared, rollback=rollback) or declared.name in retain:
                self.stack.note(resource, "DELETE_SKIPPED")
            elif not self._delete(resource):
                survivors.append(declared.name)
                continue
            if not rollback:
                self.stack.resources.pop(declared.name, None)
        return survivors

    def _delete(self, resource: StackResource) -> bool:
        if resource.made is None:
            return True
        self.stack.note(resource, "DELETE_IN_PROGRESS")
        try:
            KINDS[resource.type].delete(self.deployer, resource.made, resource.wish.properties)
        except Exception as e:
            self.stack.note(resource, "DELETE_FAILED", reason_of(e))
            return False
        self.stack.note(resource, "DELETE_COMPLETE")
        resource.made = None
        return True


def _keeps(declared: Resource, *, rollback: bool) -> bool:
    """Retain keeps a resource even when the operation that made it is rolled back, as on AWS."""
    if declared.deletion_policy == "RetainExceptOnCreate":
        return not rollback
    return declared.deletion_policy == "Retain"


def same(before: Wish, after: Wish) -> bool:
    """Whether nothing of a resource changes."""
    old, new = (canonical([dict(wish.properties), dict(wish.tags)]) for wish in (before, after))
    return old == new


def _outputs(template: Template, scope: Scope) -> dict[str, dict[str, str]]:
    found = {}
    for name, output in template.outputs.items():
        if scope.wanted(output.get("Condition")):
            found[name] = {"OutputKey": name, "OutputValue": str(scope.resolve(output["Value"]))}
            if "Description" in output:
                found[name]["Description"] = str(output["Description"])
            if "Export" in output:
                found[name]["ExportName"] = str(scope.resolve(output["Export"]["Name"]))
    return found

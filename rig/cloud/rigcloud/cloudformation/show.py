"""The operations of CloudFormation that only look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ..failure import refusal
from ..query import QueryInput
from ..service import Call
from . import parameters, registry
from .stack import STACKS, ChangeSet, Event, Stack, StackResource
from .template import invalid, parse

Answer = Mapping[str, Any]


def _time(value: datetime | None) -> str | None:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if value else None


def _place(call: Call) -> tuple[str, str]:
    return call.account, call.region


def describe_stacks(call: Call, given: QueryInput) -> Answer:
    """One stack, or all living ones."""
    name = given.get("StackName")
    given.done()
    if name:
        return {"Stacks": [_stack(STACKS.get(_place(call), name))]}
    return {"Stacks": [_stack(one) for one in STACKS.all(_place(call)) if one.deleted is None]}


def _stack(stack: Stack) -> dict[str, Any]:
    shown = parameters.shown(stack.wanted.template, stack.wanted.parameters)
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set or None,
        "Description": stack.wanted.template.description or None,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in shown.items()],
        "CreationTime": _time(stack.created),
        "LastUpdatedTime": _time(stack.updated),
        "DeletionTime": _time(stack.deleted),
        "RollbackConfiguration": {},
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason or None,
        "DisableRollback": False,
        "NotificationARNs": [],
        "Capabilities": list(stack.wanted.capabilities),
        "Outputs": list(stack.outputs.values()),
        "Tags": [{"Key": key, "Value": value} for key, value in stack.wanted.tags.items()],
        "EnableTerminationProtection": False,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def list_stacks(call: Call, given: QueryInput) -> Answer:
    """Deleted ones too."""
    wanted = given.members("StackStatusFilter")
    given.done()
    return {
        "StackSummaries": [
            {
                "StackId": stack.id,
                "StackName": stack.name,
                "TemplateDescription": stack.wanted.template.description or None,
                "CreationTime": _time(stack.created),
                "DeletionTime": _time(stack.deleted),
                "StackStatus": stack.status,
                "StackStatusReason": stack.reason or None,
            }
            for stack in STACKS.all(_place(call))
            if not wanted or stack.status in wanted
        ]
    }


def describe_events(call: Call, given: QueryInput) -> Answer:
    """The newest first."""
    stack = STACKS.get(_place(call), given.text("StackName"))
    given.done()
    return {"StackEvents": [_event(stack, event) for event in reversed(stack.events)]}


def _event(stack: Stack, event: Event) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "EventId": event.id,
        "StackName": stack.name,
        "LogicalResourceId": event.name,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "Timestamp": _time(event.time),
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason or None,
    }


def describe_resources(call: Call, given: QueryInput) -> Answer:
    """All resources of a stack, or one."""
    stack, name = STACKS.get(_place(call), given.text("StackName")), given.get("LogicalResourceId")
    given.done()
    chosen = [one for one in stack.resources.values() if name in ("", one.name)]
    return {
        "StackResources": [
            {**_owner(stack), **_resource(one), "Timestamp": _time(one.time)} for one in chosen
        ]
    }


def describe_resource(call: Call, given: QueryInput) -> Answer:
    """One resource."""
    stack, name = STACKS.get(_place(call), given.text("StackName")), given.text("LogicalResourceId")
    given.done()
    resource = stack.resources.get(name)
    if resource is None:
        raise invalid(f"Resource {name} does not exist for stack {stack.name}")
    detail = {**_owner(stack), **_resource(resource), "LastUpdatedTimestamp": _time(resource.time)}
    return {"StackResourceDetail": detail}


def list_resources(call: Call, given: QueryInput) -> Answer:
    """All resources, in short."""
    stack = STACKS.get(_place(call), given.text("StackName"))
    given.done()
    return {
        "StackResourceSummaries": [
            {**_resource(one), "LastUpdatedTimestamp": _time(one.time)} for one in stack.resources.values()
        ]
    }


def _owner(stack: Stack) -> dict[str, str]:
    return {"StackName": stack.name, "StackId": stack.id}


def _resource(resource: StackResource) -> dict[str, Any]:
    return {
        "LogicalResourceId": resource.name,
        "PhysicalResourceId": resource.made.id if resource.made else None,
        "ResourceType": resource.type,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason or None,
    }


def get_template(call: Call, given: QueryInput) -> Answer:
    """The text as it was sent."""
    stack = STACKS.get(_place(call), given.text("StackName"))
    given.get("TemplateStage")
    given.done()
    return {"TemplateBody": stack.wanted.template.text, "StagesAvailable": ["Original", "Processed"]}


def template_summary(call: Call, given: QueryInput) -> Answer:
    """Parameters, types and capabilities of a template or of a stack's."""
    name = given.get("StackName")
    template = STACKS.get(_place(call), name).wanted.template if name else parse(given.text("TemplateBody"))
    given.done()
    registry.check(template)
    needed = registry.needed_capability(template)
    return {
        "Parameters": [
            {
                "ParameterKey": key,
                "DefaultValue": declared.get("Default"),
                "ParameterType": declared.get("Type"),
                "NoEcho": str(declared.get("NoEcho", "false")).lower() == "true",
                "Description": declared.get("Description"),
            }
            for key, declared in template.parameters.items()
        ],
        "Description": template.description or None,
        "Capabilities": [needed] if needed else [],
        "ResourceTypes": sorted({one.type for one in template.resources.values()}),
    }


def validate_template(_call: Call, given: QueryInput) -> Answer:
    """Refuses what CreateStack would refuse."""
    template = parse(given.text("TemplateBody"))
    given.done()
    registry.check(template)
    needed = registry.needed_capability(template)
    return {
        "Parameters": [
            {"ParameterKey": key, "DefaultValue": declared.get("Default"), "NoEcho": False}
            for key, declared in template.parameters.items()
        ],
        "Description": template.description or None,
        "Capabilities": [needed] if needed else [],
    }


def describe_change_set(call: Call, given: QueryInput) -> Answer:
    """What executing it would do."""
    change_set = change_set_of(call, given)
    given.get("IncludePropertyValues")
    given.done()
    shown = parameters.shown(change_set.wanted.template, change_set.wanted.parameters)
    return {
        "ChangeSetName": change_set.name,
        "ChangeSetId": change_set.id,
        "StackId": change_set.stack.id,
        "StackName": change_set.stack.name,
        "Description": change_set.description or None,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in shown.items()],
        "CreationTime": _time(change_set.created),
        "ExecutionStatus": change_set.execution,
        "Status": change_set.status,
        "StatusReason": change_set.reason or None,
        "Capabilities": list(change_set.wanted.capabilities),
        "Changes": change_set.changes,
    }


def list_change_sets(call: Call, given: QueryInput) -> Answer:
    """Those of one stack."""
    stack = STACKS.get(_place(call), given.text("StackName"))
    given.done()
    return {
        "Summaries": [
            {
                "StackId": stack.id,
                "StackName": stack.name,
                "ChangeSetId": one.id,
                "ChangeSetName": one.name,
                "ExecutionStatus": one.execution,
                "Status": one.status,
                "StatusReason": one.reason or None,
                "CreationTime": _time(one.created),
            }
            for one in STACKS.change_sets(_place(call))
            if one.stack is stack
        ]
    }


def delete_change_set(call: Call, given: QueryInput) -> Answer:
    """A stack that was only under review stays, as on AWS, until it is deleted."""
    change_set = change_set_of(call, given)
    given.done()
    STACKS.drop_change_set(change_set)
    return {}


def list_exports(call: Call, given: QueryInput) -> Answer:
    """What stacks export."""
    given.done()
    exports = STACKS.exports(_place(call))
    return {"Exports": [{"Name": name, "Value": value} for name, value in exports.items()]}


def change_set_of(call: Call, given: QueryInput) -> ChangeSet:
    """By its name and stack, or by its ARN."""
    name, stack_name = given.text("ChangeSetName"), given.get("StackName")
    for change_set in reversed(STACKS.change_sets(_place(call))):
        mine = stack_name in ("", change_set.stack.name, change_set.stack.id)
        if change_set.id == name or (change_set.name == name and mine):
            return change_set
    raise refusal("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)


OPERATIONS: Mapping[str, Callable[[Call, QueryInput], Answer | None]] = {
    "DeleteChangeSet": delete_change_set,
    "DescribeChangeSet": describe_change_set,
    "DescribeStackEvents": describe_events,
    "DescribeStackResource": describe_resource,
    "DescribeStackResources": describe_resources,
    "DescribeStacks": describe_stacks,
    "GetTemplate": get_template,
    "GetTemplateSummary": template_summary,
    "ListChangeSets": list_change_sets,
    "ListExports": list_exports,
    "ListStackResources": list_resources,
    "ListStacks": list_stacks,
    "ValidateTemplate": validate_template,
}

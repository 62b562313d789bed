"""Reads a template: YAML with short forms, or JSON. Anything unknown in its frame is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..answers import Refusal
from ..failure import refusal

_SECTIONS = {
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Rules",
    "Resources",
    "Outputs",
}
_RESOURCE = {
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Metadata",
}
_PARAMETER = {
    "Type",
    "Default",
    "Description",
    "NoEcho",
    "AllowedValues",
    "AllowedPattern",
    "ConstraintDescription",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
}
_OUTPUT = {"Value", "Description", "Export", "Condition"}
_POLICIES = ("Delete", "Retain", "RetainExceptOnCreate")


def invalid(message: str) -> Refusal:
    """What CloudFormation says about a template that it doesn't take."""
    return refusal("ValidationError", message)


@dataclass(frozen=True)
class Resource:
    """One resource as written; its properties aren't resolved yet."""

    name: str
    type: str
    properties: Mapping[str, Any]
    depends_on: tuple[str, ...]
    condition: str | None
    deletion_policy: str
    replace_policy: str


@dataclass(frozen=True)
class Template:
    """A template whose frame has been checked."""

    text: str
    description: str
    parameters: Mapping[str, Mapping[str, Any]]
    mappings: Mapping[str, Any]
    conditions: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without dates: `2012-10-17` is a string in a policy."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


def parse(text: str) -> Template:
    """Parses and checks a template's frame."""
    document = _document(text)
    _only(document, _SECTIONS, "Template")
    resources = _section(document, "Resources")
    if not resources:
        raise invalid("Template format error: At least one Resources member must be defined.")
    for name, parameter in _section(document, "Parameters").items():
        _only(parameter, _PARAMETER, f"parameter {name}")
    for name, output in _section(document, "Outputs").items():
        _only(output, _OUTPUT, f"output {name}")
    for name, rule in _section(document, "Rules").items():
        _only(rule, {"RuleCondition", "Assertions"}, f"rule {name}")
    return Template(
        text,
        str(document.get("Description", "")),
        _section(document, "Parameters"),
        _section(document, "Mappings"),
        _section(document, "Conditions"),
        _section(document, "Rules"),
        {name: _resource(name, body) for name, body in resources.items()},
        _section(document, "Outputs"),
    )


def _document(text: str) -> dict[str, Any]:
    try:
        document = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader, with short forms added
    except yaml.YAMLError as e:
        raise invalid(f"Template format error: YAML not well-formed. ({e})") from e
    if not isinstance(document, dict):
        raise invalid("Template format error: unsupported structure.")
    return document


def _section(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = document.get(name) or {}
    if not isinstance(section, dict) or not all(isinstance(body, dict) for body in section.values()):
        raise invalid(f"Template format error: [/{name}] must be a map of maps.")
    return section


def _resource(name: str, body: Mapping[str, Any]) -> Resource:
    if not name.isalnum():
        raise invalid(f"Template format error: Resource name {name} is non alphanumeric.")
    _only(body, _RESOURCE, f"resource {name}")
    if not isinstance(body.get("Type"), str):
        raise invalid(
            f"Template format error: [/Resources/{name}] Every Resources object must contain a Type."
        )
    depends = body.get("DependsOn") or []
    deletion = str(body.get("DeletionPolicy", "Delete"))
    replace = str(body.get("UpdateReplacePolicy", "Delete"))
    if deletion not in _POLICIES or replace not in ("Delete", "Retain"):
        raise invalid(f"Resource {name}: the rig doesn't implement policy {deletion} with {replace}")
    return Resource(
        name,
        body["Type"],
        body.get("Properties") or {},
        (depends,) if isinstance(depends, str) else tuple(depends),
        body.get("Condition"),
        deletion,
        replace,
    )


def _only(body: Any, known: Iterable[str], where: str) -> None:
    if not isinstance(body, dict):
        raise invalid(f"Template format error: {where} must be a map.")
    unknown = sorted(set(body) - set(known))
    if unknown:
        raise invalid(f"Invalid template property or properties {unknown} in {where}")


def canonical(value: Any) -> str:
    """A text that is equal for equal values."""
    return json.dumps(value, sort_keys=True, default=str)

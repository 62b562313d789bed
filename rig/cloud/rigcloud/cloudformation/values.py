"""Resolves a template's values: parameters, conditions and intrinsic functions."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .template import Template, invalid

NO_VALUE = object()
_SUB = re.compile(r"\$\{(!?)([^}]*)\}")
_FUNCTION = re.compile(r"Ref|Condition|Fn::\w+")


@dataclass(frozen=True)
class Made:
    """What exists of a resource: what Ref gives, and what Fn::GetAtt may ask for."""

    id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Scope:
    """All that values can refer to. `made` grows while a stack is built."""

    template: Template
    parameters: Mapping[str, Any]
    pseudo: Mapping[str, Any]
    made: dict[str, Made] = field(default_factory=dict)
    zones: tuple[str, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)

    def wanted(self, condition: str | None) -> bool:
        """Whether a resource or output with this condition is made at all."""
        return condition is None or self._condition(condition)

    def resolve(self, value: Any) -> Any:
        """The value with every function in it computed."""
        if isinstance(value, list):
            resolved = [self.resolve(item) for item in value]
            return [item for item in resolved if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        name = function_of(value)
        if name:
            return self._call(name, value[name])
        pairs = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item is not NO_VALUE}

    def _call(self, name: str, argument: Any) -> Any:
        function = _FUNCTIONS.get(name)
        if function is None:
            raise invalid(f"Template error: the rig doesn't implement {name}")
        return function(self, argument)

    def ref(self, name: str) -> Any:
        """Ref."""
        if name in self.parameters:
            return self.parameters[name]
        if name in self.pseudo:
            return self.pseudo[name]
        if name in self.made:
            return self.made[name].id
        raise invalid(f"Template error: unresolved resource dependency [{name}]")

    def attribute(self, name: str, attribute: str) -> Any:
        """Fn::GetAtt."""
        if name not in self.made:
            raise invalid(f"Template error: instance of Fn::GetAtt references undefined resource {name}")
        attributes = self.made[name].attributes
        if attribute not in attributes:
            kind = self.template.resources[name].type
            raise invalid(f"Template error: resource {name} ({kind}) does not support attribute {attribute}")
        return attributes[attribute]

    def _condition(self, name: str) -> bool:
        if name not in self.template.conditions:
            raise invalid(f"Template error: unresolved condition dependency {name}")
        return self.test(self.template.conditions[name])

    def test(self, value: Any) -> bool:
        """A condition's value; only true and false will do."""
        found = self.resolve(value)
        if not isinstance(found, bool):
            raise invalid(f"Template error: {value} is not a condition")
        return found


def function_of(value: Mapping[str, Any]) -> str | None:
    """The function that a map of one entry calls, if it does."""
    if len(value) != 1:
        return None
    name = next(iter(value))
    return name if _FUNCTION.fullmatch(str(name)) else None


def _get_att(scope: Scope, argument: Any) -> Any:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.attribute(name, scope.resolve(attribute))


def _sub(scope: Scope, argument: Any) -> str:
    text, local = (argument, {}) if isinstance(argument, str) else argument

    def value(match: re.Match[str]) -> str:
        literal, name = match[1], match[2].strip()
        if literal:
            return f"${{{match[2]}}}"
        if name in local:
            return str(scope.resolve(local[name]))
        if "." in name:
            return str(scope.attribute(*name.split(".", 1)))
        return str(scope.ref(name))

    return _SUB.sub(value, text)


def _join(scope: Scope, argument: Any) -> str:
    separator, items = argument
    return str(separator).join(str(item) for item in scope.resolve(items))


def _select(scope: Scope, argument: Any) -> Any:
    index, items = int(scope.resolve(argument[0])), scope.resolve(argument[1])
    if not 0 <= index < len(items):
        raise invalid(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
    return items[index]


def _split(scope: Scope, argument: Any) -> list[str]:
    return str(scope.resolve(argument[1])).split(str(argument[0]))


def _zones(scope: Scope, argument: Any) -> list[str]:
    region = scope.resolve(argument)
    if region not in ("", scope.pseudo["AWS::Region"]):
        raise invalid(f"Template error: the rig doesn't implement Fn::GetAZs of another region ({region})")
    return list(scope.zones)


def _if(scope: Scope, argument: Any) -> Any:
    condition, yes, no = argument
    return scope.resolve(yes if scope.wanted(condition) else no)


def _find(scope: Scope, argument: Any) -> Any:
    name, first, second = (scope.resolve(item) for item in argument)
    try:
        return scope.template.mappings[name][first][second]
    except KeyError as e:
        raise invalid(f"Template error: Unable to get mapping for {name}::{first}::{second}") from e


def _import(scope: Scope, argument: Any) -> str:
    name = scope.resolve(argument)
    if name not in scope.imports:
        raise invalid(f"No export named {name} found.")
    return scope.imports[name]


def _equals(scope: Scope, argument: Any) -> bool:
    left, right = (scope.resolve(item) for item in argument)
    return str(left) == str(right)


def _base64(scope: Scope, argument: Any) -> str:
    return base64.b64encode(str(scope.resolve(argument)).encode()).decode()


def _contains(scope: Scope, argument: Any) -> bool:
    return str(scope.resolve(argument[1])) in [str(item) for item in scope.resolve(argument[0])]


_FUNCTIONS: Mapping[str, Callable[[Scope, Any], Any]] = {
    "Ref": lambda scope, argument: scope.ref(argument),
    "Condition": lambda scope, argument: scope.wanted(argument),
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::GetAZs": _zones,
    "Fn::If": _if,
    "Fn::FindInMap": _find,
    "Fn::ImportValue": _import,
    "Fn::Base64": _base64,
    "Fn::Equals": _equals,
    "Fn::Contains": _contains,
    "Fn::Not": lambda scope, argument: not scope.test(argument[0]),
    "Fn::And": lambda scope, argument: all(scope.test(item) for item in argument),
    "Fn::Or": lambda scope, argument: any(scope.test(item) for item in argument),
}


def references(value: Any) -> Iterable[str]:
    """Every name that a value refers to: resources, parameters and pseudo parameters alike."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        name = function_of(value)
        if name == "Ref":
            yield value[name]
        elif name == "Fn::GetAtt":
            yield value[name].split(".")[0] if isinstance(value[name], str) else value[name][0]
        elif name == "Fn::Sub":
            yield from _sub_references(value[name])
        else:
            for item in value.values():
                yield from references(item)


def _sub_references(argument: Any) -> Iterable[str]:
    text, local = (argument, {}) if isinstance(argument, str) else argument
    for literal, name in _SUB.findall(text):
        if not literal and name.strip() not in local:
            yield name.strip().split(".")[0]
    yield from references(local)

"""A template's Rules: assertions about its parameters, checked before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .template import Template, invalid
from .values import Scope


def check(template: Template, parameters: Mapping[str, Any], pseudo: Mapping[str, Any]) -> None:
    """Refuses with the descriptions of the assertions that don't hold."""
    scope = Scope(template, parameters, pseudo)
    failed = [
        str(assertion.get("AssertDescription", f"{name} does not hold"))
        for name, rule in template.rules.items()
        if "RuleCondition" not in rule or scope.test(rule["RuleCondition"])
        for assertion in rule.get("Assertions", [])
        if not scope.test(assertion["Assert"])
    ]
    if failed:
        raise invalid(f"Template error: Rule assertion failed: {'; '.join(failed)}")

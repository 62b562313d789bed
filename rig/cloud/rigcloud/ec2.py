"""Rules of EC2 that the emulator doesn't keep. It is loaded on first use: EC2 costs a second."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from .subject import Subject


def check(_subject: Subject, _operation: str, _form: Mapping[str, str]) -> None:
    """Called before each operation: mends the emulator once."""
    _patch()


@cache
def _patch() -> None:
    """A launch template's own tags are no part of the data that instances are launched with."""
    from moto.ec2.models.launch_templates import LaunchTemplate  # noqa: PLC0415 - see above

    create_version = LaunchTemplate.create_version

    def without_own_tags(template: Any, data: dict[str, Any], description: str) -> Any:
        specifications = data.get("TagSpecifications", [])
        kept = [one for one in specifications if one["ResourceType"] != "launch-template"]
        plain = {name: value for name, value in data.items() if name != "TagSpecifications"}
        return create_version(
            template, {**plain, **({"TagSpecifications": kept} if kept else {})}, description
        )

    LaunchTemplate.create_version = without_own_tags

"""Every resource type that the rig makes. Another type refuses the whole template."""

from __future__ import annotations

from collections.abc import Mapping

from . import kinds_ec2, kinds_ecr, kinds_eks, kinds_iam, kinds_kms, kinds_s3
from .kinds import Kind
from .template import Resource, Template, invalid

_MODULES = (kinds_ec2, kinds_ecr, kinds_eks, kinds_iam, kinds_kms, kinds_s3)
KINDS: Mapping[str, Kind] = {kind.name: kind for module in _MODULES for kind in module.KINDS}


def kind_of(resource: Resource) -> Kind:
    """The kind of a resource, or a refusal."""
    kind = KINDS.get(resource.type)
    if kind is None:
        raise invalid(f"Template format error: the rig doesn't implement resource type {resource.type}")
    return kind


def check(template: Template) -> None:
    """Refuses a template with anything in it that would not be honoured."""
    for resource in template.resources.values():
        try:
            kind_of(resource).check(resource.properties)
        except Exception as e:
            raise invalid(f"Resource {resource.name}: {e}") from e


def needed_capability(template: Template) -> str | None:
    """Names given to IAM's resources need the stronger of the two acknowledgements."""
    iam = [one for one in template.resources.values() if kind_of(one).is_iam]
    if any(name in one.properties for one in iam for name in kind_of(one).names_by):
        return "CAPABILITY_NAMED_IAM"
    return "CAPABILITY_IAM" if iam else None

"""The AWS services that the rig answers itself, and what it mends in the emulator's others."""

from __future__ import annotations

from . import ecr, gate, kms, s3, sts
from .access import Access, DecisionLog
from .app import Registry
from .cloudformation import api as cloudformation


def register(registry: Registry) -> None:
    """All of them share one authorisation, and one log of its decisions (`decisions.log`)."""
    access = Access(DecisionLog(registry.rig.state.root / "decisions.log"))
    gate.register_with(registry, access)
    s3.register_with(registry, access)
    kms.register_with(registry, access)
    ecr.register_with(registry, access)
    cloudformation.register_with(registry, access)
    sts.register_with(registry, access)

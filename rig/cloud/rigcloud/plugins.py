"""The parts of the AWS endpoint. Each is a module with `register(registry: Registry) -> None`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import Registry

MODULES = [
    "rigcloud.accounts",
    "rigcloud.aws",
    "rigcloud.eks.plugin",
]
"""In the order in which their middlewares see a request."""


def register_all(registry: Registry) -> None:
    """Lets each part register, then changes moto as they ask."""
    for name in MODULES:
        import_module(name).register(registry)
    for patch in registry.patches:
        patch()

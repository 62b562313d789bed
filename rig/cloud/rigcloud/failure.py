"""Short ways to say an AWS error."""

from __future__ import annotations

from .answers import Refusal


def refusal(code: str, message: str, status: int = 400) -> Refusal:
    """An AWS error; `answers` gives it the shape of the service's protocol."""
    return Refusal(status, code, message)


def not_implemented(message: str) -> Refusal:
    """What the rig would only pretend to do, it refuses."""
    return Refusal(501, "NotImplemented", message)

"""The variables by which the AWS CLI, SDKs and kubectl find a rig."""

from __future__ import annotations

import shlex

from .state import StateDirectory


def variables(endpoint: str, state: StateDirectory) -> dict[str, str]:
    """What `rig/up` exports."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_CONFIG_FILE": str(state.aws_config),
        "AWS_SHARED_CREDENTIALS_FILE": str(state.aws_credentials),
    }


def export_lines(endpoint: str, state: StateDirectory) -> str:
    """The same as lines for a shell."""
    pairs = variables(endpoint, state).items()
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in pairs)

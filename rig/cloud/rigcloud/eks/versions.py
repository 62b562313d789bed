"""Which Kubernetes the rig was built with, asked of the binary itself."""

from __future__ import annotations

import functools
import json
import subprocess

from ..answers import Refusal
from .controlplane import BINARY

PLATFORM = "eks.1"


@functools.cache
def built_patch_version() -> str:
    """For example `1.36.4`."""
    try:
        answer = subprocess.run([str(BINARY), "version"], capture_output=True, check=True, timeout=30)
        return str(json.loads(answer.stdout)["kubernetes"]).removeprefix("v")
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise Refusal(
            500, "ServerException", f"The rig has no working control plane binary: run rig/build ({error})"
        ) from error


def built_version() -> str:
    """For example `1.36`."""
    return ".".join(built_patch_version().split(".")[:2])

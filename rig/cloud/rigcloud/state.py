"""Where a rig keeps what it keeps: the layout of its state directory."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StateDirectory:
    """One rig's directory. Nothing of a rig lies outside it."""

    root: Path

    @property
    def rig_file(self) -> Path:
        """Endpoint and processes (with start times) of the running rig; absent when none runs."""
        return self.root / "rig.json"

    @property
    def lock(self) -> Path:
        """Held while a rig is being started or ended."""
        return self.root / "lock"

    @property
    def env_file(self) -> Path:
        """The lines that `rig/up` prints."""
        return self.root / "env"

    @property
    def log(self) -> Path:
        """What the supervisor has to say."""
        return self.root / "cloud.log"

    @property
    def request_log(self) -> Path:
        """One JSON line for each request to the AWS endpoint."""
        return self.root / "aws-requests.log"

    @property
    def aws_config(self) -> Path:
        """The profiles `primary` and `recovery`."""
        return self.root / "aws" / "config"

    @property
    def aws_credentials(self) -> Path:
        """The keys of both profiles, made anew for each rig."""
        return self.root / "aws" / "credentials"

    @property
    def clusters(self) -> Path:
        """Data directories of the control planes: account/region/name below it."""
        return self.root / "clusters"

    def cluster(self, account: str, region: str, name: str) -> Path:
        """The data directory of one control plane."""
        return self.clusters / account / region / name


def write_atomically(path: Path, text: str, mode: int = 0o600) -> None:
    """A reader sees the old file or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.chmod(mode)
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """The file's object, or None where there is no file or it isn't JSON (a crash can leave either)."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None

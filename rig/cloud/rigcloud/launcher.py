"""rig/up, rig/status and rig/down. Imports nothing heavy: they answer in a fraction of a second."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .process import ProcessId, end
from .state import StateDirectory, read_json

START_PATIENCE = 60.0
END_GRACE = 20.0


class LaunchError(Exception):
    """Something that the person has to know, in words for them."""


def up(state: StateDirectory) -> str:
    """Starts the rig unless it runs. Returns the export lines."""
    with _locked(state):
        if running(state) is None:
            _sweep(state)
            _start(state)
        return state.env_file.read_text()


def down(state: StateDirectory) -> bool:
    """Ends the rig and whatever it left behind. Returns whether there was anything to end."""
    if not state.root.is_dir():
        return False
    with _locked(state):
        found = _ours(state)
        _sweep(state)
        return bool(found)


def running(state: StateDirectory) -> dict[str, Any] | None:
    """rig.json of the running rig, or None when none runs (whatever a crash left in the directory)."""
    document = read_json(state.rig_file)
    process = ProcessId.from_json(document.get("supervisor")) if document else None
    return document if process and process.alive else None


def answers(endpoint: str) -> bool:
    """Whether the AWS endpoint answers."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_rig/health", timeout=5) as response:  # noqa: S310 - http of ours
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _start(state: StateDirectory) -> None:
    for path in (state.log, state.request_log):
        path.unlink(missing_ok=True)
    with state.log.open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "rigcloud", "serve", "--state", str(state.root)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            close_fds=True,
        )
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        document = running(state)
        if document and answers(document["endpoint"]):
            return
        if child.poll() is not None:
            raise LaunchError(
                f"the supervisor ended with {child.returncode} before it served: see {state.log}"
            )
        time.sleep(0.02)
    child.kill()
    raise LaunchError(f"the supervisor didn't answer within {START_PATIENCE:.0f} s: see {state.log}")


def _sweep(state: StateDirectory) -> None:
    """Ends every process on record (a crash leaves control planes behind) and removes all but the logs."""
    survivors = end(_ours(state), END_GRACE)
    if survivors:
        raise LaunchError(f"these processes don't end: {', '.join(str(one.pid) for one in survivors)}")
    for path in (state.rig_file, state.env_file, state.root / "issuer.crt", state.root / "issuer.key"):
        path.unlink(missing_ok=True)
    for directory in (state.aws_config.parent, state.clusters):
        shutil.rmtree(directory, ignore_errors=True)


def _ours(state: StateDirectory) -> list[ProcessId]:
    """The supervisor first: its own end takes the control planes with it, in order."""
    document = read_json(state.rig_file) or {}
    clusters = sorted(state.clusters.glob("*/*/*/process.json"))
    recorded = [document.get("supervisor"), *map(read_json, clusters)]
    found = [process for process in map(ProcessId.from_json, recorded) if process and process.alive]
    if len(found) > 1 and recorded[0] is not None:
        end(found[:1], END_GRACE)
    return found


@contextmanager
def _locked(state: StateDirectory) -> Iterator[None]:
    state.root.mkdir(parents=True, exist_ok=True)
    with state.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

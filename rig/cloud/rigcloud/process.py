"""Processes by pid *and* start time, so that a pid used again by a stranger is never signalled."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ProcessId:
    """One process that this rig started."""

    pid: int
    started: int

    @staticmethod
    def of(pid: int) -> ProcessId | None:
        """The process that has this pid now, or None."""
        started = _start_time(pid)
        return None if started is None else ProcessId(pid, started)

    @staticmethod
    def from_json(document: Any) -> ProcessId | None:
        """The inverse of `to_json`; None for anything else."""
        try:
            return ProcessId(int(document["pid"]), int(document["started"]))
        except (KeyError, TypeError, ValueError):
            return None

    def to_json(self) -> dict[str, int]:
        """For rig.json."""
        return {"pid": self.pid, "started": self.started}

    @property
    def alive(self) -> bool:
        """Whether this very process still runs (a zombie doesn't)."""
        return _start_time(self.pid) == self.started

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to this very process, if it still runs."""
        if self.alive:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return


def end(processes: Iterable[ProcessId], grace: float) -> list[ProcessId]:
    """Ends processes: SIGTERM, after `grace` seconds SIGKILL. Returns those that survived even that."""
    remaining = [process for process in processes if process.alive]
    for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
        for process in remaining:
            process.signal(number)
        deadline = time.monotonic() + patience
        while remaining and time.monotonic() < deadline:
            time.sleep(0.02)
            remaining = [process for process in remaining if process.alive]
    return remaining


def _start_time(pid: int) -> int | None:
    """Field 22 of /proc/PID/stat, clock ticks since boot; None for a zombie or no process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in {"Z", "X"} else int(fields[19])

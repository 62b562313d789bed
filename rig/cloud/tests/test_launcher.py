"""rig/up, rig/status and rig/down: what they start, what they find, what they leave alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rigcloud.process import ProcessId
from rigcloud.state import StateDirectory

RIG = Path(__file__).resolve().parents[2]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateDirectory]:
    yield StateDirectory(tmp_path / "rig")
    run("down", tmp_path / "rig")


def run(command: str, state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(RIG / "run"), command, "--state", str(state)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def supervisor(state: StateDirectory) -> ProcessId:
    found = ProcessId.from_json(json.loads(state.rig_file.read_text())["supervisor"])
    assert found is not None
    return found


def await_end(process: ProcessId) -> None:
    deadline = time.monotonic() + 10
    while process.alive:
        assert time.monotonic() < deadline
        os.sched_yield()


def test_up_prints_nothing_but_exports_and_again_the_same(state: StateDirectory) -> None:
    first = run("up", state.root)
    lines = first.stdout.splitlines()
    assert [line.split("=")[0] for line in lines] == [
        "export AWS_ENDPOINT_URL",
        "export AWS_CONFIG_FILE",
        "export AWS_SHARED_CREDENTIALS_FILE",
    ]
    process = supervisor(state)
    assert run("up", state.root).stdout == first.stdout
    assert supervisor(state) == process


def test_status_says_where_it_serves_or_that_it_does_not(state: StateDirectory) -> None:
    assert run("status", state.root).returncode == 1
    run("up", state.root)
    status = run("status", state.root)
    assert status.returncode == 0
    assert status.stdout.startswith("endpoint  http://127.0.0.1:")


def test_two_rigs_run_side_by_side_and_end_apart(state: StateDirectory, tmp_path: Path) -> None:
    other = StateDirectory(tmp_path / "other")
    run("up", state.root)
    run("up", other.root)
    try:
        mine, theirs = supervisor(state), supervisor(other)
        assert run("down", state.root).returncode == 0
        assert not mine.alive
        assert theirs.alive
    finally:
        run("down", other.root)
    assert not theirs.alive


def test_the_supervisor_is_in_a_session_of_its_own(state: StateDirectory) -> None:
    run("up", state.root)
    pid = supervisor(state).pid
    assert os.getsid(pid) == pid


def test_after_a_crash_status_tells_and_up_starts_anew(state: StateDirectory) -> None:
    run("up", state.root)
    crashed = supervisor(state)
    os.kill(crashed.pid, signal.SIGKILL)
    await_end(crashed)
    assert run("status", state.root).returncode == 1
    assert run("up", state.root).returncode == 0
    assert supervisor(state) != crashed
    assert run("status", state.root).returncode == 0


def test_down_spares_a_stranger_that_has_the_recorded_pid(state: StateDirectory) -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        state.root.mkdir()
        process = ProcessId.of(stranger.pid)
        assert process is not None
        recorded = {"pid": process.pid, "started": process.started - 1}
        state.rig_file.write_text(json.dumps({"endpoint": "http://127.0.0.1:1", "supervisor": recorded}))
        assert run("down", state.root).returncode == 0
        assert process.alive
        stranger.kill()


def test_a_half_written_record_is_no_rig(state: StateDirectory) -> None:
    state.root.mkdir()
    state.rig_file.write_text('{"endpoint": "http')
    assert run("status", state.root).returncode == 1
    assert run("up", state.root).returncode == 0


def test_down_leaves_the_logs_and_no_keys(state: StateDirectory) -> None:
    run("up", state.root)
    run("down", state.root)
    left = {path.name for path in state.root.iterdir()}
    assert "cloud.log" in left
    assert not left & {"rig.json", "env", "aws", "clusters", "issuer.key"}
    assert run("down", state.root).stderr == f"rig: nothing runs in {state.root}\n"

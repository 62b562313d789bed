"""A rig of the tests' own, started as `rig/up` starts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rigcloud import launcher
from rigcloud.state import StateDirectory

from .clients import AwsRig


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AwsRig]:
    """A running rig without clusters, shared by the tests: each makes resources of its own names."""
    state = StateDirectory(Path(tmp_path_factory.mktemp("rig")))
    launcher.up(state)
    try:
        document = launcher.running(state)
        assert document is not None
        yield AwsRig(state, document["endpoint"])
    finally:
        launcher.down(state)

"""The supervisor's side of a control plane's socket."""

from __future__ import annotations

import http.server
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rigcloud.eks.controlplane import ControlPlane, PlaneError


class Api(http.server.BaseHTTPRequestHandler):
    """Answers as the control API does."""

    def do_GET(self) -> None:
        self._answer(200, [{"name": "a", "ready": True}, {"name": "b", "ready": False}])

    def do_PUT(self) -> None:
        self._answer(400, {"error": "podCidr is wrong"})

    def do_DELETE(self) -> None:
        self._answer(404, {"error": "no such node"})

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def _answer(self, status: int, document: Any) -> None:
        # Read wholly: a connection that is closed with bytes unread breaks the caller's pipe.
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(directory: Path) -> Iterator[None]:
    descriptor = os.open(directory, os.O_PATH | os.O_DIRECTORY)
    with socketserver.ThreadingUnixStreamServer(f"/proc/self/fd/{descriptor}/control.sock", Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
    os.close(descriptor)


@pytest.fixture
def plane(tmp_path: Path) -> Iterator[ControlPlane]:
    deep = tmp_path / ("deep" * 20) / ("er" * 30)
    deep.mkdir(parents=True)
    with serving(deep):
        yield ControlPlane(deep, {})


def test_a_socket_is_reached_however_deep_its_directory_lies(plane: ControlPlane) -> None:
    assert len(str(plane.directory)) > 108
    assert plane.ready_nodes() == {"a"}


def test_a_refusal_says_what_the_control_plane_said(plane: ControlPlane) -> None:
    with pytest.raises(PlaneError, match=r"PUT /nodes/n: 400 .*podCidr is wrong"):
        plane.put_node("n", {})


def test_deleting_what_is_gone_is_no_error(plane: ControlPlane) -> None:
    plane.delete_node("n")

"""One control plane: a process of rig/target/controlplane, its files, its API and its control socket."""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..process import ProcessId, end
from ..state import write_atomically
from .kube import KubeClient

BINARY = Path(__file__).resolve().parents[3] / "target" / "controlplane"
START_PATIENCE = 180.0  # it takes 4 s; a machine that builds beside it may take a minute


class PlaneError(Exception):
    """A control plane that doesn't do what it should; the message says where to look."""


class ControlPlane:
    """Starts, asks and ends one control plane. Its methods may be called from several threads."""

    def __init__(self, directory: Path, config: dict[str, Any]) -> None:
        self.directory = directory
        self._config = {**config, "dataDir": str(directory)}
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._kube: KubeClient | None = None

    def start(self) -> None:
        """Starts the process, in a session of its own so that no terminal's signal reaches it."""
        if not BINARY.exists():
            raise PlaneError(f"{BINARY} is missing: run rig/build")
        self.directory.mkdir(parents=True, exist_ok=True)
        write_atomically(self.directory / "config.json", json.dumps(self._config, indent=2))
        with (self.directory / "controlplane.out").open("ab") as log:
            self._process = subprocess.Popen(
                [str(BINARY), "serve", "--config", str(self.directory / "config.json")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        identity = ProcessId.of(self._process.pid)
        if identity:
            write_atomically(self.directory / "process.json", json.dumps(identity.to_json()))

    def await_ready(self) -> None:
        """Waits until the API server is ready and the controllers act."""
        deadline = time.monotonic() + START_PATIENCE
        self._await("its endpoint", deadline, (self.directory / "endpoint").exists)
        self._kube = KubeClient(self.endpoint, self.directory)
        self._await("/readyz", deadline, self._kube.ready)
        self._await("its control socket", deadline, lambda: self._responds("GET", "/healthz"))
        # The service account controller makes it: so the controllers run, and pods can be admitted.
        account = "/api/v1/namespaces/kube-system/serviceaccounts/default"
        self._await("its controllers", deadline, lambda: self.kube.get(account) is not None)

    def _await(self, what: str, deadline: float, condition: Callable[[], bool]) -> None:
        while not condition():
            if self._process is None or self._process.poll() is not None or self._ended:
                raise PlaneError(
                    f"the control plane ended while starting: see {self.directory}/controlplane.out"
                )
            if time.monotonic() > deadline:
                raise PlaneError(f"the control plane didn't reach {what} in time: see {self.directory}")
            time.sleep(0.03)

    @property
    def endpoint(self) -> str:
        """URL of the API server."""
        return (self.directory / "endpoint").read_text().strip()

    @property
    def certificate_authority(self) -> str:
        """The CA's PEM in base64, as DescribeCluster gives it."""
        return base64.b64encode((self.directory / "ca.crt").read_bytes()).decode()

    @property
    def kube(self) -> KubeClient:
        """A client of the API server with the administrator's certificate."""
        if self._kube is None:
            raise PlaneError("the control plane isn't ready")
        return self._kube

    def put_node(self, name: str, node: dict[str, Any]) -> None:
        """Registers a node."""
        self._control("PUT", f"/nodes/{quote(name)}", node)

    def delete_node(self, name: str) -> None:
        """Removes a node."""
        self._control("DELETE", f"/nodes/{quote(name)}")

    def ready_nodes(self) -> set[str]:
        """Names of the nodes that are Ready."""
        return {node["name"] for node in self._control("GET", "/nodes") or [] if node["ready"]}

    def put_fargate(self, profile: str, document: dict[str, Any]) -> None:
        """Adds a Fargate profile."""
        self._control("PUT", f"/fargate/{quote(profile)}", document)

    def delete_fargate(self, profile: str) -> None:
        """Removes a Fargate profile."""
        self._control("DELETE", f"/fargate/{quote(profile)}")

    def stop(self, grace: float = 10.0) -> None:
        """Ends the process; the data stays."""
        self._ended = True
        if self._process is None:
            return
        identity = ProcessId.of(self._process.pid) if self._process.poll() is None else None
        if identity:
            end([identity], grace)
        self._process.wait()

    def remove(self) -> None:
        """Ends the process and removes its data."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _responds(self, method: str, path: str) -> bool:
        try:
            self._control(method, path)
        except (OSError, PlaneError):
            return False
        return True

    def _control(self, method: str, path: str, document: Any = None) -> Any:
        connection = _SocketConnection(self.directory / "control.sock")
        try:
            body = None if document is None else json.dumps(document)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        if response.status >= 300 and not (method == "DELETE" and response.status == 404):
            raise PlaneError(f"{method} {path}: {response.status} {raw.decode(errors='replace')}")
        try:
            return json.loads(raw) if raw else None
        except ValueError:
            return None


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        """Goes by the socket's directory: a socket's own path may have 108 bytes at most."""
        directory = os.open(self._path.parent, os.O_PATH | os.O_DIRECTORY)
        try:
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self.timeout)
            self.sock.connect(f"/proc/self/fd/{directory}/{self._path.name}")
        finally:
            os.close(directory)

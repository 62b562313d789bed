"""A client for the few things that EKS itself does inside a cluster."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from ..state import write_atomically

PLURALS = {
    "ClusterRole": "clusterroles",
    "ClusterRoleBinding": "clusterrolebindings",
    "ConfigMap": "configmaps",
    "CustomResourceDefinition": "customresourcedefinitions",
    "DaemonSet": "daemonsets",
    "Deployment": "deployments",
    "PodDisruptionBudget": "poddisruptionbudgets",
    "Role": "roles",
    "RoleBinding": "rolebindings",
    "Service": "services",
    "ServiceAccount": "serviceaccounts",
    "StorageClass": "storageclasses",
}


class KubeError(Exception):
    """An answer of the API server that wasn't expected."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


class KubeClient:
    """Speaks JSON to one API server with a client certificate. Each thread has a connection of its own."""

    def __init__(self, endpoint: str, directory: Path) -> None:
        address = urlsplit(endpoint)
        self._host, self._port = address.hostname or "127.0.0.1", address.port
        self._context = _context(directory)
        self._connections = threading.local()

    def ready(self) -> bool:
        """Whether /readyz says so."""
        try:
            return self._call("GET", "/readyz", None)[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> dict[str, Any] | None:
        """The object, or None where there is none."""
        status, raw = self._call("GET", path, None)
        return None if status == 404 else _object(status, raw)

    def create(self, manifest: dict[str, Any]) -> bool:
        """Creates an object; False when it is already there."""
        body = json.dumps(manifest)
        status, raw = self._call("POST", collection(manifest), body)
        if status == 409:
            return False
        _object(status, raw)
        return True

    def replace(self, manifest: dict[str, Any]) -> None:
        """Puts an object in the place of the one of its name."""
        path = f"{collection(manifest)}/{manifest['metadata']['name']}"
        _object(*self._call("PUT", path, json.dumps(manifest)))

    def delete(self, manifest: dict[str, Any]) -> None:
        """Deletes an object, if it is there."""
        path = f"{collection(manifest)}/{manifest['metadata']['name']}"
        status, raw = self._call("DELETE", path, None)
        if status != 404:
            _object(status, raw)

    def _call(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        kept: http.client.HTTPSConnection | None = getattr(self._connections, "kept", None)
        if kept:
            try:
                return _exchange(kept, method, path, body)
            except (OSError, http.client.HTTPException):
                kept.close()  # the server may end a kept connection at any time: once more, on a new one
        fresh = http.client.HTTPSConnection(self._host, self._port, timeout=30, context=self._context)
        self._connections.kept = None
        answer = _exchange(fresh, method, path, body)
        self._connections.kept = fresh
        return answer


def _exchange(
    connection: http.client.HTTPSConnection, method: str, path: str, body: str | None
) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "eks"}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def collection(manifest: dict[str, Any]) -> str:
    """The path of an object's collection."""
    version = manifest["apiVersion"]
    root = f"/apis/{version}" if "/" in version else f"/api/{version}"
    namespace = manifest["metadata"].get("namespace")
    middle = f"/namespaces/{namespace}" if namespace else ""
    return f"{root}{middle}/{PLURALS[manifest['kind']]}"


def _object(status: int, raw: bytes) -> dict[str, Any]:
    if status >= 300:
        raise KubeError(status, raw.decode(errors="replace"))
    found: dict[str, Any] = json.loads(raw)
    return found


def _context(directory: Path) -> ssl.SSLContext:
    """TLS by admin.kubeconfig: Python's ssl wants its certificate and key in a file."""
    config = yaml.safe_load((directory / "admin.kubeconfig").read_text())
    user = config["users"][0]["user"]
    certificate = base64.b64decode(user["client-certificate-data"]).decode()
    key = base64.b64decode(user["client-key-data"]).decode()
    write_atomically(directory / "admin.pem", certificate + key)
    context = ssl.create_default_context(cafile=str(directory / "ca.crt"))
    context.load_cert_chain(directory / "admin.pem")
    return context

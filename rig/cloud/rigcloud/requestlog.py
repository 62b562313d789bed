"""aws-requests.log: one JSON line for each request to the AWS endpoint, written when it was answered."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DETAILS = "rigcloud.log"


def details_of(environ: WSGIEnvironment) -> dict[str, Any]:
    """The request's line so far. A part that knows more (resource, errorCode, decision) adds to it."""
    details: dict[str, Any] = environ.setdefault(DETAILS, {})
    return details


class RequestLog:
    """The outermost WSGI layer. Thread-safe; a line is written whole."""

    def __init__(self, app: WSGIApplication, path: Path) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = time.monotonic()
        answer: dict[str, Any] = {}

        def recording(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer["status"] = int(status.split(maxsplit=1)[0])
            for name, value in headers:
                if name.lower() == "x-amzn-errortype":
                    answer["errorCode"] = value.partition(":")[0]
            return start_response(status, headers, exc_info)

        details_of(environ)
        try:
            return self._app(environ, recording)
        finally:
            if "action" in environ[DETAILS]:
                self._write(environ, answer, time.monotonic() - started)

    def _write(self, environ: WSGIEnvironment, answer: dict[str, Any], took: float) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": environ["REQUEST_METHOD"],
            "path": environ.get("PATH_INFO", ""),
            "status": None,
            **answer,
            "ms": round(took * 1000),
            **environ[DETAILS],
        }
        with self._lock:
            self._file.write(json.dumps(line, separators=(",", ":")) + "\n")

"""The one long-lived process of a rig: serves the AWS endpoint and owns the control planes."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from . import plugins
from .app import Application, Registry, Rig, Services
from .environment import export_lines
from .process import ProcessId
from .requestlog import RequestLog
from .state import StateDirectory, write_atomically
from .tls import issuer_context

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class QuietHandler(WSGIRequestHandler):
    """HTTP/1.1, and no line per request: aws-requests.log has them."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing."""


def serve(state: StateDirectory) -> None:
    """Serves until SIGTERM or SIGINT, then ends what it started."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    aws = make_server("127.0.0.1", 0, _not_ready, threaded=True, request_handler=QuietHandler)
    issuers = make_server(
        "127.0.0.1",
        0,
        _not_ready,
        threaded=True,
        request_handler=QuietHandler,
        ssl_context=issuer_context(state),
    )
    rig = Rig(state, f"http://127.0.0.1:{aws.port}", f"https://127.0.0.1:{issuers.port}")
    registry = Registry(rig)
    try:
        aws.app = issuers.app = _application(registry)
        for server in (aws, issuers):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        _announce(rig)
        stopping.wait()
    finally:
        for closer in reversed(registry.closers):
            closer()
        say("ended")


def say(text: str) -> None:
    """A line in cloud.log."""
    sys.stderr.write(f"rig: {text}\n")
    sys.stderr.flush()


def _application(registry: Registry) -> WSGIApplication:
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - half a second that `up` and `down` do without
        DomainDispatcherApplication,
        create_backend_app,
    )

    registry.routes["/_rig/health"] = lambda _: Response("ok\n", content_type="text/plain")
    plugins.register_all(registry)
    services = Services(registry.services, DomainDispatcherApplication(create_backend_app))
    return RequestLog(Application(registry, services), registry.rig.state.request_log)


def _not_ready(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("503 Service Unavailable", [("Content-Length", "0")])
    return []


def _announce(rig: Rig) -> None:
    me = ProcessId.of(os.getpid())
    assert me is not None
    write_atomically(rig.state.env_file, export_lines(rig.endpoint, rig.state))
    document = {"endpoint": rig.endpoint, "supervisor": me.to_json()}
    write_atomically(rig.state.rig_file, json.dumps(document, indent=2) + "\n")
    say(f"serving {rig.endpoint}")

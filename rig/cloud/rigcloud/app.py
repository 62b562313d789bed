"""
How the parts of the AWS endpoint plug together.

A request passes: request log -> `/_rig`, `/token` and `/id` routes -> signature check -> middlewares of
the parts, in the order of `plugins.MODULES` -> a service of ours, or moto.
Each part is a module with `register(registry)`; see `plugins`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .authentication import Authentication, caller_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from .state import StateDirectory

Patch = Callable[[], None]
Middleware = Callable[["WSGIApplication"], "WSGIApplication"]
Handler = Callable[[Request], Response]
Closer = Callable[[], None]


@dataclass(frozen=True)
class Rig:
    """What every part may know of the rig that it runs in."""

    state: StateDirectory
    endpoint: str
    """URL of the AWS endpoint, without a slash at its end."""
    issuer_endpoint: str
    """URL of the HTTPS endpoint that serves the clusters' OIDC issuers."""


@dataclass
class Registry:
    """Where the parts register, once, before the first request."""

    rig: Rig
    patches: list[Patch] = field(default_factory=list)
    """Change moto in place."""
    middlewares: list[Middleware] = field(default_factory=list)
    """Wrap the services, the first one outermost. `authentication.caller_of(environ)` says who calls."""
    services: dict[str, WSGIApplication] = field(default_factory=dict)
    """Whole services of ours instead of moto's, by signing name."""
    routes: dict[str, Handler] = field(default_factory=dict)
    """Unsigned routes by path prefix, for the rig's own tools."""
    closers: list[Closer] = field(default_factory=list)
    """Run when the rig ends, the last one first."""


class Application:
    """The WSGI application of the AWS endpoint."""

    def __init__(self, registry: Registry, services: WSGIApplication) -> None:
        self._routes = sorted(registry.routes.items(), key=lambda route: -len(route[0]))
        app = services
        for middleware in reversed(registry.middlewares):
            app = middleware(app)
        self._signed = Authentication(app)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for prefix, handler in self._routes:
            if path == prefix or path.startswith(prefix.rstrip("/") + "/"):
                return handler(Request(environ))(environ, start_response)
        return self._signed(environ, start_response)


class Services:
    """Sends a signed request to the service that it names."""

    def __init__(self, services: dict[str, WSGIApplication], otherwise: WSGIApplication) -> None:
        self._services = services
        self._otherwise = otherwise

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        caller = caller_of(environ)
        # The few actions that AWS takes unsigned are all of STS.
        app = self._services.get(caller.service if caller else "sts", self._otherwise)
        return app(environ, start_response)

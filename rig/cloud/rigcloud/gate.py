"""
Lets an operation pass only if its answer can be believed (gate.toml) and the caller may ask; else 501, 403.

For the emulator's services the permission is decided by action alone; their resources aren't evaluated yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from . import ec2, iam
from .access import ANY_RESOURCE, Access, Demand
from .answers import Refusal
from .app import Registry
from .authentication import Caller, caller_of, operation_in
from .failure import not_implemented
from .s3 import ACCOUNT_HEADER
from .subject import Subject, subject_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Rule = Callable[[Subject, str, Mapping[str, str]], None]
_RULES: Mapping[str, Rule] = {"ec2": ec2.check, "iam": iam.check}


@cache
def services() -> Mapping[str, Mapping[str, Any]]:
    """What gate.toml says."""
    return tomllib.loads((Path(__file__).with_name("gate.toml")).read_text())


def reason_against(service: str, operation: str | None) -> str | None:
    """Why an operation isn't answered, or None where it is."""
    listed = services().get(service)
    if listed is None:
        return f"the rig doesn't implement {service} at all"
    if listed["by"] == "emulator" and operation not in listed["operations"]:
        return (
            f"the rig doesn't implement {service}:{operation or 'this operation'}: "
            "it isn't in rig/cloud/rigcloud/gate.toml"
        )
    return None


def register_with(registry: Registry, access: Access) -> None:
    """Stands before everything else."""
    registry.patches.append(iam.patch)
    registry.middlewares.append(lambda app: Gate(app, access))


class Gate:
    """WSGI layer for every signed request."""

    def __init__(self, app: WSGIApplication, access: Access) -> None:
        self._app = app
        self._access = access

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        caller = caller_of(environ)
        if caller is None:
            return self._app(environ, start_response)
        try:
            self._admit(environ, caller)
        except Refusal as failure:
            return failure.answer(caller.service, environ, start_response)
        return self._app(environ, start_response)

    def _admit(self, environ: WSGIEnvironment, caller: Caller) -> None:
        operation = operation_in(environ)
        name = operation.name if operation else None
        reason = reason_against(caller.service, name)
        if reason:
            raise not_implemented(reason)
        if services()[caller.service]["by"] == "rig":
            return
        # The emulator would believe the caller's own header: only the rig says whose account it is.
        environ[ACCOUNT_HEADER] = caller.account
        subject = subject_of(caller.principal)
        self._access.require(subject, Demand(f"{caller.service}:{name}", ANY_RESOURCE, caller.account))
        rule = _RULES.get(caller.service)
        if rule and name:
            rule(subject, name, _form(environ))


def _form(environ: WSGIEnvironment) -> dict[str, str]:
    stream = environ["wsgi.input"]
    body = stream.read().decode("utf-8", "replace")
    stream.seek(0)
    return dict(parse_qsl(body or environ.get("QUERY_STRING", ""), keep_blank_values=True))

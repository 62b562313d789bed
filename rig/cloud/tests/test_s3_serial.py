"""Writes to S3 go one after the other: only so is a conditional write decided for sure."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import Any

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends

from rigcloud.access import Access, DecisionLog
from rigcloud.authentication import Caller
from rigcloud.operations import Operation
from rigcloud.principals import Principal
from rigcloud.s3 import S3

from .clients import allow, json_policy

ACCOUNT = "444444444444"


class Watched:
    """Stands for the emulator: notes whether a second request comes in while the first is inside."""

    def __init__(self) -> None:
        self.met = False
        self._inside = 0
        self._two = threading.Event()
        self._lock = threading.Lock()

    def __call__(self, _environ: Any, start_response: Any) -> Iterable[bytes]:
        with self._lock:
            self._inside += 1
            if self._inside == 2:
                self._two.set()
        self.met = self._two.wait(0.3) or self.met
        with self._lock:
            self._inside -= 1
        start_response("200 OK", [])
        return []


def administrator() -> Principal:
    iam = iam_backends[ACCOUNT]["aws"]
    user = iam.create_user(region_name="us-east-1", user_name="writer", path="/", tags=[])
    user.put_policy("all", json_policy(allow("*")))
    return Principal("AKIA", "secret", ACCOUNT, user.arn, user.id)


def test_two_writes_are_never_inside_at_once() -> None:
    s3_backends[ACCOUNT]["aws"].create_bucket("serial", "us-east-1")
    watched = Watched()
    layer = S3(watched, Access(DecisionLog(None)))
    caller = Caller(administrator(), "us-east-1", "s3")

    def put() -> None:
        environ = {
            "REQUEST_METHOD": "PUT",
            "wsgi.input": io.BytesIO(b"x"),
            "rigcloud.caller": caller,
            "rigcloud.operation": Operation("PutObject", {"Bucket": "serial", "Key": "x"}),
        }
        statuses: list[str] = []
        list(layer(environ, lambda status, *_: statuses.append(status)))  # type: ignore[arg-type]
        assert statuses == ["200 OK"]

    threads = [threading.Thread(target=put) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not watched.met

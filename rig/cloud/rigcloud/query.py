"""The query protocol: parameters in, XML out. What a caller sends and no one reads is refused."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from .failure import not_implemented, refusal
from .service import Call, Response

_ALWAYS = frozenset({"Action", "Version"})


class QueryInput:
    """The parameters of one call."""

    def __init__(self, call: Call) -> None:
        self._operation = f"{call.service}:{call.operation}"
        self._values = {
            name: value
            for name, value in call.form().items()
            if name not in _ALWAYS and not name.startswith("X-Amz-")
        }
        self._read: set[str] = set()

    def get(self, name: str, default: str = "") -> str:
        """A parameter, or the default where it is absent."""
        self._read.add(name)
        return self._values.get(name, default)

    def text(self, name: str) -> str:
        """A parameter that must be there."""
        value = self.get(name)
        if not value:
            raise refusal("ValidationError", f"{name} is missing")
        return value

    def has(self, name: str) -> bool:
        """Whether a parameter was sent."""
        self._read.add(name)
        return name in self._values

    def flag(self, name: str) -> bool:
        """A boolean parameter."""
        return self.get(name).lower() == "true"

    def members(self, name: str) -> list[str]:
        """A list of strings: `name.member.1`, `name.member.2` ..."""
        return [item[""] for item in self.structures(name) if "" in item]

    def structures(self, name: str) -> list[dict[str, str]]:
        """A list of flat structures: `name.member.1.Key`, `name.member.1.Value` ..."""
        found: dict[int, dict[str, str]] = {}
        for key, value in self._values.items():
            match = re.fullmatch(rf"{re.escape(name)}\.member\.(\d+)(?:\.(\w+))?", key)
            if match:
                self._read.add(key)
                found.setdefault(int(match[1]), {})[match[2] or ""] = value
        self._read.add(name)
        return [found[index] for index in sorted(found)]

    def done(self) -> None:
        """Refuses whatever wasn't read."""
        unread = sorted(set(self._values) - self._read)
        if unread:
            raise not_implemented(f"the rig doesn't implement parameter {unread[0]} of {self._operation}")


def query_response(call: Call, namespace: str, result: Mapping[str, Any] | None) -> Response:
    """An answer of the query protocol. None leaves the result element away."""
    inner = ""
    if result is not None:
        inner = f"<{call.operation}Result>{xml(result)}</{call.operation}Result>"
    metadata = f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
    name = f"{call.operation}Response"
    body = f'<{name} xmlns="{namespace}">{inner}{metadata}</{name}>'
    return 200, {"Content-Type": "text/xml"}, body.encode()


def xml(value: Any) -> str:
    """Mappings become elements, sequences `member` elements; None is left away."""
    if isinstance(value, Mapping):
        return "".join(f"<{name}>{xml(item)}</{name}>" for name, item in value.items() if item is not None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(f"<member>{xml(item)}</member>" for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value))

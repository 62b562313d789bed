"""/_rig/image-check: whether an image is in a registry of the rig, or in one of AWS's own."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from werkzeug.wrappers import Request, Response

from .. import ecr_store
from ..ecr_store import Found
from . import registries

_REFERENCE = re.compile(
    r"(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/"
    r"(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>.+))?"
)


def check(request: Request) -> Response:
    """Answers the fake kubelet."""
    reference = request.args.get("ref", "")
    image = find(reference)
    answer: dict[str, Any] = {"present": False}
    if image:
        answer = {"present": True, "digest": image.digest, "labels": image.labels}
    return Response(json.dumps(answer), content_type="application/json")


def find(reference: str) -> Found | None:
    """The image that an ECR reference names, in whichever account and region of the rig; None if absent."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    region, repository = match["region"], match["repository"]
    if match["account"] == registries.account_of(region):
        if not registries.holds(repository):
            return None
        digest = match["digest"] or f"sha256:{hashlib.sha256(reference.encode()).hexdigest()}"
        return Found(digest, {})
    wanted = match["digest"] or match["tag"] or "latest"
    return ecr_store.find_image(match["account"], region, repository, wanted)

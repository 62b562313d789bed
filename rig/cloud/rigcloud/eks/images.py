"""/_rig/image-check: whether an image is in a registry of the rig, or in one of AWS's own."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

from . import registries

_REFERENCE = re.compile(
    r"(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/"
    r"(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>.+))?"
)


@dataclass(frozen=True)
class Image:
    """An image that is there."""

    digest: str
    labels: dict[str, str]


def check(request: Request) -> Response:
    """Answers the fake kubelet."""
    reference = request.args.get("ref", "")
    image = find(reference)
    answer: dict[str, Any] = {"present": False}
    if image:
        answer = {"present": True, "digest": image.digest, "labels": image.labels}
    return Response(json.dumps(answer), content_type="application/json")


def find(reference: str) -> Image | None:
    """The image that an ECR reference names, in whichever account and region of the rig; None if absent."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    region, repository = match["region"], match["repository"]
    if match["account"] == registries.account_of(region):
        if not registries.holds(repository):
            return None
        digest = match["digest"] or f"sha256:{hashlib.sha256(reference.encode()).hexdigest()}"
        return Image(digest, {})
    wanted = match["digest"] or match["tag"] or "latest"
    return _in_rig(match["account"], region, repository, wanted)


def _in_rig(account: str, region: str, name: str, wanted: str) -> Image | None:
    from moto.ecr.models import ecr_backends  # noqa: PLC0415 - loaded on first use

    if account not in ecr_backends:
        return None
    repository = ecr_backends[account][region].repositories.get(name)
    for image in repository.images if repository else []:
        digest = str(image.get_image_digest())
        if wanted in {digest, *image.image_tags}:
            return Image(digest, {})
    return None

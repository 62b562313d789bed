"""Layers: uploaded in parts, checked by their digest, downloaded by a link that only ECR gives."""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as HttpResponse

from .ecr_images import repository_of
from .ecr_store import STORE, digest_of
from .failure import refusal
from .service import Call, JsonInput

Answer = Mapping[str, Any]
ROUTE = "/_rig/ecr-layer"
_PART = 10 * 1024 * 1024


@dataclass
class Links:
    """Which layers may be downloaded, by a secret; safe for use by several threads."""

    endpoint: str = ""
    _by_secret: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def make(self, digest: str) -> str:
        """A link to one layer."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._by_secret[secret] = digest
        return f"{self.endpoint}{ROUTE}/{secret}"

    def digest(self, secret: str) -> str | None:
        """What a link is for."""
        with self._lock:
            return self._by_secret.get(secret)


LINKS = Links()
_UPLOADS: dict[str, bytearray] = {}


def initiate_upload(call: Call, given: JsonInput) -> Answer:
    """Begins an upload."""
    repository_of(call, given)
    given.done()
    identity = str(uuid.uuid4())
    with STORE.lock:
        _UPLOADS[identity] = bytearray()
    return {"uploadId": identity, "partSize": _PART}


def upload_part(call: Call, given: JsonInput) -> Answer:
    """The next part; it begins where the last one ended."""
    repository, identity = repository_of(call, given), given.text("uploadId")
    first, last, content = given.get("partFirstByte"), given.get("partLastByte"), given.blob("layerPartBlob")
    given.done()
    with STORE.lock:
        upload = _upload(identity)
        if first != len(upload) or last != first + len(content) - 1:
            text = f"The part begins at {first} and ends at {last}; {len(upload)} bytes are there"
            raise refusal("InvalidLayerPartException", text)
        upload += content
        received = len(upload)
    return {
        "registryId": repository.account,
        "repositoryName": repository.name,
        "uploadId": identity,
        "lastByteReceived": received - 1,
    }


def complete_upload(call: Call, given: JsonInput) -> Answer:
    """Keeps the layer, if it is what the digest says."""
    repository, identity = repository_of(call, given), given.text("uploadId")
    claimed = given.get("layerDigests", [])
    given.done()
    with STORE.lock:
        content = bytes(_upload(identity))
        if not content:
            raise refusal("EmptyUploadException", f"The upload {identity} has no parts")
        digest = digest_of(content)
        if claimed != [digest]:
            raise refusal("InvalidLayerException", f"The layer has digest {digest}, not {claimed}")
        if digest in repository.blobs:
            raise refusal("LayerAlreadyExistsException", f"The layer {digest} already exists")
        STORE.put_blob(repository, content)
        del _UPLOADS[identity]
    return {
        "registryId": repository.account,
        "repositoryName": repository.name,
        "uploadId": identity,
        "layerDigest": digest,
    }


def _upload(identity: str) -> bytearray:
    if identity not in _UPLOADS:
        raise refusal("UploadNotFoundException", f"The upload {identity} could not be found")
    return _UPLOADS[identity]


def check_layers(call: Call, given: JsonInput) -> Answer:
    """Which layers are in the repository."""
    repository, digests = repository_of(call, given), given.get("layerDigests", [])
    given.done()
    layers = [
        {"layerDigest": digest, "layerAvailability": "AVAILABLE", "layerSize": STORE.blob_size(digest)}
        if digest in repository.blobs
        else {"layerDigest": digest, "layerAvailability": "UNAVAILABLE"}
        for digest in digests
    ]
    return {"layers": layers, "failures": []}


def download_url(call: Call, given: JsonInput) -> Answer:
    """A link to a layer of the repository."""
    repository, digest = repository_of(call, given), given.text("layerDigest")
    given.done()
    if digest not in repository.blobs:
        raise refusal("LayersNotFoundException", f"The layer with digest '{digest}' cannot be found")
    return {"downloadUrl": LINKS.make(digest), "layerDigest": digest}


def download(request: Request) -> HttpResponse:
    """Follows a link."""
    digest = LINKS.digest(request.path.rpartition("/")[2])
    if digest is None:
        return HttpResponse("no such link\n", 403)
    return HttpResponse(STORE.blob(digest), content_type="application/octet-stream")

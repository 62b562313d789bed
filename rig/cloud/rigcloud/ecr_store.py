"""Image registries of every account and region: repositories, manifests by their true digest, layers."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .failure import not_implemented, refusal

_NAME = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_INDEXES = frozenset(
    {
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.index.v1+json",
    }
)
_MANIFESTS = frozenset(
    {
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
    }
)


def digest_of(content: bytes) -> str:
    """What names content in a registry."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass(frozen=True)
class Manifest:
    """A manifest's very bytes, and what they refer to."""

    text: str
    media_type: str
    blobs: tuple[tuple[str, int], ...]
    manifests: tuple[str, ...]
    config: str | None

    @property
    def digest(self) -> str:
        """The hash of its bytes."""
        return digest_of(self.text.encode())

    @property
    def size(self) -> int:
        """As ECR counts it: the layers, compressed."""
        return sum(size for digest, size in self.blobs if digest != self.config)

    @staticmethod
    def parse(text: str, media_type: str | None) -> Manifest:
        """Reads a manifest or an index; another kind is refused."""
        try:
            document = json.loads(text)
            kind = media_type or document.get("mediaType", "")
            return Manifest._read(text, kind, document)
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise refusal("InvalidParameterException", f"imageManifest can't be read: {e}") from e

    @staticmethod
    def _read(text: str, kind: str, document: dict[str, Any]) -> Manifest:
        if kind in _INDEXES:
            listed = tuple(str(one["digest"]) for one in document["manifests"])
            return Manifest(text, kind, (), listed, None)
        if kind not in _MANIFESTS:
            raise not_implemented(f"the rig doesn't implement manifests of media type {kind or '(none)'}")
        parts = [document["config"], *document["layers"]]
        blobs = tuple((str(one["digest"]), int(one["size"])) for one in parts)
        return Manifest(text, kind, blobs, (), str(document["config"]["digest"]))


@dataclass
class Image:
    """A manifest with its tags."""

    manifest: Manifest
    tags: list[str] = field(default_factory=list)
    pushed: float = field(default_factory=time.time)


@dataclass
class Repository:
    """One repository. Changed only under the store's lock."""

    account: str
    region: str
    name: str
    immutable: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    policy: str | None = None
    created: float = field(default_factory=time.time)
    images: dict[str, Image] = field(default_factory=dict)
    blobs: set[str] = field(default_factory=set)

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:aws:ecr:{self.region}:{self.account}:repository/{self.name}"

    @property
    def uri(self) -> str:
        """What image references begin with."""
        return f"{self.account}.dkr.ecr.{self.region}.amazonaws.com/{self.name}"

    def find(self, tag: str | None, digest: str | None) -> Image | None:
        """By digest, by tag, or by both agreeing."""
        for image in self.images.values():
            if digest in (None, image.manifest.digest) and (tag is None or tag in image.tags):
                return image
        return None


class Store:
    """All registries. Layers lie as files in a folder; thread-safe."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._repositories: dict[tuple[str, str], dict[str, Repository]] = {}
        self._folder: Path | None = None

    def keep_in(self, folder: Path) -> None:
        """Where layers go; those of an earlier run belong to no repository any more."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def all(self, place: tuple[str, str]) -> list[Repository]:
        """Repositories by name."""
        with self.lock:
            found = self._repositories.get(place, {})
            return [found[name] for name in sorted(found)]

    def get(self, place: tuple[str, str], name: str) -> Repository:
        """A repository, or a refusal."""
        with self.lock:
            found = self._repositories.get(place, {}).get(name)
        if found is None:
            text = f"The repository with name '{name}' does not exist in the registry with id '{place[0]}'"
            raise refusal("RepositoryNotFoundException", text)
        return found

    def add(self, repository: Repository) -> None:
        """A new repository, if its name is free and well formed."""
        if not _NAME.fullmatch(repository.name) or not 2 <= len(repository.name) <= 256:
            raise refusal("InvalidParameterException", f"repositoryName {repository.name} is invalid")
        with self.lock:
            here = self._repositories.setdefault((repository.account, repository.region), {})
            if repository.name in here:
                text = f"The repository with name '{repository.name}' already exists"
                raise refusal("RepositoryAlreadyExistsException", text)
            here[repository.name] = repository

    def drop(self, repository: Repository) -> None:
        """Forgets a repository; layers may be of others, too."""
        with self.lock:
            del self._repositories[repository.account, repository.region][repository.name]

    def put_blob(self, repository: Repository, content: bytes) -> str:
        """Keeps a layer; returns its digest."""
        digest = digest_of(content)
        with self.lock:
            self._path(digest).write_bytes(content)
            repository.blobs.add(digest)
        return digest

    def blob(self, digest: str) -> bytes:
        """A layer's bytes."""
        return self._path(digest).read_bytes()

    def blob_size(self, digest: str) -> int:
        """A layer's length."""
        return self._path(digest).stat().st_size

    def _path(self, digest: str) -> Path:
        assert self._folder is not None
        if not _DIGEST.fullmatch(digest):
            raise refusal("InvalidParameterException", f"layer digest {digest} is invalid")
        return self._folder / digest.removeprefix("sha256:")


STORE = Store()


@dataclass(frozen=True)
class Found:
    """An image that is in a registry, for whoever would run it."""

    digest: str
    labels: dict[str, str]


def find_image(account: str, region: str, repository: str, wanted: str) -> Found | None:
    """An image by tag or digest; its labels are read from its config, where that is in the registry."""
    here = {one.name: one for one in STORE.all((account, region))}.get(repository)
    if here is None:
        return None
    by_digest = wanted.startswith("sha256:")
    image = here.find(None, wanted) if by_digest else here.find(wanted, None)
    return Found(image.manifest.digest, _labels(here, image.manifest)) if image else None


def _labels(repository: Repository, manifest: Manifest) -> dict[str, str]:
    if manifest.config is None or manifest.config not in repository.blobs:
        return {}
    try:
        config = json.loads(STORE.blob(manifest.config)).get("config") or {}
    except (ValueError, AttributeError):
        return {}
    return {str(key): str(value) for key, value in (config.get("Labels") or {}).items()}

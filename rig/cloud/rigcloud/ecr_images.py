"""Images of a repository: put, got, listed, described, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .ecr_store import STORE, Image, Manifest, Repository
from .failure import not_implemented, refusal
from .service import Call, JsonInput

Answer = Mapping[str, Any]


def own_registry(call: Call, given: JsonInput) -> None:
    """The rig has no pulls or pushes across accounts by the API."""
    if given.get("registryId", call.account) != call.account:
        raise not_implemented("the rig doesn't implement ECR calls to another account's registry")


def repository_of(call: Call, given: JsonInput) -> Repository:
    """The repository that a call names."""
    own_registry(call, given)
    return STORE.get((call.account, call.region), given.text("repositoryName"))


def put_image(call: Call, given: JsonInput) -> Answer:
    """Every layer, or every manifest of an index, has to be there before."""
    repository, text = repository_of(call, given), given.text("imageManifest")
    manifest = Manifest.parse(text, given.get("imageManifestMediaType"))
    tag, digest = given.get("imageTag"), given.get("imageDigest")
    given.done()
    if digest not in (None, manifest.digest):
        raise refusal("ImageDigestDoesNotMatchException", f"The manifest's digest is {manifest.digest}")
    with STORE.lock:
        _check_references(repository, manifest)
        image = _tagged(repository, manifest, tag)
        return {"image": _document(repository, image, tag)}


def _check_references(repository: Repository, manifest: Manifest) -> None:
    absent = [digest for digest, _ in manifest.blobs if digest not in repository.blobs]
    if absent:
        raise refusal("LayersNotFoundException", f"The layers with digests '{absent}' cannot be found")
    unknown = [digest for digest in manifest.manifests if digest not in repository.images]
    if unknown:
        raise refusal("ReferencedImagesNotFoundException", f"The manifests '{unknown}' cannot be found")
    wrong = [digest for digest, size in manifest.blobs if STORE.blob_size(digest) != size]
    if wrong:
        raise refusal("InvalidParameterException", f"The layer '{wrong[0]}' has another size than stated")


def _tagged(repository: Repository, manifest: Manifest, tag: str | None) -> Image:
    holder = repository.find(tag, None) if tag else None
    image = repository.images.get(manifest.digest)
    if image is not None and (tag is None or holder is image):
        text = f"Image with digest '{manifest.digest}' and tag '{tag}' already exists"
        raise refusal("ImageAlreadyExistsException", text)
    if holder is not None and repository.immutable:
        text = f"The image tag '{tag}' already exists in the '{repository.name}' repository and is immutable"
        raise refusal("ImageTagAlreadyExistsException", text)
    if holder is not None and tag:
        holder.tags.remove(tag)
    image = repository.images.setdefault(manifest.digest, Image(manifest))
    if tag:
        image.tags.append(tag)
    return image


def batch_get(call: Call, given: JsonInput) -> Answer:
    """Manifests as they were put. What isn't there is said so, one by one."""
    repository, accepted = repository_of(call, given), given.get("acceptedMediaTypes")
    ids = given.get("imageIds", [])
    given.done()
    images, failures = [], []
    for identity in ids:
        image = repository.find(identity.get("imageTag"), identity.get("imageDigest"))
        if image is None:
            failures.append(_failure(identity))
        elif accepted and image.manifest.media_type not in accepted:
            raise not_implemented("the rig doesn't convert manifests to another media type")
        else:
            images.append(_document(repository, image, identity.get("imageTag")))
    return {"images": images, "failures": failures}


def batch_delete(call: Call, given: JsonInput) -> Answer:
    """By tag: the tag, and the image with its last one. By digest: the image."""
    repository, ids = repository_of(call, given), given.get("imageIds", [])
    given.done()
    deleted, failures = [], []
    with STORE.lock:
        for identity in ids:
            image = repository.find(identity.get("imageTag"), identity.get("imageDigest"))
            if image is None:
                failures.append(_failure(identity))
                continue
            _delete(repository, image, identity)
            deleted.append({"imageDigest": image.manifest.digest, **identity})
    return {"imageIds": deleted, "failures": failures}


def _delete(repository: Repository, image: Image, identity: Mapping[str, str]) -> None:
    if "imageTag" in identity and "imageDigest" not in identity:
        image.tags.remove(identity["imageTag"])
        if image.tags:
            return
    del repository.images[image.manifest.digest]


def _failure(identity: Mapping[str, str]) -> dict[str, Any]:
    return {
        "imageId": identity,
        "failureCode": "ImageNotFound",
        "failureReason": "Requested image not found",
    }


def _document(repository: Repository, image: Image, tag: str | None) -> dict[str, Any]:
    shown_tag = {"imageTag": tag} if tag else {}
    return {
        "registryId": repository.account,
        "repositoryName": repository.name,
        "imageId": {"imageDigest": image.manifest.digest, **shown_tag},
        "imageManifest": image.manifest.text,
        "imageManifestMediaType": image.manifest.media_type,
    }


def list_images(call: Call, given: JsonInput) -> Answer:
    """An entry for each tag, and one for each image without."""
    repository, wanted = repository_of(call, given), _status(given)
    given.get("maxResults")
    given.done()
    ids: list[dict[str, str]] = []
    for image in repository.images.values():
        digest = {"imageDigest": image.manifest.digest}
        if wanted != "UNTAGGED":
            ids += [{**digest, "imageTag": tag} for tag in image.tags]
        if not image.tags and wanted != "TAGGED":
            ids.append(digest)
    return {"imageIds": ids}


def describe_images(call: Call, given: JsonInput) -> Answer:
    """All images, or those named; one that isn't there refuses the call."""
    repository, wanted, ids = repository_of(call, given), _status(given), given.get("imageIds")
    given.get("maxResults")
    given.done()
    chosen = [_existing(repository, one) for one in ids] if ids else list(repository.images.values())
    return {
        "imageDetails": [
            _detail(repository, image)
            for image in chosen
            if wanted == "ANY" or (wanted == "TAGGED") == bool(image.tags)
        ]
    }


def _status(given: JsonInput) -> str:
    return str((given.get("filter") or {}).get("tagStatus", "ANY"))


def _existing(repository: Repository, identity: Mapping[str, str]) -> Image:
    image = repository.find(identity.get("imageTag"), identity.get("imageDigest"))
    if image is None:
        text = (
            f"The image with imageId {{imageDigest:'{identity.get('imageDigest', 'null')}', "
            f"imageTag:'{identity.get('imageTag', 'null')}'}} does not exist within the repository with "
            f"name '{repository.name}' in the registry with id '{repository.account}'"
        )
        raise refusal("ImageNotFoundException", text)
    return image


def _detail(repository: Repository, image: Image) -> dict[str, Any]:
    sizes = {} if image.manifest.manifests else {"imageSizeInBytes": image.manifest.size}
    return {
        "registryId": repository.account,
        "repositoryName": repository.name,
        "imageDigest": image.manifest.digest,
        **({"imageTags": list(image.tags)} if image.tags else {}),
        **sizes,
        "imagePushedAt": image.pushed,
        "imageManifestMediaType": image.manifest.media_type,
    }

"""Pushes an image that names one of the rig's programs: config, one layer, manifest. See rig/push-image."""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import io
import json
import sys
import tarfile
from typing import Any

CONFIG_TYPE = "application/vnd.docker.container.image.v1+json"
LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip"
MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json"


def main() -> None:
    """Pushes the image that the command line names."""
    parser = argparse.ArgumentParser(prog="rig/push-image", description=__doc__)
    parser.add_argument("--profile", required=True, help="primary or recovery")
    parser.add_argument("--region", required=True)
    parser.add_argument(
        "repository", help="it must exist; its name ends with the program: shop/rig/http-server"
    )
    parser.add_argument("tag")
    arguments = parser.parse_args()
    import boto3  # noqa: PLC0415 - slow to load, and not needed for --help

    ecr = boto3.Session(profile_name=arguments.profile, region_name=arguments.region).client("ecr")
    sys.stdout.write(push(ecr, arguments.repository, arguments.tag) + "\n")


def push(ecr: Any, repository: str, tag: str) -> str:
    """Pushes and answers the image's digest; an image that is there already is left alone."""
    layer, config = contents(repository)
    for blob in (layer, config):
        upload(ecr, repository, blob)
    text = json.dumps(manifest(layer, config), separators=(",", ":"))
    with contextlib.suppress(ecr.exceptions.ImageAlreadyExistsException):
        ecr.put_image(
            repositoryName=repository, imageManifest=text, imageManifestMediaType=MANIFEST_TYPE, imageTag=tag
        )
    return digest(text.encode())


def contents(repository: str) -> tuple[bytes, bytes]:
    """A layer that holds the program's name, and the config of an image of that layer alone."""
    program = repository.rsplit("/", 1)[-1].encode()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        entry = tarfile.TarInfo("program")
        entry.size = len(program)
        tar.addfile(entry, io.BytesIO(program))
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": ["/program"]},
        "rootfs": {"type": "layers", "diff_ids": [digest(plain.getvalue())]},
    }
    return gzip.compress(plain.getvalue(), mtime=0), json.dumps(config).encode()


def manifest(layer: bytes, config: bytes) -> dict[str, Any]:
    """The image manifest, version 2, schema 2."""
    return {
        "schemaVersion": 2,
        "mediaType": MANIFEST_TYPE,
        "config": {"mediaType": CONFIG_TYPE, "size": len(config), "digest": digest(config)},
        "layers": [{"mediaType": LAYER_TYPE, "size": len(layer), "digest": digest(layer)}],
    }


def upload(ecr: Any, repository: str, blob: bytes) -> None:
    """Uploads one blob, unless the repository has it."""
    found = ecr.batch_check_layer_availability(repositoryName=repository, layerDigests=[digest(blob)])
    if any(layer["layerAvailability"] == "AVAILABLE" for layer in found["layers"]):
        return
    started = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
    ecr.upload_layer_part(
        repositoryName=repository,
        uploadId=started,
        partFirstByte=0,
        partLastByte=len(blob) - 1,
        layerPartBlob=blob,
    )
    ecr.complete_layer_upload(repositoryName=repository, uploadId=started, layerDigests=[digest(blob)])


def digest(blob: bytes) -> str:
    """As registries write it."""
    return "sha256:" + hashlib.sha256(blob).hexdigest()


if __name__ == "__main__":
    main()

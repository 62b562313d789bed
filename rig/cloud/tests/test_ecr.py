"""ECR: true digests, layers that have to be there, one registry per account and region."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .clients import PRIMARY, AwsRig, code_of, unique

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def upload(ecr: Any, repository: str, content: bytes, part: int = 1 << 20) -> dict[str, Any]:
    """Uploads a layer in parts; returns its descriptor."""
    identity = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
    for first in range(0, len(content), part):
        piece = content[first : first + part]
        ecr.upload_layer_part(
            repositoryName=repository,
            uploadId=identity,
            partFirstByte=first,
            partLastByte=first + len(piece) - 1,
            layerPartBlob=piece,
        )
    named = {"repositoryName": repository, "uploadId": identity}
    ecr.complete_layer_upload(**named, layerDigests=[digest(content)])
    return {"digest": digest(content), "size": len(content), "mediaType": "application/octet-stream"}


def push(ecr: Any, repository: str, tag: str, labels: dict[str, str] | None = None) -> str:
    """Pushes a small image; returns its manifest."""
    config = json.dumps({"config": {"Labels": labels or {}}, "tag": tag}).encode()
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": upload(ecr, repository, config),
        "layers": [upload(ecr, repository, f"layer of {tag}".encode() * 50, 100)],
    }
    text = json.dumps(manifest, indent=3)
    ecr.put_image(repositoryName=repository, imageManifest=text, imageTag=tag)
    return text


def repository(aws: AwsRig, **arguments: Any) -> tuple[Any, str]:
    ecr, name = aws.client("ecr"), unique("shop/web")
    ecr.create_repository(repositoryName=name, **arguments)
    return ecr, name


def image_check(aws: AwsRig, reference: str) -> Any:
    with urllib.request.urlopen(f"{aws.endpoint}/_rig/image-check?ref={reference}", timeout=5) as response:
        return json.load(response)


def test_a_digest_is_the_hash_of_the_manifests_bytes(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    text = push(ecr, name, "1.0")
    detail = ecr.describe_images(repositoryName=name)["imageDetails"][0]
    assert detail["imageDigest"] == digest(text.encode())
    assert detail["imageTags"] == ["1.0"]
    assert detail["imageSizeInBytes"] == len("layer of 1.0") * 50
    found = ecr.batch_get_image(repositoryName=name, imageIds=[{"imageTag": "1.0"}])["images"][0]
    assert found["imageManifest"] == text
    assert found["imageManifestMediaType"] == MANIFEST


def test_the_kubelet_finds_an_image_by_tag_and_digest_in_its_region_only(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    wanted = digest(push(ecr, name, "1.0", {"rig": "http-server"}).encode())
    host = f"{PRIMARY}.dkr.ecr.us-east-1.amazonaws.com/{name}"
    for reference in (f"{host}:1.0", f"{host}@{wanted}", f"{host}:ignored@{wanted}"):
        there = image_check(aws, reference)
        assert there == {"present": True, "digest": wanted, "labels": {"rig": "http-server"}}
    for reference in (f"{host}:2.0", f"{host.replace('us-east-1', 'us-west-2')}:1.0", f"{host}-x:1.0"):
        assert image_check(aws, reference) == {"present": False}


def test_an_image_without_its_layers_is_refused(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    absent = {"digest": digest(b"absent"), "size": 6}
    manifest = {"mediaType": MANIFEST, "config": absent, "layers": []}
    with pytest.raises(ClientError) as raised:
        ecr.put_image(repositoryName=name, imageManifest=json.dumps(manifest))
    assert code_of(raised) == "LayersNotFoundException"


def test_an_index_needs_its_manifests(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    index = {"mediaType": INDEX, "manifests": [{"digest": digest(b"absent")}]}
    with pytest.raises(ClientError) as raised:
        ecr.put_image(repositoryName=name, imageManifest=json.dumps(index), imageTag="all")
    assert code_of(raised) == "ReferencedImagesNotFoundException"
    index["manifests"] = [{"digest": digest(push(ecr, name, "amd64").encode())}]
    ecr.put_image(repositoryName=name, imageManifest=json.dumps(index), imageTag="all")
    tags = [one.get("imageTag") for one in ecr.list_images(repositoryName=name)["imageIds"]]
    assert sorted(tags) == ["all", "amd64"]


def test_a_layer_that_is_not_what_it_says_is_refused(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    identity = ecr.initiate_layer_upload(repositoryName=name)["uploadId"]
    part = {"repositoryName": name, "uploadId": identity, "partFirstByte": 0, "partLastByte": 2}
    ecr.upload_layer_part(**part, layerPartBlob=b"abc")
    with pytest.raises(ClientError) as gap:
        ecr.upload_layer_part(**{**part, "partFirstByte": 9, "partLastByte": 11}, layerPartBlob=b"abc")
    assert code_of(gap) == "InvalidLayerPartException"
    with pytest.raises(ClientError) as wrong:
        ecr.complete_layer_upload(repositoryName=name, uploadId=identity, layerDigests=[digest(b"xyz")])
    assert code_of(wrong) == "InvalidLayerException"


def test_a_layer_is_downloaded_by_its_link(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    layer = upload(ecr, name, b"content")
    url = ecr.get_download_url_for_layer(repositoryName=name, layerDigest=layer["digest"])["downloadUrl"]
    with urllib.request.urlopen(url, timeout=5) as response:
        assert response.read() == b"content"
    available = ecr.batch_check_layer_availability(
        repositoryName=name, layerDigests=[layer["digest"], digest(b"absent")]
    )["layers"]
    assert [one["layerAvailability"] for one in available] == ["AVAILABLE", "UNAVAILABLE"]


def test_a_tag_moves_unless_it_is_immutable(aws: AwsRig) -> None:
    ecr, name = repository(aws, imageTagMutability="IMMUTABLE")
    push(ecr, name, "1.0")
    other = {"mediaType": INDEX, "manifests": []}
    given = {"repositoryName": name, "imageManifest": json.dumps(other), "imageTag": "1.0"}
    with pytest.raises(ClientError) as raised:
        ecr.put_image(**given)
    assert code_of(raised) == "ImageTagAlreadyExistsException"
    ecr.put_image_tag_mutability(repositoryName=name, imageTagMutability="MUTABLE")
    ecr.put_image(**given)
    moved = ecr.describe_images(repositoryName=name, imageIds=[{"imageTag": "1.0"}])["imageDetails"][0]
    assert moved["imageDigest"] == digest(given["imageManifest"].encode())


def test_a_repository_with_images_goes_only_by_force(aws: AwsRig) -> None:
    ecr, name = repository(aws)
    push(ecr, name, "1.0")
    with pytest.raises(ClientError) as raised:
        ecr.delete_repository(repositoryName=name)
    assert code_of(raised) == "RepositoryNotEmptyException"
    ecr.delete_repository(repositoryName=name, force=True)
    with pytest.raises(ClientError) as gone:
        ecr.describe_images(repositoryName=name)
    assert code_of(gone) == "RepositoryNotFoundException"


def test_replication_is_refused_loudly(aws: AwsRig) -> None:
    with pytest.raises(ClientError, match="ecr:PutReplicationConfiguration") as raised:
        aws.client("ecr").put_replication_configuration(replicationConfiguration={"rules": []})
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501

"""ECR, the rig's own: the emulator's digest is not the manifest's hash, and it has no layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import ecr_images, ecr_layers
from .access import Access, Demand
from .app import Registry
from .ecr_store import STORE, Repository
from .failure import not_implemented, refusal
from .policy_document import MalformedPolicy, parse_policy
from .service import Call, JsonInput, Response, application, json_response

Answer = Mapping[str, Any]


def create_repository(call: Call, given: JsonInput) -> Answer:
    """A repository without images. Scanning and KMS encryption would only be pretended."""
    name, mutability = given.text("repositoryName"), given.get("imageTagMutability", "MUTABLE")
    if mutability not in ("MUTABLE", "IMMUTABLE"):
        raise not_implemented(f"the rig doesn't implement imageTagMutability {mutability}")
    if given.get("imageScanningConfiguration", {}).get("scanOnPush"):
        raise not_implemented("the rig doesn't implement image scanning")
    if given.get("encryptionConfiguration", {}).get("encryptionType", "AES256") != "AES256":
        raise not_implemented("the rig doesn't implement repositories encrypted with KMS keys")
    repository = Repository(call.account, call.region, name, mutability == "IMMUTABLE")
    repository.tags = {tag["Key"]: tag["Value"] for tag in given.get("tags", [])}
    ecr_images.own_registry(call, given)
    given.done()
    STORE.add(repository)
    return {"repository": shown(repository)}


def shown(repository: Repository) -> dict[str, Any]:
    """As ECR describes a repository."""
    return {
        "repositoryArn": repository.arn,
        "registryId": repository.account,
        "repositoryName": repository.name,
        "repositoryUri": repository.uri,
        "createdAt": repository.created,
        "imageTagMutability": "IMMUTABLE" if repository.immutable else "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": False},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    }


def describe_repositories(call: Call, given: JsonInput) -> Answer:
    """All of them, or those named."""
    names = given.get("repositoryNames")
    ecr_images.own_registry(call, given)
    given.get("maxResults")
    given.done()
    place = (call.account, call.region)
    found = [STORE.get(place, name) for name in names] if names else STORE.all(place)
    return {"repositories": [shown(repository) for repository in found]}


def delete_repository(call: Call, given: JsonInput) -> Answer:
    """One with images only by force."""
    repository, force = ecr_images.repository_of(call, given), bool(given.get("force", False))
    given.done()
    if repository.images and not force:
        text = f"The repository with name '{repository.name}' cannot be deleted because it contains images"
        raise refusal("RepositoryNotEmptyException", text)
    STORE.drop(repository)
    return {"repository": shown(repository)}


def put_mutability(call: Call, given: JsonInput) -> Answer:
    """Whether a tag may move."""
    repository, mutability = ecr_images.repository_of(call, given), given.text("imageTagMutability")
    given.done()
    if mutability not in ("MUTABLE", "IMMUTABLE"):
        raise not_implemented(f"the rig doesn't implement imageTagMutability {mutability}")
    repository.immutable = mutability == "IMMUTABLE"
    return {**_named(repository), "imageTagMutability": mutability}


def set_policy(call: Call, given: JsonInput) -> Answer:
    """Kept as sent. Nobody pulls across accounts here: the fake kubelet asks on its own account's behalf."""
    repository, text = ecr_images.repository_of(call, given), given.text("policyText")
    given.get("force")
    given.done()
    try:
        parse_policy(f"policy of {repository.arn}", text)
    except MalformedPolicy as e:
        raise refusal("InvalidParameterException", str(e)) from e
    repository.policy = text
    return {**_named(repository), "policyText": text}


def get_policy(call: Call, given: JsonInput) -> Answer:
    """The policy, or that there is none."""
    repository = ecr_images.repository_of(call, given)
    given.done()
    if repository.policy is None:
        text = f"Repository policy does not exist for the repository with name '{repository.name}'"
        raise refusal("RepositoryPolicyNotFoundException", text)
    return {**_named(repository), "policyText": repository.policy}


def delete_policy(call: Call, given: JsonInput) -> Answer:
    """Takes the policy away."""
    answer = get_policy(call, given)
    STORE.get((call.account, call.region), str(answer["repositoryName"])).policy = None
    return answer


def _named(repository: Repository) -> dict[str, str]:
    return {"registryId": repository.account, "repositoryName": repository.name}


def tag_resource(call: Call, given: JsonInput) -> Answer:
    """Adds tags."""
    repository = _by_arn(call, given)
    repository.tags.update({tag["Key"]: tag["Value"] for tag in given.get("tags", [])})
    given.done()
    return {}


def untag_resource(call: Call, given: JsonInput) -> Answer:
    """Takes tags away."""
    repository = _by_arn(call, given)
    for key in given.get("tagKeys", []):
        repository.tags.pop(key, None)
    given.done()
    return {}


def list_tags(call: Call, given: JsonInput) -> Answer:
    """All tags."""
    repository = _by_arn(call, given)
    given.done()
    return {"tags": [{"Key": key, "Value": value} for key, value in repository.tags.items()]}


def _by_arn(call: Call, given: JsonInput) -> Repository:
    name = given.text("resourceArn").partition(":repository/")[2]
    return STORE.get((call.account, call.region), name)


OPERATIONS: Mapping[str, Callable[[Call, JsonInput], Answer]] = {
    "BatchCheckLayerAvailability": ecr_layers.check_layers,
    "BatchDeleteImage": ecr_images.batch_delete,
    "BatchGetImage": ecr_images.batch_get,
    "CompleteLayerUpload": ecr_layers.complete_upload,
    "CreateRepository": create_repository,
    "DeleteRepository": delete_repository,
    "DeleteRepositoryPolicy": delete_policy,
    "DescribeImages": ecr_images.describe_images,
    "DescribeRepositories": describe_repositories,
    "GetDownloadUrlForLayer": ecr_layers.download_url,
    "GetRepositoryPolicy": get_policy,
    "InitiateLayerUpload": ecr_layers.initiate_upload,
    "ListImages": ecr_images.list_images,
    "ListTagsForResource": list_tags,
    "PutImage": ecr_images.put_image,
    "PutImageTagMutability": put_mutability,
    "SetRepositoryPolicy": set_policy,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UploadLayerPart": ecr_layers.upload_part,
}


def register_with(registry: Registry, access: Access) -> None:
    """Answers ECR from here instead of from the emulator."""
    STORE.keep_in(registry.rig.state.root / "ecr-layers")
    registry.routes[ecr_layers.ROUTE] = ecr_layers.download
    ecr_layers.LINKS.endpoint = registry.rig.endpoint

    def handle(call: Call) -> Response:
        operation = OPERATIONS.get(call.operation)
        if operation is None:
            raise not_implemented(f"the rig doesn't implement ecr:{call.operation}")
        call.require(Demand(f"ecr:{call.operation}", "", call.account))
        return json_response(operation(call, JsonInput(call)))

    registry.services["ecr"] = application("ecr", handle, access)

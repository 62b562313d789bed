"""Image repositories."""

from __future__ import annotations

import json

from .kinds import Change, Deployer, Kind, Properties, Wish, ignore_missing, names, truth
from .shape import fitted
from .values import Made


def create_repository(deployer: Deployer, wish: Wish) -> Made:
    """A repository with its policy."""
    properties = wish.properties
    given = {
        "repositoryName": properties.get("RepositoryName") or wish.generated_name(256).lower(),
        "imageTagMutability": properties.get("ImageTagMutability", "MUTABLE"),
        "tags": wish.all_tags(),
    }
    arguments = fitted("ecr", "CreateRepository", given, "AWS::ECR::Repository")
    ecr = deployer.client("ecr")
    repository = ecr.create_repository(**arguments)["repository"]
    made = Made(
        repository["repositoryName"],
        {"Arn": repository["repositoryArn"], "RepositoryUri": repository["repositoryUri"]},
    )
    if "RepositoryPolicyText" in properties:
        ecr.set_repository_policy(
            repositoryName=made.id, policyText=json.dumps(properties["RepositoryPolicyText"])
        )
    return made


def update_repository(deployer: Deployer, change: Change) -> Made:
    """Tag mutability alone."""
    mutability = change.after.properties.get("ImageTagMutability", "MUTABLE")
    if change.differs("ImageTagMutability"):
        deployer.client("ecr").put_image_tag_mutability(
            repositoryName=change.made.id, imageTagMutability=mutability
        )
    return change.made


def delete_repository(deployer: Deployer, made: Made, properties: Properties) -> None:
    """ECR refuses while there are images, unless EmptyOnDelete says otherwise."""
    force = truth(properties.get("EmptyOnDelete", False))
    ecr = deployer.client("ecr")
    ignore_missing(
        lambda: ecr.delete_repository(repositoryName=made.id, force=force), "RepositoryNotFoundException"
    )


KINDS = (
    Kind(
        "AWS::ECR::Repository",
        required=names(),
        optional=names(
            "RepositoryName", "ImageTagMutability", "RepositoryPolicyText", "EmptyOnDelete", "Tags"
        ),
        create=create_repository,
        delete=delete_repository,
        mutable=names("ImageTagMutability", "EmptyOnDelete"),
        update=update_repository,
        names_by=("RepositoryName",),
    ),
)

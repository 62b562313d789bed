"""
AWS's own image registries, one account for each region.

https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
"""

from __future__ import annotations

_DEFAULT = "602401143452"
_ACCOUNTS = {
    "af-south-1": "877085696533",
    "ap-east-1": "800184023465",
    "ap-south-2": "900889452093",
    "ap-southeast-3": "296578399912",
    "ap-southeast-4": "491585149902",
    "ap-southeast-5": "151610086707",
    "ca-west-1": "761377655185",
    "cn-north-1": "918309763551",
    "cn-northwest-1": "961992271922",
    "eu-central-2": "900612956339",
    "eu-south-1": "590381155156",
    "eu-south-2": "455263428931",
    "il-central-1": "066635153087",
    "me-central-1": "759879836304",
    "me-south-1": "558608220178",
    "us-gov-east-1": "151742754352",
    "us-gov-west-1": "013241004608",
}


def account_of(region: str) -> str:
    """The account whose registry serves EKS's add-ons in a region."""
    return _ACCOUNTS.get(region, _DEFAULT)


def registry_of(region: str) -> str:
    """The registry's host."""
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"{account_of(region)}.dkr.ecr.{region}.amazonaws.com{suffix}"


def holds(repository: str) -> bool:
    """Whether AWS's own registry has the repository, by its kind of name."""
    return repository.startswith(("eks/", "amazon/")) or repository in {
        "amazon-k8s-cni",
        "amazon-k8s-cni-init",
    }

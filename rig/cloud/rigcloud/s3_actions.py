"""
Which permission each S3 operation needs, on what, and with which condition keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from .failure import refusal

BUCKET = "bucket"
OBJECT = "object"

# operation -> (action, what it acts on). A version in the request turns some into their Version twin.
ACTIONS: Mapping[str, tuple[str, str]] = {
    "AbortMultipartUpload": ("AbortMultipartUpload", OBJECT),
    "CompleteMultipartUpload": ("PutObject", OBJECT),
    "CopyObject": ("PutObject", OBJECT),
    "CreateBucket": ("CreateBucket", BUCKET),
    "CreateMultipartUpload": ("PutObject", OBJECT),
    "DeleteBucket": ("DeleteBucket", BUCKET),
    "DeleteBucketEncryption": ("PutEncryptionConfiguration", BUCKET),
    "DeleteBucketLifecycle": ("PutLifecycleConfiguration", BUCKET),
    "DeleteBucketOwnershipControls": ("PutBucketOwnershipControls", BUCKET),
    "DeleteBucketPolicy": ("DeleteBucketPolicy", BUCKET),
    "DeleteBucketTagging": ("PutBucketTagging", BUCKET),
    "DeleteObject": ("DeleteObject", OBJECT),
    "DeleteObjectTagging": ("DeleteObjectTagging", OBJECT),
    "DeletePublicAccessBlock": ("PutBucketPublicAccessBlock", BUCKET),
    "GetBucketAcl": ("GetBucketAcl", BUCKET),
    "GetBucketEncryption": ("GetEncryptionConfiguration", BUCKET),
    "GetBucketLifecycleConfiguration": ("GetLifecycleConfiguration", BUCKET),
    "GetBucketLocation": ("GetBucketLocation", BUCKET),
    "GetBucketOwnershipControls": ("GetBucketOwnershipControls", BUCKET),
    "GetBucketPolicy": ("GetBucketPolicy", BUCKET),
    "GetBucketPolicyStatus": ("GetBucketPolicyStatus", BUCKET),
    "GetBucketTagging": ("GetBucketTagging", BUCKET),
    "GetBucketVersioning": ("GetBucketVersioning", BUCKET),
    "GetObject": ("GetObject", OBJECT),
    "GetObjectAttributes": ("GetObject", OBJECT),
    "GetObjectLegalHold": ("GetObjectLegalHold", OBJECT),
    "GetObjectLockConfiguration": ("GetBucketObjectLockConfiguration", BUCKET),
    "GetObjectRetention": ("GetObjectRetention", OBJECT),
    "GetObjectTagging": ("GetObjectTagging", OBJECT),
    "GetPublicAccessBlock": ("GetBucketPublicAccessBlock", BUCKET),
    "HeadBucket": ("ListBucket", BUCKET),
    "HeadObject": ("GetObject", OBJECT),
    "ListMultipartUploads": ("ListBucketMultipartUploads", BUCKET),
    "ListObjectVersions": ("ListBucketVersions", BUCKET),
    "ListObjects": ("ListBucket", BUCKET),
    "ListObjectsV2": ("ListBucket", BUCKET),
    "ListParts": ("ListMultipartUploadParts", OBJECT),
    "PutBucketEncryption": ("PutEncryptionConfiguration", BUCKET),
    "PutBucketLifecycleConfiguration": ("PutLifecycleConfiguration", BUCKET),
    "PutBucketOwnershipControls": ("PutBucketOwnershipControls", BUCKET),
    "PutBucketPolicy": ("PutBucketPolicy", BUCKET),
    "PutBucketTagging": ("PutBucketTagging", BUCKET),
    "PutBucketVersioning": ("PutBucketVersioning", BUCKET),
    "PutObject": ("PutObject", OBJECT),
    "PutObjectLegalHold": ("PutObjectLegalHold", OBJECT),
    "PutObjectLockConfiguration": ("PutBucketObjectLockConfiguration", BUCKET),
    "PutObjectRetention": ("PutObjectRetention", OBJECT),
    "PutObjectTagging": ("PutObjectTagging", OBJECT),
    "PutPublicAccessBlock": ("PutBucketPublicAccessBlock", BUCKET),
    "UploadPart": ("PutObject", OBJECT),
    "UploadPartCopy": ("PutObject", OBJECT),
}
_VERSIONED = frozenset({"GetObject", "DeleteObject", "GetObjectTagging", "DeleteObjectTagging"})
_CREATES = frozenset({"PutObject", "CopyObject", "CompleteMultipartUpload"})
_WITH_HEADER = {
    "x-amz-tagging": "PutObjectTagging",
    "x-amz-object-lock-mode": "PutObjectRetention",
    "x-amz-object-lock-legal-hold": "PutObjectLegalHold",
    "x-amz-acl": "PutObjectAcl",
}
_HEADER_KEYS = (
    "x-amz-acl",
    "x-amz-content-sha256",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "if-none-match",
    "if-match",
)
_QUERY_KEYS = {"prefix": "prefix", "delimiter": "delimiter", "max-keys": "max-keys", "versionId": "versionid"}


@dataclass(frozen=True)
class S3Request:
    """An S3 request, as far as its permissions depend on it."""

    operation: str
    bucket: str
    key: str
    headers: Mapping[str, str]
    query: Mapping[str, str]


@dataclass(frozen=True)
class Permission:
    """An action on an object or bucket."""

    action: str
    bucket: str
    key: str = ""

    @property
    def resource(self) -> str:
        """Its ARN."""
        path = f"{self.bucket}/{self.key}" if self.key else self.bucket
        return f"arn:aws:s3:::{path}"


def permissions(request: S3Request) -> list[Permission]:
    """All that the caller must be allowed."""
    action, kind = ACTIONS[request.operation]
    if action in _VERSIONED and request.query.get("versionId"):
        action = _with_version(action)
    key = request.key if kind == OBJECT else ""
    found = [Permission(f"s3:{action}", request.bucket, key)]
    if request.operation in ("PutObject", "CopyObject", "CreateMultipartUpload"):
        extra = [name for header, name in _WITH_HEADER.items() if header in request.headers]
        found += [Permission(f"s3:{name}", request.bucket, key) for name in extra]
    if request.headers.get("x-amz-bypass-governance-retention", "").lower() == "true":
        found.append(Permission("s3:BypassGovernanceRetention", request.bucket, key))
    if "x-amz-copy-source" in request.headers:
        found.append(copy_source(request.headers["x-amz-copy-source"]))
    return found


def _with_version(action: str) -> str:
    return f"{action}Version" if action.endswith("Object") else action.replace("Tagging", "VersionTagging")


def copy_source(header: str) -> Permission:
    """Reading what is copied."""
    path, _, query = header.partition("?")
    bucket, slash, key = unquote(path).lstrip("/").partition("/")
    if not slash or not key:
        raise refusal("InvalidArgument", f"Copy Source {header} must name a bucket and a key")
    action = "s3:GetObjectVersion" if query.startswith("versionId=") else "s3:GetObject"
    return Permission(action, bucket, key)


def context(request: S3Request) -> dict[str, tuple[str, ...]]:
    """The condition keys of S3 that this request sets."""
    found: dict[str, tuple[str, ...]] = {
        "s3:signatureversion": ("AWS4-HMAC-SHA256",),
        "s3:authtype": ("REST-QUERY-STRING" if "X-Amz-Algorithm" in request.query else "REST-HEADER",),
    }
    for name in _HEADER_KEYS:
        if name in request.headers:
            found[f"s3:{name}"] = (request.headers[name],)
    for name, key in _QUERY_KEYS.items():
        if name in request.query:
            found[f"s3:{key}"] = (request.query[name],)
    if ACTIONS[request.operation][0] == "PutObject":
        found["s3:objectcreationoperation"] = (str(request.operation in _CREATES).lower(),)
    return found

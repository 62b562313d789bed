"""The operation of a request is found by the service's own model, in every protocol."""

from __future__ import annotations

import pytest

from rigcloud.operations import Operation, operation_of


def found(service: str, request: str, **headers: str) -> Operation | None:
    method, _, target = request.partition(" ")
    path, _, query = target.partition("?")
    environ = {"REQUEST_METHOD": method, "RAW_URI": target, "PATH_INFO": path, "QUERY_STRING": query}
    environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
    return operation_of(service, environ, {})


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ("GET /", "ListBuckets"),
        ("PUT /b", "CreateBucket"),
        ("GET /b", "ListObjects"),
        ("GET /b?list-type=2&prefix=x", "ListObjectsV2"),
        ("GET /b?versioning", "GetBucketVersioning"),
        ("GET /b/?versions", "ListObjectVersions"),
        ("PUT /b/k", "PutObject"),
        ("GET /b/k?x-id=GetObject", "GetObject"),
        ("GET /b/a/b/c?retention", "GetObjectRetention"),
        ("POST /b/k?uploads", "CreateMultipartUpload"),
        ("PUT /b/k?partNumber=1&uploadId=u", "UploadPart"),
        ("POST /b?delete", "DeleteObjects"),
        ("HEAD /b/k", "HeadObject"),
    ],
)
def test_s3_operations(request_: str, name: str) -> None:
    operation = found("s3", request_)
    assert operation is not None
    assert operation.name == name


def test_a_copy_is_told_from_a_put_by_its_header() -> None:
    operation = found("s3", "PUT /b/k", x_amz_copy_source="/a/k")
    assert operation == Operation("CopyObject", {"Bucket": "b", "Key": "k"})


def test_values_of_the_path_are_decoded() -> None:
    principal = "arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2Fops"
    operation = found("eks", f"GET /clusters/shop/access-entries/{principal}")
    assert operation == Operation(
        "DescribeAccessEntry", {"name": "shop", "principalArn": "arn:aws:iam::111111111111:role/ops"}
    )


def test_json_protocols_name_it_in_a_header() -> None:
    operation = found("kms", "POST /", x_amz_target="TrentService.Decrypt")
    assert operation == Operation("Decrypt", {})


def test_an_unknown_path_is_no_operation() -> None:
    assert found("eks", "GET /nothing/here") is None

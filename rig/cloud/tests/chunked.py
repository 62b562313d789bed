"""An upload in signed chunks with a CRC32 trailer, as the AWS SDK for Java v2 sends it over HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from .clients import AwsRig, Keys

REGION = "us-east-1"
CHUNK = 65_536
EMPTY = hashlib.sha256(b"").hexdigest()
KIND = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"


class Signer:
    """The writing side of the chain of chunk signatures."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.timestamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.timestamp[:8]}/{REGION}/s3/aws4_request"
        key = f"AWS4{keys.secret}".encode()
        for part in self.scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        self._key = key
        self.last = ""

    def sign(self, algorithm: str, *parts: str) -> str:
        """Signs, and keeps the signature for the next one."""
        text = "\n".join((algorithm, self.timestamp, self.scope, *parts))
        self.last = hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
        return self.last

    def chunk(self, data: bytes) -> str:
        """The next chunk's signature."""
        digest = hashlib.sha256(data).hexdigest()
        return self.sign("AWS4-HMAC-SHA256-PAYLOAD", self.last, EMPTY, digest)

    def trailer(self, line: str) -> str:
        """The signature of the trailing headers."""
        return self.sign("AWS4-HMAC-SHA256-TRAILER", self.last, hashlib.sha256(line.encode()).hexdigest())


def put_in_chunks(aws: AwsRig, path: str, body: bytes, broken: str = "") -> tuple[int, str]:
    """Status and error code of the upload; `broken` says what to spoil on the way."""
    host = urlsplit(aws.endpoint).netloc
    signer = Signer(aws.keys("primary"))
    headers = {
        "content-encoding": "aws-chunked",
        "host": host,
        "x-amz-content-sha256": KIND,
        "x-amz-date": signer.timestamp,
        "x-amz-decoded-content-length": str(len(body)),
        "x-amz-trailer": "x-amz-checksum-crc32",
    }
    lines = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()))
    names = ";".join(sorted(headers))
    canonical = "\n".join(("PUT", path, "", lines, names, KIND))
    seed = signer.sign("AWS4-HMAC-SHA256", hashlib.sha256(canonical.encode()).hexdigest())
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={signer.keys.access_key}/{signer.scope}, "
        f"SignedHeaders={names}, Signature={seed}"
    )
    connection = http.client.HTTPConnection(host)
    connection.request("PUT", path, b"".join(_coded(signer, body, broken)), headers)
    response = connection.getresponse()
    found = re.search(rb"<Code>(\w+)</Code>", response.read())
    connection.close()
    return response.status, found[1].decode() if found else ""


def _coded(signer: Signer, body: bytes, broken: str) -> Iterator[bytes]:
    for start in range(0, len(body), CHUNK):
        data = body[start : start + CHUNK]
        head = f"{len(data):x};chunk-signature={signer.chunk(data)}\r\n".encode()
        yield head + (bytes([data[0] ^ 1]) + data[1:] if broken == "chunk" else data) + b"\r\n"
    yield f"0;chunk-signature={signer.chunk(b'')}\r\n".encode()
    meant = b"another" if broken == "checksum" else body
    checksum = base64.b64encode(zlib.crc32(meant).to_bytes(4, "big")).decode()
    signature = signer.trailer(f"x-amz-checksum-crc32:{checksum}\n")
    sent = "AAAAAA==" if broken == "trailer" else checksum
    yield f"x-amz-checksum-crc32:{sent}\r\nx-amz-trailer-signature:{signature}\r\n\r\n".encode()

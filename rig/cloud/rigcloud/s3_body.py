"""
The body of an S3 upload: aws-chunked coding undone, every signature and checksum in it checked.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .failure import not_implemented, refusal
from .sigv4 import Signature, signing_key

STREAMING = "STREAMING-"
SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_CHUNKS_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
_EMPTY = hashlib.sha256(b"").hexdigest()
_CHECKSUM = "x-amz-checksum-"
_DIGESTS: Mapping[str, Callable[[bytes], bytes]] = {
    "crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "sha1": lambda body: hashlib.sha1(body, usedforsecurity=False).digest(),
    "sha256": lambda body: hashlib.sha256(body).digest(),
}
_OTHER_DIGESTS = frozenset({"crc32c", "crc64nvme", "md5", "sha512", "xxhash3", "xxhash64", "xxhash128"})


@dataclass
class ChunkSigner:
    """Checks the chain of chunk signatures; each covers the one before it."""

    key: bytes
    timestamp: str
    scope: str
    previous: str

    @staticmethod
    def after(signature: Signature, secret: str) -> ChunkSigner:
        """The chain starts with the request's own signature."""
        key = signing_key(signature.scope, secret)
        return ChunkSigner(key, signature.timestamp, str(signature.scope), signature.value)

    def check_chunk(self, data: bytes, claimed: str) -> None:
        """The next chunk, the empty last one included."""
        digest = hashlib.sha256(data).hexdigest()
        self._check(f"AWS4-HMAC-SHA256-PAYLOAD\n{{}}{_EMPTY}\n{digest}", claimed)

    def check_trailer(self, trailers: Mapping[str, str], claimed: str) -> None:
        """The trailing headers, after the last chunk."""
        text = "".join(f"{name}:{value}\n" for name, value in sorted(trailers.items()))
        self._check(f"AWS4-HMAC-SHA256-TRAILER\n{{}}{hashlib.sha256(text.encode()).hexdigest()}", claimed)

    def _check(self, template: str, claimed: str) -> None:
        text = template.format(f"{self.timestamp}\n{self.scope}\n{self.previous}\n")
        expected = hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, claimed):
            raise refusal("SignatureDoesNotMatch", "The signature of a chunk does not match.", 403)
        self.previous = expected


@dataclass
class _Decoded:
    data: list[bytes] = field(default_factory=list)
    trailers: dict[str, str] = field(default_factory=dict)
    trailer_signature: str = ""


def decode_chunked(
    body: bytes, headers: Mapping[str, str], signer: ChunkSigner
) -> tuple[bytes, dict[str, str]]:
    """The bytes meant, and the trailing headers."""
    kind = headers["x-amz-content-sha256"]
    if kind not in (SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER, UNSIGNED_TRAILER):
        raise not_implemented(f"the rig doesn't implement x-amz-content-sha256 {kind}")
    chunk_signer = None if kind == UNSIGNED_TRAILER else signer
    decoded = _decode(body, chunk_signer)
    if chunk_signer and kind == SIGNED_CHUNKS_TRAILER:
        chunk_signer.check_trailer(decoded.trailers, decoded.trailer_signature)
    data = b"".join(decoded.data)
    if str(len(data)) != headers.get("x-amz-decoded-content-length"):
        raise refusal("IncompleteBody", f"{len(data)} bytes came, not x-amz-decoded-content-length")
    if set(decoded.trailers) != _announced(headers):
        raise refusal("MalformedTrailerError", "The trailers are not those that x-amz-trailer announced.")
    return data, decoded.trailers


def _announced(headers: Mapping[str, str]) -> set[str]:
    return {name.strip().lower() for name in headers.get("x-amz-trailer", "").split(",") if name.strip()}


def _decode(body: bytes, signer: ChunkSigner | None) -> _Decoded:
    decoded, position = _Decoded(), 0
    while True:
        header, position = _line(body, position)
        size, _, extension = header.partition(";")
        try:
            length = int(size, 16)
        except ValueError as e:
            raise refusal("InvalidRequest", f"chunk size {size!r} is not hexadecimal") from e
        data = body[position : position + length]
        if signer:
            signer.check_chunk(data, extension.partition("=")[2])
        if length == 0:
            _read_trailers(body, position, decoded)
            return decoded
        if body[position + length : position + length + 2] != b"\r\n":
            raise refusal("IncompleteBody", "a chunk is shorter than it says")
        decoded.data.append(data)
        position += length + 2


def _read_trailers(body: bytes, position: int, decoded: _Decoded) -> None:
    while position < len(body):
        line, position = _line(body, position)
        name, _, value = line.partition(":")
        if name.lower() == "x-amz-trailer-signature":
            decoded.trailer_signature = value.strip()
        elif name:
            decoded.trailers[name.lower()] = value.strip()


def _line(body: bytes, position: int) -> tuple[str, int]:
    end = body.find(b"\r\n", position)
    if end < 0:
        raise refusal("IncompleteBody", "the last chunk is missing")
    return body[position:end].decode("utf-8", "replace"), end + 2


def check_digests(body: bytes, headers: Mapping[str, str]) -> None:
    """Every checksum that the caller sent is recomputed; one of an unknown kind is refused."""
    md5 = headers.get("content-md5")
    if md5 and md5 != base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode():
        raise refusal("BadDigest", "The Content-MD5 you specified did not match what we received.")
    for name, value in headers.items():
        kind = name.removeprefix(_CHECKSUM)
        if not name.startswith(_CHECKSUM) or kind not in {*_DIGESTS, *_OTHER_DIGESTS}:
            continue
        if kind not in _DIGESTS:
            raise not_implemented(f"the rig doesn't implement checksums of kind {kind}")
        if base64.b64encode(_DIGESTS[kind](body)).decode() != value:
            text = f"The {kind.upper()} you specified did not match the calculated checksum."
            raise refusal("BadDigest", text)

"""
Verifies and opens a recovery point with docs/format.md, KMS, and the public AWS Encryption SDK alone.

Shares nothing with the program that wrote the point. Credentials are those of the AWS SDK's own chain: they
have to be allowed to read vault and state, and kms:Decrypt. Nothing is written but standard output.

    python open_point.py --application shop --cluster arn:aws:eks:... --vault BUCKET --state BUCKET \
        --seal-key arn:aws:kms:... [--point ID] [--type secrets]
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

import boto3
import zstandard
from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient
from aws_encryption_sdk.identifiers import Algorithm, EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

if TYPE_CHECKING:
    from collections.abc import Iterator

PAYLOAD_TYPE = "application/vnd.sistership.point+json"
HEADING = ["format", "application", "cluster", "point", "created", "sequence", "previous", "configuration"]
SEGMENT = ["name", "key", "sha256", "length", "plain", "count"]
SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Refused(Exception):
    """The point isn't what a pinned key signed."""


def refuse(what: str) -> NoReturn:
    raise Refused(what)


def require(holds: bool, what: str) -> None:
    if not holds:
        refuse(what)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 isn't canonical")
    return data


def spelled(value: Any) -> str:
    """The one spelling of JSON files."""
    if isinstance(value, dict):
        return "{" + ",".join(spelled(name) + ":" + spelled(value[name]) for name in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled, value)) + "]"
    if isinstance(value, str):
        return (
            '"' + re.sub(r'["\\\x00-\x1f]', lambda m: SHORT.get(m[0]) or f"\\u{ord(m[0]):04X}", value) + '"'
        )
    return json.dumps(value)


def parsed(data: bytes, file: str) -> dict[str, Any]:
    value = json.loads(data, parse_float=refuse, parse_constant=refuse)
    require(isinstance(value, dict) and spelled(value).encode() == data, f"{file} isn't spelled canonically")
    return dict(value)


def members(value: dict[str, Any], expected: list[str], what: str) -> None:
    require(list(value) == expected, f"{what} has members {list(value)}")


class Point:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.s3 = boto3.client("s3")
        self.kms = boto3.client("kms", region_name=options.seal_key.split(":")[3])
        self.folder = "clusters/" + options.cluster.rsplit("/", 1)[-1]
        self.id = options.point or self.accepted()
        self.data_keys: dict[str, bytes] = {}
        self.statement = self.verified_statement()
        self.manifest = self.verified_manifest()
        self.keys = {key["id"]: key for key in self.manifest["keys"]}
        Rules(self.manifest, self.keys).check()
        for segment in segments(self.manifest):
            self.sealed(segment)  # every one, before any key is unwrapped

    def read(self, bucket: str, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    def file(self, name: str) -> bytes:
        return self.read(self.options.vault, f"{self.folder}/points/{self.id}/{name}")

    def accepted(self) -> str:
        name = self.folder.rsplit("/", 1)[-1]
        mark = parsed(self.read(self.options.state, f"accepted/{name}.json"), "the accepted mark")
        return str(mark["point"])

    def verified_statement(self) -> dict[str, Any]:
        envelope = parsed(self.file("manifest.dsse"), "manifest.dsse")
        members(envelope, ["payload", "payloadType", "signatures"], "manifest.dsse")
        require(envelope["payloadType"] == PAYLOAD_TYPE, "another payload type")
        require(len(envelope["signatures"]) == 1, "not one signature")
        (signature,) = envelope["signatures"]
        members(signature, ["keyid", "sig"], "the signature")
        require(re.fullmatch("[0-9a-f]{64}", signature["keyid"]) is not None, "no key id")
        pin = parsed(self.read(self.options.state, f"pins/{signature['keyid']}.json"), "the pin")
        payload = unbase64(envelope["payload"])
        self.verify(pin, signature, payload)
        statement = parsed(payload, "the statement")
        members(statement, [*HEADING, "cut", "manifest", "signer"], "the statement")
        require(statement["format"] == 1, "another format")
        wanted = [self.options.application, self.options.cluster, self.id, signature["keyid"]]
        require(
            [statement[it] for it in ("application", "cluster", "point", "signer")] == wanted, "another point"
        )
        require(pin["kmsKey"].split(":")[4] == statement["cluster"].split(":")[4], "another account's key")
        require(pin["notBefore"] <= statement["created"] <= pin["notAfter"], "outside the pin's validity")
        return statement

    @staticmethod
    def verify(pin: dict[str, Any], signature: dict[str, Any], payload: bytes) -> None:
        der = unbase64(pin["publicKey"])
        require(sha256(der) == signature["keyid"], "the pin holds another key")
        key = load_der_public_key(der)
        require(isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1), "not on P-256")
        encoded = b"DSSEv1 %d %s %d " % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload)) + payload
        try:
            key.verify(unbase64(signature["sig"]), encoded, ECDSA(SHA256()))  # type: ignore[union-attr, call-arg, arg-type]
        except InvalidSignature:
            refuse("its signature isn't the pinned key's")

    def verified_manifest(self) -> dict[str, Any]:
        data = self.file("manifest.json")
        require(sha256(data) == self.statement["manifest"], "manifest.json isn't the signed one")
        manifest = parsed(data, "manifest.json")
        for name in [*HEADING, "cut"]:
            require(
                manifest[name] == self.statement[name], f"manifest.json differs from the statement in {name}"
            )
        return manifest

    def sealed(self, segment: dict[str, Any]) -> bytes:
        data = self.read(self.options.vault, f"{self.folder}/segments/{segment['name']}")
        require(len(data) == segment["length"], f"{segment['name']} has another length")
        require(sha256(data) == segment["sha256"], f"{segment['name']} has another digest")
        return data

    def context(self, key: dict[str, Any]) -> dict[str, str]:
        said = self.statement
        return {
            "application": said["application"],
            "cluster": said["cluster"],
            "point": key["point"],
            "class": key["class"],
        }

    def data_key(self, key: dict[str, Any]) -> bytes:
        if key["id"] not in self.data_keys:
            opened = self.kms.decrypt(
                KeyId=self.options.seal_key,
                CiphertextBlob=unbase64(key["wrapped"]),
                EncryptionContext=self.context(key),
            )
            self.data_keys[key["id"]] = opened["Plaintext"]
        return self.data_keys[key["id"]]

    def lines(self, segment: dict[str, Any], header: dict[str, Any]) -> list[bytes]:
        """The lines of a segment, without the header, which must be the one that the manifest implies."""
        key = self.keys[segment["key"]]
        client = EncryptionSDKClient(
            commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT, max_encrypted_data_keys=1
        )
        keyring = Keyring()
        keyring.key = self.data_key(key)
        keyring.add_master_key(key["id"])
        packed, message = client.decrypt(source=self.sealed(segment), key_provider=keyring)
        require(message.algorithm is Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY, "another suite")
        require(message.encryption_context == self.context(key), "another encryption context")
        unpacking = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed), read_across_frames=True)
        plain = unpacking.read(segment["plain"] + 1)
        require(len(plain) == segment["plain"], f"{segment['name']} unpacks to another size")
        first, *lines = plain.split(b"\n")
        require(first == spelled({**header, "count": segment["count"]}).encode(), "another header line")
        require(lines.pop() == b"" and len(lines) == segment["count"], "another count of lines")
        return lines

    def objects(self, entry: dict[str, Any]) -> Iterator[bytes]:
        header = {"format": 1} | {name: entry[name] for name in ("group", "version", "kind", "resource")}
        header["class"] = class_of(entry)
        if "whole" in entry:
            for segment in entry["whole"]:
                yield from self.lines(segment, header)
            return
        gone = set(self.dropped(entry, {**header, "part": "dropped"}))
        base = (line for segment in entry["base"] for line in self.lines(segment, header))
        yield from (line for number, line in enumerate(base) if number not in gone)
        for segment in entry["delta"]["changed"]:
            yield from self.lines(segment, header)

    def dropped(self, entry: dict[str, Any], header: dict[str, Any]) -> list[int]:
        """The numbers of base lines that no longer hold."""
        listed = [line for segment in entry["delta"]["dropped"] for line in self.lines(segment, header)]
        require(all(re.fullmatch(rb"0|[1-9][0-9]{0,9}", line) for line in listed), "not the number of a line")
        numbers = [int(line) for line in listed]
        require(numbers == sorted(set(numbers)), "dropped lines don't ascend")
        require(not numbers or numbers[-1] < lines_in(entry["base"]), "a dropped line isn't in the base")
        return numbers

    def documents(self, entry: dict[str, Any]) -> Iterator[bytes]:
        header = {
            "format": 1,
            "service": entry["service"],
            "operation": entry["operation"],
            "class": "objects",
        }
        for segment in entry["segments"]:
            yield from self.lines(segment, header)


class Keyring(RawMasterKeyProvider):  # type: ignore[misc]
    """A raw AES keyring as the manifest names it."""

    provider_id = "sistership"
    key = b""

    def _get_raw_key(self, _key_id: bytes) -> WrappingKey:
        algorithm = WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING
        return WrappingKey(algorithm, self.key, EncryptionKeyType.SYMMETRIC)


def class_of(entry: dict[str, Any]) -> str:
    return "secrets" if (entry.get("group"), entry.get("resource")) == ("", "secrets") else "objects"


def of_entry(entry: dict[str, Any]) -> list[dict[str, Any]]:
    delta = entry.get("delta", {"dropped": [], "changed": []})
    listed = [entry.get(it, []) for it in ("whole", "base", "segments")]
    return list(chain(*listed, delta["dropped"], delta["changed"]))


def lines_in(listed: list[dict[str, Any]]) -> int:
    return int(sum(segment["count"] for segment in listed))


def segments(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [segment for entry in manifest["types"] + manifest["documents"] for segment in of_entry(entry)]


class Rules:
    """What a reader must refuse in a manifest that was signed."""

    def __init__(self, manifest: dict[str, Any], keys: dict[str, Any]) -> None:
        self.manifest = manifest
        self.keys = keys

    def check(self) -> None:
        types, documents = self.manifest["types"], self.manifest["documents"]
        self.once([key["id"] for key in self.manifest["keys"]], "key")
        self.once([(it["group"], it["resource"]) for it in types], "type")
        self.once([(it["service"], it["operation"]) for it in documents], "operation")
        self.once([it["name"] for it in segments(self.manifest)], "segment")
        self.epoch()
        for entry in types + documents:
            for segment in of_entry(entry):
                self.segment(segment, class_of(entry))
            self.count(entry)

    def epoch(self) -> None:
        point, epoch = self.manifest["point"], self.manifest["epoch"]
        require(epoch[:16] <= point[:16], "the epoch's point began later than the point")
        alone = all(key["point"] == point for key in self.manifest["keys"])
        require(epoch != point or alone, "a point that is its own epoch lists a key of another")

    @staticmethod
    def once(names: list[Any], what: str) -> None:
        require(len(names) == len(set(names)), f"a {what} is listed twice")

    def segment(self, segment: dict[str, Any], needed: str) -> None:
        members(segment, SEGMENT, "a segment")
        require(re.fullmatch("[a-z2-7]{26}", segment["name"]) is not None, "not a segment's name")
        require(segment["key"] in self.keys, "a segment names a key that isn't listed")
        require(self.keys[segment["key"]]["class"] == needed, "a segment's key is of another class")
        limit = 8388608 if segment["count"] > 1 else 134217728
        require(0 < segment["plain"] <= limit, "a segment unpacks to more than it may")
        require(0 < segment["count"] <= segment["plain"] // 2, "a segment has more lines than bytes for them")

    @staticmethod
    def count(entry: dict[str, Any]) -> None:
        total = lines_in(of_entry(entry))
        if "delta" in entry:
            delta = entry["delta"]
            dropped, base = lines_in(delta["dropped"]), lines_in(entry["base"])
            require(dropped <= base < 1 << 31, "a delta drops more than its base has")
            require(bool(delta["dropped"] or delta["changed"]), "a delta is empty")
            total -= 2 * dropped
        require(total == entry["count"], "a count isn't the sum of its segments'")


def main() -> None:
    parser = argparse.ArgumentParser(description="Verifies and opens a recovery point.")
    for name in ("application", "cluster", "vault", "state", "seal-key"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--point", default="", help="default: the newest accepted one")
    parser.add_argument("--type", default="", help="print this type's objects, a line each: deployments.apps")
    options = parser.parse_args()
    point = Point(options)
    summary = {}
    for entry in point.manifest["types"]:
        name = ".".join(filter(None, (entry["resource"], entry["group"])))
        lines = list(point.objects(entry)) if options.type in {"", name} else []
        summary[name] = {"count": len(lines), "bytes": sum(map(len, lines))}
        if name == options.type:
            sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))
    if not options.type:
        documents = sum(len(list(point.documents(entry))) for entry in point.manifest["documents"])
        json.dump({"point": point.id, "types": summary, "documents": documents}, sys.stdout)


if __name__ == "__main__":
    main()

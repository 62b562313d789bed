"""KMS keys and aliases of every account and region of the rig."""

from __future__ import annotations

import os
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from .failure import refusal

SYMMETRIC = "SYMMETRIC_DEFAULT"
ECC = "ECC_NIST_P256"
ENCRYPT = "ENCRYPT_DECRYPT"
SIGN = "SIGN_VERIFY"
_USAGES = {SYMMETRIC: ENCRYPT, ECC: SIGN}

Place = tuple[str, str]


@dataclass
class Material:
    """What replicas of a multi-Region key share: the secret itself."""

    symmetric: bytes = b""
    private: ec.EllipticCurvePrivateKey | None = None


@dataclass
class Key:
    """One key in one region. Changed only under the store's lock."""

    id: str
    account: str
    region: str
    spec: str
    material: Material
    policy: str
    description: str = ""
    multi_region: bool = False
    primary_region: str = ""
    rotation: bool = False
    state: str = "Enabled"
    deletion_time: float = 0.0
    created: float = field(default_factory=time.time)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:kms:{self.region}:{self.account}:key/{self.id}"

    @property
    def usage(self) -> str:
        return _USAGES[self.spec]

    @property
    def place(self) -> Place:
        return self.account, self.region

    def metadata(self, replicas: list[Key]) -> dict[str, Any]:
        document: dict[str, Any] = {
            "AWSAccountId": self.account,
            "KeyId": self.id,
            "Arn": self.arn,
            "CreationDate": self.created,
            "Enabled": self.state == "Enabled",
            "Description": self.description,
            "KeyUsage": self.usage,
            "KeyState": self.state,
            "Origin": "AWS_KMS",
            "KeyManager": "CUSTOMER",
            "CustomerMasterKeySpec": self.spec,
            "KeySpec": self.spec,
            "MultiRegion": self.multi_region,
        }
        if self.deletion_time:
            document["DeletionDate"] = self.deletion_time
        if self.spec == SYMMETRIC:
            document["EncryptionAlgorithms"] = [SYMMETRIC]
        else:
            document["SigningAlgorithms"] = ["ECDSA_SHA_256"]
        if self.multi_region:
            document["MultiRegionConfiguration"] = self._multi_region(replicas)
        return document

    def _multi_region(self, replicas: list[Key]) -> dict[str, Any]:
        def entry(key: Key) -> dict[str, str]:
            return {"Arn": key.arn, "Region": key.region}

        primary = next(key for key in replicas if key.region == key.primary_region)
        return {
            "MultiRegionKeyType": "PRIMARY" if primary is self else "REPLICA",
            "PrimaryKey": entry(primary),
            "ReplicaKeys": [entry(key) for key in replicas if key is not primary],
        }


def new_material(spec: str) -> Material:
    if spec == SYMMETRIC:
        return Material(symmetric=os.urandom(32))
    return Material(private=ec.generate_private_key(ec.SECP256R1()))


def new_key_id(multi_region: bool) -> str:
    """AWS's form: `mrk-` and 32 hexadecimal digits, or a dashed UUID."""
    return f"mrk-{uuid.uuid4().hex}" if multi_region else str(uuid.uuid4())


class KeyStore:
    """All keys. `lock` guards every change; readers see whole objects."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._keys: dict[Place, dict[str, Key]] = {}
        self._aliases: dict[Place, dict[str, str]] = {}

    def add(self, key: Key) -> None:
        with self.lock:
            self._keys.setdefault(key.place, {})[key.id] = key

    def keys(self, place: Place) -> list[Key]:
        with self.lock:
            return list(self._keys.get(place, {}).values())

    def find(self, place: Place, key_id: str) -> Key | None:
        with self.lock:
            return self._keys.get(place, {}).get(key_id)

    def replicas(self, key: Key) -> list[Key]:
        """Every region's key with this id, the given one included."""
        with self.lock:
            places = [keys for (account, _), keys in self._keys.items() if account == key.account]
            return [keys[key.id] for keys in places if key.id in keys]

    def aliases(self, place: Place) -> dict[str, str]:
        with self.lock:
            return dict(self._aliases.get(place, {}))

    def put_alias(self, place: Place, name: str, key_id: str) -> None:
        with self.lock:
            self._aliases.setdefault(place, {})[name] = key_id

    def drop_alias(self, place: Place, name: str) -> bool:
        with self.lock:
            return self._aliases.get(place, {}).pop(name, None) is not None

    def resolve(self, reference: str, place: Place) -> Key:
        """A key by id, ARN, alias or alias ARN. An ARN may name another account, never another region."""
        account, name = place[0], reference
        if reference.startswith("arn:"):
            account, name = _parse_arn(reference, place[1])
        home = (account, place[1])
        if name.startswith("alias/"):
            target = self.aliases(home).get(name)
            key = self.find(home, target) if target else None
            what = f"Alias arn:aws:kms:{place[1]}:{account}:{name} is not found."
        else:
            key = self.find(home, name.removeprefix("key/"))
            what = f"Key 'arn:aws:kms:{place[1]}:{account}:key/{name.removeprefix('key/')}' does not exist"
        if key is None:
            raise refusal("NotFoundException", what)
        return key


def _parse_arn(reference: str, region: str) -> Place:
    parts = reference.split(":", 5)
    if len(parts) != 6 or parts[2] != "kms" or not parts[5].startswith(("key/", "alias/")):
        raise refusal("InvalidArnException", f"ARN {reference} does not refer to a KMS key")
    if parts[3] != region:
        raise refusal("NotFoundException", f"Invalid arn {parts[3]}")
    return parts[4], parts[5]


KEYS = KeyStore()

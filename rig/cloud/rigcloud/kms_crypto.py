"""What the rig's KMS keys do with bytes. The ciphertext's format is the rig's own, as KMS's is opaque."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .answers import Refusal
from .failure import refusal
from .kms_keys import Key

_MAGIC = b"RIGKMS1"
_NONCE = 12
RAW = "RAW"
DIGEST = "DIGEST"


def encrypt(key: Key, plaintext: bytes, context: Mapping[str, str]) -> bytes:
    # No region: a multi-Region key's replicas open what any of them sealed, and have its id.
    home = f"{key.account}/{key.id}".encode()
    header = _MAGIC + struct.pack(">H", len(home)) + home
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key.material.symmetric).encrypt(nonce, plaintext, header + _context(context))
    return header + nonce + sealed


def key_of(ciphertext: bytes) -> tuple[str, str]:
    """Account and id of the key that made this ciphertext."""
    start = len(_MAGIC) + 2
    if not ciphertext.startswith(_MAGIC) or len(ciphertext) < start:
        raise invalid_ciphertext()
    (length,) = struct.unpack(">H", ciphertext[start - 2 : start])
    parts = ciphertext[start : start + length].decode("utf-8", "replace").split("/")
    if len(parts) != 2:
        raise invalid_ciphertext()
    return parts[0], parts[1]


def decrypt(key: Key, ciphertext: bytes, context: Mapping[str, str]) -> bytes:
    start = len(_MAGIC) + 2
    (length,) = struct.unpack(">H", ciphertext[start - 2 : start])
    header, rest = ciphertext[: start + length], ciphertext[start + length :]
    try:
        cipher = AESGCM(key.material.symmetric)
        return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], header + _context(context))
    except (InvalidTag, ValueError) as e:
        raise invalid_ciphertext() from e


def invalid_ciphertext() -> Refusal:
    """KMS doesn't say whether the ciphertext, the key or the encryption context was wrong."""
    return refusal("InvalidCiphertextException", "The ciphertext or encryption context is invalid")


def _context(context: Mapping[str, str]) -> bytes:
    """Unambiguous: every string carries its length, so that no two contexts read alike."""
    parts = (text.encode() for pair in sorted(context.items()) for text in pair)
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def sign(key: Key, message: bytes, message_type: str) -> bytes:
    return _private(key).sign(message, _algorithm(message, message_type))


def verify(key: Key, message: bytes, signature: bytes, message_type: str) -> bool:
    try:
        _private(key).public_key().verify(signature, message, _algorithm(message, message_type))
        return True
    except InvalidSignature:
        return False


def public_key(key: Key) -> bytes:
    return (
        _private(key)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def _algorithm(message: bytes, message_type: str) -> ec.ECDSA:
    """DIGEST means that the caller hashed already: the bytes are signed as they are."""
    if message_type == DIGEST:
        if len(message) != 32:
            raise refusal("ValidationException", "Digest is invalid length for algorithm ECDSA_SHA_256.")
        return ec.ECDSA(utils.Prehashed(hashes.SHA256()))
    if message_type != RAW:
        raise refusal("ValidationException", f"MessageType {message_type} is not RAW or DIGEST")
    return ec.ECDSA(hashes.SHA256())


def _private(key: Key) -> ec.EllipticCurvePrivateKey:
    if key.material.private is None:
        raise refusal("InvalidKeyUsageException", f"{key.arn} key usage is {key.usage} which is not valid")
    return key.material.private

"""KMS operations on data: encrypt, decrypt, data keys, sign, verify."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from . import kms_crypto
from .failure import refusal
from .kms_access import enabled_key, key_demand, require_enabled
from .kms_keys import ECC, ENCRYPT, KEYS, SYMMETRIC, Key
from .service import Call, JsonInput

Answer = Mapping[str, Any]
Context = dict[str, tuple[str, ...]]


def encrypt(call: Call, given: JsonInput) -> Answer:
    plaintext = given.blob("Plaintext")
    if not 1 <= len(plaintext) <= 4096:
        raise refusal("ValidationException", "Plaintext must have 1 to 4096 bytes")
    key, context = _symmetric(call, given)
    sealed = kms_crypto.encrypt(key, plaintext, context)
    return {"CiphertextBlob": sealed, "KeyId": key.arn, "EncryptionAlgorithm": SYMMETRIC}


def generate_data_key(call: Call, given: JsonInput) -> Answer:
    length = _data_key_length(given)
    key, context = _symmetric(call, given)
    plaintext = os.urandom(length)
    sealed = kms_crypto.encrypt(key, plaintext, context)
    return {"CiphertextBlob": sealed, "Plaintext": plaintext, "KeyId": key.arn}


def generate_data_key_without_plaintext(call: Call, given: JsonInput) -> Answer:
    answer = dict(generate_data_key(call, given))
    del answer["Plaintext"]
    return answer


def decrypt(call: Call, given: JsonInput) -> Answer:
    ciphertext, reference = given.blob("CiphertextBlob"), given.get("KeyId")
    context = _encryption_context(given)
    _algorithm(given)
    given.done()
    account, key_id = kms_crypto.key_of(ciphertext)
    key = KEYS.find((account, call.region), key_id)
    if reference:
        named = enabled_key(call, str(reference), _context_keys(context))
        if named is not key:
            raise refusal(
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.",
                400,
            )
    if key is None:
        raise refusal(
            "AccessDeniedException",
            "The ciphertext refers to a customer master key that does not exist, does not exist in "
            "this region, or you are not allowed to access.",
            400,
        )
    if not reference:
        call.require(key_demand(call, key, "Decrypt", _context_keys(context)))
        require_enabled(key)
    plaintext = kms_crypto.decrypt(key, ciphertext, context)
    return {"Plaintext": plaintext, "KeyId": key.arn, "EncryptionAlgorithm": SYMMETRIC}


def sign(call: Call, given: JsonInput) -> Answer:
    key, message, kind = _signing(call, given)
    given.done()
    signature = kms_crypto.sign(key, message, kind)
    return {"KeyId": key.arn, "Signature": signature, "SigningAlgorithm": "ECDSA_SHA_256"}


def verify(call: Call, given: JsonInput) -> Answer:
    key, message, kind = _signing(call, given)
    signature = given.blob("Signature")
    given.done()
    if not kms_crypto.verify(key, message, signature, kind):
        raise refusal("KMSInvalidSignatureException", "The signature is not valid.")
    return {"KeyId": key.arn, "SignatureValid": True, "SigningAlgorithm": "ECDSA_SHA_256"}


def get_public_key(call: Call, given: JsonInput) -> Answer:
    key = enabled_key(call, given.text("KeyId"))
    given.done()
    return {
        "KeyId": key.arn,
        "PublicKey": kms_crypto.public_key(key),
        "CustomerMasterKeySpec": key.spec,
        "KeySpec": key.spec,
        "KeyUsage": key.usage,
        "SigningAlgorithms": ["ECDSA_SHA_256"],
    }


def _symmetric(call: Call, given: JsonInput) -> tuple[Key, Mapping[str, str]]:
    context = _encryption_context(given)
    _algorithm(given)
    reference = given.text("KeyId")
    given.done()
    key = enabled_key(call, reference, _context_keys(context))
    if key.usage != ENCRYPT:
        raise refusal("InvalidKeyUsageException", f"{key.arn} key usage is {key.usage}")
    return key, context


def _signing(call: Call, given: JsonInput) -> tuple[Key, bytes, str]:
    message, kind = given.blob("Message"), str(given.get("MessageType", kms_crypto.RAW))
    algorithm = given.text("SigningAlgorithm")
    if not 1 <= len(message) <= 4096:
        raise refusal("ValidationException", "Message must have 1 to 4096 bytes")
    extra: Context = {"kms:signingalgorithm": (algorithm,), "kms:messagetype": (kind,)}
    key = enabled_key(call, given.text("KeyId"), extra)
    if key.spec != ECC or algorithm != "ECDSA_SHA_256":
        raise refusal(
            "InvalidKeyUsageException",
            f"{key.arn}: {algorithm} is not valid for {key.spec}, {key.usage}",
            400,
        )
    return key, message, kind


def _data_key_length(given: JsonInput) -> int:
    spec, number = given.get("KeySpec"), given.get("NumberOfBytes")
    if (spec is None) == (number is None):
        raise refusal("ValidationException", "Please specify either number of bytes or key spec.")
    if number is not None:
        if not isinstance(number, int) or not 1 <= number <= 1024:
            raise refusal("ValidationException", "NumberOfBytes must be 1 to 1024")
        return number
    lengths = {"AES_256": 32, "AES_128": 16}
    if spec not in lengths:
        raise refusal("ValidationException", f"KeySpec {spec} is not AES_256 or AES_128")
    return lengths[spec]


def _algorithm(given: JsonInput) -> None:
    if given.get("EncryptionAlgorithm", SYMMETRIC) != SYMMETRIC:
        raise refusal("InvalidKeyUsageException", f"EncryptionAlgorithm must be {SYMMETRIC}")


def _encryption_context(given: JsonInput) -> Mapping[str, str]:
    context = given.get("EncryptionContext") or {}
    if not all(isinstance(part, str) for pair in context.items() for part in pair):
        raise refusal("SerializationException", "EncryptionContext must map strings to strings")
    return dict(context)


def _context_keys(context: Mapping[str, str]) -> Context:
    found: Context = {f"kms:encryptioncontext:{name.lower()}": (value,) for name, value in context.items()}
    if context:
        found["kms:encryptioncontextkeys"] = tuple(context)
    found["kms:encryptionalgorithm"] = (SYMMETRIC,)
    return found

"""KMS: keys across regions and accounts, signatures, encryption context, key policies."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .clients import PRIMARY, RECOVERY, AwsRig, allow, code_of, policy, root, trust

ADMIN = {"Principal": {"AWS": root(RECOVERY)}}
CONTEXT = {"application": "shop", "class": "objects"}


def key(aws: AwsRig, **arguments: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = aws.client("kms", "recovery").create_key(**arguments)["KeyMetadata"]
    return metadata


def test_a_multi_region_key_wraps_in_one_region_and_unwraps_in_the_other(aws: AwsRig) -> None:
    made = key(aws, MultiRegion=True)
    here = aws.client("kms", "recovery")
    there = aws.client("kms", "recovery", "us-east-1")
    assert made["KeyId"].startswith("mrk-")
    assert len(made["KeyId"]) == 36
    here.replicate_key(KeyId=made["Arn"], ReplicaRegion="us-east-1")
    data = there.generate_data_key(KeyId=made["KeyId"], KeySpec="AES_256", EncryptionContext=CONTEXT)
    opened = here.decrypt(CiphertextBlob=data["CiphertextBlob"], EncryptionContext=CONTEXT)
    assert opened["Plaintext"] == data["Plaintext"]
    assert data["KeyId"] == f"arn:aws:kms:us-east-1:{RECOVERY}:key/{made['KeyId']}"
    assert opened["KeyId"] == made["Arn"]
    configuration = there.describe_key(KeyId=made["KeyId"])["KeyMetadata"]["MultiRegionConfiguration"]
    assert configuration["MultiRegionKeyType"] == "REPLICA"
    assert configuration["PrimaryKey"]["Region"] == "us-west-2"


def test_a_single_region_key_does_not_open_elsewhere(aws: AwsRig) -> None:
    sealed = aws.client("kms", "recovery").encrypt(KeyId=key(aws)["KeyId"], Plaintext=b"x")
    with pytest.raises(ClientError) as raised:
        aws.client("kms", "recovery", "us-east-1").decrypt(CiphertextBlob=sealed["CiphertextBlob"])
    assert code_of(raised) == "AccessDeniedException"


@pytest.mark.parametrize("context", [{}, {**CONTEXT, "class": "secrets"}, {"application": "shop"}])
def test_another_encryption_context_opens_nothing(aws: AwsRig, context: dict[str, str]) -> None:
    kms = aws.client("kms", "recovery")
    sealed = kms.encrypt(KeyId=key(aws)["KeyId"], Plaintext=b"x", EncryptionContext=CONTEXT)
    with pytest.raises(ClientError) as raised:
        kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
    assert code_of(raised) == "InvalidCiphertextException"


def test_a_changed_ciphertext_is_refused_at_every_byte(aws: AwsRig) -> None:
    kms = aws.client("kms", "recovery")
    sealed = kms.encrypt(KeyId=key(aws)["KeyId"], Plaintext=b"x")["CiphertextBlob"]
    for index in range(len(sealed)):
        broken = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(ClientError, match=r"InvalidCiphertext|AccessDenied"):
            kms.decrypt(CiphertextBlob=broken)


def test_a_key_of_another_account_needs_both_sides(aws: AwsRig) -> None:
    admin = {"Effect": "Allow", "Principal": {"AWS": root(RECOVERY)}, "Action": "kms:*", "Resource": "*"}
    role = aws.role("primary", trust(root(PRIMARY)), allow("kms:GenerateDataKey"))
    other = aws.role("primary", trust(root(PRIMARY)), allow("kms:GenerateDataKey"))
    wrap = {
        "Effect": "Allow",
        "Principal": {"AWS": root(PRIMARY)},
        "Action": "kms:GenerateDataKey",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": role}},
    }
    made = key(aws, Policy=json.dumps(policy(admin, wrap)))
    named = {"KeyId": made["Arn"], "KeySpec": "AES_256"}
    mine = aws.client("kms", aws.assume("primary", role), "us-west-2")
    data = mine.generate_data_key(**named)
    opened = aws.client("kms", "recovery").decrypt(CiphertextBlob=data["CiphertextBlob"])
    assert opened["Plaintext"] == data["Plaintext"]
    with pytest.raises(ClientError, match="no resource-based policy allows the kms:Decrypt action"):
        mine.decrypt(CiphertextBlob=data["CiphertextBlob"])
    with pytest.raises(ClientError, match="no resource-based policy allows the kms:GenerateDataKey"):
        aws.client("kms", aws.assume("primary", other), "us-west-2").generate_data_key(**named)


def test_an_alias_arn_of_another_account_is_found(aws: AwsRig) -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": [root(RECOVERY), root(PRIMARY)]}}
    made = key(aws, Policy=json.dumps(policy({**statement, "Action": "kms:*", "Resource": "*"})))
    aws.client("kms", "recovery").create_alias(AliasName="alias/across", TargetKeyId=made["KeyId"])
    arn = f"arn:aws:kms:us-west-2:{RECOVERY}:alias/across"
    sealed = aws.client("kms", "primary", "us-west-2").encrypt(KeyId=arn, Plaintext=b"x")
    assert sealed["KeyId"] == made["Arn"]


def test_a_key_arn_of_another_region_is_not_found(aws: AwsRig) -> None:
    with pytest.raises(ClientError) as raised:
        aws.client("kms", "recovery", "us-east-1").encrypt(KeyId=key(aws)["Arn"], Plaintext=b"x")
    assert code_of(raised) == "NotFoundException"


def test_a_condition_on_the_encryption_context_keeps_secrets_closed(aws: AwsRig) -> None:
    made = key(aws)
    only = {"Condition": {"StringEquals": {"kms:EncryptionContext:class": "objects"}}}
    role = aws.role("recovery", trust(root(RECOVERY)), allow("kms:Decrypt", made["Arn"], **only))
    admin, reader = aws.client("kms", "recovery"), None
    reader = aws.client("kms", aws.assume("recovery", role), "us-west-2")
    for kind, opens in (("objects", True), ("secrets", False)):
        sealed = admin.encrypt(KeyId=made["KeyId"], Plaintext=b"x", EncryptionContext={"class": kind})
        wanted = {"CiphertextBlob": sealed["CiphertextBlob"], "EncryptionContext": {"class": kind}}
        if opens:
            assert reader.decrypt(**wanted)["Plaintext"] == b"x"
        else:
            with pytest.raises(ClientError, match="no identity-based policy allows the kms:Decrypt"):
                reader.decrypt(**wanted)


def test_a_digest_is_signed_as_it_is_and_verifies_offline(aws: AwsRig) -> None:
    made = key(aws, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    kms, message = aws.client("kms", "recovery"), b"a statement"
    digest = hashlib.sha256(message).digest()
    named = {"KeyId": made["KeyId"], "SigningAlgorithm": "ECDSA_SHA_256"}
    public = load_der_public_key(kms.get_public_key(KeyId=made["KeyId"])["PublicKey"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    for kind, content in (("RAW", message), ("DIGEST", digest)):
        signature = kms.sign(Message=content, MessageType=kind, **named)["Signature"]
        public.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        assert kms.verify(Message=message, Signature=signature, **named)["SignatureValid"]
        with pytest.raises(ClientError) as raised:
            kms.verify(Message=b"another", Signature=signature, **named)
        assert code_of(raised) == "KMSInvalidSignatureException"


def test_a_key_policy_that_locks_its_author_out_is_refused(aws: AwsRig) -> None:
    nobody = {**allow("kms:*"), "Principal": {"AWS": root(PRIMARY)}}
    with pytest.raises(ClientError, match="will not allow you to update the key policy") as raised:
        key(aws, Policy=json.dumps(policy(nobody)))
    assert code_of(raised) == "MalformedPolicyDocumentException"


def test_a_key_that_awaits_deletion_does_nothing(aws: AwsRig) -> None:
    kms, made = aws.client("kms", "recovery"), key(aws)
    kms.schedule_key_deletion(KeyId=made["KeyId"], PendingWindowInDays=7)
    with pytest.raises(ClientError) as raised:
        kms.encrypt(KeyId=made["KeyId"], Plaintext=b"x")
    assert code_of(raised) == "KMSInvalidStateException"


def test_grants_are_refused_loudly(aws: AwsRig) -> None:
    with pytest.raises(ClientError, match="kms:CreateGrant") as raised:
        aws.client("kms", "recovery").create_grant(
            KeyId=key(aws)["KeyId"], GranteePrincipal=root(RECOVERY), Operations=["Decrypt"]
        )
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501

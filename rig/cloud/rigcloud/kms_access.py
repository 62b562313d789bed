"""Who may use a KMS key: its key policy always decides, with identity policies where it delegates."""

from __future__ import annotations

from collections.abc import Mapping

from .access import Demand
from .answers import Refusal
from .failure import refusal
from .kms_keys import KEYS, Key
from .policy_document import parse_policy
from .service import Call

Context = Mapping[str, tuple[str, ...]]


def key_demand(call: Call, key: Key, action: str, extra: Context | None = None) -> Demand:
    names = tuple(name for name, target in KEYS.aliases(key.place).items() if target == key.id)
    context = {
        "kms:calleraccount": (call.account,),
        "kms:keyspec": (key.spec,),
        "kms:keyusage": (key.usage,),
        "kms:keyorigin": ("AWS_KMS",),
        "kms:multiregion": (str(key.multi_region).lower(),),
        "aws:resourceaccount": (key.account,),
        "aws:requestedregion": (call.region,),
        **({"kms:resourcealiases": names} if names else {}),
        **(extra or {}),
    }
    policy = parse_policy(f"key policy of {key.arn}", key.policy)
    return Demand(f"kms:{action}", key.arn, key.account, policy, strict=True, context=context)


def usable_key(call: Call, reference: str, extra: Context | None = None) -> Key:
    """The key that `reference` names, if the caller may do this call's operation with it."""
    key = _resolve(call, reference)
    alias = {"kms:requestalias": (reference,)} if reference.startswith("alias/") else {}
    call.require(key_demand(call, key, call.operation, {**alias, **(extra or {})}))
    return key


def enabled_key(call: Call, reference: str, extra: Context | None = None) -> Key:
    key = usable_key(call, reference, extra)
    require_enabled(key)
    return key


def require_enabled(key: Key) -> None:
    if key.state == "Disabled":
        raise refusal("DisabledException", f"{key.arn} is disabled.")
    if key.state != "Enabled":
        raise refusal("KMSInvalidStateException", f"{key.arn} is pending deletion.")


def _resolve(call: Call, reference: str) -> Key:
    try:
        return KEYS.resolve(reference, (call.account, call.region))
    except Refusal as e:
        foreign = reference.startswith("arn:") and f":{call.account}:" not in reference
        if e.code == "NotFoundException" and foreign:
            # KMS doesn't tell strangers which keys exist.
            raise refusal(
                "AccessDeniedException",
                f"User: {call.subject.arn} is not authorized to perform: kms:{call.operation} "
                f"on resource: {reference} because the resource does not exist in this Region, "
                "no resource-based policies allow access, or a resource-based policy explicitly denies "
                "access",
                400,
            ) from e
        raise

"""The clusters' OIDC issuers, at https://127.0.0.1:PORT/id/XXXX: discovery document and keys."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from werkzeug.wrappers import Request, Response

from ..app import Rig
from .lifecycle import issuer_url
from .model import Cluster, Store


class Issuers:
    """Serves /id/XXXX and answers what a token check needs to know."""

    def __init__(self, store: Store, rig: Rig) -> None:
        self._store = store
        self._rig = rig

    def __call__(self, request: Request) -> Response:
        identifier, _, rest = request.path.removeprefix("/id/").partition("/")
        cluster = next((one for one in self._store.all() if one.issuer_id == identifier), None)
        if cluster is None or cluster.document["identity"] is None:
            return Response("no such issuer\n", 404)
        if rest == ".well-known/openid-configuration":
            return _json(discovery(issuer_url(self._rig, cluster)))
        if rest == "keys":
            return _json(key_set(cluster))
        return Response("not found\n", 404)

    def keys(self, issuer: str) -> dict[str, Any] | None:
        """The key set of an issuer of this rig, or None when it is none."""
        for cluster in self._store.all():
            if issuer_url(self._rig, cluster) == issuer and cluster.document["identity"]:
                return key_set(cluster)
        return None


def _json(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document), content_type="application/json")


def discovery(issuer: str) -> dict[str, Any]:
    """The discovery document, with the members that EKS's has."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/keys",
        "authorization_endpoint": "urn:kubernetes:programmatic_authorization",
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss"],
    }


def key_set(cluster: Cluster) -> dict[str, Any]:
    """The cluster's service account key; its id is computed as the API server computes it."""
    pem = (cluster.running_plane().directory / "sa.pub").read_bytes()
    key = serialization.load_pem_public_key(pem)
    assert isinstance(key, RSAPublicKey)
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    numbers = key.public_numbers()
    return {
        "keys": [
            {
                "use": "sig",
                "kty": "RSA",
                "kid": _base64(hashlib.sha256(der).digest()),
                "alg": "RS256",
                "n": _base64(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)),
                "e": _base64(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8)),
            }
        ]
    }


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

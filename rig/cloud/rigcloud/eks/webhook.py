"""The TokenReview webhook of every control plane: verifies a token, maps access entries, then aws-auth."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from ..app import Rig
from ..principals import Principal
from . import awsauth, tokens
from .accesspolicies import groups_of
from .model import Cluster, Store


@dataclass(frozen=True)
class User:
    """A Kubernetes user."""

    name: str
    groups: list[str]


class TokenWebhook:
    """Serves /token/ACCOUNT/REGION/CLUSTER."""

    def __init__(self, store: Store, rig: Rig) -> None:
        self._store = store
        self._rig = rig

    def __call__(self, request: Request) -> Response:
        parts = request.path.split("/")
        cluster = self._store.find(*parts[2:5]) if len(parts) == 5 else None
        if cluster is None or request.method != "POST":
            return Response("no such cluster\n", 404)
        review = json.loads(request.get_data())
        status = self._status(cluster, str(review.get("spec", {}).get("token", "")))
        answer = {"apiVersion": review.get("apiVersion"), "kind": "TokenReview", "status": status}
        return Response(json.dumps(answer), content_type="application/json")

    def _status(self, cluster: Cluster, token: str) -> dict[str, Any]:
        try:
            principal = tokens.verify(token, cluster.name, self._rig.endpoint, datetime.now(UTC))
            user = user_of(cluster, principal)
        except tokens.TokenError as refused:
            if token.startswith(tokens.PREFIX):  # service account tokens pass here, too, and are not ours
                sys.stderr.write(f"rig: {cluster.name} refuses a token: {refused}\n")
                sys.stderr.flush()
            return {"authenticated": False, "error": f"token refused: {refused}"}
        return {"authenticated": True, "user": _review_user(principal, user)}


def _review_user(principal: Principal, user: User) -> dict[str, Any]:
    unique = principal.user_id.split(":")[0]
    extra = {
        "accessKeyId": [principal.access_key],
        "arn": [principal.arn],
        "canonicalArn": [canonical_arn(principal)],
        "principalId": [unique],
        "sessionName": [session_name(principal)],
        "sigs.k8s.io/aws-iam-authenticator/principalId": [unique],
    }
    uid = f"aws-iam-authenticator:{principal.account}:{unique}"
    return {"username": user.name, "uid": uid, "groups": user.groups, "extra": extra}


def user_of(cluster: Cluster, principal: Principal) -> User:
    """Maps a principal; raises TokenError where nothing maps it."""
    if cluster.uses_entries:
        entry = cluster.access.get(principal.identity_arn)
        if entry:
            groups = [*entry.document["kubernetesGroups"], *groups_of(entry)]
            return User(_expand(entry.document["username"], cluster, principal), groups)
    elif principal.identity_arn == cluster.creator:
        return User("kubernetes-admin", ["system:masters"])
    if cluster.uses_config_map:
        mapping = awsauth.find(cluster.running_plane().kube.get(awsauth.PATH), canonical_arn(principal))
        if mapping:
            return User(_expand(mapping.username, cluster, principal), mapping.groups)
    raise tokens.TokenError(f"{canonical_arn(principal)} is not mapped")


def canonical_arn(principal: Principal) -> str:
    """The role of a session, without its path; a user as it is."""
    return awsauth.without_path(principal.identity_arn)


def session_name(principal: Principal) -> str:
    """The session's name, or "" for a user."""
    return principal.arn.rsplit("/", 1)[-1] if principal.role_arn else ""


def _expand(template: str, cluster: Cluster, principal: Principal) -> str:
    session = session_name(principal)
    names = {name: group.nodes[name] for group in cluster.nodegroups.values() for name in group.nodes}
    if "{{EC2PrivateDNSName}}" in template and session not in names:
        raise tokens.TokenError(f"{session or principal.arn} is not an instance of the cluster")
    return (
        template.replace("{{SessionNameRaw}}", session)
        .replace("{{SessionName}}", session.replace("@", "-"))
        .replace("{{EC2PrivateDNSName}}", names.get(session, ""))
        .replace("{{AccountID}}", principal.account)
        .replace("{{AccessKeyID}}", principal.access_key)
    )

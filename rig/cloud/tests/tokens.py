"""Makes EKS tokens as clients make them: botocore signs."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .clients import Keys


@dataclass(frozen=True)
class TokenRequest:
    """What goes into a token; the defaults make a good one."""

    cluster: str | None = "shop"
    host: str = "https://sts.us-east-1.amazonaws.com"
    path: str = "/"
    region: str = "us-east-1"
    service: str = "sts"
    expires: int = 60
    query: Mapping[str, str] = field(
        default_factory=lambda: {"Action": "GetCallerIdentity", "Version": "2011-06-15"}
    )

    def url(self, keys: Keys) -> str:
        """The presigned URL."""
        headers = {"x-k8s-aws-id": self.cluster} if self.cluster else {}
        url = f"{self.host}{self.path}?{urlencode(self.query)}"
        request = AWSRequest("GET", url, headers=headers)
        credentials = Credentials(keys.access_key, keys.secret, keys.token)
        signer = SigV4QueryAuth(credentials, self.service, self.region, expires=self.expires)
        signer.add_auth(request)
        return str(request.url)

    def token(self, keys: Keys) -> str:
        """The bearer token."""
        return encoded(self.url(keys))


def encoded(url: str) -> str:
    """A URL as a token."""
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")

"""
S3: the emulator's, behind the rig's own checks of bodies, regions, permissions and rules.

Writes are serialised, so that conditional writes are decided one after the other.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from . import s3_body, s3_lock, s3_mend, s3_rules, sigv4
from .access import Access, Demand
from .answers import Refusal
from .app import Registry
from .authentication import Caller, caller_of, headers_of, operation_in
from .failure import not_implemented, refusal
from .policy_document import Policy, parse_policy
from .s3_actions import ACTIONS, Permission, S3Request, context, permissions
from .subject import Subject, subject_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ACCOUNT_HEADER = "HTTP_X_MOTO_ACCOUNT_ID"
_BYPASS = "x-amz-bypass-governance-retention"
_HIDEABLE = frozenset({"GetObject", "HeadObject", "GetObjectAttributes", "GetObjectTagging"})


def register_with(registry: Registry, access: Access) -> None:
    """Puts the rig's checks before the emulator's S3."""
    registry.patches.append(s3_mend.patch)
    registry.middlewares.append(lambda app: S3(app, access))


class S3:
    """WSGI layer for requests to S3; others pass untouched."""

    def __init__(self, app: WSGIApplication, access: Access) -> None:
        self._app = app
        self._access = access
        self._writing = threading.RLock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        caller = caller_of(environ)
        if caller is None or caller.service != "s3":
            return self._app(environ, start_response)
        try:
            return self._serve(environ, start_response, caller)
        except Refusal as failure:
            return failure.answer("s3", environ, start_response)

    def _serve(self, environ: WSGIEnvironment, start: StartResponse, caller: Caller) -> Iterable[bytes]:
        subject = subject_of(caller.principal)
        body = _plain_body(environ, caller)
        request = _request(environ)
        environ[ACCOUNT_HEADER] = caller.account
        if request.operation == "ListBuckets":
            self._access.require(subject, Demand("s3:ListAllMyBuckets", "*", caller.account))
            return self._app(environ, start)
        if request.operation not in {*ACTIONS, "DeleteObjects"}:
            raise not_implemented(f"the rig doesn't implement s3:{request.operation}")
        bucket = s3_mend.bucket_of(request.bucket)
        if request.operation != "CreateBucket":
            environ[ACCOUNT_HEADER] = _home(request, bucket, caller)
        with self._writing:
            denied = self._authorize(subject, request, bucket, body)
            s3_rules.check(request, bucket, body)
            if request.operation == "GetObjectRetention":
                return _get_retention(request, bucket, start)
            if request.operation == "GetObjectLegalHold":
                return _xml(s3_lock.get_hold(request, bucket), start)
            return self._forward(environ, start, subject, request, denied)

    def _authorize(self, subject: Subject, request: S3Request, bucket: Any, body: bytes) -> frozenset[str]:
        """Refuses, but for DeleteObjects, which answers each key by itself: those denied are returned."""
        if request.operation == "DeleteObjects":
            return frozenset(
                wanted.resource
                for wanted in _deletions(request, body)
                if not self._may_delete(subject, request, wanted, bucket)
            )
        for wanted in permissions(request):
            home = bucket if wanted.bucket == request.bucket else s3_mend.bucket_of(wanted.bucket)
            if home is None and request.operation != "CreateBucket":
                raise refusal("NoSuchBucket", f"The specified bucket {wanted.bucket} does not exist", 404)
            self._access.require(subject, _demand(subject, wanted, context(request), home))
        return frozenset()

    def _may_delete(self, subject: Subject, request: S3Request, wanted: Permission, bucket: Any) -> bool:
        """Leaving governance mode aside is a permission of its own, for each key."""
        needed = [wanted]
        if s3_lock.bypasses(request):
            needed.append(Permission("s3:BypassGovernanceRetention", wanted.bucket, wanted.key))
        demands = (_demand(subject, one, {}, bucket) for one in needed)
        return all(self._access.decide(subject, demand).allowed for demand in demands)

    def _forward(
        self,
        environ: WSGIEnvironment,
        start: StartResponse,
        subject: Subject,
        request: S3Request,
        denied: frozenset[str],
    ) -> Iterable[bytes]:
        token = s3_mend.DENIED_KEYS.set(denied)
        try:
            if request.operation in _HIDEABLE:
                return self._hiding_absence(environ, start, subject, request)
            return self._app(environ, start)
        finally:
            s3_mend.DENIED_KEYS.reset(token)

    def _hiding_absence(
        self, environ: WSGIEnvironment, start: StartResponse, subject: Subject, request: S3Request
    ) -> Iterable[bytes]:
        """S3 tells only those who may list the bucket that a key isn't there; to others it says 403."""
        bucket = s3_mend.bucket_of(request.bucket)
        try:
            s3_mend.object_of(bucket, request.key, request.query.get("versionId"))
        except Refusal:
            listing = _listing(subject, request, bucket)
            if not self._access.decide(subject, listing).allowed:
                raise refusal(
                    "AccessDenied", f"Access Denied: no s3:ListBucket on {request.bucket}", 403
                ) from None
        return self._app(environ, start)


def _listing(subject: Subject, request: S3Request, bucket: Any) -> Demand:
    return _demand(subject, Permission("s3:ListBucket", request.bucket), {}, bucket)


def _home(request: S3Request, bucket: Any, caller: Caller) -> str:
    if bucket is None:
        raise refusal("NoSuchBucket", "The specified bucket does not exist", 404)
    if bucket.region_name != caller.region and request.operation != "GetBucketLocation":
        raise s3_rules.wrong_region(bucket)
    return str(bucket.account_id)


def _demand(subject: Subject, wanted: Permission, keys: dict[str, tuple[str, ...]], bucket: Any) -> Demand:
    account = bucket.account_id if bucket is not None else subject.account
    owner = {"aws:resourceaccount": (account,), "s3:resourceaccount": (account,)}
    return Demand(wanted.action, wanted.resource, account, _policy(bucket), context={**keys, **owner})


def _policy(bucket: Any) -> Policy | None:
    text = s3_rules.policy_text(bucket) if bucket is not None else None
    return parse_policy(f"policy of bucket {bucket.name}", text) if text else None


def _deletions(request: S3Request, body: bytes) -> list[Permission]:
    return [
        Permission("s3:DeleteObjectVersion" if version else "s3:DeleteObject", request.bucket, key)
        for key, version in s3_rules.keys_to_delete(body)
    ]


def _request(environ: WSGIEnvironment) -> S3Request:
    operation = operation_in(environ)
    if operation is None:
        raise not_implemented("the rig doesn't know this S3 operation")
    values = operation.path_values
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    return S3Request(
        operation.name, values.get("Bucket", ""), values.get("Key", ""), headers_of(environ), query
    )


def _plain_body(environ: WSGIEnvironment, caller: Caller) -> bytes:
    """The body without its transfer coding, put back so that the emulator sees it plain."""
    headers = headers_of(environ)
    body = environ["wsgi.input"].read()
    if headers.get("x-amz-content-sha256", "").startswith(s3_body.STREAMING):
        signature = sigv4.signature_of_headers(headers)
        if signature is None:
            raise refusal("InvalidRequest", "A chunked body needs a signature in the Authorization header")
        signer = s3_body.ChunkSigner.after(signature, caller.principal.secret)
        body, trailers = s3_body.decode_chunked(body, headers, signer)
        _drop_coding(environ, headers, trailers)
        headers = headers_of(environ)
    s3_body.check_digests(body, headers)
    if headers.get(_BYPASS, "").lower() != "true":
        # The emulator takes any value for a yes.
        environ.pop("HTTP_X_AMZ_BYPASS_GOVERNANCE_RETENTION", None)
    # Checked by now; the emulator would keep it as if it were the object's metadata.
    environ.pop("HTTP_X_AMZ_CONTENT_SHA256", None)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return bytes(body)


def _drop_coding(environ: WSGIEnvironment, headers: dict[str, str], trailers: dict[str, str]) -> None:
    codings = [one.strip() for one in headers.get("content-encoding", "").split(",")]
    kept = [one for one in codings if one and one != "aws-chunked"]
    environ.pop("HTTP_CONTENT_ENCODING", None)
    if kept:
        environ["HTTP_CONTENT_ENCODING"] = ",".join(kept)
    environ.pop("HTTP_X_AMZ_TRAILER", None)
    for name, value in trailers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
        if name.startswith("x-amz-checksum-"):
            environ["HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM"] = name.removeprefix("x-amz-checksum-").upper()


def _get_retention(request: S3Request, bucket: Any, start: StartResponse) -> list[bytes]:
    key = s3_mend.object_of(bucket, request.key, request.query.get("versionId"))
    mode, until = s3_mend.retention_of(key)
    xml = f"<Mode>{escape(mode)}</Mode><RetainUntilDate>{escape(until)}</RetainUntilDate>"
    return _xml(f'<?xml version="1.0" encoding="UTF-8"?>\n<Retention>{xml}</Retention>'.encode(), start)


def _xml(body: bytes, start: StartResponse) -> list[bytes]:
    start("200 OK", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]

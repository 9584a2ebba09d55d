"""Whether a request is signed by the one account there is, by the library's own arithmetic."""

import hashlib
import hmac
import re
import time
from datetime import UTC, datetime

from tencentcloud.common.sign import Sign
from werkzeug import Request

SERVICE = "sms"
FRESH_SECONDS = 300
SIGNED = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<date>[^/]+)/sms/tc3_request, "
    r"SignedHeaders=content-type;host, Signature=(?P<signature>[0-9a-f]{64})"
)


def fault_of(request: Request, secret_id: str, secret_key: str) -> str | None:
    """Return Tencent's code for what is wrong with the signature of *request*, or None."""
    signed = SIGNED.fullmatch(request.headers.get("Authorization", ""))
    moment = request.headers.get("X-TC-Timestamp", "")
    if signed is None or not moment.isdecimal():
        return "AuthFailure.InvalidAuthorization"
    if signed["id"] != secret_id:
        return "AuthFailure.SecretIdNotFound"
    if abs(time.time() - int(moment)) > FRESH_SECONDS:
        return "AuthFailure.SignatureExpire"
    date = f"{datetime.fromtimestamp(int(moment), UTC):%Y-%m-%d}"
    scope = f"{date}/{SERVICE}/tc3_request"
    signable = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{_digest(_canonical(request))}"
    ours = Sign.sign_tc3(secret_key, date, SERVICE, signable)
    if signed["date"] != date or not hmac.compare_digest(ours, signed["signature"]):
        return "AuthFailure.SignatureFailure"
    return None


def _canonical(request: Request) -> bytes:
    headers = f"content-type:{request.content_type}\nhost:{request.host}\n"
    lines = (
        request.method, "/", "", headers, "content-type;host", _digest(request.get_data()),
    )  # fmt: skip
    return "\n".join(lines).encode()


def _digest(data: bytes | str) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()

"""An SMS as its template writes it, and what the carrier reports of it."""

import re
from typing import Any

from devstack.tencent.books import Account, Sms

LONGEST = 500
PLACE = re.compile(r"\{(\d+)\}")
LINK = re.compile(r"https?://|www\.|[a-z0-9]\.(?:com|cn|net)\b", re.IGNORECASE)
HOME = "+86"


def written(account: Account, asked: dict[str, Any]) -> tuple[str, str]:
    """Return the text that the handset shows and no code, or nothing and why it is refused."""
    values = asked.get("TemplateParamSet") or []
    text = account.templates.get(asked["TemplateId"])
    if asked["SmsSdkAppId"] != account.app_id:
        return "", "UnauthorizedOperation.SmsSdkAppIdVerifyFail"
    if asked.get("SignName") != account.sign:
        return "", "FailedOperation.SignatureIncorrectOrUnapproved"
    if text is None:
        return "", "FailedOperation.TemplateIncorrectOrUnapproved"
    if len(PLACE.findall(text)) != len(values):
        return "", "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
    if any(LINK.search(value) for value in values):
        return "", "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter"
    body = f"【{account.sign}】" + PLACE.sub(lambda place: values[int(place[1]) - 1], text)
    if len(body) > LONGEST:
        return "", "InvalidParameterValue.ContentLengthLimit"
    return body, ""


def report_of(sms: Sms) -> dict[str, str]:
    arrived = sms.report == "DELIVRD"
    return {
        "user_receive_time": "2026-03-09 09:00:04",
        "nationcode": HOME.removeprefix("+"),
        "mobile": sms.to.removeprefix(HOME),
        "report_status": "SUCCESS" if arrived else "FAIL",
        "errmsg": sms.report or "",
        "description": "delivered" if arrived else "not delivered",
        "sid": sms.sid,
    }

"""The web application of the stand-in: the API on ``/``, and its own interface beside it."""

import json
import socket
import threading
import time
import uuid
from dataclasses import asdict
from typing import Any

import requests
from flask import Flask, Response, abort, request

from devstack.tencent.books import FATES, Account, Books, Rule, Sms
from devstack.tencent.delivery import report_of, written
from devstack.tencent.signature import fault_of

HANG_SECONDS = 15


class Refused(Exception):
    """The request as a whole is refused with Tencent's *code*."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def create_app(account: Account, callback: str = "") -> Flask:
    app, books = Flask(__name__), Books()

    @app.post("/")
    def act() -> Response:
        if fault := fault_of(request, account.secret_id, account.secret_key):
            raise Refused(fault)
        asked = json.loads(request.get_data())
        match request.headers.get("X-TC-Action"):
            case "SendSms":
                return _send(account, books, callback, asked)
            case "PullSmsSendStatusByPhoneNumber":
                return _pull(account, books, asked)
        raise Refused("InvalidAction")

    @app.errorhandler(Refused)
    def refused(fault: Refused) -> Response:
        return _answer(Error={"Code": fault.code, "Message": f"refused: {fault.code}"})

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/outbox")
    def outbox() -> list[dict[str, Any]]:
        """What handsets got, oldest first."""
        return books.outbox()

    @app.delete("/outbox")
    def forget() -> tuple[str, int]:
        """Forget all messages, and all trouble."""
        books.forget()
        return "", 204

    @app.post("/stand-in/trouble")
    def order() -> tuple[dict[str, Any], int]:
        rule = Rule(**request.get_json())
        if rule.do not in FATES:
            abort(422)
        books.order(rule)
        return asdict(rule), 201

    return app


def _send(account: Account, books: Books, callback: str, asked: dict[str, Any]) -> Response:
    (to,) = asked["PhoneNumberSet"]
    rule = books.strike(to)
    match rule.do:
        case "500":
            abort(500)
        case "drop":
            _hang_up()
        case "code":
            return _answer(SendStatusSet=[_status(to, asked, rule.code)])
    body, code = written(account, asked)
    if code:
        return _answer(SendStatusSet=[_status(to, asked, code)])
    context = asked.get("SessionContext", "")
    sms = books.take(rule, to=to, body=body, template=asked["TemplateId"], context=context)
    if callback and sms.report and rule.posted:
        threading.Thread(target=_post, args=(callback, sms), daemon=True).start()
    if rule.do == "accept_then_hang":
        time.sleep(HANG_SECONDS)
    if rule.do == "accept_then_500":
        abort(500)
    return _answer(SendStatusSet=[_status(to, asked, "Ok", sms.sid)])


def _pull(account: Account, books: Books, asked: dict[str, Any]) -> Response:
    if asked["SmsSdkAppId"] != account.app_id:
        raise Refused("UnauthorizedOperation.SmsSdkAppIdVerifyFail")
    found = books.sent_to(asked["PhoneNumber"], asked["BeginTime"], asked["EndTime"])
    told = [_pulled(sms) for sms in found if sms.report]
    return _answer(PullSmsSendStatusSet=told[-asked["Limit"] :])


def _status(to: str, asked: dict[str, Any], code: str, sid: str = "") -> dict[str, Any]:
    return {
        "SerialNo": sid,
        "PhoneNumber": to,
        "Fee": 1 if sid else 0,
        "SessionContext": asked.get("SessionContext", ""),
        "Code": code,
        "Message": "send success" if sid else f"refused: {code}",
        "IsoCode": "CN",
    }


def _pulled(sms: Sms) -> dict[str, Any]:
    told = report_of(sms)
    return {
        "UserReceiveTime": int(sms.at),
        "CountryCode": told["nationcode"],
        "SubscriberNumber": told["mobile"],
        "PhoneNumber": sms.to,
        "SerialNo": sms.sid,
        "ReportStatus": told["report_status"],
        "Description": told["errmsg"],
        "SessionContext": sms.context if sms.shows_context else "",
    }


def _post(callback: str, sms: Sms) -> None:
    """Post a report as Tencent does: a list, of one; what does not take it goes without."""
    try:
        requests.post(callback, json=[report_of(sms)], timeout=5)
    except requests.RequestException:
        return


def _answer(**said: Any) -> Response:
    body = json.dumps({"Response": {**said, "RequestId": str(uuid.uuid4())}}, ensure_ascii=False)
    response = Response(body)
    response.headers["Content-Type"] = "application/json"
    return response


def _hang_up() -> None:
    """Close the connection without an answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    abort(500)

"""The stand-in asks of a request what Tencent asks, by its own library."""

import threading
from pathlib import Path

import pytest
import requests
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient
from werkzeug.serving import make_server

from devstack.tencent.app import create_app
from devstack.tencent.books import account_of

PHONE, APP, ID, KEY = "+8613800138000", "1400006666", "AKIDours", "our-key"
VALUES = ["安顺汽车", "3月10日10:00", "3月9日09:15", "021-55550100"]


@pytest.fixture(scope="module")
def address():
    account = account_of(ID, KEY, APP, Path("devstack/tencent/templates.yaml"))
    server = make_server("127.0.0.1", 0, create_app(account), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


def client(address, secret_id=ID, key=KEY):
    http = HttpProfile(protocol="http", endpoint=address)
    return SmsClient(Credential(secret_id, key), "ap-guangzhou", ClientProfile(httpProfile=http))


def send(address, **changes):
    asked = models.SendSmsRequest()
    told = {
        "PhoneNumberSet": [PHONE], "SmsSdkAppId": APP, "SignName": "安顺汽车",
        "TemplateId": "1400005", "TemplateParamSet": VALUES, "SessionContext": "t-1",
    }  # fmt: skip
    for name, value in {**told, **changes}.items():
        setattr(asked, name, value)
    (status,) = client(address).SendSms(asked).SendStatusSet
    return status


def pulled(address, begin, end):
    asked = models.PullSmsSendStatusByPhoneNumberRequest()
    asked.SmsSdkAppId, asked.PhoneNumber = APP, PHONE
    asked.BeginTime, asked.EndTime, asked.Offset, asked.Limit = begin, end, 0, 100
    return client(address).PullSmsSendStatusByPhoneNumber(asked).PullSmsSendStatusSet


def test_what_is_signed_and_approved_is_sent_and_can_be_pulled(address):
    status = send(address)

    assert (status.Code, status.SessionContext) == ("Ok", "t-1")
    (sms,) = requests.get(f"http://{address}/outbox", timeout=5).json()
    assert sms["body"].startswith("【安顺汽车】您好，您在安顺汽车等候的3月10日10:00现有空位")
    (report,) = pulled(address, 0, 2**31)
    assert (report.SerialNo, report.ReportStatus) == (status.SerialNo, "SUCCESS")
    assert (report.SessionContext, report.Description) == ("t-1", "DELIVRD")
    assert pulled(address, 0, 1) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"SmsSdkAppId": "1"}, "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
        ({"SignName": "别人"}, "FailedOperation.SignatureIncorrectOrUnapproved"),
        ({"TemplateId": "1"}, "FailedOperation.TemplateIncorrectOrUnapproved"),
        (
            {"TemplateParamSet": VALUES[:3]},
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        ),
        (
            {"TemplateParamSet": [*VALUES[:3], "www.liyan.cn"]},
            "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
        ),
        (
            {"TemplateParamSet": [*VALUES[:3], "1" * 500]},
            "InvalidParameterValue.ContentLengthLimit",
        ),
    ],
)
def test_what_is_not_approved_is_refused_with_its_code(address, changes, code):
    status = send(address, **changes)

    assert (status.Code, status.SerialNo) == (code, "")


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"secret_id": "AKIDother"}, "AuthFailure.SecretIdNotFound"),
        ({"key": "another"}, "AuthFailure.SignatureFailure"),
    ],
)
def test_a_strangers_signature_is_refused(address, who, code):
    with pytest.raises(TencentCloudSDKException) as refused:
        client(address, **who).SendSms(models.SendSmsRequest())

    assert refused.value.code == code


def test_a_request_without_a_signature_is_refused(address):
    answer = requests.post(f"http://{address}/", json={}, timeout=5)

    assert answer.json()["Response"]["Error"]["Code"] == "AuthFailure.InvalidAuthorization"

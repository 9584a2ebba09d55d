"""The language in which a customer wants to be written to, as partners and staff name it."""

from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from common.config import Settings
from common.contracts.notification import SPEAK

API = "/api/v1"
WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "start": "2026-03-10T10:00:00+08:00",
}
SAME = [("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh-CN", "zh"),
        ("zh-Hans", "zh"), ("en", "en")]  # fmt: skip


@pytest.mark.parametrize(("asked", "kept"), SAME)
def test_who_books_names_the_language_of_messages(client, bus, partner, asked, kept):
    customer = {"name": "王小明", "phone": "13800138000", "language": asked}

    answer = client.post(f"{API}/bookings", json={**WISH, "customer": customer}, headers=partner())

    assert answer.status_code == 201
    assert bus.last["customer"]["language"] == kept


def test_the_language_can_be_put_right(client, bus, staff):  # BK-27
    told = {"customer": {"language": "zh-TW"}, "reason": "讀繁體"}

    answer = client.patch(f"{API}/bookings/b-1", json=told, headers=staff("reception"))

    assert answer.status_code == 200
    assert bus.last["customer"] == {"language": "zh-Hant"}


def test_a_language_that_nobody_writes_is_refused(client, bus, partner):
    customer = {"name": "王小明", "phone": "13800138000", "language": "fr"}

    answer = client.post(f"{API}/bookings", json={**WISH, "customer": customer}, headers=partner())

    assert answer.status_code == 422
    assert "customer.language" in answer.json["errors"]
    assert bus.asked == []


def test_the_chain_keeps_words_in_traditional_chinese(client, bus, staff):
    told = {"store_id": "s-4s", "text": "【{{ store }}】您好，您的預約已確認：{{ when }}。"}

    client.put(
        f"{API}/message-templates/confirmation/zh-Hant",
        json=told,
        headers={**staff("manager"), "If-Match": '"0"'},
    )

    assert bus.last["language"] == "zh-Hant"


def test_a_call_in_traditional_chinese_has_a_voice_of_its_own(client, bus, monkeypatch):  # RM-21
    account, token, address = "AC" + "0" * 32, "token-of-the-account", "https://desk.example"
    ours = Settings(public_url=address, twilio_account_sid=account, twilio_auth_token=token)
    for module in ("gateway.twilio", "gateway.twilio.voice"):
        monkeypatch.setattr(f"{module}.settings", lambda: ours)
    bus.replies[SPEAK.key] = {
        "language": "zh-Hant", "says": ["您好。"], "listens": False, "next_turn": 1,
    }  # fmt: skip
    path, form = "/twilio/voice/m-1?token=t-1", {"AccountSid": account, "CallSid": "CA1"}
    signature = RequestValidator(token).compute_signature(f"{address}{path}", form)

    answer = client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    say, _ = ElementTree.fromstring(answer.get_data(as_text=True))
    assert (say.get("language"), say.get("voice")) == ("cmn-TW", "Google.cmn-TW-Standard-A")

"""Tencent's reports: believed only with the token that its address carries."""

import pytest

from common.config import Settings
from common.contracts.notification.reports import REPORTED
from common.errors import Unavailable

TOKEN = "only-the-console-and-we-know-this-token"
PATH = f"/tencent/status?token={TOKEN}"
ARRIVED = {
    "user_receive_time": "2026-03-09 09:00:04",
    "nationcode": "86",
    "mobile": "13800138000",
    "report_status": "SUCCESS",
    "errmsg": "DELIVRD",
    "description": "delivered",
    "sid": "2026:1",
}


@pytest.fixture(autouse=True)
def expecting(monkeypatch):
    ours = Settings(tencent_callback_token=TOKEN)
    monkeypatch.setattr("gateway.tencent.settings", lambda: ours)


@pytest.fixture(autouse=True)
def taken(bus):
    bus.replies[REPORTED.key] = {"taken": 1}


def test_reports_are_passed_on_and_taken(client, bus):  # CF-15
    lost = {**ARRIVED, "sid": "2026:2", "report_status": "FAIL", "errmsg": "UNDELIV"}

    answer = client.post(PATH, json=[ARRIVED, lost])

    assert (answer.status_code, answer.json) == (200, {"result": 0, "errmsg": "OK"})
    assert bus.last == {
        "reports": [
            {"sid": "2026:1", "phone": "+8613800138000", "report": "SUCCESS", "said": "DELIVRD"},
            {"sid": "2026:2", "phone": "+8613800138000", "report": "FAIL", "said": "UNDELIV"},
        ]
    }
    assert (bus.actor.id, bus.actor.may) == ("gateway", {REPORTED.needs})


@pytest.mark.parametrize(
    "path",
    ["/tencent/status", "/tencent/status?token=", f"{PATH}x", f"/tencent/status?token={TOKEN[:-1]}",
     "/tencent/status?token=令牌"],
)  # fmt: skip
def test_strangers_find_nothing_there(client, bus, path):
    assert client.post(path, json=[ARRIVED]).status_code == 404
    assert bus.asked == []


@pytest.mark.parametrize("path", ["/tencent/status", "/tencent/status?token="])
def test_without_a_token_of_ours_nobody_is_believed(client, bus, monkeypatch, path):
    monkeypatch.setattr("gateway.tencent.settings", Settings)

    assert client.post(path, json=[ARRIVED]).status_code == 404
    assert bus.asked == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        "x",
        None,
        [7],
        [{**ARRIVED, "sid": 7}],
        [{**ARRIVED, "report_status": "PERHAPS"}],
        [{name: value for name, value in ARRIVED.items() if name != "mobile"}],
    ],
)
def test_what_is_no_list_of_reports_is_refused(client, bus, told):
    assert client.post(PATH, json=told).status_code == 422
    assert bus.asked == []


def test_an_empty_list_is_no_news(client, bus):
    assert client.post(PATH, json=[]).json == {"result": 0, "errmsg": "OK"}
    assert bus.asked == []


def test_while_nobody_takes_it_tencent_is_to_try_again(client, bus):
    bus.replies[REPORTED.key] = Unavailable(part="notification")

    assert client.post(PATH, json=[ARRIVED]).status_code == 503

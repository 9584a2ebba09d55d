"""The customers' guide shows requests that are answered as it says, step by step."""

import json
import re
from pathlib import Path

import pytest

from common.contracts.booking import STORE, STORES
from common.contracts.booking.customers import CUSTOMER_STANDING
from common.contracts.notification.codes import SEND_CODE
from tests.service.gateway import samples
from tests.service.gateway.customer_samples import a_standing

GUIDE = (Path(__file__).parents[3] / "docs/customers.md").read_text()
STEP = re.compile(
    r"```http\n(?P<asked>.*?)```\s+answers (?P<status>\d{3})\b.*?```json\n(?P<shown>.*?)```",
    re.DOTALL,
)
SHOWN_LINK = "https://book.example/api/v1/manage/7f3k…"


def steps():
    return [
        (one["asked"], int(one["status"]), json.loads(one["shown"])) for one in STEP.finditer(GUIDE)
    ]


class Walk:
    """Sends what the guide shows, with the codes, tokens and links that really came."""

    def __init__(self, client, bus):
        self._client, self._bus, self._real = client, bus, {}

    def send(self, asked, shown):
        for said, real in self._real.items():
            asked = asked.replace(said, real)
        head, _, body = asked.strip().partition("\n\n")
        (method, path), *headers = (line.split(" ", 1) for line in head.splitlines())
        headers = {name.removesuffix(":"): value for name, value in headers}
        sent = {"json": json.loads(body)} if body else {}
        answer = self._client.open(path, method=method, headers=headers, **sent)
        self._remember(shown, answer.json)
        return answer

    def _remember(self, shown, real):
        if set(shown) == {"id", "expires_at"}:  # a code
            code = [request for key, _, request in self._bus.asked if key == SEND_CODE.key][-1]
            self._real |= {shown["id"]: real["id"], '"123456"': f'"{code["code"]}"'}
        if "token" in shown:
            self._real[shown["token"]] = real["token"]
        if "manage" in real.get("links", {}):
            assert shown["links"]["manage"] == SHOWN_LINK
            token = real["links"]["manage"].rpartition("/")[2]
            self._real[SHOWN_LINK.rpartition("/")[2]] = token


def missing(shown, real, path=""):
    """Return where *real* is not of the shape that is *shown*; it may have more."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return [
            fault
            for name, one in shown.items()
            for fault in (
                missing(one, real[name], f"{path}.{name}") if name in real else [f"{path}.{name}"]
            )
        ]
    if isinstance(shown, list) and isinstance(real, list):
        return missing(shown[0], real[0], f"{path}.0") if shown and real else [path] * bool(shown)
    return [] if type(shown) is type(real) or None in (shown, real) else [path]


def test_each_step_of_the_walk_is_answered_as_shown(client, bus):  # PO-02, PO-04, PO-07, PO-08
    stores = [samples.a_store(channels=["web"])]
    bus.replies |= {STORES.key: {"stores": stores}, STORE.key: stores[0]}
    bus.replies[CUSTOMER_STANDING.key] = a_standing(known=False)
    walk = Walk(client, bus)

    for asked, status, shown in steps():
        answer = walk.send(asked, shown)

        assert answer.status_code == status, (asked, answer.json)
        assert missing(shown, answer.json) == [], asked


def test_no_request_of_the_walk_is_left_out():
    assert len(steps()) == GUIDE.count("```http") == 17


@pytest.mark.parametrize(
    ("shown", "real", "count"),
    [
        ({"id": "o-1"}, {"id": "o-2", "state": "placed"}, 0),
        ({"id": "o-1"}, {}, 1),
        ({"paid": 1}, {"paid": "1"}, 1),
        ({"items": [{"code": "a"}]}, {"items": []}, 1),
        ({"email": None}, {"email": "a@b.example"}, 0),
    ],
)
def test_the_comparison_finds_what_is_missing(shown, real, count):
    assert len(missing(shown, real)) == count

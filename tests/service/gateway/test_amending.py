"""Details put right, bookings given up, penalties waived, perks and gifts, over HTTP."""

import pytest

from common.contracts import booking

API = "/api/v1"
B = f"{API}/bookings/b-1"


def test_what_is_named_is_put_right_and_nothing_else(client, bus, staff):  # BK-27
    told = {"customer": {"phone": "13900139000"}, "booker": None, "reason": "打错"}

    answer = client.patch(B, json=told, headers={**staff("reception"), "If-Match": '"1"'})

    assert answer.status_code == 200
    assert bus.last == {"booking_id": "b-1", "if_revision": 1, **told}


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, "changes"),
        ({"reason": "x"}, "changes"),
        ({"customer": {"phone": "1"}}, "customer.phone"),
        ({"start": "2026-03-10T10:00:00+08:00"}, "start"),
        ({"booker": {"name": "李"}}, "booker.phone"),
    ],
)
def test_a_change_of_nothing_or_of_something_else_is_told(client, bus, staff, told, fault):
    answer = client.patch(B, json=told, headers=staff("reception"))

    assert answer.status_code == 422
    assert fault in answer.json["errors"]
    assert bus.asked == []


def test_what_is_given_up_comes_with_what_could_be_had(client, bus, staff):  # BK-20
    told = {"reason_code": "equipment", "reason": "举升机坏了"}

    answer = client.post(f"{B}/fail", json=told, headers=staff("booking_agent"))

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json["booking"]["status"] == "failed"
    assert answer.json["alternatives"][0]["free"] == 2
    assert bus.last == {"booking_id": "b-1", "if_revision": None, **told}


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("manager", "waive-penalty", 200),
        ("booking_agent", "waive-penalty", 403),
        ("reception", "ask-info", 200),
        ("workshop_supervisor", "ask-info", 403),
    ],
)
def test_who_may_do_what(client, staff, role, path, status):  # CX-05, BK-03
    answer = client.post(f"{B}/{path}", json={"reason": "老客户"}, headers=staff(role))

    assert answer.status_code == status


@pytest.mark.parametrize("path", ["waive-penalty", "ask-info"])
def test_what_must_be_explained_is_not_done_without_words(client, bus, staff, path):  # CX-05
    headers = staff("manager")

    for body in ({}, {"reason": ""}, {"reason": "  "}):
        assert client.post(f"{B}/{path}", json=body, headers=headers).status_code == 422
    assert bus.asked == []


def test_a_gift_is_named_and_a_perk_is_not(client, bus, staff):  # PK-12, PK-14
    bdc = staff("bdc")

    perk = client.post(f"{B}/issue", json={"what": "perk"}, headers=bdc)
    unnamed = client.post(f"{B}/issue", json={"what": "gift"}, headers=bdc)
    gift = client.post(f"{B}/issue", json={"what": "gift", "gift": "mug"}, headers=bdc)

    assert [perk.status_code, unnamed.status_code, gift.status_code] == [200, 422, 200]
    assert set(unnamed.json["errors"]) == {"gift"}
    assert (bus.last["what"], bus.last["gift"]) == ("gift", "mug")


def test_a_partner_hands_nothing_over(client, partner):
    assert client.post(f"{B}/issue", json={"what": "perk"}, headers=partner()).status_code == 403
    assert client.get(f"{API}/stores/s-4s/gifts", headers=partner()).status_code == 403


def test_gifts_are_counted_by_the_manager(client, bus, staff):  # PK-14
    manager, bdc = staff("manager"), staff("bdc", login="bdc")
    url = f"{API}/stores/s-4s/gifts/mug"

    counted = client.put(url, json={"left": 7}, headers=manager)

    assert counted.json["gifts"][0]["left"] == 7
    assert bus.last == {"store_id": "s-4s", "code": "mug", "left": 7}
    assert client.put(url, json={"left": 7}, headers=bdc).status_code == 403
    assert client.put(url, json={"left": -1}, headers=manager).status_code == 422
    assert client.get(f"{API}/stores/s-4s/gifts", headers=bdc).json == counted.json


def test_the_ledger_is_read_by_days(client, bus, staff):  # PK-09
    days = "from=2026-03-01&to=2026-03-31"

    answer = client.get(f"{API}/stores/s-4s/ledger?{days}", headers=staff("bdc"))

    assert answer.json["lines"][0]["code"] == "mug"
    assert bus.asked[-1][0] == booking.LEDGER.key
    assert bus.last == {"store_id": "s-4s", "from_day": "2026-03-01", "to_day": "2026-03-31"}
    assert client.get(f"{API}/stores/s-4s/ledger", headers=staff("bdc")).status_code == 422

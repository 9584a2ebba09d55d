"""The wait list over HTTP: joined once, read in order, answered by whoever may."""

import pytest

from common.contracts.booking import (
    CustomerOverlap,
    HoldExpired,
    IllegalTransition,
    waitlist,
)
from common.errors import Stale
from tests.service.gateway.samples import A_SUMMARY, SHARED, a_waiting_entry, an_entry, an_offer

ENTRIES = "/api/v1/waitlist-entries"
WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "from": "2026-03-10T00:00:00+08:00",
    "to": "2026-03-11T00:00:00+08:00",
    "hours": ["10:00-12:00"],
    "customer": {"name": "王小明", "phone": "13800138000"},
}


def test_a_partner_joins_and_finds_its_entry_again(client, bus, partner):  # features 17
    made = client.post(ENTRIES, json=WISH, headers=partner())

    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert made.headers["Location"] == f"{ENTRIES}/w-1"
    assert (made.json["place"], made.json["ticket"]) == (2, 17)
    assert made.json["could_begin_at"] == "2026-03-10T14:00:00+08:00"  # features 19
    assert bus.last["idempotency_key"] == "p1:k-1"
    assert (bus.last["channel"], bus.last["hours"]) == ("partner", ["10:00-12:00"])
    found = client.get(f"{ENTRIES}/w-1", headers=partner())
    assert (found.json, found.headers["ETag"]) == (made.json, '"1"')


def test_a_repeat_is_marked_and_a_partner_must_send_a_key(client, bus, partner):
    bus.replies[waitlist.JOIN.key] = {"entry": a_waiting_entry(), "replayed": True}
    headers = partner()

    again = client.post(ENTRIES, json=WISH, headers=headers)
    without = client.post(ENTRIES, json=WISH, headers={"Authorization": headers["Authorization"]})

    assert again.headers["Idempotent-Replayed"] == "true"
    assert (without.status_code, list(without.json["errors"])) == (400, ["Idempotency-Key"])


def test_a_party_need_not_name_its_table(client, bus, staff):  # SL-12
    wish = {**WISH, "party_size": 3}
    del wish["items"]

    assert client.post(ENTRIES, json=wish, headers=staff("reception")).status_code == 201
    assert (bus.last["party_size"], bus.last["channel"]) == (3, "phone")


@pytest.mark.parametrize("accepted", ["zh", "en"])
def test_every_fault_is_told_at_once(client, bus, staff, accepted):  # BK-02
    wrong = {
        "store_id": "s-4s", "from": "soon", "to": "2026-03-11", "weekdays": ["someday"],
        "hours": ["10-12"], "customer": {"phone": "12"}, "vip": True,
    }  # fmt: skip

    answer = client.post(
        ENTRIES, json=wrong, headers=staff("reception") | {"Accept-Language": accepted}
    )

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {
        "items", "from", "to", "weekdays.0", "hours.0", "customer.name", "customer.phone", "vip",
    }  # fmt: skip
    fault = {"zh": "须为时段，例如 10:00-12:00。", "en": "Not hours as 10:00-12:00."}[accepted]
    assert answer.json["errors"]["hours.0"] == [fault]
    assert bus.asked == []


def test_who_waits_already_is_told_where(client, bus, staff):
    bus.replies[waitlist.JOIN.key] = CustomerOverlap(entry_id="w-9")

    answer = client.post(ENTRIES, json=WISH, headers=staff("reception"))

    assert (answer.status_code, answer.json["code"]) == (409, "customer_overlap")
    assert answer.json["entry_id"] == "w-9"


def test_the_queue_is_listed_a_page_at_a_time(client, bus, staff):
    bus.replies[waitlist.LIST_WAITING.key] = {
        "entries": [a_waiting_entry()], "next_cursor": "abc",
    }  # fmt: skip

    answer = client.get(f"{ENTRIES}?store_id=s-4s&status=open&limit=1", headers=staff())

    assert [one["place"] for one in answer.json["entries"]] == [2]
    assert answer.json["next_cursor"] == "abc"
    assert bus.last == {"store_id": "s-4s", "status": "open", "limit": 1}


@pytest.mark.parametrize(
    ("path", "call", "status"),
    [
        ("accept", waitlist.ACCEPT, "booked"),
        ("decline", waitlist.DECLINE, "waiting"),
        ("withdraw", waitlist.WITHDRAW, "withdrawn"),
    ],
)
def test_an_offer_is_answered_by_the_desk_or_its_partner(
    client, bus, staff, partner, path, call, status
):
    for headers in (staff("reception"), partner()):
        answer = client.post(
            f"{ENTRIES}/w-1/{path}", json={"reason": "x"}, headers={**headers, "If-Match": '"2"'}
        )

        assert (answer.status_code, answer.json["status"]) == (200, status)
        assert bus.asked[-1][0] == call.key
        assert bus.last == {"entry_id": "w-1", "if_revision": 2, "reason": "x"}
        assert client.post(f"{ENTRIES}/w-1/{path}", headers=headers).status_code == 200


def test_an_accepted_offer_says_as_what_it_was_booked(client, partner):
    assert client.post(f"{ENTRIES}/w-1/accept", headers=partner()).json["booking_id"] == "b-1"


def test_an_entry_is_deleted_as_often_as_one_likes(client, bus, partner):
    headers = partner()

    for _ in range(2):
        gone = client.delete(f"{ENTRIES}/w-1", headers=headers)
        assert (gone.status_code, gone.data) == (204, b"")
    assert bus.asked[-1][0] == waitlist.WITHDRAW.key


def test_an_answer_that_comes_too_late_says_until_when(client, bus, partner):
    bus.replies[waitlist.ACCEPT.key] = HoldExpired(until="2026-03-09T02:15:00+00:00")

    answer = client.post(f"{ENTRIES}/w-1/accept", headers=partner())

    assert (answer.status_code, answer.json["code"]) == (409, "hold_expired")
    assert answer.json["until"] == "2026-03-09T02:15:00+00:00"


def test_a_move_that_is_not_possible_names_those_that_are(client, bus, partner):
    bus.replies[waitlist.WITHDRAW.key] = IllegalTransition(
        status="booked", move="withdraw", legal=[]
    )

    answer = client.delete(f"{ENTRIES}/w-1", headers=partner())

    assert (answer.status_code, answer.json["stands_at"]) == (409, "booked")


def test_a_stale_answer_is_412_with_the_entry_as_it_stands(client, bus, partner):
    bus.replies[waitlist.ACCEPT.key] = Stale(revision=5)
    bus.replies[waitlist.GET_WAITING.key] = a_waiting_entry(revision=5, status="lapsed", place=None)

    answer = client.post(f"{ENTRIES}/w-1/accept", headers=partner() | {"If-Match": '"2"'})

    assert (answer.status_code, answer.json["current"]["status"]) == (412, "lapsed")


def test_out_of_turn_is_for_the_desk_alone(client, bus, staff, partner):  # BK-26
    body = {"start": "2026-03-10T10:00:00+08:00", "reason": "VIP"}

    offered = client.post(f"{ENTRIES}/w-1/offer", json=body, headers=staff("reception"))

    assert (offered.json["status"], offered.json["offer"]) == (
        "offered", an_offer(out_of_turn=True),
    )  # fmt: skip
    assert (bus.last["start"], bus.last["reason"]) == (body["start"], "VIP")
    for headers, needs in ((partner(), None), (staff("bdc", login="bdc"), "waitlist:offer")):
        answer = client.post(f"{ENTRIES}/w-1/offer", json=body, headers=headers)
        assert (answer.status_code, answer.json.get("needs")) == (403, needs)


def test_what_happened_is_told_with_its_reasons(client, bus, staff, partner):
    bus.replies[waitlist.WAITING_HISTORY.key] = {"history": [an_entry(reason="VIP")]}

    told = client.get(f"{ENTRIES}/w-1/history", headers=staff())
    to_partner = client.get(f"{ENTRIES}/w-1/history", headers=partner())

    assert told.json["history"][0]["reason"] == "VIP"
    assert to_partner.json["history"][0]["reason"] is None


def test_who_waits_is_told_to_a_partner_only_with_consent_and_agreement(client, bus, partner):
    def seen(id_="p1", **terms):
        answer = client.get(f"{ENTRIES}/w-1", headers=partner(id_, **terms)).json
        return answer["customer"]["phone"], answer["note"], answer["subject"].get("plate")

    assert seen() == (None, None, None)
    bus.replies[waitlist.GET_WAITING.key] = a_waiting_entry(consents=SHARED)
    assert seen() == ("+8613800138000", "靠窗", "沪A12345")  # PV-06
    bus.replies[waitlist.GET_WAITING.key] = a_waiting_entry(consents=SHARED, partner_id="p2")
    assert seen("p2", agreement_until=None) == (None, None, None)


def test_a_period_is_summed_up(client, bus, staff):  # features 18
    query = "store_id=s-4s&from=2026-03-01&to=2026-03-31"

    answer = client.get(f"{ENTRIES}/summary?{query}", headers=staff())

    assert answer.json == A_SUMMARY
    assert bus.last == {"store_id": "s-4s", "from_day": "2026-03-01", "to_day": "2026-03-31"}

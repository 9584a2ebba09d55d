"""A person in notification's documents: taken out, sent nothing more; old words go (PV-07)."""

from datetime import timedelta

import pytest

from common.actor import Actor
from common.contracts import EVENTS
from common.contracts.base import Told
from common.privacy import customer_id
from services.notification.store.erasing import NotificationPersons
from services.notification.store.retaining import NotificationRetention
from tests.service.notification.facts import envelope
from tests.service.notification.test_receiving import PHONE, write

WHO = customer_id(PHONE)
MARKETING = {"privacy_version": "2026-01", "marketing": True, "share_with_partner": True}
KEPT = {"months": 24, "visitor_days": 30, "message_days": 90, "call_days": 180, "delivery_days": 30}
PERIODS = {"chain": KEPT, "stores": {"s-4s": KEPT}}
SAID = {"text_version": "2026-02", "said_in": "phone", "channels": None, "reason": ""}


@pytest.fixture
def persons(database):
    persons = NotificationPersons(database)
    persons.ensure_indexes()
    return persons


@pytest.fixture
def li():
    may = frozenset({"messages:read", "messages:write"})
    return Actor("li", "staff", frozenset({"s-4s"}), may, "agent")


def book(desk, **facts):
    customer = {"id": WHO, "name": "李雷", "phone": PHONE, "email": "li@example.net"}
    desk.hear("booking_confirmed", customer=customer, **facts)


def everything(database):
    return str([list(database[name].find({})) for name in database.list_collection_names()])


def test_what_was_written_is_gone_and_that_it_was_stays(desk, database, persons):  # PV-07
    book(desk)
    desk.work()
    write(desk, "我会晚到，车牌沪A12345")

    counts = persons.erase(WHO, desk.clock)

    assert counts["message"] >= 2
    assert counts["text_received"] == 1
    left = everything(database)
    assert [word for word in (PHONE[1:], "李雷", "沪A12345", "li@example") if word in left] == []
    states = {one.kind: one.state for one in desk.messages()}
    assert states["confirmation"] in ("accepted", "sent", "delivered")
    assert states["reminder"] == "suppressed"


def test_who_is_erased_is_sent_nothing_more(desk, persons):
    book(desk)
    persons.erase(WHO, desk.clock)

    desk.clock += timedelta(hours=25)
    desk.work()

    assert {one.state for one in desk.messages()} == {"suppressed"}


def test_a_late_fact_is_heard_without_the_person(desk, database, persons):  # PV-07, negative 25
    told_at = desk.clock
    persons.erase(WHO, told_at)
    late = envelope(
        "booking_confirmed",
        at=told_at - timedelta(minutes=5),
        customer={"id": WHO, "name": "李雷", "phone": PHONE},
    )

    desk.deliver(late)

    assert PHONE[1:] not in everything(database)
    assert desk.messages() == []
    assert desk.store.booking("b-1").customer_id == WHO


def test_who_comes_back_is_written_to_again(desk, persons):  # PV-07
    persons.erase(WHO, desk.clock)
    desk.clock += timedelta(minutes=5)

    book(desk)

    assert [one.to for one in desk.messages(kind="confirmation")] == [PHONE]


def test_a_fact_that_waits_for_another_try_waits_without_the_person(desk, database, persons):
    message = envelope("booking_confirmed", at=desk.clock, customer={"id": WHO, "phone": PHONE})

    def fails(_):
        raise ValueError("not now")

    desk.inbox.settle("follow", Told.of(message, EVENTS), message, fails)

    assert persons.erase(WHO, desk.clock)["heard"] == 1
    assert PHONE not in everything(database)
    due = {"$set": {"next_at": desk.clock - timedelta(days=3650)}}
    database["inbox"].update_many({}, due)
    waiting = desk.inbox.claim_waiting()["message"]
    assert (waiting["data"]["customer"]["id"], waiting["data"]["customer"]["phone"]) == (WHO, "")


def test_what_was_agreed_to_is_proved_and_does_not_count(desk, persons, li):  # PV-04, features 91
    book(desk, consents=MARKETING)
    desk.service(li).opt_out(WHO, "李雷来电", ["survey"], None)

    persons.erase(WHO, desk.clock)

    contact = desk.service(li).contact(WHO)
    assert [act["source"] for act in contact["history"]].count("booking") == 1
    assert not any("李雷" in act["reason"] for act in contact["history"])
    assert {one["purpose"] for one in contact["consents"] if one["given"]} == set()
    assert desk.store.agreed_to_marketing(WHO) is False


def test_an_opt_out_outlives_an_erasure(desk, persons):  # negative 15
    book(desk)
    desk.store.opt_out(PHONE, desk.clock)

    persons.erase(WHO, desk.clock)

    assert desk.store.has_opted_out(PHONE)


def test_a_consent_is_kept_with_its_words_and_where_it_was_said(desk, li):  # PV-04
    book(desk)

    desk.service(li).consent(customer_id=WHO, purpose="marketing", given=True, **SAID)

    [act] = desk.service(li).contact(WHO)["history"]
    assert (act["text_version"], act["page"], act["by"]["id"]) == ("2026-02", "phone", "li")
    assert desk.store.agreed_to_marketing(WHO) is True


def test_a_person_is_told_what_there_is(desk, persons):  # PIPL 45
    book(desk, consents=MARKETING)
    desk.work()

    items, _ = persons.page(WHO, None, None, 100)

    kinds = {one["what"] for one in items}
    assert {"message", "consents"} <= kinds
    assert PHONE in str(items)
    assert persons.page(WHO, frozenset({"s-beau"}), None, 100)[0][0]["what"] == "consents"


@pytest.mark.parametrize(
    ("after", "left"), [(timedelta(days=90), False), (timedelta(days=90, seconds=1), True)],
    ids=["ninety days", "a second more"],
)  # fmt: skip
def test_what_messages_said_goes_after_ninety_days(desk, database, after, left):  # PV-07
    book(desk)
    desk.work()
    [sent] = desk.messages(kind="confirmation")
    letting_go = NotificationRetention(database)
    now = sent.created_at + after
    gone = [one["class"] for one in letting_go.preview(PERIODS, now, None, {})]
    assert ("message_bodies" in gone) is left

    letting_go.tidy(PERIODS, now, {})

    [message] = desk.messages(kind="confirmation")
    assert (message.body == "") is left
    assert (message.state, message.sent_at) == (sent.state, sent.sent_at)


def test_a_fact_that_is_parked_for_long_names_nobody(desk, database):  # PV-07
    message = envelope("booking_confirmed", at=desk.clock, customer={"id": WHO, "phone": PHONE})
    heard = {"state": "parked", "heard_at": desk.clock, "handler": "follow", "message": message}
    database["inbox"].insert_one({"_id": "follow|x", **heard})
    letting_go = NotificationRetention(database)

    assert letting_go.tidy(PERIODS, desk.clock + timedelta(days=90), {}) == ({}, True)
    later = desk.clock + timedelta(days=90, seconds=1)
    assert letting_go.tidy(PERIODS, later, {}) == ({"parked_facts": 1}, True)
    assert PHONE not in everything(database)
    due = {"$set": {"state": "waiting", "next_at": desk.clock - timedelta(days=3650)}}
    database["inbox"].update_many({}, due)
    left = desk.inbox.claim_waiting()["message"]
    assert (left["data"]["booking_id"], left["data"]["customer"]["phone"]) == ("b-1", "")


def test_an_open_case_holds_what_was_written(desk, database):  # PV-07
    book(desk)
    desk.work()
    letting_go = NotificationRetention(database)
    far = desk.clock + timedelta(days=400)

    assert letting_go.tidy(PERIODS, far, {"customer_id": {"$nin": [WHO]}}) == ({}, True)
    assert letting_go.tidy(PERIODS, far, {})[0]["message_bodies"] >= 1


def test_tidying_up_is_done_once_a_day_whoever_plans_it(desk, database):
    letting_go = NotificationRetention(database)
    day = desk.clock.replace(hour=18, minute=59)
    for minutes in (0, 0, 1):
        letting_go.plan(day + timedelta(minutes=minutes))

    pieces = sorted(one["_id"] for one in database["due"].find({"kind": "retain"}))
    assert pieces == ["retain:2026-03-09", "retain:2026-03-10"]

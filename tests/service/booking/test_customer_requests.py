"""Requests with the real database: opened once, walked in order, found again, linked."""

from datetime import timedelta
from threading import Thread

import pytest

from common.contracts.booking import IdempotencyKeyReused, IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Stale
from tests.service.booking.asking import NOW, act, book, open_request
from tests.worlds import EVERYTHING, an_actor, config_of, config_with

EIGHT_STEPS = [
    ("receive", "record", {"request": "太吵"}),
    ("assign", "assign", {"representative": "rep-he"}),
    ("contact", "note", {"details": "夜间"}),
    ("analyse", "propose", {"solution": "换水泵"}),
    ("agree", "accept", {}),
    ("execute", "done", {}),
    ("check", "works", {}),
    ("satisfied", "satisfied", {}),
]


@pytest.fixture
def manager(store, desk):
    """The manager of every store, some of which take requests of their own."""
    for store_id in ("s-home", "s-prop"):
        store.save_store(store_id, config_of(store_id))
    store.save_store("s-gas", config_with("gas"))
    store.save_store("s-shop", config_with("e-commerce"))
    return lambda now=NOW, **who: desk(
        by=an_actor(**{"id": "han", "role": "manager", **who}), now=now
    )


def listed(desk, **asked):
    blank = dict.fromkeys(
        ("store_id", "state", "kind", "journey", "channel", "customer_id", "booking_id",
         "assignee", "overdue", "from_", "to", "cursor")
    )  # fmt: skip
    return desk.list_requests(**{**blank, "limit": 50, **asked})


def numbers(page):
    return [one["number"] for one in page["requests"]]


def test_a_request_comes_by_email_and_takes_eight_steps(manager):  # CH-07, EX-62
    request = open_request(manager())["request"]
    assert (request["channel"], request["state"], request["revision"]) == ("email", "open", 1)

    for step, action, fields in EIGHT_STEPS:
        request = act(manager(), request["id"], step, action, **fields)

    assert (request["state"], request["outcome"]["code"]) == ("ended", "satisfied")
    assert (request["revision"], len(request["history"])) == (9, 8)
    assert {deed["by"] for deed in request["history"]} == {"han"}


def test_the_hotline_takes_what_a_gas_company_does(manager):  # CH-19, VX-15, VX-25
    gas = manager().request_kinds(store_id="s-gas")["kinds"]
    works = [kind["code"] for kind in gas if kind["journey"] == "request"]

    opened = [
        open_request(manager(), "s-gas", kind, channel="hotline")["request"] for kind in works
    ]

    assert [one["kind"]["code"] for one in opened] == works
    assert {one["channel"] for one in opened} == {"hotline"}
    [report] = [kind for kind in gas if kind["code"] == "repair-report"]
    assert [one["code"] for one in report["asks"]] == ["customer_level"]


def test_an_online_order_is_changed_without_any_booking(manager):  # CX-13, EX-62
    facts = {"ship_by": "2026-03-12T18:00:00+08:00"}
    request = open_request(manager(), "s-shop", "order-change", facts=facts)["request"]

    request = act(
        manager(), request["id"], "change", "record",
        order_number="1", changed_to="蓝色", refund_due=False,
    )  # fmt: skip

    assert (request["due_at"], request["overdue"]) == ("2026-03-12T18:00:00+08:00", False)


def test_the_same_key_opens_one_request(manager, database):
    first = open_request(manager(), key="k-1")
    again = open_request(manager(), key="k-1")

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["request"]["id"] == again["request"]["id"]
    assert database["requests"].count_documents({}) == 1
    with pytest.raises(IdempotencyKeyReused):
        open_request(manager(), key="k-1", text="something else")


def test_of_many_opened_at_once_each_has_its_number(manager):
    opened = []
    desks = [manager() for _ in range(8)]
    threads = [
        Thread(target=lambda desk=desk: opened.append(open_request(desk)["request"]))
        for desk in desks
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(one["number"] for one in opened) == [f"R2026-0000{n}" for n in range(1, 9)]


def test_every_fault_of_a_request_is_told_at_once(manager):
    customer = {"name": "赵", "phone": "12345", "email": None, "language": "zh"}

    with pytest.raises(Invalid) as refusal:
        open_request(manager(), kind="haircut", customer=customer)

    assert set(refusal.value.details["fields"]) == {"kind", "customer.phone"}


def test_what_is_not_open_is_refused_with_what_is(manager):  # EX-62
    request = open_request(manager())["request"]

    with pytest.raises(IllegalTransition) as refusal:
        act(manager(), request["id"], "agree", "accept")

    assert refusal.value.details["legal"] == ["receive.record"]


def test_of_two_who_act_on_the_same_reading_one_is_told(manager):
    request = open_request(manager())["request"]
    act(manager(), request["id"], "receive", "record", if_revision=1, request="x")

    with pytest.raises(Stale) as refusal:
        act(manager(), request["id"], "assign", "assign", if_revision=1, representative="x")

    assert refusal.value.details == {"revision": 2}


def test_who_is_slower_in_the_database_is_told_as_well(manager, store):
    kept = store.request(open_request(manager())["request"]["id"])
    act(manager(), kept.id, "receive", "record", request="x")

    with pytest.raises(Stale):
        store.change_request(kept, kept)


def test_a_step_of_somebody_else_is_refused(manager, desk):  # EX-64
    facts = {"customer_level": "big"}
    request = open_request(manager(), kind="support", facts=facts)["request"]
    request = act(manager(), request["id"], "classify", "record", request="fault", region="浦东")
    assert [stay["step"] for stay in request["open"]] == ["manager"]

    with pytest.raises(Forbidden):
        act(desk(by=an_actor(role="advisor")), request["id"], "manager", "take")


def test_a_fault_goes_by_region_and_keeps_its_records(manager):  # EX-64, EX-65, EX-66
    facts = {"customer_level": "standard"}
    id_ = open_request(manager(), kind="support", facts=facts)["request"]["id"]
    act(manager(), id_, "classify", "record", request="fault", region="浦西")
    act(manager(), id_, "phone", "failed", reason="needs tools")
    [first, *_] = manager().candidates(request_id=id_)["candidates"]
    assert (first["id"], first["in_region"]) == ("rep-lin", True)

    act(manager(), id_, "dispatch", "send", repair_order="WX-1", engineer=first["id"])
    act(manager(), id_, "on_site", "solved", record="换主板", order_signature="s-1")
    with pytest.raises(Invalid) as refusal:
        act(manager(), id_, "close", "close")
    for entry in ("phone_record", "customer_record", "documents"):
        act(manager(), id_, "close", "tick", **{entry: True})
    closed = act(manager(), id_, "close", "close")

    assert set(refusal.value.details["fields"]) == {"phone_record", "customer_record", "documents"}
    kept = {key: value for deed in closed["history"] for key, value in deed["fields"].items()}
    assert (kept["repair_order"], kept["order_signature"]) == ("WX-1", "s-1")
    assert closed["state"] == "ended"


def test_who_has_much_to_do_already_comes_later(manager):  # EX-63
    for _ in range(2):
        busy = open_request(manager())["request"]["id"]
        act(manager(), busy, "receive", "record", request="x")
        act(manager(), busy, "assign", "assign", representative="rep-he")
    request = open_request(manager())["request"]

    found = manager().candidates(request_id=request["id"])["candidates"]

    assert {one["id"]: one["open_requests"] for one in found} == {
        "rep-gao": 0, "rep-lin": 0, "rep-he": 2,
    }  # fmt: skip
    assert [one["id"] for one in listed(manager(), assignee="rep-he")["requests"]] != []


def test_an_enquiry_leads_to_a_booking_of_its_store_or_to_none(manager, desk):  # BK-32, CH-16
    viewing = book(desk(), store_id="s-prop", items=["viewing"])
    elsewhere = book(desk())
    id_ = open_request(manager(), "s-prop", "enquiry")["request"]["id"]

    for wrong in (elsewhere["id"], "b-0"):
        with pytest.raises(Invalid) as refusal:
            act(manager(), id_, "answer", "booked", booking_id=wrong)
        assert set(refusal.value.details["fields"]) == {"booking_id"}
    linked = act(manager(), id_, "answer", "booked", booking_id=viewing["id"])

    assert (linked["state"], linked["booking_id"]) == ("ended", viewing["id"])
    [found] = listed(manager(), booking_id=viewing["id"])["requests"]
    assert found["id"] == id_


def test_requests_are_found_by_what_they_are_page_by_page(manager):
    for number, kind in enumerate(("enquiry", "request", "request")):
        open_request(manager(NOW + timedelta(minutes=number)), kind=kind)
    open_request(manager(), "s-gas", "enquiry", channel="hotline")
    at_home = {"store_id": "s-home"}

    assert numbers(listed(manager(), **at_home)) == [f"R2026-0000{n}" for n in (3, 2, 1)]
    assert numbers(listed(manager(), **at_home, kind="enquiry")) == ["R2026-00001"]
    assert len(listed(manager(), journey="enquiry")["requests"]) == 2
    assert numbers(listed(manager(), channel="hotline")) == ["R2026-00001"]
    since = listed(manager(), **at_home, from_=NOW + timedelta(minutes=2))
    assert numbers(since) == ["R2026-00003"]
    page = listed(manager(), **at_home, limit=2)
    assert numbers(listed(manager(), **at_home, cursor=page["next_cursor"])) == ["R2026-00001"]


def test_what_is_late_is_found(manager):
    open_request(manager(), kind="enquiry")
    open_request(manager(), kind="request")
    late = manager(NOW + timedelta(days=1, seconds=1))

    assert numbers(listed(manager(), overdue=True)) == []
    assert numbers(listed(late, overdue=True)) == ["R2026-00001"]
    assert numbers(listed(late, overdue=False)) == ["R2026-00002"]
    assert len(listed(late, state="open")["requests"]) == 2


def test_a_request_of_another_store_is_not_there(manager):
    request = open_request(manager())["request"]
    stranger = manager(stores=frozenset({"s-4s"}), may=EVERYTHING)

    assert listed(stranger)["requests"] == []
    with pytest.raises(NotFound):
        stranger.get_request(request_id=request["id"])
    with pytest.raises(NotFound):
        open_request(stranger)


def test_somebody_without_a_name_may_ask_as_well(manager):  # BK-32
    request = open_request(manager(), customer=None, channel="counter")["request"]

    assert manager().get_request(request_id=request["id"])["customer"] is None

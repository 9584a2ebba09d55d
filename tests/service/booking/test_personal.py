"""A person in booking's documents: taken out, told, shared, long past; what is old goes."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from common.actor import Actor
from common.bus.outbox import Outbox
from common.errors import Invalid
from common.persons import as_told
from common.privacy import customer_id
from services.booking.store.erasing import HELD, BookingPersons
from services.booking.store.retaining import BookingRetention
from tests.service.booking.asking import NOW, TEN, asked, book, enter, move, open_request
from tests.service.booking.test_series import save
from tests.service.booking.waiting import join
from tests.worlds import EVERYTHING, a_partner, an_actor, config_of

PHONE = "+8613800138000"
WHO = customer_id(PHONE)
LATER = NOW + timedelta(days=10)
WORDS = ("赵", "13800138000", "沪A12345", "路上颠簸", "太吵", "一把雨伞")
SLIP = {
    "plate": "沪A12345", "model": "C 260", "vin": "V", "engine_number": "E", "mileage": 30000,
    "fuel": 40, "registered": 2022, "items": "一把雨伞", "pick_up_card": "17",
    "customer_signature": "赵",
}  # fmt: skip
PERIODS = {
    "chain": {"months": 24, "visitor_days": 30, "message_days": 90, "call_days": 180,
              "delivery_days": 30},
}  # fmt: skip


@pytest.fixture
def persons(database):
    persons = BookingPersons(database)
    persons.ensure_indexes()
    return persons


class Heard:
    """Takes what is published, as the broker would."""

    def __init__(self):
        self.events = []

    def publish(self, letters, told):
        for letter in letters:
            self.events.append(json.loads(letter.text))
            told(letter.id)


def everything(database):
    names = ("bookings", "waitlist", "series", "arrivals", "requests", "entries")
    return str([list(database[name].find({})) for name in names])


def lived(desk):
    """Let a customer book with a note, leave a car, and go; return the booking."""
    booking = book(desk(), note="路上颠簸")
    desk(now=TEN).arrive(**move(booking["id"], reason="赵先生到了"))
    enter(desk(), "vehicle-intake", store_id="s-4s", booking_id=booking["id"], **SLIP)
    enter(desk(), "vehicle-intake", store_id="s-4s", key="by-plate", **SLIP)
    desk(now=TEN).start(**move(booking["id"]))
    return desk(now=TEN).complete(**move(booking["id"]), labour=None, parts=None)


def test_what_named_a_customer_is_gone_and_the_visit_stays(desk, database, persons, store):  # PV-07
    before = lived(desk)

    counts = persons.erase(WHO, LATER)

    assert counts == {"booking": 1, "register_entry": 2}
    assert [word for word in WORDS if word in everything(database)] == []
    left = desk().get(booking_id=before["id"])
    same = ("id", "number", "status", "start", "items", "entitlements", "settlement")
    assert {name: left[name] for name in same} == {name: before[name] for name in same}
    assert left["customer"]["id"] == WHO
    history = desk().history(booking_id=before["id"])["history"]
    assert [line["move"] for line in history] == ["create", "arrive", "start", "complete"]
    for kept in database["entries"].find({}, {"_id": 1}):
        assert store.entry(kept["_id"]).fields == {"mileage": 30000, "fuel": 40, "registered": 2022}


def test_erasing_again_changes_nothing_and_counts_the_same(desk, database, persons):
    lived(desk)
    first = persons.erase(WHO, LATER)
    left = everything(database)

    again = persons.erase(WHO, LATER)

    assert (again["booking"], everything(database)) == (first["booking"], left)


def test_who_books_after_it_is_a_new_customer(desk, persons):  # PV-07
    book(desk())
    persons.erase(WHO, NOW + timedelta(hours=1))
    anew = book(desk(now=NOW + timedelta(hours=2)), start=TEN + timedelta(hours=1))

    persons.erase(WHO, NOW + timedelta(hours=1))

    assert desk().get(booking_id=anew["id"])["customer"]["name"] == "赵"


def test_what_is_still_to_be_told_is_told_without_the_person(desk, database, persons):
    book(desk())
    persons.erase(WHO, LATER)
    told = Heard()

    database["bookings"].update_many({}, {"$set": {"outbox_due": LATER - timedelta(days=365)}})
    assert Outbox(database["bookings"], told).sweep()

    [event] = told.events
    assert (event["type"], event["data"]["status"]) == ("booking_confirmed", "confirmed")
    assert event["data"]["customer"]["id"] == WHO
    assert [word for word in WORDS if word in str(event)] == []


def test_another_who_was_booked_for_stays_and_only_the_booker_goes(desk, persons):
    book(desk())  # by whom the number is known
    other = book(
        desk(),
        start=TEN + timedelta(hours=1),
        customer={"name": "钱", "phone": "13900139000", "email": None, "language": "zh"},
        booker={"name": "赵", "phone": "13800138000"},
    )

    persons.erase(WHO, LATER)

    left = desk().get(booking_id=other["id"])
    assert (left["customer"]["name"], left["booker"]) == ("钱", None)


def test_requests_lose_their_words(desk, database, persons, store):
    store.save_store("s-home", config_of("s-home"))
    open_request(desk())

    assert persons.erase(WHO, LATER) == {"request": 1}
    assert [word for word in WORDS if word in everything(database)] == []


def test_a_person_is_told_all_that_is_theirs_page_by_page(desk, persons):  # PIPL 45
    lived(desk)

    items, after = [], None
    while True:
        page, after = persons.page(WHO, None, after, 1)
        items += page
        if after is None:
            break

    assert [one["what"] for one in items] == ["booking", "register_entry", "register_entry"]
    assert [word for word in WORDS[:4] if word not in str(items)] == []
    assert not {"ticks", "outbox", "request_hash"} & set(items[0])
    assert persons.count(WHO, None) == {"booking": 1, "register_entry": 1}


def test_a_store_sees_only_its_own(desk, persons):  # PV-05, CU-22
    book(desk())
    elsewhere = frozenset({"s-beau"})

    assert persons.page(WHO, elsewhere, None, 10) == ([], None)
    assert persons.count(WHO, elsewhere) == {}


def test_what_is_told_is_json():
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    told = as_told(HELD[0], {"_id": "b", "at": moment, "lines": ({"at": moment},), "ticks": ["x"]})

    assert told == {
        "what": "booking", "id": "b", "at": moment.isoformat(),
        "lines": [{"at": moment.isoformat()}],
    }  # fmt: skip


def test_what_stands_holds_an_erasure_and_what_is_over_does_not(desk):  # PV-07
    booking = book(desk())
    held = desk().standing_of(customer_id=WHO)["standing"]
    assert [(one["kind"], one["id"], one["status"]) for one in held] == [
        ("booking", booking["id"], "confirmed")
    ]

    desk().cancel(**move(booking["id"]), reason_code="customer_request")
    assert desk().standing_of(customer_id=WHO) == {"standing": []}


def test_sharing_ends_with_the_next_answer(desk):  # PV-06
    partner = Actor("p1", "partner", frozenset({"*"}), EVERYTHING)
    shared = {"privacy_version": "2026-01", "share_with_partner": True, "marketing": False}
    booking = book(desk(by=partner), consents=shared)

    assert desk().share(customer_id=WHO, given=False, at=LATER) == {"bookings": 1}

    left = desk(by=partner).get(booking_id=booking["id"])
    assert left["consents"] == {**shared, "share_with_partner": False,
                                "sharing_said_at": LATER.isoformat()}  # fmt: skip
    assert left["revision"] == booking["revision"]


def test_a_booking_remembers_which_words_were_told(desk):  # PV-01
    told = book(desk(), consents={"privacy_version": "2026-01"})
    untold = book(desk(), start=TEN + timedelta(hours=1), consents={"privacy_version": None})

    assert (told["privacy_version"], untold["privacy_version"]) == ("2026-01", None)


def test_a_partner_that_says_nothing_has_told_nothing(desk):  # PV-01
    ours = book(desk())
    theirs = book(desk(by=a_partner("p1")), start=TEN + timedelta(hours=1))

    assert (ours["privacy_version"], theirs["privacy_version"]) == ("2026-01", None)


@pytest.mark.parametrize("by", [a_partner("p1"), an_actor()], ids=["a partner", "the desk"])
def test_words_that_never_were_cannot_have_been_told(desk, by):  # PV-01
    consents = {"privacy_version": "1999", "share_with_partner": True, "marketing": False}
    for ask in (partial(book, desk(by=by)), partial(join, desk(by=by)), partial(save, desk(by=by))):
        with pytest.raises(Invalid) as refusal:
            ask(consents=consents)
        assert list(refusal.value.details["fields"]) == ["consents.privacy_version"]


def test_words_that_counted_before_may_have_been_told(desk, store):  # PV-01
    config, start = config_of("s-4s"), TEN
    for version in ("2025-07", "2026-02"):
        store.save_store("s-4s", {**config, "privacy": {"version": version}})

    for version in ("2025-07", "2026-01", "2026-02"):
        told = book(desk(), start=start, consents={"privacy_version": version})
        assert told["privacy_version"] == version
        start += timedelta(days=1)
    with pytest.raises(Invalid):
        book(desk(), start=start, consents={"privacy_version": "2025-08"})


def test_words_of_the_chain_and_of_its_trades_count_too(store, desk):  # PV-01
    chain = store.chain()
    said = {
        "privacy": {"version": "2025-01"},
        "trades": {"4s": {"privacy": {"version": "2025-4s"}}},
    }
    note = {"by": None, "at": None, "reason": ""}
    store.keep(chain, [(chain, chain.next(said, {}))], note)

    shop, other = store.store("s-4s"), store.store("s-beau")
    assert [store.had_words(shop, one) for one in ("2025-01", "2025-4s", "x")] == [
        True,
        True,
        False,
    ]
    assert not store.had_words(other, "2025-4s")


def test_what_a_customer_is_told_names_what_each_item_needs(desk, store):  # PV-01, PV-02
    config = config_of("s-4s")
    config["items"]["diagnosis"]["requires_identity"] = True
    config["privacy"] = {"version": "2026-02", "words": {"zh": "请知悉。", "en": "Please note."}}
    store.save_store("s-4s", config)

    notice = desk().privacy_notice(store_id="s-4s")

    assert (notice["version"], notice["words"]["en"]) == ("2026-02", "Please note.")
    needs = {one["code"]: one["collects"] for one in notice["items"]}
    assert needs["maintenance-a"] == ["name", "phone"]
    assert needs["diagnosis"] == ["name", "phone", "id_number"]


@pytest.mark.parametrize(
    ("ends", "gone"),
    [(timedelta(seconds=1), False), (timedelta(0), False), (timedelta(seconds=-1), True)],
    ids=["a second later", "at that moment", "a second earlier"],
)
def test_who_has_not_come_for_so_long_is_long_past(desk, database, ends, gone):  # PV-07
    booking = book(desk())
    desk().cancel(**move(booking["id"]), reason_code="customer_request")
    end = database["bookings"].find_one({})["end"]

    found = desk().long_past(before=end - ends, after=None, limit=10)["customers"]

    assert found == ([{"customer_id": WHO, "stores": ["s-4s"]}] if gone else [])


def test_who_is_erased_already_or_still_to_come_is_not_long_past(desk, persons):  # PV-07
    booking = book(desk())
    far = TEN + timedelta(days=1000)
    assert desk().long_past(before=far, after=None, limit=10)["customers"] == []

    desk().cancel(**move(booking["id"]), reason_code="customer_request")
    assert len(desk().long_past(before=far, after=None, limit=10)["customers"]) == 1
    persons.erase(WHO, far)
    assert desk().long_past(before=far, after=None, limit=10)["customers"] == []


def test_what_visitors_showed_goes_after_thirty_days(desk, database, store):  # PV-10
    service = desk()
    service.record_arrival(
        **dict.fromkeys(("booking_id", "advisor", "idempotency_key")),
        store_id="s-4s",
        customer={"name": "赵", "phone": PHONE, "email": None, "language": "zh"},
        asked=True,
        verified=True,
        purpose="太吵",
    )
    letting_go = BookingRetention(database)
    periods = service.retention()
    at = database["arrivals"].find_one({})["at"]

    kept = letting_go.preview(periods, at + timedelta(days=30), None, {})
    assert kept == []
    later = at + timedelta(days=30, milliseconds=1)
    [told] = letting_go.preview(periods, later, None, {})
    assert (told["class"], told["store_id"], told["documents"]) == ("visitors", "s-4s", 1)
    assert letting_go.preview(periods, later, frozenset({"s-beau"}), {}) == []
    assert letting_go.tidy(periods, later, {}) == ({"visitors": 1}, True)

    left = database["arrivals"].find_one({})
    assert (left["queue"], left["asked"], left["purpose"]) == (1, True, "")
    assert "赵" not in str(left)
    assert letting_go.tidy(periods, later, {}) == ({}, True)


def test_an_id_number_is_kept_where_an_item_needs_it_and_shown_by_one_call_alone(desk, store):
    # BK-05, PV-02, PV-05
    config = config_of("s-4s")
    config["items"]["diagnosis"]["requires_identity"] = True
    store.save_store("s-4s", config)
    papers = {**asked()["customer"], "id_number": "310101198001010011"}
    plain = book(desk(), customer=papers)
    needed = book(desk(), customer=papers, items=["diagnosis"], start=TEN + timedelta(hours=1))

    assert desk().sensitive(booking_id=plain["id"])["id_number"] is None
    shown = desk().sensitive(booking_id=needed["id"])
    assert (shown["id_number"], shown["phone"]) == ("310101198001010011", PHONE)
    for told in (needed, desk().get(booking_id=needed["id"]), desk().prefill(WHO, None)):
        assert "310101198001010011" not in str(told)
    with pytest.raises(Invalid) as refusal:
        book(desk(), items=["diagnosis"], start=TEN + timedelta(hours=4))
    assert set(refusal.value.details["fields"]) == {"customer.id_number"}


def test_no_event_carries_an_id_number(desk, store, told):  # PV-05
    config = config_of("s-4s")
    config["items"]["diagnosis"]["requires_identity"] = True
    store.save_store("s-4s", config)
    papers = {**asked()["customer"], "id_number": "310101198001010011"}
    book(desk(), customer=papers, items=["diagnosis"])

    assert [event["type"] for event in told] == ["booking_confirmed"]
    assert "310101198001010011" not in str(told)

"""The wait list with the real database: who may join, where they stand, how their wait ends."""

from datetime import UTC, date, timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import (
    ChannelClosed,
    CustomerOverlap,
    HoldExpired,
    Horizon,
    IdempotencyKeyReused,
    IllegalTransition,
    LeadTime,
    SlotTaken,
)
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import NOW, TEN, book, move, put_back_unsettled
from tests.service.booking.waiting import answer, full, join, wish, work_off
from tests.worlds import a_partner, an_actor, config_of, local

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def restaurant(store):
    store.save_store("s-rest", config_of("s-rest"))


def read(desk, entry, now=NOW):
    return desk(now=now).get_waiting(entry_id=entry["id"])


def offered(desk, database, *who):
    """Let *who* wait for a full hour, free one place of it, and return their entries."""
    taken, _ = full(desk())
    waiting = [join(desk(), one) for one in who]
    desk().cancel(**move(taken["id"], reason_code="other"))
    work_off(desk, database)
    return [read(desk, entry) for entry in waiting]


# joining


def test_who_joins_has_a_ticket_and_a_place_in_the_queue(desk, told):  # features 17, BK-26
    first, second = join(desk()), join(desk(), "sun")

    assert [one["ticket"] for one in (first, second)] == [1, 2]
    assert [one["place"] for one in (first, second)] == [1, 2]
    assert (first["status"], first["legal_moves"]) == ("waiting", ["offer", "withdraw"])
    assert (first["from"], first["hours"]) == ("2026-03-10T00:00:00+08:00", ["10:00-11:00"])
    assert [event["type"] for event in told] == ["waitlist_joined"] * 2


def test_who_waits_hears_when_they_could_begin(desk):  # features 19, SL-05
    full(desk())
    assert join(desk())["could_begin_at"] == "2026-03-09T10:00:00+08:00"
    for at in ("10:00", "11:00", "14:00", "15:00", "16:00"):
        for _ in range(2):
            book(desk(), start=local(f"2026-03-09 {at}"))

    assert join(desk(), "sun")["could_begin_at"] == "2026-03-10T08:30:00+08:00"


def test_a_party_waits_for_the_smallest_table_that_seats_it(desk):  # SL-12
    evening = {"store_id": "s-rest", "items": None, "hours": []}

    assert join(desk(), party_size=3, **evening)["items"] == ["table-4"]
    with pytest.raises(Invalid) as refusal:
        join(desk(), "sun", party_size=9, **evening)
    assert "party_size" in refusal.value.details["fields"]


def test_guests_of_a_full_restaurant_are_diverted_to_the_list_and_seated(desk, database):  # SL-12
    table = {"store_id": "s-rest", "items": ["table-8"], "start": local("2026-03-10 18:00")}
    taken = book(desk(), **table)
    with pytest.raises(SlotTaken):
        book(desk(), **table)

    waiting = join(desk(), store_id="s-rest", items=None, party_size=6, hours=["18:00-18:30"])
    desk().cancel(**move(taken["id"], reason_code="other"))
    work_off(desk, database)

    assert read(desk, waiting)["offer"]["start"] == "2026-03-10T18:00:00+08:00"


@pytest.mark.parametrize(
    "but",
    [
        {"to": local("2026-03-10 00:00")},
        {"to": local("2026-04-11 00:01")},
        {"items": ["haircut"]},
        {"staff": "nobody"},
        {"hours": ["11:00-10:00"]},
        {"customer": {"name": "x", "phone": "12345", "email": None, "language": "zh"}},
    ],
    ids=["ends at its beginning", "too long", "item", "staff", "hours", "phone"],
)
def test_a_wish_that_makes_no_sense_is_refused(desk, but):
    with pytest.raises(Invalid):
        join(desk(), **but)


def test_all_faults_of_a_wish_are_told_at_once(desk):
    with pytest.raises(Invalid) as refusal:
        join(desk(), items=["haircut"], to=local("2026-03-09 00:00"), hours=["11:00-11:00"])

    assert set(refusal.value.details["fields"]) == {"items", "to", "hours"}


def test_nobody_waits_for_what_can_never_be_booked(desk, store):
    store.save_store("s-4s", config_of("s-4s", channels=["counter"]))
    past = {"from_": NOW - DAY, "to": NOW, "channel": "counter"}
    far = {"from_": NOW + 91 * DAY, "to": NOW + 92 * DAY, "channel": "counter"}

    with pytest.raises(LeadTime):
        join(desk(), **past)
    with pytest.raises(Horizon):
        join(desk(), **far)
    with pytest.raises(ChannelClosed):
        join(desk())


def test_nobody_waits_twice_for_the_same_at_a_time_that_overlaps(desk):
    first = join(desk())
    later = {"from_": local("2026-03-10 23:59"), "to": local("2026-03-12 00:00")}

    with pytest.raises(CustomerOverlap) as refusal:
        join(desk(), **later)
    assert refusal.value.details == {"entry_id": first["id"]}

    after = {"from_": local("2026-03-11 00:00"), "to": local("2026-03-12 00:00")}
    assert join(desk(), **after)["place"] == 2
    assert join(desk(), items=["diagnosis"])["place"] == 3
    desk().withdraw_waiting(**answer(first))
    assert join(desk())["status"] == "waiting"


def test_who_waits_through_one_partner_may_wait_through_another(desk):  # negative 4
    theirs = join(desk(by=a_partner("p1")))

    assert join(desk(by=a_partner("p2")))["status"] == "waiting"
    with pytest.raises(CustomerOverlap) as refusal:
        join(desk(by=a_partner("p1")))
    assert refusal.value.details == {"entry_id": theirs["id"]}
    with pytest.raises(CustomerOverlap):
        join(desk())


def test_of_one_customer_s_requests_at_once_one_is_kept(desk, database):
    ready, outcomes = Barrier(6), []

    def ask():
        ready.wait()
        try:
            outcomes.append(join(desk())["status"])
        except CustomerOverlap:
            outcomes.append("overlap")

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["overlap"] * 5 + ["waiting"]
    assert database["due"].count_documents({}) == 1
    assert [one["ticket"] for one in database["waitlist"].find()] == [1]


def test_a_refused_repeat_meets_its_own_entry_before_the_majority_knows_of_it(desk, database):
    full(desk())
    first = desk().join_waitlist(**wish(idempotency_key="k-1"))["entry"]
    for _ in range(30):
        put_back_unsettled(database["waitlist"])

        again = desk().join_waitlist(**wish(idempotency_key="k-1"))

        assert (again["replayed"], again["entry"]["id"]) == (True, first["id"])


def test_a_repeated_request_meets_its_own_entry(desk, told):
    partner = desk(by=a_partner("p1"))
    first = partner.join_waitlist(**wish(idempotency_key="k-1"))
    again = partner.join_waitlist(**wish(idempotency_key="k-1"))

    assert again == {"entry": first["entry"], "replayed": True}
    assert len(told) == 1
    with pytest.raises(IdempotencyKeyReused):
        partner.join_waitlist(**wish(idempotency_key="k-1", note="x"))


# reading


def test_the_queue_is_listed_in_its_order_page_by_page(desk):
    waiting = [join(desk(), who) for who in ("li", "qian", "sun")]
    beau = join(desk(), store_id="s-beau", items=["facial"])

    def page(cursor=None, **but):
        asked = {"store_id": None, "status": None, "customer_id": None, "partner_reference": None}
        return desk().list_waiting(**{**asked, "cursor": cursor, "limit": 2, **but})

    first = page()
    second = page(first["next_cursor"])
    assert [one["id"] for one in first["entries"] + second["entries"]] == [
        one["id"] for one in (*waiting, beau)
    ]
    assert [one["place"] for one in first["entries"] + second["entries"]] == [1, 2, 3, 1]
    assert second["next_cursor"] is None

    desk().withdraw_waiting(**answer(waiting[0]))
    opened = page(store_id="s-4s", status="open")["entries"]
    assert [one["place"] for one in opened] == [1, 2]
    [gone] = page(status="withdrawn")["entries"]
    assert (gone["id"], gone["place"], gone["could_begin_at"]) == (waiting[0]["id"], None, None)
    qian = waiting[1]["customer"]["id"]
    assert [one["items"] for one in page(customer_id=qian)["entries"]] == [
        ["maintenance-a"], ["facial"],
    ]  # fmt: skip
    for cursor in ("x", "e30"):
        with pytest.raises(Invalid):
            page(cursor)


def test_a_partner_sees_its_own_entries_only(desk):
    mine = join(desk(by=a_partner("p1")), partner_reference="order-1")
    theirs = join(desk(by=a_partner("p2")), "sun")
    everything = {
        "store_id": None, "status": None, "customer_id": None, "partner_reference": None,
        "cursor": None, "limit": 50,
    }  # fmt: skip

    listed = desk(by=a_partner("p1")).list_waiting(**everything)["entries"]

    assert [one["id"] for one in listed] == [mine["id"]]
    assert (mine["channel"], mine["partner_id"]) == ("partner", "p1")
    for other in (a_partner("p1"), an_actor(stores=frozenset({"s-beau"}))):
        with pytest.raises(NotFound):
            desk(by=other).get_waiting(entry_id=theirs["id"])
        with pytest.raises(NotFound):
            desk(by=other).withdraw_waiting(**answer(theirs))
    summed = desk(by=a_partner("p1")).summarise_waitlist(
        store_id="s-4s", from_day=date(2026, 3, 9), to_day=date(2026, 3, 9)
    )
    assert summed["joined"] == 1


# answering


def test_an_offer_accepted_is_a_booking(desk, database, told):  # features 18
    [entry] = offered(desk, database, "qian")

    booked = desk().accept_offer(**answer(entry))

    booking = desk().get(booking_id=booked["booking_id"])
    assert (booked["status"], booked["offer"], booked["legal_moves"]) == ("booked", None, [])
    assert (booking["start"], booking["customer"]["name"]) == (entry["offer"]["start"], "qian")
    assert [event["type"] for event in told][-2:] == ["booking_confirmed", "waitlist_closed"]
    assert told[-1]["data"]["booking_id"] == booking["id"]
    [hold] = database["bookings"].find({"hold": {"$ne": None}})
    assert (hold["hold"]["state"], "ticks" in hold) == ("used", False)


def test_an_offer_accepted_twice_is_one_booking(desk, database):
    [entry] = offered(desk, database, "qian")
    ready, outcomes = Barrier(6), []

    def accept():
        ready.wait()
        outcomes.append(desk().accept_offer(**answer(entry))["booking_id"])

    threads = [Thread(target=accept) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 6
    assert len(set(outcomes)) == 1
    assert database["bookings"].count_documents({"customer.id": entry["customer"]["id"]}) == 1


def test_an_offer_stands_to_its_last_moment_and_not_beyond(desk, database):
    taken, other = full(desk())
    entries = join(desk()), join(desk(), "sun")
    for booking in (taken, other):
        desk().cancel(**move(booking["id"], reason_code="other"))
    work_off(desk, database)
    first, second = entries

    just_before = NOW + QUARTER - timedelta(microseconds=1)
    assert desk(now=just_before).accept_offer(**answer(first))["status"] == "booked"
    assert read(desk, second, NOW + QUARTER)["status"] == "waiting"
    for ask in ("accept_offer", "decline_offer"):
        with pytest.raises(HoldExpired):
            getattr(desk(now=NOW + QUARTER), ask)(**answer(second))


def test_what_is_declined_goes_to_the_next_before_anybody_else_sees_it(desk, database):
    first, second = offered(desk, database, "qian", "sun")
    assert second["status"] == "waiting"

    declined = desk().decline_offer(**answer(first, reason="too early"))

    assert (declined["status"], declined["offers_passed"]) == ("waiting", 1)
    assert read(desk, second)["status"] == "offered"
    with pytest.raises(SlotTaken):
        book(desk())
    line = desk().waiting_history(entry_id=second["id"])["history"][-1]
    assert (line["move"], line["actor"]["id"]) == ("offer", "booking")


def test_nobody_is_offered_again_what_they_let_pass(desk, database):
    [entry] = offered(desk, database, "qian")
    desk().decline_offer(**answer(entry))

    work_off(desk, database, NOW + timedelta(minutes=1))

    assert read(desk, entry)["status"] == "waiting"
    assert book(desk())["status"] == "confirmed"


def test_who_lets_two_offers_pass_waits_no_longer(desk, database, told):
    full(desk())
    entry = join(desk(), hours=["10:00-12:00"])
    work_off(desk, database)
    assert read(desk, entry)["offer"]["start"] == "2026-03-10T11:00:00+08:00"
    desk().decline_offer(**answer(entry))
    [ten, _] = desk().list_bookings(
        store_id="s-4s", from_=TEN, to=None, status=None, customer_id=None, partner_reference=None,
        cursor=None, limit=9,
    )["bookings"]  # fmt: skip
    desk().cancel(**move(ten["id"], reason_code="other"))
    work_off(desk, database)
    assert read(desk, entry)["offer"]["start"] == "2026-03-10T10:00:00+08:00"

    work_off(desk, database, NOW + QUARTER)

    entry = read(desk, entry, NOW + QUARTER)
    assert (entry["status"], entry["offers_passed"]) == ("lapsed", 2)
    assert (told[-1]["type"], told[-1]["data"]["status"]) == ("waitlist_closed", "lapsed")
    with pytest.raises(IllegalTransition):
        desk().withdraw_waiting(**answer(entry))


def test_whoever_withdraws_gives_their_place_to_the_next(desk, database, told):
    first, second = offered(desk, database, "qian", "sun")

    for _ in range(2):
        assert desk().withdraw_waiting(**answer(first, reason="别处"))["status"] == "withdrawn"

    assert read(desk, second)["status"] == "offered"
    closed = [event for event in told if event["type"] == "waitlist_closed"]
    assert [event["data"]["reason"] for event in closed] == ["别处"]
    with pytest.raises(IllegalTransition):
        desk().accept_offer(**answer(first))


def test_a_wait_whose_time_is_over_ends(desk, database, told):
    full(desk())
    entry = join(desk(), hours=["10:00-10:30"])

    work_off(desk, database, local("2026-03-10 23:59"))
    assert read(desk, entry)["status"] == "waiting"
    work_off(desk, database, local("2026-03-11 00:00"))

    assert read(desk, entry)["status"] == "expired"
    assert told[-1]["data"]["status"] == "expired"
    assert database["due"].count_documents({"kind": "wait", "state": "due"}) == 0


def test_an_answer_to_what_has_moved_on_is_stale(desk, database):
    [entry] = offered(desk, database, "qian")

    with pytest.raises(Stale) as refusal:
        desk().accept_offer(**answer(entry, if_revision=1))
    assert refusal.value.details["revision"] == 2
    assert desk().accept_offer(**answer(entry, if_revision=2))["status"] == "booked"


def test_the_history_says_who_did_what_and_why(desk, database):  # CX-16, CX-06
    [entry] = offered(desk, database, "qian")
    desk().decline_offer(**answer(entry, reason="出差"))

    lines = desk().waiting_history(entry_id=entry["id"])["history"]

    assert [line["move"] for line in lines] == ["join", "offer", "decline"]
    assert [line["actor"]["id"] for line in lines] == ["sr-chen", "booking", "sr-chen"]
    assert lines[-1]["reason"] == "出差"
    assert lines[-1]["after"]["offer"] == {
        "start": "2026-03-10T10:00:00+08:00", "until": "2026-03-09T09:15:00+08:00",
        "outcome": "declined",
    }  # fmt: skip


def test_a_period_is_summed_up(desk, database):  # features 18
    first, second = offered(desk, database, "qian", "sun")
    desk().decline_offer(**answer(first))
    later = NOW + timedelta(minutes=10)
    desk(now=later).accept_offer(**answer(second))

    def summed(day, **but):
        return desk().summarise_waitlist(
            **{"store_id": "s-4s", "from_day": day, "to_day": day, **but}
        )

    assert summed(date(2026, 3, 9)) == {
        "joined": 2, "offers": 2, "offered": 1, "accepted": 1, "declined": 1, "lapsed": 0,
        "withdrawn": 0, "expired": 0, "waiting": 1, "filled_share": 1.0,
        "median_wait_minutes": 10.0,
    }  # fmt: skip
    assert summed(date(2026, 3, 8))["filled_share"] is None
    with pytest.raises(Invalid):
        summed(date(2026, 3, 9), to_day=date(2026, 3, 8))


def test_a_booking_keeps_what_was_said_when_joining(desk, database):
    consents = {"privacy_version": "2026-01", "share_with_partner": True, "marketing": False}
    full(desk())
    partner = a_partner("p1")
    entry = join(
        desk(by=partner), note="靠窗", subject={"plate": "沪A1"}, consents=consents,
        partner_reference="order-1",
    )  # fmt: skip
    [taken, _] = database["bookings"].find({"hold": None})
    desk().cancel(**move(taken["_id"], reason_code="other"))
    work_off(desk, database)

    booked = desk(by=partner).accept_offer(**answer(entry))

    booking = desk(by=partner).get(booking_id=booked["booking_id"])
    assert (booking["note"], booking["subject"]) == ("靠窗", {"plate": "沪A1"})
    assert (booking["partner_id"], booking["partner_reference"]) == ("p1", "order-1")
    assert booking["consents"] == {**consents, "said_at": NOW.astimezone(UTC).isoformat()}
    assert booking["channel"] == "partner"


def test_booking_and_searching_never_look_at_the_wait_list(desk, store, monkeypatch):
    join(desk())
    monkeypatch.setattr(store, "_waitlist", None)

    assert book(desk())["status"] == "confirmed"
    searched = {"city": None, "channel": None, "staff": None, "limit": 5, "order": "soonest"}
    items = {"store_ids": ["s-4s"], "items": ["maintenance-a"]}
    assert desk().search(**items, **searched, from_=NOW, to=NOW + DAY)["slots"]

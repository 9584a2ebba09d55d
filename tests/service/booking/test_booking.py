"""Booking with its real database: ask, decide, keep; races, refusals, repeats."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import (
    CancelWindowPassed,
    ChangeWindowPassed,
    IdempotencyKeyReused,
    IllegalTransition,
    NotASlot,
    SlotTaken,
)
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import NOW, TEN, asked, book, move, put_back_unsettled
from tests.worlds import a_partner, an_actor, config_of, local


def test_a_booking_is_one_document_with_its_event_and_its_claim(desk, database):
    booking = book(desk())

    kept = database["bookings"].find_one({"_id": booking["id"]})
    assert [event["type"] for event in kept["outbox"]] == ["booking_confirmed"]
    assert len(kept["ticks"]) == 12
    assert booking["items"][0]["resources"][0]["kind"] == "bay"
    assert booking["start"] == "2026-03-10T10:00:00+08:00"


def test_a_slot_holds_two_cars_and_offers_others_to_the_third(desk):  # AC-01, SL-02
    book(desk())
    book(desk())

    with pytest.raises(SlotTaken) as refusal:
        book(desk())

    alternatives = refusal.value.details["alternatives"]
    assert [slot["start"][11:16] for slot in alternatives] == [
        "08:30",
        "11:00",
        "14:00",
        "15:00",
        "16:00",
    ]


def searched(desk, limit, order="soonest"):
    found = desk.search(
        store_ids=["s-4s"],
        city=None,
        items=["maintenance-a"],
        from_=NOW,
        to=NOW + timedelta(days=7),
        channel=None,
        staff=None,
        limit=limit,
        order=order,
    )
    return [slot["start"] for slot in found["slots"]], found["next_from"]


def test_a_search_goes_on_until_it_has_what_was_asked_for(desk):  # SL-04
    week, after = searched(desk(), 200)
    some, next_one = searched(desk(), 15)

    assert (len(week), after) == (42, None)
    assert (some, next_one) == (week[:15], week[15])


def test_the_emptiest_slots_of_the_whole_window_come_first(desk):  # SL-06
    week, _ = searched(desk(), 200)
    for start in week[:5]:
        book(desk(), start=datetime.fromisoformat(start))

    assert searched(desk(), 40, order="emptiest") == (week[5:] + week[:3], None)


def test_nine_o_clock_is_not_a_slot(desk):  # AC-01
    with pytest.raises(NotASlot) as refusal:
        book(desk(), start=local("2026-03-10 09:00"))

    assert [slot["start"][11:16] for slot in refusal.value.details["alternatives"]] == [
        "08:30", "10:00", "11:00", "14:00", "15:00",
    ]  # fmt: skip


def test_a_day_holds_twelve_maintenance_bookings(desk):  # SL-02
    taken = 0
    for at in ("08:30", "10:00", "11:00", "14:00", "15:00", "16:00"):
        for _ in range(2):
            book(desk(), start=local(f"2026-03-10 {at}"))
            taken += 1

    assert taken == 12
    found = desk().search(
        store_ids=["s-4s"], city=None, items=["maintenance-a"], from_=local("2026-03-10 00:00"),
        to=local("2026-03-11 00:00"), channel=None, staff=None, limit=50, order="soonest",
    )  # fmt: skip
    assert found == {"slots": [], "next_from": None}


@pytest.mark.parametrize("store_id", ["s-4s-2", "s-beau"])
def test_of_many_at_once_only_as_many_win_as_there_are_lanes(desk, database, store_id):  # SL-17
    item, places = {"s-4s-2": ("maintenance-a", 1), "s-beau": ("facial", 2)}[store_id]
    gate, won, lost = Barrier(16), [], []

    def race():
        gate.wait()
        try:
            won.append(book(desk(), store_id=store_id, items=[item]))
        except SlotTaken as refusal:
            lost.append(refusal)

    racers = [Thread(target=race) for _ in range(16)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert (len(won), len(lost)) == (places, 16 - places)
    assert database["bookings"].count_documents({}) == places


def test_the_database_refuses_an_overlap_whoever_writes(desk, database):
    book(desk(), store_id="s-4s-2")
    kept = database["bookings"].find_one()

    with pytest.raises(Exception, match="one_claim_a_tick"):
        database["bookings"].insert_one({**kept, "_id": "by-hand", "number": "X"})


def test_a_repeat_with_the_same_key_meets_its_own_booking(desk, database):
    first = desk().create(**asked(idempotency_key="k"))
    again = desk().create(**asked(idempotency_key="k"))

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["booking"] == first["booking"]
    assert database["bookings"].count_documents({}) == 1


def test_a_refused_repeat_meets_its_own_booking_before_the_majority_knows_of_it(desk, database):
    only_place = asked(store_id="s-4s-2", idempotency_key="k")
    first = desk().create(**only_place)["booking"]
    for _ in range(30):
        put_back_unsettled(database["bookings"])

        assert desk().create(**only_place) == {"booking": first, "replayed": True}


def test_a_repeat_is_answered_as_then_whatever_happened_since(desk):
    by = a_partner("p1")
    first = desk(by).create(**asked(store_id="s-4s-2", idempotency_key="k"))["booking"]
    desk(now=TEN).arrive(**move(first["id"]))

    when_too_late = desk(by, now=TEN + timedelta(hours=5))
    again = when_too_late.create(**asked(store_id="s-4s-2", idempotency_key="k"))

    assert (again["replayed"], again["booking"]) == (True, first)


def test_a_key_that_comes_with_another_request_is_refused(desk):
    desk().create(**asked(idempotency_key="k"))

    with pytest.raises(IdempotencyKeyReused):
        desk().create(**asked(idempotency_key="k", store_id="s-beau", items=["facial"]))


def test_a_hundred_repeats_at_once_are_one_booking(desk, database):
    gate, answers = Barrier(20), []

    def repeat():
        gate.wait()
        answers.append(desk().create(**asked(idempotency_key="k")))

    repeats = [Thread(target=repeat) for _ in range(20)]
    for one in repeats:
        one.start()
    for one in repeats:
        one.join()

    assert [answer["replayed"] for answer in answers].count(False) == 1
    assert database["bookings"].count_documents({}) == 1


def test_what_others_take_of_a_look_refuses_nobody(desk, store, monkeypatch):
    """Whoever remembers the same look chooses by it as well, and may do so at any moment."""
    lanes, remember = store.store("s-4s").lanes, store.glances.remember

    def remembered_and_taken(day, busy):
        remember(day, busy)
        busy.take([(lane.id, busy.base, busy.base + busy.width) for lane in lanes])

    monkeypatch.setattr(store.glances, "remember", remembered_and_taken)

    book(desk())
    book(desk())


def test_a_reschedule_swaps_the_claim_and_keeps_the_rest(desk, database, told):  # CX-02, CX-16
    booking = book(desk(), store_id="s-4s-2")
    later = local("2026-03-10 14:00")

    moved = desk().reschedule(**move(booking["id"], start=later, items=None, reason="meeting"))

    assert (moved["id"], moved["revision"], moved["start"][11:16]) == (booking["id"], 2, "14:00")
    assert [event["type"] for event in told] == ["booking_confirmed", "booking_changed"]
    assert book(desk(), store_id="s-4s-2")["status"] == "confirmed"
    history = desk().history(booking["id"])["history"]
    assert [(line["move"], line["reason"]) for line in history] == [
        ("create", ""),
        ("reschedule", "meeting"),
    ]
    assert history[1]["before"]["start"] == "2026-03-10T10:00:00+08:00"


def test_a_reschedule_to_the_same_time_changes_nothing(desk, told):  # CX-02
    booking = book(desk(), store_id="s-4s-2")

    for items in (None, ["maintenance-a"]):
        assert desk().reschedule(**move(booking["id"], start=TEN, items=items)) == booking

    assert desk().get(booking["id"]) == booking
    assert [event["type"] for event in told] == ["booking_confirmed"]
    with pytest.raises(Stale):
        desk().reschedule(**move(booking["id"], start=TEN, items=None, if_revision=9))


def test_a_visit_may_move_within_its_own_time(desk):
    booking = book(desk(), store_id="s-beau", items=["facial"])
    book(desk(), store_id="s-beau", items=["facial"])
    quarter_past = local("2026-03-10 10:15")

    moved = desk().reschedule(**move(booking["id"], start=quarter_past, items=None))

    assert moved["start"][11:16] == "10:15"


def test_a_reschedule_onto_a_taken_time_changes_nothing(desk):
    booking = book(desk(), store_id="s-4s-2")
    book(desk(), store_id="s-4s-2", start=local("2026-03-10 11:00"))

    with pytest.raises(SlotTaken):
        desk().reschedule(**move(booking["id"], start=local("2026-03-10 11:00"), items=None))

    assert desk().get(booking["id"]) == booking


def test_two_desks_do_not_overwrite_each_other(desk):
    booking = book(desk())
    desk().reconfirm(**move(booking["id"]))

    with pytest.raises(Stale) as refusal:
        desk().cancel(**move(booking["id"], if_revision=1, reason_code="other"))

    assert refusal.value.details["revision"] == 2


def test_a_cancelled_place_can_be_had_at_once(desk):  # SL-17
    booking = book(desk(), store_id="s-4s-2")

    cancelled = desk().cancel(**move(booking["id"], reason_code="customer_request"))

    assert (cancelled["status"], cancelled["legal_moves"]) == ("cancelled", [])
    assert book(desk(), store_id="s-4s-2")["status"] == "confirmed"


def test_a_partner_may_not_change_or_cancel_too_late_and_the_desk_may(desk):  # CX-09
    by = a_partner("p1")
    booking = book(desk(by))
    late = TEN - timedelta(hours=3)

    with pytest.raises(ChangeWindowPassed):
        desk(by, now=late).reschedule(
            **move(booking["id"], start=local("2026-03-10 16:00"), items=None)
        )
    with pytest.raises(CancelWindowPassed):
        desk(by, now=late).cancel(**move(booking["id"], reason_code="other"))

    cancelled = desk(now=late).cancel(**move(booking["id"], reason_code="other"))
    assert cancelled["flags"]["late_cancel"] is True


def test_a_visit_runs_from_arrival_to_settlement(desk, told):
    booking = book(desk(), start=local("2026-03-10 08:30"))
    at = local("2026-03-10 08:40")

    arrived = desk(now=at).arrive(**move(booking["id"]))
    desk(now=at).start(**move(booking["id"]))
    done = desk(now=at + timedelta(hours=1)).complete(
        **move(booking["id"], labour=None, parts=None)
    )

    assert arrived["entitlements"]["perk"]["code"] == "breakfast"  # PK-04
    assert done["settlement"]["total"] == 89000  # AC-06
    assert [event["type"] for event in told] == [
        "booking_confirmed", "booking_arrived", "booking_started", "booking_completed",
    ]  # fmt: skip
    assert told[1]["data"]["on_time"] is True


def test_who_has_arrived_cannot_arrive_again(desk):
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))

    with pytest.raises(IllegalTransition) as refusal:
        desk(now=TEN).arrive(**move(booking["id"]))

    assert refusal.value.details["legal"] == ["amend", "start", "complete", "undo_arrive"]


@pytest.mark.parametrize(
    ("at", "too_early"), [("2026-03-09 23:59", True), ("2026-03-10 00:00", False)]
)
def test_nobody_arrives_before_the_day_of_the_visit(desk, at, too_early):
    booking = book(desk())
    there = desk(now=local(at))

    if too_early:
        with pytest.raises(IllegalTransition) as refusal:
            there.arrive(**move(booking["id"]))
        assert refusal.value.details["earliest"] == "2026-03-10T00:00:00+08:00"
        assert "arrive" not in refusal.value.details["legal"]
    else:
        assert there.arrive(**move(booking["id"]))["status"] == "arrived"


def test_a_search_offers_only_what_can_be_booked(desk):  # BK-02
    def offered(day):
        found = desk().search(
            store_ids=["s-4s"], city=None, items=["maintenance-a"], from_=local(f"{day} 00:00"),
            to=local(f"{day} 23:59"), channel=None, staff=None, limit=50, order="soonest",
        )  # fmt: skip
        return [slot["start"][11:16] for slot in found["slots"]]

    assert offered("2026-03-09") == ["10:00", "11:00", "14:00", "15:00", "16:00"]
    assert offered("2026-06-07") == ["08:30"]
    assert offered("2026-06-08") == []
    assert book(desk(), start=local("2026-06-07 08:30"))["status"] == "confirmed"


def test_a_partner_s_bookings_are_its_own_whatever_it_calls_them(desk):  # CH-20
    booking = book(desk(a_partner("p1")), channel="counter", origin="active")

    assert (booking["channel"], booking["origin"]) == ("partner", "passive")


def test_a_changed_policy_does_not_touch_bookings_made_before(desk, store):
    booking = book(desk())
    config = config_of("s-4s", policy={"cancel_notice_minutes": 24 * 60})
    store.save_store("s-4s", config)
    store._known.clear()

    assert desk().get(booking["id"])["policy_version"] == 1
    assert book(desk(), start=local("2026-03-12 10:00"))["policy_version"] == 2
    cancelled = desk(now=TEN - timedelta(hours=5)).cancel(
        **move(booking["id"], reason_code="other")
    )
    assert cancelled["flags"]["late_cancel"] is False


def test_an_unchanged_store_keeps_its_version(store):
    assert store.save_store("s-4s", config_of("s-4s")) == 1
    assert store.save_store("s-4s", config_of("s-4s", phone="+862155559999")) == 2


def test_the_board_shows_the_day_by_lane(desk):  # RP-13
    booking = book(desk())

    board = desk().board("s-4s", TEN.date())

    assert [lane["id"] for lane in board["lanes"]] == ["maintenance-1", "maintenance-2"]
    assert board["bookings"] == [booking]
    assert desk().board("s-4s", TEN.date() + timedelta(days=1))["bookings"] == []


def test_lists_page_without_gap_or_repeat(desk):
    made = {book(desk(), start=local(f"2026-03-1{day} 10:00"))["id"] for day in range(5)[1:]}
    made |= {book(desk(), start=local("2026-03-11 14:00"))["id"]}
    seen, cursor = [], None
    while True:
        page = desk().list_bookings(
            store_id="s-4s", from_=None, to=None, status=None, customer_id=None,
            partner_reference=None, cursor=cursor, limit=2,
        )  # fmt: skip
        seen += [booking["id"] for booking in page["bookings"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert (len(seen), set(seen)) == (len(made), made)


def test_a_cursor_of_somebody_s_own_making_is_refused(desk):
    with pytest.raises(Invalid):
        desk().list_bookings(
            store_id=None, from_=None, to=None, status=None, customer_id=None,
            partner_reference=None, cursor="eyJhIjoxfQ", limit=2,
        )  # fmt: skip


def test_a_partner_lists_and_reads_its_own_bookings_only(desk):
    mine = book(desk(a_partner("p1")))
    theirs = book(desk(a_partner("p2")))

    listed = desk(a_partner("p1")).list_bookings(
        store_id=None, from_=None, to=None, status=None, customer_id=None,
        partner_reference=None, cursor=None, limit=50,
    )  # fmt: skip

    assert [booking["id"] for booking in listed["bookings"]] == [mine["id"]]
    with pytest.raises(NotFound):
        desk(a_partner("p1")).get(theirs["id"])


def test_a_store_that_is_not_yours_is_not_there(desk):
    other = an_actor(stores=frozenset({"s-beau"}))

    with pytest.raises(NotFound):
        book(desk(other))
    assert [store["id"] for store in desk(other).list_stores()["stores"]] == ["s-beau"]


def test_every_booking_can_be_exported_in_pages(desk):
    made = {book(desk(), start=local(f"2026-03-1{day} 10:00"))["id"] for day in range(1, 6)}

    first = desk().export(None, 3)
    second = desk().export(first["next_after"], 3)

    assert {fact["booking_id"] for fact in first["facts"] + second["facts"]} == made
    assert second["next_after"] is None


@pytest.mark.parametrize(
    "channel",
    ["wechat", "web", "app", "counter", "email", "phone", "advisor"],  # CH-03, CH-04, CH-05, CH-08
)
def test_a_customer_books_by_each_channel_and_it_is_kept(desk, channel):
    booking = book(desk(), channel=channel)

    assert booking["channel"] == channel
    assert desk().get(booking_id=booking["id"])["channel"] == channel


def test_a_platform_books_as_itself_and_sees_what_a_store_offers(desk):  # CH-06
    platform = desk(by=a_partner("p1"))

    assert {item["code"] for item in platform.items(store_id="s-4s")["items"]} == {
        "maintenance-a", "diagnosis",
    }  # fmt: skip
    assert book(platform)["channel"] == "partner"

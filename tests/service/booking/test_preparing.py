"""A booking's papers, kept in the writes that move it: adviser, slip, checklist, work order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition, SlotTaken
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import NOW, TEN, asked, book, move
from tests.worlds import an_actor, config_of, local

TODAY = local("2026-03-09 11:00")
LATER = local("2026-03-09 14:00")
ENTRIES = ("parts", "bay", "team", "advisor")


def customer(number):
    return {**asked()["customer"], "phone": f"138001380{number:02}"}


def tick(desk, booking, entry, done=True, **more):
    told = {"entry": entry, "done": done, "note": "", "choice": None, **more}
    return desk().tick(**move(booking["id"], **told))


def slip(desk, booking):
    told = desk().slip(booking_id=booking["id"])
    return told["holder"], told["advisor"], told["issued"]


def moves(desk, booking):
    return [x["move"] for x in desk().history(booking_id=booking["id"])["history"]]


# who is responsible


def test_a_booking_is_placed_in_a_time_a_place_and_a_person_s_hands(desk):  # BK-17, RS-02
    booking = book(desk())

    assert (booking["start"], booking["end"]) == (
        "2026-03-10T10:00:00+08:00", "2026-03-10T11:00:00+08:00",
    )  # fmt: skip
    assert booking["items"][0]["resources"][0]["kind"] == "bay"
    assert (booking["responsible_sa"]["id"], booking["responsible_sa"]["why"]) == (
        "sa-li", "fewest",
    )  # fmt: skip
    assert desk().preparation(booking_id=booking["id"])["prepared"] is False


def test_the_next_customer_goes_to_who_has_fewer_and_the_same_one_to_who_had_them(desk):  # BK-13
    first, second = book(desk()), book(desk(), customer=customer(1))
    again = book(desk(), start=TEN + timedelta(days=1), customer=customer(1))

    told = [x["responsible_sa"] for x in (first, second, again)]
    assert [(x["id"], x["why"]) for x in told] == [
        ("sa-li", "fewest"), ("sa-wang", "fewest"), ("sa-wang", "last"),
    ]  # fmt: skip


def test_after_the_call_the_slip_is_on_the_board_and_the_board_up_to_date(desk):  # BK-12, CON-4
    booking = book(desk())

    assert slip(desk, booking) == ("board", None, 1)
    assert booking["slip"] == {"holder": "board", "advisor": None, "issued": 1}
    board = desk().board(store_id="s-4s", day=TEN.date())["bookings"]
    assert [one["id"] for one in board] == [booking["id"]]


def test_of_the_same_day_it_is_in_the_adviser_s_hands_in_the_same_write(desk, told):  # BK-13
    booking = book(desk(), start=LATER)

    assert slip(desk, booking) == ("advisor", "sa-li", 1)
    assert [event["type"] for event in told] == ["booking_confirmed"]
    assert told[0]["data"]["advisor"]["id"] == "sa-li"  # RS-04


def test_whom_the_customer_asks_for_and_who_took_it_are_kept(desk):  # BK-13, CH-14
    booking = book(desk(), advisor="sa-wang", taken_by="sa-li")

    assert booking["responsible_sa"]["why"] == "asked"
    assert (booking["taken_by"], booking["entered_by"]["id"]) == ("sa-li", "sr-chen")
    kept = desk().get(booking_id=booking["id"])
    assert (kept["taken_by"], kept["responsible_sa"]["id"]) == ("sa-li", "sa-wang")


def test_in_a_salon_the_consultant_took_it_and_the_desk_entered_it(desk):  # CH-14
    booking = book(
        desk(), store_id="s-beau", items=["facial"], taken_by="beautician-b", subject=None
    )

    assert (booking["taken_by"], booking["entered_by"]["id"]) == ("beautician-b", "sr-chen")
    assert (booking["responsible_sa"], booking["slip"]) == (None, None)


def test_who_does_not_work_here_is_refused_with_every_other_fault(desk):  # CH-14, BK-02
    with pytest.raises(Invalid) as refusal:
        book(desk(), advisor="sa-x", taken_by="y", items=["nothing"])

    assert set(refusal.value.details["fields"]) == {"advisor", "taken_by", "items"}


def test_an_adviser_lists_their_own(desk):  # RS-04
    book(desk())
    hers = book(desk(), customer=customer(1))

    found = desk().list_bookings(
        store_id="s-4s", from_=None, to=None, status=None, customer_id=None,
        partner_reference=None, advisor="sa-wang", cursor=None, limit=50,
    )["bookings"]  # fmt: skip

    assert [one["id"] for one in found] == [hers["id"]]
    assert (found[0]["start"], found[0]["items"][0]["code"]) == (
        "2026-03-10T10:00:00+08:00", "maintenance-a",
    )  # fmt: skip


def test_staff_give_it_to_another_and_say_why(desk, told):  # BK-13
    booking = book(desk(), start=LATER)

    after = desk().assign(**move(booking["id"], advisor="sa-wang", reason="李顾问休假"))

    assert (after["responsible_sa"]["id"], after["responsible_sa"]["why"]) == (
        "sa-wang", "assigned",
    )  # fmt: skip
    assert slip(desk, booking) == ("advisor", "sa-wang", 1)
    assert (told[-1]["type"], told[-1]["data"]["advisor"]["id"]) == (
        "booking_assigned", "sa-wang",
    )  # fmt: skip
    entry = desk().history(booking_id=booking["id"])["history"][-1]
    assert (entry["move"], entry["reason"]) == ("assign", "李顾问休假")


def test_who_is_off_duty_at_the_new_time_gives_it_to_another(desk, store):
    roster = {"daily": ["08:00-12:00"]}
    li, wang = config_of("s-4s")["advisors"]
    store.save_store("s-4s", config_of("s-4s", advisors=[{**li, "roster": roster}, wang]))
    booking = book(desk())
    told = {"items": None, "start": TEN.replace(hour=14)}

    after = desk().reschedule(**move(booking["id"], **told))

    assert (booking["responsible_sa"]["id"], after["responsible_sa"]["id"]) == ("sa-li", "sa-wang")


@pytest.mark.parametrize(("store_id", "item"), [("s-beau", "facial"), ("s-4s", "diagnosis")])
def test_only_a_store_with_advisers_looks_for_one(desk, store, monkeypatch, store_id, item):
    looked = []
    for name in ("last_advisor", "load_of_advisors", "next_number", "plan_delta"):
        real = getattr(store, name)

        def look(*told, real=real, name=name):
            looked.append(name)
            return real(*told)

        monkeypatch.setattr(store, name, look)

    book(desk(), store_id=store_id, items=[item], subject=None)

    advised = ["last_advisor", "load_of_advisors"] if store_id == "s-4s" else []
    assert looked == advised


def test_no_adviser_is_looked_for_where_no_place_is_left(desk, store, monkeypatch):
    for number in range(2):
        book(desk(), customer=customer(number))
    monkeypatch.setattr(store, "last_advisor", None)

    with pytest.raises(SlotTaken):
        book(desk(), customer=customer(3))


# the slip


def test_a_time_that_is_given_up_takes_the_slip_back_to_cr_and_out_again(desk):  # CX-08, NS-07
    booking = book(desk())
    desk().to_rebook(**move(booking["id"]))
    waiting = slip(desk, booking)
    told = {"items": None, "start": TEN + timedelta(days=1)}
    desk().reschedule(**move(booking["id"], **told))

    assert (waiting, slip(desk, booking)) == (("cr", None, 1), ("board", None, 2))
    log = desk().slip(booking_id=booking["id"])["log"]
    assert [(x["holder"], x["reason"]) for x in log] == [
        ("cr", "create"), ("board", "create"), ("cr", "to_rebook"), ("board", "reschedule"),
    ]  # fmt: skip
    assert moves(desk, booking) == ["create", "to_rebook", "reschedule"]
    assert {x["by"] for x in log} == {"sr-chen"}


def test_a_no_show_goes_to_cr_and_is_issued_again(desk):  # NS-07
    booking = book(desk())
    late = desk(now=TEN + timedelta(minutes=16))
    late.no_show(**move(booking["id"]))
    missed = slip(desk, booking)
    late.undo_no_show(**move(booking["id"]))

    assert (missed, slip(desk, booking)) == (("cr", None, 1), ("advisor", "sa-li", 2))


def test_it_is_handed_over_by_hand_and_only_where_it_can_go(desk, told):  # FM-03
    booking = book(desk())

    handed = desk().hand_over(**move(booking["id"], to="advisor", reason="李顾问取单"))

    assert (handed["holder"], handed["revision"]) == ("advisor", 2)
    assert handed["log"][-1]["reason"] == "李顾问取单"
    assert told[-1]["type"] == "booking_noted"
    with pytest.raises(IllegalTransition) as refusal:
        desk().hand_over(**move(booking["id"], to="board", reason="放回"))
    assert refusal.value.details["legal"] == ["cr"]
    with pytest.raises(Stale):
        desk().hand_over(**{**move(booking["id"], to="cr", reason="退回"), "if_revision": 1})


def test_the_slip_board_is_one_adviser_s_soonest_first(desk):  # FM-03, FM-04, EX-03
    later = book(desk(), start=TEN.replace(hour=14))
    soon = book(desk(), advisor="sa-li", customer=customer(1))
    hers = book(desk(), advisor="sa-wang", customer=customer(2))
    gone = book(desk(), start=TEN.replace(hour=15), advisor="sa-li", customer=customer(3))
    desk().cancel(**move(gone["id"], reason_code="other"))

    def on_the_board(holder="board", advisor=None):
        found = desk().slips(store_id="s-4s", holder=holder, advisor=advisor)["slips"]
        return [one["booking_id"] for one in found]

    assert on_the_board(advisor="sa-li") == [soon["id"], later["id"]]
    assert set(on_the_board()) == {soon["id"], later["id"], hers["id"]}
    assert (on_the_board("cr"), on_the_board("filed")) == ([], [gone["id"]])
    [first, *_] = desk().slips(store_id="s-4s", holder="board", advisor="sa-li")["slips"]
    assert first["priority"] is True


def test_a_slip_from_before_slips_begins_at_cr(desk, database):
    booking = book(desk())
    database["bookings"].update_one(
        {"_id": booking["id"]}, {"$unset": dict.fromkeys(("slip", "preparation", "deviations"), "")}
    )
    assert slip(desk, booking) == (None, None, 0)

    desk().reconfirm(**move(booking["id"]))

    assert slip(desk, booking) == ("cr", None, 0)


# the checklist


def test_ticks_make_it_prepared_which_is_told_once(desk, told):  # RS-01
    booking = book(desk())

    prepared = [tick(desk, booking, entry)["prepared"] for entry in ENTRIES]

    assert prepared == [False, False, False, True]
    assert [event["type"] for event in told[1:]] == [*["booking_noted"] * 3, "booking_prepared"]
    assert moves(desk, booking)[1:] == ["tick", "tick", "tick", "prepare"]
    assert desk().get(booking_id=booking["id"])["flags"]["prepared"] is True


def test_every_revision_is_told_once_so_that_figures_can_be_rebuilt(desk, told):
    booking = book(desk())
    tick(desk, booking, "bay")
    tick(desk, booking, "bay", done=False)
    desk().open_work_order(**move(booking["id"]))

    [fact] = desk().export(after=None, limit=10)["facts"]

    assert [event["data"]["revision"] for event in told] == [1, 2, 3, 4]
    assert fact == told[-1]["data"]


def test_another_time_reopens_what_depends_on_it(desk):  # RS-01
    booking = book(desk())
    for entry in ENTRIES:
        tick(desk, booking, entry)

    moved = desk().reschedule(**move(booking["id"], items=None, start=TEN + timedelta(days=1)))

    told = desk().preparation(booking_id=booking["id"])
    assert moved["flags"]["prepared"] is False
    assert [x["code"] for x in told["entries"] if x["done"]] == ["parts"]
    assert told["revision"] == moved["revision"]


def test_who_saw_an_older_checklist_ticks_nothing(desk):
    booking = book(desk())
    tick(desk, booking, "bay")

    with pytest.raises(Stale):
        tick(desk, booking, "team", if_revision=1)


def test_of_many_who_tick_at_once_each_tick_is_kept(desk):  # RS-01
    booking = book(desk())

    def tick_until_kept(entry):
        while True:
            try:
                return tick(desk, booking, entry)
            except Stale:
                continue

    with ThreadPoolExecutor() as people:
        list(people.map(tick_until_kept, ENTRIES))

    assert desk().preparation(booking_id=booking["id"])["prepared"] is True


def test_what_was_not_given_first_is_on_record(desk):  # RS-06
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))

    told = desk(now=TEN).deviate(**move(booking["id"], treatment="wash", reason="洗车机故障"))

    assert [(x["treatment"], x["reason"], x["by"]) for x in told["deviations"]] == [
        ("wash", "洗车机故障", "sr-chen")
    ]
    assert moves(desk, booking)[-1] == "deviate"


def test_priority_travels_with_the_booking_to_its_end(desk):  # EX-03
    booking = book(desk())
    seen = [booking]
    seen.append(desk(now=TEN).arrive(**move(booking["id"])))
    seen.append(desk(now=TEN).start(**move(booking["id"])))
    seen.append(desk(now=TEN).complete(**move(booking["id"], labour=None, parts=None)))

    assert [one["status"] for one in seen] == ["confirmed", "arrived", "in_service", "completed"]
    assert {one["entitlements"]["priority"]["state"] for one in seen} == {"granted"}
    assert desk().preparation(booking_id=booking["id"])["priority"]["state"] == "granted"
    assert desk().slip(booking_id=booking["id"])["priority"] is True


def test_another_store_s_papers_are_not_there(desk):
    booking = book(desk())
    stranger = desk(by=an_actor(stores=frozenset({"s-beau"})))

    with pytest.raises(NotFound):
        stranger.preparation(booking_id=booking["id"])
    with pytest.raises(NotFound):
        stranger.slips(store_id="s-4s", holder="board", advisor=None)


# the work order


def test_a_work_order_is_opened_once(desk, told):  # BK-21, BK-22, FM-10
    booking = book(desk())

    first = desk().open_work_order(**move(booking["id"]))
    again = desk().open_work_order(**move(booking["id"]))

    assert first["work_order"] == again["work_order"] == "WIP-s-4s-20260309-001"
    assert first["revision"] == again["revision"] == 2
    assert told[-1]["data"]["work_order"] == first["work_order"]


def test_each_day_of_a_store_counts_from_one(desk):  # BK-22
    def number(start, now, person):
        booking = book(desk(now=now), start=start, customer=customer(person))
        return desk(now=now).open_work_order(**move(booking["id"]))["work_order"]

    day = timedelta(days=1)
    later = LATER + day
    told = [number(TEN, NOW, 1), number(TEN, NOW, 2), number(later, NOW + day, 3)]

    assert told == [
        "WIP-s-4s-20260309-001", "WIP-s-4s-20260309-002", "WIP-s-4s-20260310-001",
    ]  # fmt: skip


def test_of_many_who_open_work_orders_at_once_no_two_get_one_number(desk):  # BK-22
    starts = [TEN.replace(hour=hour) for hour in (10, 11, 14, 15)]
    bookings = [book(desk(), start=at, customer=customer(n)) for n, at in enumerate(starts)]

    def open_it(booking):
        return booking["id"], desk().open_work_order(**move(booking["id"]))["work_order"]

    with ThreadPoolExecutor(8) as people:
        opened = list(people.map(open_it, bookings * 3))

    assert len(set(opened)) == len(bookings)
    assert len({number for _, number in opened}) == len(bookings)


def test_a_booking_at_short_notice_has_its_work_order_at_once(desk, told):  # CH-12
    early, short = book(desk()), book(desk(), start=TODAY, customer=customer(1))

    assert (early["flags"]["short_notice"], early["work_order"]) == (False, None)
    assert (short["flags"]["short_notice"], short["work_order"]) == (
        True, "WIP-s-4s-20260309-001",
    )  # fmt: skip
    assert told[-1]["data"]["work_order"] == short["work_order"]


def test_a_repeat_at_short_notice_meets_its_own_work_order(desk):  # CH-12
    first = desk().create(**asked(start=TODAY, idempotency_key="desk:1"))
    again = desk().create(**asked(start=TODAY, idempotency_key="desk:1"))

    assert again == {**first, "replayed": True}


def test_one_that_moves_to_short_notice_gets_it_then(desk):  # CH-12
    booking = book(desk())

    moved = desk().reschedule(**move(booking["id"], items=None, start=TODAY))

    assert (moved["flags"]["short_notice"], moved["work_order"]) == (
        True, "WIP-s-4s-20260309-001",
    )  # fmt: skip


def test_what_has_ended_gets_no_work_order(desk):  # BK-22
    booking = book(desk())
    desk().cancel(**move(booking["id"], reason_code="other"))

    with pytest.raises(IllegalTransition):
        desk().open_work_order(**move(booking["id"]))


def test_staff_and_venue_are_looked_up_and_both_are_claimed_or_neither(desk):  # BK-16, BK-18
    def why(staff=None):
        told = desk().explain(
            store_id="s-beau", items=["facial"], start=TEN, channel=None, staff=staff
        )
        return {(x["code"], x["resource"]) for x in told["reasons"]}

    assert why() == set()
    for number in range(2):
        book(desk(), store_id="s-beau", items=["facial"], customer=customer(number))

    assert why() == {("slot_taken", "beauticians"), ("slot_taken", "rooms")}
    with pytest.raises(SlotTaken):
        book(desk(), store_id="s-beau", items=["facial"], customer=customer(3))

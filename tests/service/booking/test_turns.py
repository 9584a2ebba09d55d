"""Whose turn it is when something gets free: once, in order, whoever else is at work or dies."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import IllegalTransition, LeadTime, SlotTaken
from common.errors import Invalid, NotFound
from services.booking.calls import turns
from tests.service.booking.asking import NOW, TEN, book, move
from tests.service.booking.waiting import a_look, a_turn, answer, full, join, work_off
from tests.worlds import config_of, local

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)


class Killed(BaseException):
    """What ends a process between two steps, whatever it was about to do."""


def read(desk, entry, now=NOW):
    return desk(now=now).get_waiting(entry_id=entry["id"])


def statuses(desk, *entries, now=NOW):
    return [read(desk, entry, now)["status"] for entry in entries]


def cancel(desk, booking, now=NOW):
    desk(now=now).cancel(**move(booking["id"], reason_code="other"))


def offers_in(told):
    return [event["data"]["entry_id"] for event in told if event["type"] == "waitlist_offered"]


def holds_in(database):
    return list(database["bookings"].find({"hold": {"$ne": None}, "ticks": {"$exists": True}}))


FREEING = {
    "cancel": lambda desk, one: desk().cancel(**move(one, reason_code="other")),
    "reschedule": lambda desk, one: desk().reschedule(
        **move(one), start=TEN + timedelta(hours=4), items=None
    ),
    "to_rebook": lambda desk, one: desk().to_rebook(**move(one)),
    "fail": lambda desk, one: desk().fail(**move(one, reason_code="equipment")),
}


@pytest.mark.parametrize("free", FREEING.values(), ids=list(FREEING))
def test_whatever_frees_a_place_offers_it_at_once(desk, database, free):  # CX-07
    taken, _ = full(desk())
    entry = join(desk())
    work_off(desk, database)

    free(desk, taken["id"])
    assert work_off(desk, database) == 1

    assert statuses(desk, entry) == ["offered"]


def test_a_no_show_frees_its_place_for_a_walk_in(desk, database):  # features 19
    tomorrow = {"from_": TEN, "to": TEN + timedelta(hours=5), "hours": []}
    now = local("2026-03-10 14:50")
    missed = book(desk(), start=local("2026-03-10 14:00"), items=["diagnosis"])
    book(desk(), start=local("2026-03-10 14:00"), items=["diagnosis"])
    for _ in range(2):
        book(desk(), start=local("2026-03-10 11:00"))
    entry = join(desk(now=now), items=["diagnosis"], **tomorrow)

    desk(now=now).no_show(**move(missed["id"]))
    work_off(desk, database, now)

    assert statuses(desk, entry, now=now) == ["waiting"]
    assert read(desk, entry, now)["could_begin_at"] == "2026-03-10T15:00:00+08:00"


def test_a_hold_let_go_or_run_out_is_a_place_too(desk, database):
    def hold():
        return desk().hold(
            store_id="s-4s", items=["maintenance-a"], start=TEN, channel="phone",
            ttl_seconds=300, idempotency_key=None,
        )["hold"]  # fmt: skip

    released, _ = hold(), hold()
    first, second = join(desk()), join(desk(), "sun")
    work_off(desk, database)
    assert statuses(desk, first, second) == ["waiting", "waiting"]

    desk().release_hold(hold_id=released["id"])
    work_off(desk, database)
    assert statuses(desk, first, second) == ["offered", "waiting"]

    later = NOW + 5 * MINUTE
    work_off(desk, database, later)
    assert statuses(desk, first, second, now=later) == ["offered", "offered"]


def test_another_lane_is_found_by_looking_again(desk, store, database):
    full(desk())
    entry = join(desk())
    work_off(desk, database)
    bay = {"pool": "maintenance", "kind": "bay", "name": {"zh": "三号", "en": "3"}}
    store.save_store("s-4s", config_of("s-4s", lanes={"maintenance-3": bay}))
    store._known.clear()

    work_off(desk, database, NOW + MINUTE)

    assert statuses(desk, entry, now=NOW + MINUTE) == ["offered"]


def test_where_nobody_waits_nothing_is_planned(desk, database):
    taken, _ = full(desk())
    cancel(desk, taken)

    assert database["due"].count_documents({}) == 0


def test_the_first_whose_wish_fits_is_offered(desk, database):  # BK-26
    taken, _ = full(desk())
    afternoon = join(desk(), hours=["14:00-17:00"], weekdays=["wed"])
    first, second = join(desk(), "sun"), join(desk(), "li")
    work_off(desk, database)

    cancel(desk, taken)
    work_off(desk, database)

    assert statuses(desk, afternoon, first, second) == ["waiting", "offered", "waiting"]


def test_what_is_offered_is_nobody_elses(desk, database):  # features 18
    taken, _ = full(desk())
    join(desk())
    cancel(desk, taken)
    work_off(desk, database)

    with pytest.raises(SlotTaken):
        book(desk())
    [slot] = desk().check_batch(
        slots=[{"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN}]
    )["slots"]
    assert slot["free"] == 0
    with pytest.raises(SlotTaken):
        book(desk(now=NOW + QUARTER))
    assert book(desk(now=NOW + QUARTER + MINUTE))["status"] == "confirmed"


def test_two_replicas_at_once_offer_each_place_once_and_in_order(desk, database, told):  # BK-26
    for round_ in range(5):
        start = TEN + timedelta(days=round_)
        window = {"from_": start, "to": start + MINUTE, "hours": []}
        taken, _ = book(desk(), start=start), book(desk(), start=start)
        entries = [join(desk(), who, **window) for who in ("qian", "sun", "li")]
        cancel(desk, taken)
        ready = Barrier(4)

        def look(work, ready=ready):
            ready.wait()
            service = desk()
            (service.wait if work.kind == "wait" else service.hand_out)(work)

        looks = [a_turn(), a_turn(), a_look(entries[0]), a_look(entries[1])]
        threads = [Thread(target=look, args=(work,)) for work in looks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert statuses(desk, *entries) == ["offered", "waiting", "waiting"]
        assert offers_in(told)[round_:] == [entries[0]["id"]]
        assert len(holds_in(database)) == round_ + 1


def test_two_replicas_that_see_an_offer_run_out_hand_it_on_once(desk, database, told):
    taken, _ = full(desk())
    entries = [join(desk(), who) for who in ("qian", "sun", "li")]
    cancel(desk, taken)
    work_off(desk, database)
    ready = Barrier(4)

    def look():
        ready.wait()
        desk(now=NOW + QUARTER).wait(a_look(entries[0]))

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses(desk, *entries, now=NOW + QUARTER) == ["waiting", "offered", "waiting"]
    assert offers_in(told) == [entries[0]["id"], entries[1]["id"]]
    assert len(holds_in(database)) == 1


@pytest.mark.parametrize("after", [True, False], ids=["committed", "not committed"])
def test_a_process_that_dies_while_offering_leaves_all_or_nothing(
    desk, store, database, told, monkeypatch, after
):
    taken, _ = full(desk())
    first, second = join(desk()), join(desk(), "sun")
    cancel(desk, taken)
    keep, keep_step = store.keep_steps, store.keep_step

    def dies_after(*steps):
        keep(*steps)
        raise Killed

    def dies_within(step, session):
        keep_step(step, session)
        raise Killed

    monkeypatch.setattr(
        store, *(("keep_steps", dies_after) if after else ("keep_step", dies_within))
    )
    with pytest.raises(Killed):
        desk().hand_out(a_turn())
    monkeypatch.undo()

    assert statuses(desk, first, second) == ["offered" if after else "waiting", "waiting"]
    assert len(holds_in(database)) == after
    work_off(desk, database)
    assert statuses(desk, first, second) == ["offered", "waiting"]
    assert len(holds_in(database)) == 1
    promised = [one["outbox"] for one in database["waitlist"].find()]
    kept = [entry["type"] for entries in promised for entry in entries]
    assert kept.count("waitlist_offered") == 1


@pytest.mark.parametrize("step", ["keep_step", "insert"], ids=["entry", "booking"])
def test_a_process_that_dies_while_accepting_leaves_the_offer(
    desk, store, database, monkeypatch, step
):
    taken, _ = full(desk())
    entry = join(desk())
    cancel(desk, taken)
    work_off(desk, database)
    keep_step = store.keep_step

    def dies(one, session):
        if step == "insert":
            keep_step(one, session)
        raise Killed

    monkeypatch.setattr(store, "keep_step", dies)
    with pytest.raises(Killed):
        desk().accept_offer(**answer(entry))
    monkeypatch.undo()

    assert statuses(desk, entry) == ["offered"]
    assert database["bookings"].count_documents({"customer.id": entry["customer"]["id"]}) == 0
    assert desk().accept_offer(**answer(entry))["status"] == "booked"


def test_one_who_joined_is_looked_after_though_the_process_died_right_after(desk, database):
    full(desk())

    entry = join(desk())

    [piece] = database["due"].find()
    assert (piece["kind"], piece["subject"]["entry_id"]) == ("wait", entry["id"])


def test_nobody_is_told_in_the_night_unless_it_cannot_wait(desk, database):  # features 18
    taken, _ = full(desk())
    entry = join(desk())
    night, morning = local("2026-03-09 21:00"), local("2026-03-10 08:00")
    cancel(desk, taken, now=local("2026-03-09 20:59"))

    for late in (night, morning - timedelta(seconds=1)):
        desk(now=late).hand_out(a_turn())
        assert statuses(desk, entry, now=late) == ["waiting"]
    desk(now=morning).hand_out(a_turn())
    assert read(desk, entry, morning)["offer"]["until"] == "2026-03-10T08:15:00+08:00"


def test_an_offer_ends_when_the_place_can_no_longer_be_booked(desk, store, database):
    store.save_store("s-4s", config_of("s-4s", policy={"lead_minutes": 60}))
    taken, _ = full(desk())
    entry = join(desk())
    late = local("2026-03-10 08:55")
    cancel(desk, taken, now=late)

    work_off(desk, database, late)

    assert read(desk, entry, late)["offer"]["until"] == "2026-03-10T09:00:00+08:00"


def test_a_store_says_for_how_long_it_keeps_a_place(desk, store, database):
    store.save_store("s-4s", config_of("s-4s", policy={"waitlist_offer_minutes": 5}))
    taken, _ = full(desk())
    entry = join(desk())
    cancel(desk, taken)

    work_off(desk, database)

    assert read(desk, entry)["offer"]["until"] == "2026-03-09T09:05:00+08:00"


def test_out_of_turn_is_offered_with_a_reason_that_is_kept(desk, database):  # BK-26
    taken, _ = full(desk())
    first, second = join(desk()), join(desk(), "sun")
    cancel(desk, taken)

    with pytest.raises(Invalid) as refusal:
        desk().offer_place(**answer(second), start=None)
    assert list(refusal.value.details["fields"]) == ["reason"]
    offered = desk().offer_place(**answer(second, reason="VIP"), start=None)

    assert (offered["status"], offered["offer"]["out_of_turn"]) == ("offered", True)
    line = desk().waiting_history(entry_id=second["id"])["history"][-1]
    assert (line["move"], line["reason"], line["actor"]["id"]) == ("offer", "VIP", "sr-chen")
    assert line["after"]["passed_over"] == [first["id"]]
    work_off(desk, database)
    assert statuses(desk, first, second) == ["waiting", "offered"]


def test_in_turn_no_reason_is_needed_by_day_or_night(desk, database):  # BK-26, CX-07
    taken, _ = full(desk())
    first, second = join(desk()), join(desk(), "sun")
    night = local("2026-03-09 22:00")
    cancel(desk, taken, now=night)

    offered = desk(now=night).offer_place(**answer(first), start=None)

    assert offered["offer"]["out_of_turn"] is False
    for refused in ({}, {"start": TEN}):
        with pytest.raises(SlotTaken) as refusal:
            desk(now=night).offer_place(**answer(second), **{"start": None, **refused})
        assert refusal.value.details["alternatives"]
    with pytest.raises(IllegalTransition):
        desk(now=night).offer_place(**answer(first), start=None)


def test_another_time_is_offered_by_hand(desk):  # CX-07, SL-05
    full(desk())
    entry = join(desk())

    offered = desk().offer_place(**answer(entry), start=local("2026-03-10 14:00"))
    assert offered["offer"]["start"] == "2026-03-10T14:00:00+08:00"

    other = join(desk(), "sun")
    with pytest.raises(LeadTime):
        desk().offer_place(**answer(other), start=local("2026-03-09 08:30"))


def test_an_entry_whose_item_is_no_more_stops_nobody(desk, store, database):
    first = join(desk(), items=["diagnosis"], hours=["10:00-11:00"])
    second = join(desk(), "sun")
    config = config_of("s-4s")
    del config["items"]["diagnosis"]
    store.save_store("s-4s", config)
    store._known.clear()

    work_off(desk, database)

    assert statuses(desk, first, second) == ["waiting", "offered"]
    assert read(desk, first)["could_begin_at"] is None


def test_who_needs_more_than_the_place_is_passed_by(desk, database):
    taken, _ = full(desk())
    first = join(desk())
    longer = join(desk(), "sun", items=["maintenance-a", "diagnosis"])
    third = join(desk(), "li")
    for _ in range(2):
        book(desk(), start=TEN + timedelta(hours=1))
    cancel(desk, taken)
    work_off(desk, database)

    desk().decline_offer(**answer(first))

    assert statuses(desk, first, longer, third) == ["waiting", "waiting", "offered"]


def test_what_is_no_more_is_looked_after_no_longer(desk):
    entry = join(desk())
    desk().withdraw_waiting(**answer(entry))

    assert desk().wait(a_look(entry)) is None
    assert desk().wait(a_look({**entry, "id": "w-none"})) is None
    assert desk().wait(a_look({**entry, "store_id": "s-none"})) is None
    assert desk().hand_out(a_turn("s-none")) is None
    with pytest.raises(NotFound):
        desk().get_waiting(entry_id="w-none")


def test_as_many_as_there_are_places_are_offered_one(desk, database, monkeypatch):
    monkeypatch.setattr(turns, "MOST_AT_ONCE", 1)
    entries = [join(desk(), who) for who in ("qian", "sun", "li")]

    work_off(desk, database)
    assert statuses(desk, *entries) == ["offered", "waiting", "waiting"]
    work_off(desk, database, NOW + MINUTE)
    assert statuses(desk, *entries, now=NOW + MINUTE) == ["offered", "offered", "waiting"]

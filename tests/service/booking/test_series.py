"""Recurring visits with the real database: reported first, booked at once, repeated safely."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.bus.due import Work
from common.contracts.booking import IdempotencyKeyReused, NotASlot, SlotTaken
from common.errors import Invalid, NotFound
from tests.service.booking.asking import NOW, TEN, asked, book, put_back_unsettled
from tests.worlds import a_partner, an_actor, config_of, local

WEEK = timedelta(weeks=1)
THRICE = {"every": 1, "unit": "week", "weekdays": [], "count": 3, "until": None}


def wish(**but):
    rule = {**THRICE, **but.pop("rule", {})}
    more = {"rule": rule, "instead": {}, "skip_conflicts": False, "dry_run": False}
    return asked(**{**more, **but})


def save(desk, **but):
    return desk.create_series(**wish(**but))


def states(report):
    return [line["state"] for line in report["occurrences"]]


def fill(desk, start):
    return [book(desk(), start=start) for _ in range(2)]


def bookings(database):
    return database["bookings"].count_documents({"hold": None})


def a_look(series_id, at):
    return Work(f"series:{series_id}", "series", at, {"series_id": series_id}, 1, 1)


def test_a_dry_run_says_what_would_come_of_each_visit_and_keeps_nothing(desk, database):
    fill(desk, TEN + WEEK)  # features 16

    report = save(desk(), dry_run=True)

    assert (report["saved"], report["series_id"]) == (False, None)
    assert states(report) == ["free", "conflict", "free"]
    second = report["occurrences"][1]
    assert (second["day"], second["start"]) == ("2026-03-17", "2026-03-17T10:00:00+08:00")
    assert second["code"] == "slot_taken"
    assert second["reasons"][0]["sentence"]["en"].startswith("All are taken")
    assert [one["start"][:16] for one in second["alternatives"]] == [  # SL-05: that day first
        "2026-03-17T11:00", "2026-03-17T08:30", "2026-03-17T14:00", "2026-03-17T15:00",
        "2026-03-17T16:00",
    ]  # fmt: skip
    assert bookings(database) == 2
    assert database["series"].count_documents({}) == 0


def test_every_visit_is_a_booking_that_says_which_one_it_is(desk, told):  # CH-16
    made = save(desk())

    assert (made["saved"], states(made)) == (True, ["booked"] * 3)
    read = desk().get_series(series_id=made["series_id"])
    assert [one["status"] for one in read["occurrences"]] == ["confirmed"] * 3
    second = desk().get(booking_id=read["occurrences"][1]["booking_id"])
    assert (second["series_id"], second["series_number"]) == (made["series_id"], 2)
    assert second["start"] == "2026-03-17T10:00:00+08:00"
    assert [event["type"] for event in told] == ["booking_confirmed"] * 3


def test_all_or_nothing_unless_conflicts_may_be_skipped(desk, database):
    fill(desk, TEN + WEEK)

    with pytest.raises(SlotTaken) as refusal:
        save(desk())

    lines = refusal.value.details["occurrences"]
    assert [line["state"] for line in lines] == ["free", "conflict", "free"]
    assert refusal.value.details["alternatives"] == lines[1]["alternatives"]
    assert bookings(database) == 2
    made = save(desk(), skip_conflicts=True)
    assert states(made) == ["booked", "conflict", "booked"]
    assert bookings(database) == 4


def test_a_series_of_which_nothing_can_be_had_is_none(desk, database):
    fill(desk, TEN)

    with pytest.raises(SlotTaken):
        save(desk(), skip_conflicts=True, rule={"count": 1})

    assert database["series"].count_documents({}) == 0


def test_a_series_with_one_thing_in_its_way_is_refused_by_its_code(desk, database):  # SL-01
    nine = TEN - timedelta(hours=1)
    with pytest.raises(NotASlot) as refusal:
        save(desk(), start=nine)

    lines = refusal.value.details["occurrences"]
    assert [line["code"] for line in lines] == ["not_a_slot"] * 3
    assert refusal.value.details["alternatives"] == lines[0]["alternatives"]
    fill(desk, TEN + WEEK)
    with pytest.raises(SlotTaken) as refusal:
        save(desk(), start=nine, instead={"2": TEN + WEEK})
    codes = [line["code"] for line in refusal.value.details["occurrences"]]
    assert codes == ["not_a_slot", "slot_taken", "not_a_slot"]
    assert database["series"].count_documents({}) == 0


def test_a_visit_may_have_another_start(desk):
    fill(desk, TEN + WEEK)

    made = save(desk(), instead={"2": TEN + WEEK + timedelta(hours=1)})

    assert [line["start"][11:16] for line in made["occurrences"]] == ["10:00", "11:00", "10:00"]
    with pytest.raises(Invalid):
        save(desk(), instead={"4": TEN})


def test_two_visits_of_one_series_do_not_take_each_others_place(desk):
    book(desk(), start=TEN)

    report = save(desk(), dry_run=True, instead={"2": TEN})

    assert states(report) == ["free", "conflict", "free"]


def test_a_repeated_request_meets_what_it_saved(desk, database):
    first = save(desk(), idempotency_key="k-1")
    again = save(desk(now=NOW + timedelta(days=30)), idempotency_key="k-1")

    assert again == {**first, "replayed": True}
    assert bookings(database) == 3
    with pytest.raises(IdempotencyKeyReused):
        save(desk(), idempotency_key="k-1", rule={"count": 2})


def test_a_refused_repeat_meets_its_series_before_the_majority_knows_of_it(desk, database):
    only_place = {"store_id": "s-4s-2", "idempotency_key": "k-1"}
    first = save(desk(), **only_place)
    for _ in range(30):
        put_back_unsettled(database["series"])

        assert save(desk(), **only_place) == {**first, "replayed": True}


def test_of_many_who_send_one_request_one_saves_it(desk, database):
    ready, answers = Barrier(4), []

    def ask():
        ready.wait()
        answers.append(save(desk(), idempotency_key="k-1"))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer["replayed"] for answer in answers) == [False, True, True, True]
    assert bookings(database) == 3


def test_series_that_want_one_place_do_not_share_it(desk, database, store):  # BK-26
    ready, outcomes = Barrier(4), []

    def ask(number):
        ready.wait()
        try:
            outcomes.append(save(desk(), note=str(number))["saved"])
        except SlotTaken:
            outcomes.append(False)

    threads = [Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False, False, True, True]
    assert bookings(database) == 6
    assert [one for found in store.findings() for one in found] == []


def test_what_the_store_does_not_book_yet_is_booked_when_its_time_comes(desk, database, told):
    made = save(desk(), rule={"unit": "month", "count": 4})  # horizon: 90 days, to 7 June
    assert states(made) == ["booked", "booked", "booked", "planned"]
    assert made["occurrences"][3]["code"] == "horizon"
    [piece] = database["due"].find({"kind": "series"})
    opens = local("2026-06-10 10:00") - timedelta(days=90)
    assert piece["at"] == opens

    id_ = made["series_id"]
    early = opens - timedelta(seconds=1)
    assert desk(now=early).book_ahead(a_look(id_, early)) == opens
    assert desk(now=opens).book_ahead(a_look(id_, opens)) is None
    assert desk(now=opens).book_ahead(a_look(id_, opens)) is None

    read = desk().get_series(series_id=id_)
    assert read["occurrences"][3]["state"] == "booked"
    assert read["occurrences"][3]["status"] == "confirmed"
    assert bookings(database) == 4
    assert [event["type"] for event in told].count("booking_confirmed") == 4


def test_a_crash_between_booking_and_noting_books_nothing_twice(desk, database, store, monkeypatch):
    made = save(desk(), rule={"unit": "month", "count": 4})
    opens = local("2026-06-10 10:00") - timedelta(days=90)
    with monkeypatch.context() as crash:
        crash.setattr(store, "change_series", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    assert bookings(database) == 4
    last = desk().get_series(series_id=made["series_id"])["occurrences"][3]
    assert (last["state"], last["status"]) == ("booked", "confirmed")


def test_a_planned_visit_that_cannot_be_had_is_a_conflict_that_is_told(desk, told):
    made = save(desk(), rule={"unit": "month", "count": 4})
    late = local("2026-04-01 09:00")
    for _ in range(2):
        book(desk(now=late), start=local("2026-06-10 10:00"))

    desk(now=late).book_ahead(a_look(made["series_id"], late))

    last = desk().get_series(series_id=made["series_id"])["occurrences"][3]
    assert (last["state"], last["code"], last["booking_id"]) == ("conflict", "slot_taken", None)
    assert last["alternatives"]
    assert told[-1]["type"] == "series_conflict"
    assert told[-1]["data"]["number"] == 4


def test_what_the_store_offers_no_more_is_a_conflict_too(desk, store):
    made = save(desk(), rule={"unit": "month", "count": 4})
    store.save_store("s-4s", config_of("s-4s", items={"maintenance-a": None}))
    store.forget("s-4s")
    opens = local("2026-06-10 10:00") - timedelta(days=90)

    assert desk(now=opens).book_ahead(a_look(made["series_id"], opens)) is None

    last = desk().get_series(series_id=made["series_id"])["occurrences"][3]
    assert (last["state"], last["code"]) == ("conflict", "validation_failed")


def test_what_is_cancelled_while_it_is_booked_ahead_is_not_booked(
    desk, database, store, monkeypatch
):
    made = save(desk(), rule={"unit": "month", "count": 4})
    opens = local("2026-06-10 10:00") - timedelta(days=90)
    change = store.change_series

    def raced(*more, **told):
        monkeypatch.setattr(store, "change_series", change)
        desk().cancel_series(
            series_id=made["series_id"], number=4, if_revision=None, reason="",
            reason_code="other",
        )  # fmt: skip
        return change(*more, **told)

    monkeypatch.setattr(store, "change_series", raced)
    desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    assert bookings(database) == 3
    last = desk().get_series(series_id=made["series_id"])["occurrences"][3]
    assert (last["state"], last["status"]) == ("cancelled", None)


def test_a_series_that_was_never_saved_is_looked_for_once(desk):
    assert desk().book_ahead(a_look("s-none", NOW)) is None


def test_a_visit_keeps_its_hour_when_the_clocks_change(desk, store):  # features idea 15
    store.save_store("s-ny", config_of("s-ny"))
    zone = store.store("s-ny").zone

    report = save(
        desk(now=local("2026-10-20 09:00", zone)),
        dry_run=True,
        store_id="s-ny",
        items=["facial"],
        start=local("2026-10-26 10:00", zone),
        rule={"count": 2},
    )

    assert [line["start"] for line in report["occurrences"]] == [
        "2026-10-26T10:00:00-04:00",
        "2026-11-02T10:00:00-05:00",
    ]
    assert states(report) == ["free", "free"]


def test_a_series_is_listed_by_store_and_customer_to_whoever_may_see_it(desk):
    first = save(desk())
    other = save(desk(by=a_partner("p1")), start=TEN + timedelta(hours=1))
    customer = desk().get_series(series_id=first["series_id"])["customer_id"]

    def ids(by=None, **but):
        query = {"store_id": None, "customer_id": None, "cursor": None, "limit": 50, **but}
        return [one["id"] for one in desk(by=by).list_series(**query)["series"]]

    both = {first["series_id"], other["series_id"]}
    assert set(ids(store_id="s-4s")) == set(ids(customer_id=customer)) == both
    assert ids(by=a_partner("p1")) == [other["series_id"]]
    assert ids(by=an_actor(stores=frozenset({"s-beau"}))) == []
    page = desk().list_series(store_id=None, customer_id=None, cursor=None, limit=1)
    rest = desk().list_series(store_id=None, customer_id=None, cursor=page["next_cursor"], limit=1)
    assert {page["series"][0]["id"], rest["series"][0]["id"]} == both
    assert rest["next_cursor"] is None
    for stranger in (a_partner("p2"), an_actor(stores=frozenset({"s-beau"}))):
        with pytest.raises(NotFound):
            desk(by=stranger).get_series(series_id=other["series_id"])

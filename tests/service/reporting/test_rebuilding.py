from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from pymongo.errors import OperationFailure

from common.contracts import booking, followup
from services.reporting.__main__ import TRIES, rebuild, recount
from services.reporting.domain.rows import row_of_booking, row_of_call, row_of_message
from services.reporting.store import MomentGone, Overtaken
from tests.service.reporting.conftest import NINE, a_booking_fact, a_task_fact

CAME = {"arrived_at": NINE.isoformat(), "status": "arrived", "on_time": True}


def now():
    return datetime(2026, 3, 21, tzinfo=UTC)


def a_visit(booking_id, revision=1, **changes):
    fact = a_booking_fact(booking_id, revision, "hz-east") | changes
    return row_of_booking(booking.BookingFact().load(fact))


def a_call(booking_id, revision=1, **changes):
    fact = a_task_fact(booking_id, revision, "") | changes
    return row_of_call(followup.TaskFact().load(fact))


def everything(told):
    return [told.report(name)[part] for name in ("bookings", "calls") for part in ("rows", "total")]


def what_the_others_know():
    """Yield what booking, followup and notification would tell after the days of ``told``."""
    yield [
        a_visit("b-1", 2, **CAME),
        a_visit("b-2", 2, **CAME | {"on_time": False}),
        a_visit("b-3", 2, status="cancelled", cancelled_in_time=True),
    ]
    yield [
        a_visit("b-4", 2, status="cancelled", cancelled_in_time=False),
        a_visit("b-5"),
        a_visit("b-6", channel="web", start=NINE.replace(day=11).isoformat()),
    ]
    yield [a_call("b-1", 3, state="done"), a_call("b-2")]
    yield [
        row_of_message({"booking_id": id, "message_id": f"m-{id}", "kind": "confirmation"}, *ends)
        for id, ends in (
            ("b-1", ("sent", "delivered")),
            ("b-2", ("sent", "failed")),
            ("b-6", ("sent",)),
        )
    ]


@pytest.mark.parametrize("lost", [False, True], ids=["beside the old figures", "from nothing"])
def test_a_rebuild_makes_the_same_figures(told, database, lost):  # RP-01, RP-04, RP-26
    before = [told.report(name, "hz-east") for name in ("bookings", "calls", "messages")]
    if lost:
        database["rows_1"].drop()
        database["figures_1"].drop()

    assert rebuild(told.store, what_the_others_know(), now) == 11

    after = [told.report(name, "hz-east") for name in ("bookings", "calls", "messages")]
    assert [(made["rows"], made["total"]) for made in after] == [
        (made["rows"], made["total"]) for made in before
    ]
    assert recount(told.store) == {}


def test_what_is_heard_during_a_rebuild_counts_once(told):  # RP-01
    """Events come before, between and after the pages, for bookings told and untold by them."""

    def pages():
        told.hears("booking_arrived", "b-5", 2, **CAME)
        told.hears("booking_confirmed", "b-7")
        yield [a_visit("b-5", 2, **CAME), a_visit("b-6"), a_visit("b-7")]
        told.hears("booking_arrived", "b-7", 2, **CAME)
        told.hears("task_planned", "b-7")
        told.hears("booking_changed", "b-6", 2, start=NINE.replace(day=13).isoformat())
        yield [a_visit("b-1", 2, **CAME), a_visit("b-6"), a_visit("b-8")]
        told.hears("booking_cancelled", "b-8", 2, status="cancelled", cancelled_in_time=True)
        yield [a_call("b-1", 3, state="done"), a_call("b-7")]
        told.hears("task_done", "b-7", 2, state="done")

    rebuild(told.store, pages(), now)
    told.hears("booking_arrived", "b-8", 3, **CAME)

    tenth, thirteenth = told.report()["rows"]
    assert [tenth[one] for one in ("bookings", "due", "arrivals")] == [4, 4, 4]
    assert [thirteenth[one] for one in ("key", "bookings", "arrivals")] == ["2026-03-13", 1, 0]
    assert [told.report("calls")["total"][one] for one in ("calls_due", "calls_done")] == [2, 2]
    assert recount(told.store) == {}


def test_readers_see_the_old_figures_until_the_new_ones_are_whole(told):
    before = everything(told)

    def pages():
        yield [a_visit("b-9")]
        assert everything(told) == before
        told.hears("booking_confirmed", "b-10")
        assert told.report()["total"]["bookings"] == 7

    rebuild(told.store, pages(), now)

    assert told.report()["total"]["bookings"] == 2


def test_a_rebuild_that_fails_leaves_everything_as_it_was(told):
    before = everything(told)

    def pages():
        yield [a_visit("b-9")]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        rebuild(told.store, pages(), now)
    assert everything(told) == before
    assert len(told.store.books()) == 1


def test_a_rebuild_after_one_that_died_starts_afresh(told, database):
    dead = told.store.begin()
    told.hears("booking_confirmed", "b-11")
    assert database[f"rows_{dead.number}"].count_documents({}) == 1

    rebuild(told.store, iter([[a_visit("b-1")]]), now)

    assert told.report()["total"]["bookings"] == 1
    assert recount(told.store) == {}
    assert f"rows_{dead.number}" not in database.list_collection_names()


def test_of_two_rebuilds_the_later_one_wins(told):
    def pages():
        yield [a_visit("b-1")]
        rebuild(told.store, iter([[a_visit("b-1"), a_visit("b-2")]]), now)
        yield [a_visit("b-3")]

    with pytest.raises(Overtaken):
        rebuild(told.store, pages(), now)
    assert told.report()["total"]["bookings"] == 2
    assert recount(told.store) == {}


def test_a_moment_that_has_gone_is_read_again(told, monkeypatch):  # RP-04
    book, moments = told.store.live(), iter(range(1))
    read = book.at_one_moment

    @contextmanager
    def late():
        if next(moments, None) is not None:
            raise MomentGone
        with read() as moment:
            yield moment

    monkeypatch.setattr(told.store, "live", lambda: book)
    monkeypatch.setattr(book, "at_one_moment", late)
    assert recount(told.store) == {}
    moments = iter(range(TRIES))
    with pytest.raises(MomentGone):
        recount(told.store)


def test_what_the_database_knows_no_more_is_a_moment_that_has_gone(told):
    book = told.store.live()

    with pytest.raises(MomentGone), book.at_one_moment():
        raise OperationFailure("older than the oldest", 239)
    with pytest.raises(OperationFailure), book.at_one_moment():
        raise OperationFailure("not allowed", 13)

"""The clock notes who has not come, once, whoever else is at work."""

from datetime import timedelta

import pytest

from common.bus.due import Work
from common.errors import Stale
from tests.service.booking.asking import NOW, TEN, book, move
from tests.worlds import CHAIN

HOUR = timedelta(hours=1)


def a_look(store_id="s-4s", at=NOW):
    return Work(f"watch:{store_id}", "watch", at, {"store_id": store_id}, 1, 1)


def status(desk, booking):
    return desk().get(booking_id=booking["id"])["status"]


def test_after_an_hour_who_has_not_come_is_a_no_show(desk, told):  # NS-01
    booking = book(desk())

    desk(now=TEN + HOUR - timedelta(seconds=1)).watch(a_look())
    before = status(desk, booking)
    desk(now=TEN + HOUR).watch(a_look())

    assert (before, status(desk, booking)) == ("confirmed", "no_show")
    assert told[-1]["type"] == "booking_no_show"
    entry = desk().history(booking_id=booking["id"])["history"][-1]
    assert entry["actor"] == {"id": "booking", "kind": "service", "role": ""}


def test_it_looks_again_in_five_minutes_and_notes_nobody_twice(desk, told):
    book(desk())

    again = desk(now=TEN + HOUR).watch(a_look())
    desk(now=again).watch(a_look(at=again))

    assert again == TEN + HOUR + timedelta(minutes=5)
    assert [event["type"] for event in told].count("booking_no_show") == 1


def test_who_came_or_wants_another_day_is_left_alone(desk):
    came, waits = book(desk()), book(desk())
    desk(now=TEN).arrive(**move(came["id"]))
    desk(now=NOW).to_rebook(**move(waits["id"]))

    desk(now=TEN + 2 * HOUR).watch(a_look())

    assert (status(desk, came), status(desk, waits)) == ("arrived", "to_rebook")


def test_what_was_missed_while_nobody_looked_is_noted_later(desk):
    booking = book(desk())

    desk(now=TEN + timedelta(days=3)).watch(a_look(at=TEN))

    assert status(desk, booking) == "no_show"


def test_one_that_moved_meanwhile_does_not_stop_the_others(desk, store, monkeypatch):
    first, second = book(desk()), book(desk())
    change = store.change

    def raced(before, *more):
        if before.id == first["id"]:
            raise Stale(revision=2)
        return change(before, *more)

    monkeypatch.setattr(store, "change", raced)
    desk(now=TEN + HOUR).watch(a_look())

    assert (status(desk, first), status(desk, second)) == ("confirmed", "no_show")


def test_a_store_that_is_no_more_is_watched_no_longer(desk):
    assert desk().watch(a_look("s-nowhere")) is None


@pytest.mark.parametrize("store_id", ["s-4s", "s-beau"])
def test_a_loaded_store_is_watched(run, database, tmp_path, store_id):
    (tmp_path / f"{store_id}.yaml").write_text((CHAIN / f"{store_id}.yaml").read_text())

    assert run("load", tmp_path).exit_code == 0

    [piece] = database["due"].find({"kind": "watch"})
    assert (piece["kind"], piece["subject"]) == ("watch", {"store_id": store_id})

"""How many go out when, in which stores, and what holds one back (RM-15, CM-09)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain.broadcasts import releasing
from services.notification.domain.broadcasts.broadcast import PAUSED
from services.notification.domain.broadcasts.releasing import lot
from tests.unit.notification.broadcasts.made import (
    BERLIN,
    NOON,
    SHANGHAI,
    a_draft,
    an_offer,
    going_out,
    to,
)
from tests.worlds import local

A_SECOND = timedelta(seconds=1)
NIGHT = local("2026-03-10 20:30")
BOTH = {"places": (SHANGHAI, BERLIN)}


@pytest.mark.parametrize(
    ("rate", "size", "seconds"),
    [(600, 50, 5), (6000, 500, 5), (12, 1, 5), (11, 1, 60 / 11), (1, 1, 60), (23, 1, 60 / 23)],
)
def test_the_rate_is_held_whatever_it_is(rate, size, seconds):
    now = lot(going_out(rate_per_minute=rate), 0, NOON)

    assert now.size == size
    assert now.wait.total_seconds() == pytest.approx(seconds)


@pytest.mark.parametrize(("pending", "size"), [(549, 50), (551, 49), (600, 0), (700, 0)])
def test_no_more_than_a_minutes_worth_is_released_and_not_begun(pending, size):
    assert lot(going_out(), pending, NOON).size == size


@pytest.mark.parametrize(
    ("moment", "awake"),
    [(NIGHT - A_SECOND, {"s-4s", "s-berlin"}), (NIGHT, {"s-berlin"}), (NOON, {"s-4s"})],
)
def test_only_where_it_is_day_people_are_written_to(moment, awake):
    assert lot(going_out(**BOTH), 0, moment).stores == awake


def test_an_emergency_wakes_everybody():
    woken = going_out(a_draft(emergency=True), **BOTH)

    assert lot(woken, 0, NIGHT).stores == {"s-4s", "s-berlin"}
    assert releasing.wakes_at(woken, NIGHT) is None


def test_it_goes_on_when_the_first_store_wakes():
    both = going_out(**BOTH)

    assert releasing.wakes_at(both, local("2026-03-11 05:00")) == local("2026-03-11 09:00")
    assert releasing.wakes_at(both, NOON + timedelta(hours=5)) is None


@pytest.mark.parametrize(("later", "over"), [(-A_SECOND, False), (timedelta(), True)])
def test_it_is_over_at_its_time(later, over):
    running = going_out()

    assert releasing.is_over(running, running.until + later) is over


@pytest.mark.parametrize(
    ("broadcast", "purpose"),
    [
        (a_draft(), "notice"),
        (a_draft(emergency=True), "emergency"),
        (an_offer(), "marketing"),
    ],
)
def test_a_message_is_for_what_its_broadcast_is(broadcast, purpose):
    [message] = releasing.messages_for(going_out(broadcast), [to()], NOON)

    assert (message.purpose, message.kind) == (purpose, broadcast.kind)
    assert (message.broadcast_id, message.booking_id) == ("bc-1", "bc-1.c-1")
    assert (message.until, message.store_id, message.cost_fen) == (
        going_out().until,
        "s-4s",
        message.segments * 45,
    )


def test_made_again_it_is_the_same_message():
    running = going_out()

    [first] = releasing.messages_for(running, [to()], NOON)
    [again] = releasing.messages_for(running, [to()], NOON + A_SECOND)
    other, another = releasing.messages_for(running, [to(2), to(3)], NOON)

    assert first.id == again.id == releasing.message_of(running, to())
    assert len({first.id, other.id, another.id}) == 3
    [beside] = releasing.messages_for(replace(running, id="bc-2"), [to()], NOON)
    assert beside.id != first.id


def test_everybody_reads_their_language_and_their_store():
    running = going_out(**BOTH)

    zh, en, abroad = releasing.messages_for(
        running, [to(1), to(2, language="en"), to(3, store_id="s-berlin")], NOON
    )

    assert zh.body == "安顺汽车明日停业，电话021-55550100。"
    assert en.body == "Anshun Motors is closed tomorrow."
    assert abroad.body == "安顺汽车明日停业，电话+4930123456。"
    assert abroad.timezone == "Europe/Berlin"


@pytest.fixture
def message():
    [message] = releasing.messages_for(going_out(), [to()], NOON)
    return message


def test_what_is_stopped_is_not_sent_and_what_is_paused_waits(message):
    assert releasing.unwanted(message, "running", NOON) is None
    stopped = releasing.unwanted(message, "stopped", NOON)
    paused = releasing.unwanted(message, "paused", NOON)
    assert (stopped.state, stopped.why) == ("suppressed", "broadcast_stopped")
    assert (paused.state, paused.wait) == ("pending", timedelta(seconds=60))


@pytest.mark.parametrize(("later", "why"), [(-A_SECOND, None), (timedelta(), "too_late")])
def test_what_is_over_is_not_sent_even_where_it_was_released_in_time(message, later, why):
    verdict = releasing.unwanted(message, "running", message.until + later)

    assert (verdict and verdict.why) == why


def test_when_it_may_be_done_is_told_by_the_rate():
    running = going_out(rate_per_minute=60)

    assert releasing.done_at(running, 30, NOON) == NOON + timedelta(seconds=30)
    assert releasing.done_at(running, 30, NOON - A_SECOND) == NOON + timedelta(seconds=30)
    assert releasing.done_at(running, 30, NIGHT) == local("2026-03-11 09:00:30")
    assert releasing.done_at(replace(running, state=PAUSED), 30, NOON) is None
    assert releasing.done_at(a_draft(), 0, NOON) is None

"""When Twilio is asked about a message that it tells no more of."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notification.domain import watching
from services.notification.domain.status import RANKS
from tests.unit.notification.made import NINE, a_message

A_SECOND = timedelta(seconds=1)


def taken(state="sent", **changes):
    rank = RANKS["sent" if state == "sent" else "queued"]
    told = ({"state": "pending", "at": NINE}, {"state": state, "at": NINE + A_SECOND})
    return a_message(state=state, rank=rank, attempted_at=NINE, states=told, **changes)


def test_ten_minutes_after_its_request_a_message_is_asked_about():  # CF-15
    just_begun = a_message(state="submitting", attempted_at=NINE)

    assert watching.after_step(just_begun, "accepted") == NINE + timedelta(minutes=10)
    assert watching.after_step(just_begun, "sent") == NINE + timedelta(minutes=10)


def test_one_step_further_the_next_look_stays():
    soon = NINE + timedelta(minutes=10)

    assert watching.after_step(taken("accepted", next_look_at=soon), "sent") == soon


@pytest.mark.parametrize("state", ["delivered", "undelivered", "failed"])
def test_what_has_ended_is_not_looked_at(state):
    soon = NINE + timedelta(minutes=10)

    assert watching.after_step(taken("sent", next_look_at=soon), state) is None
    assert watching.after_verdict(taken("sent", next_look_at=soon), state) is None


@pytest.mark.parametrize("channel", ["email", "voice"])
def test_mail_servers_are_not_asked_and_calls_are_watched_elsewhere(channel):
    begun = a_message(state="submitting", channel=channel, attempted_at=NINE)

    assert watching.after_step(begun, "accepted") is None


@pytest.mark.parametrize(("state", "goes_on"), [("unknown", True), ("pending", False)])
def test_a_doubt_is_looked_after_until_it_is_settled(state, goes_on):
    begun = a_message(state="submitting", next_look_at=watching.after_begin(NINE))

    look = watching.after_verdict(begun, state)

    assert look == (NINE + timedelta(minutes=15) if goes_on else None)


@pytest.mark.parametrize(
    ("asked_after", "next_after"),
    [
        (timedelta(minutes=10), timedelta(hours=1)),
        (timedelta(hours=1) - A_SECOND, timedelta(hours=1)),
        (timedelta(hours=1), timedelta(hours=6)),
        (timedelta(hours=6), timedelta(hours=24)),
        (timedelta(hours=24) - A_SECOND, timedelta(hours=24)),
    ],
)
def test_it_is_asked_again_after_an_hour_six_and_a_day(asked_after, next_after):
    assert watching.next_look(taken(), NINE + asked_after) == NINE + next_after


def test_after_a_day_it_is_asked_no_more():
    assert watching.next_look(taken(), NINE + timedelta(hours=24)) is None


def test_what_never_left_the_carrier_counts_as_failed():
    verdict = watching.ends_unsent(taken("accepted"))

    assert (verdict.state, verdict.why) == ("failed", "never_left")
    assert verdict.facts == {"since_at": (NINE + A_SECOND).isoformat()}


def test_what_may_have_arrived_is_not_called_lost():
    assert watching.ends_unsent(taken("sent")) is None


@pytest.mark.parametrize(
    ("at", "night"),
    [
        ((2026, 3, 8, 19, 29), (2026, 3, 8, 19, 30)),
        ((2026, 3, 8, 19, 30), (2026, 3, 9, 19, 30)),
        ((2026, 3, 9, 1, 0), (2026, 3, 9, 19, 30)),
    ],
)
def test_everything_is_looked_at_each_night_at_half_past_three(at, night):
    assert watching.next_night(datetime(*at, tzinfo=UTC)) == datetime(*night, tzinfo=UTC)

"""What a person may have sent once more: only what surely reached nobody (CF-15)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.contracts.notification import MESSAGE_STATES
from services.notification.domain.resending import by_hand, may_be_resent
from tests.unit.notification.made import NINE, a_message

AN_HOUR = timedelta(hours=1)
SURELY_NOT = {"failed", "undelivered", "expired"}


@pytest.mark.parametrize("state", MESSAGE_STATES)
def test_what_may_have_arrived_is_not_sent_again(state):
    assert may_be_resent(replace(a_message(), state=state)) is (state in SURELY_NOT)


def test_nobody_who_opted_out_and_no_call_is_repeated_by_hand():
    failed = replace(a_message(), state="failed")

    assert not may_be_resent(replace(failed, why="opted_out"))
    assert not may_be_resent(replace(failed, channel="voice"))
    assert may_be_resent(replace(failed, channel="email"))


def test_what_was_held_may_be_sent_once_its_words_are_mended():
    held = replace(a_message(), state="suppressed", why="missing_variable")

    assert may_be_resent(held)
    assert not may_be_resent(replace(held, kind="offer"))
    assert by_hand(held, NINE).due_at == NINE
    assert by_hand(replace(held, due_at=NINE + AN_HOUR), NINE).due_at == NINE + AN_HOUR
    assert by_hand(replace(held, due_at=NINE - AN_HOUR), NINE).due_at == NINE


def test_asked_for_twice_it_is_the_same_one():
    failed = replace(a_message(), state="failed", error_code=30003, attempts=2, sid="SM1")
    again, once_more = by_hand(failed, NINE), by_hand(failed, NINE)

    assert again == once_more
    assert again.id != failed.id
    assert (again.body, again.state, again.attempts, again.sid, again.error_code) == (
        failed.body, "pending", 0, None, None,
    )  # fmt: skip
    assert by_hand(replace(again, state="failed"), NINE).id not in (again.id, failed.id)

"""How many people stand where."""

import pytest

from common.contracts.notification import MESSAGE_STATES, broadcasts
from services.notification.domain.broadcasts.broadcast import STOPPED
from services.notification.domain.broadcasts.progress import (
    NOT_SENT,
    OF_MESSAGE,
    STATES,
    WAITING,
    Count,
    group_of,
    progress,
)
from tests.unit.notification.broadcasts.made import going_out


def test_every_state_of_a_message_has_one_place():
    assert set(OF_MESSAGE) == set(MESSAGE_STATES)
    assert {WAITING, NOT_SENT, *STATES} == set(broadcasts.RECIPIENT_STATES)


@pytest.mark.parametrize(("state", "group"), [("running", WAITING), (STOPPED, NOT_SENT)])
def test_who_has_no_message_waits_until_it_has_ended(state, group):
    assert group_of(going_out(state=state), None) == group
    assert progress(going_out(state=state), 3, [])["people"][group] == 3


def test_people_are_counted_by_where_they_stand_and_why():
    counts = [
        Count("pending", "", 2),
        Count("submitting", "", 1),
        Count("delivered", "", 5),
        Count("undelivered", "unreachable", 1),
        Count("failed", "unreachable", 2),
        Count("suppressed", "opted_out", 4),
        Count("suppressed", "budget", 1),
    ]

    told = progress(going_out(), 10, counts)

    assert told["people"] == {
        "waiting": 10, "released": 3, "sent": 0, "delivered": 5, "failed": 3, "suppressed": 5,
        "expired": 0, "unknown": 0, "not_sent": 0,
    }  # fmt: skip
    assert told["reasons"] == [
        {"state": "suppressed", "why": "opted_out", "people": 4},
        {"state": "failed", "why": "unreachable", "people": 3},
        {"state": "suppressed", "why": "budget", "people": 1},
    ]

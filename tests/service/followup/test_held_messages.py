"""A message that its words held back: somebody mends them, or tells the customer."""

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told
from tests.service.followup.team import record

HELD = {
    "message_id": "m-1",
    "store_id": "s-4s",
    "timezone": "Asia/Shanghai",
    "booking_id": "b-1",
    "number": "K7Q2MX",
    "customer": {"id": "c-1", "name": "", "phone": "+862155550188", "language": "zh"},
    "kind": "confirmation",
    "language": "zh",
    "sentence": {"zh": "文字里的“plate”没有内容。", "en": "The words name plate."},
}


def hold(team, **but):
    told = {**HELD, **but}
    message = EVENTS["message_held"].happened(
        told["message_id"], at=team.now, store_id="s-4s", correlation_id="x", data=told
    )
    team().mend_text(Told.of(message, EVENTS), message=message)


@pytest.mark.parametrize("booking", [("b-1", "K7Q2MX"), (None, None)])
def test_a_message_without_words_is_a_task_once(team, booking):
    hold(team, booking_id=booking[0], number=booking[1])
    hold(team, booking_id=booking[0], number=booking[1])

    [task] = [one for one in team.tasks() if one["kind"] == "held_message"]
    assert (task["state"], task["owner"]) == ("open", "booking_agent")
    assert task["booking_id"] == booking[0]
    assert task["brief"] == "文字里的“plate”没有内容。 The words name plate."


@pytest.mark.parametrize("outcome", ["sent", "informed"])
def test_it_ends_when_the_message_went_or_the_customer_knows(team, outcome):
    hold(team)
    [task] = [one for one in team.tasks() if one["kind"] == "held_message"]

    record(team("agent", "booking_agent"), task, outcome)

    [task] = [one for one in team.tasks() if one["kind"] == "held_message"]
    assert task["state"] == "done"

import base64
import json
from datetime import UTC, datetime

import pytest

from common.actor import Actor
from common.contracts.followup import TaskReply
from common.errors import Invalid
from services.followup.documents import Place, as_cursor, as_document, as_place, as_reply, as_task
from services.followup.domain.tasks import record

CLERK = Actor("li", "person", frozenset({"hz-east"}), frozenset({"tasks:read"}), "tracking_clerk")
DESK = Actor("he", "person", frozenset({"hz-east"}), frozenset({"tasks:read", "customers:read"}))


def finished(a_task):
    task = a_task()
    vain = record(task, CLERK.as_json(), task.opens_at, outcome="unreachable")
    return record(vain, CLERK.as_json(), task.opens_at, outcome="reached", agenda=["visit"])


def test_a_task_survives_its_document(a_task):
    done = finished(a_task)

    assert as_task(as_document(done)) == done
    assert as_task(as_document(a_task())) == a_task()


def test_a_reply_speaks_the_time_of_the_store(a_task):  # FU-01
    task = a_task()
    reply = as_reply(task, task.opens_at, CLERK)

    assert reply["visited_at"] == "2026-03-10T17:00:00+08:00"
    assert reply["opens_at"] == "2026-03-13T09:00:00+08:00"
    assert reply["due_at"] == "2026-03-18T00:00:00+08:00"
    assert reply["last_day"] == "2026-03-17"


def test_a_reply_keeps_its_contract(a_task):
    done = finished(a_task)

    assert TaskReply().load(as_reply(done, done.due_at, CLERK))["outcome"]["agenda"] == ("visit",)


def test_phones_are_masked_for_who_may_not_read_customers(a_task):  # PV-09
    task = a_task()

    assert as_reply(task, task.opens_at, CLERK)["customer"]["phone"] == "+86138****8000"
    assert as_reply(task, task.opens_at, DESK)["customer"]["phone"] == "+8613800138000"


def test_a_cursor_leads_back_to_its_place():
    place = Place(1, datetime(2026, 3, 18, tzinfo=UTC), "b-1.first_call")

    assert as_place(as_cursor(place)) == place


def forged(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "gibberish",
        "!!!!",
        "汉字",
        forged(1, 2),
        forged("x", "2026-03-18T00:00:00+00:00", "b"),
        forged(0, "yesterday", "b"),
        forged(0, "2026-03-18T00:00:00", "b"),
        forged(1e999, "2026-03-18T00:00:00+00:00", "b"),
        forged(1, "2026-03-18T00:00:00+00:00", {"$ne": 1}),
        forged(None, None, None),
    ],
)
def test_a_tampered_cursor_is_invalid(cursor):
    with pytest.raises(Invalid):
        as_place(cursor)

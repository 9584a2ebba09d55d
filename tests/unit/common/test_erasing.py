"""What is left of an event, a line or a form once a person has been taken out."""

from datetime import UTC, datetime, timedelta

import pytest

from common.contracts.base import Told
from common.erasing import figures, is_about, left_of, nobody, person_of, without_person

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
CUSTOMER = {"id": "c-1", "name": "赵", "phone": "+8613800138000", "language": "en", "email": "a@b"}


def test_of_a_customer_only_the_id_and_the_language_are_left():
    assert nobody(CUSTOMER) == {
        "id": "c-1", "name": "", "phone": "", "email": None, "language": "en",
    }  # fmt: skip


def test_figures_stay_and_words_go():  # PV-07
    filled = {"mileage": 30000, "agreed": True, "at": AT, "plate": "沪A12345", "items": ["伞"]}

    assert figures(filled) == {"mileage": 30000, "agreed": True, "at": AT}
    assert figures(None) == {}


def test_an_event_is_left_with_what_figures_need():
    told = {
        "booking_id": "b-1",
        "status": "completed",
        "customer": CUSTOMER,
        "reason": "赵先生来电",
        "subject": {"plate": "沪A12345"},
        "facts": {"plate": "沪A12345"},
    }

    left = without_person(told)

    assert (left["booking_id"], left["status"]) == ("b-1", "completed")
    assert (left["subject"], left["facts"], left["reason"]) == (None, {}, "")
    assert "赵" not in str(left)


def test_what_an_arrival_came_for_is_said_in_free_words_and_what_a_message_is_for_is_not():
    assert without_person({"arrival_id": "a-1", "purpose": "取车"})["purpose"] == ""
    assert without_person({"message_id": "m-1", "purpose": "reminder"})["purpose"] == "reminder"


@pytest.mark.parametrize(
    ("data", "whose"),
    [({"customer": CUSTOMER}, "c-1"), ({"customer_id": "c-2"}, "c-2"), ({"task_id": "t"}, None)],
)
def test_an_event_tells_whom_it_is_about(data, whose):
    assert person_of(data) == whose


@pytest.mark.parametrize(
    ("told", "about"),
    [(AT - timedelta(seconds=1), True), (AT, True), (AT + timedelta(seconds=1), False)],
    ids=["before", "at that moment", "after: a new start"],
)
def test_what_is_told_after_an_erasure_is_about_somebody_new(told, about):  # PV-07
    entry = {"occurred_at": told.isoformat(), "data": {"customer": CUSTOMER}}

    assert is_about(entry, "c-1", AT) is about
    assert not is_about(entry, "c-2", AT)


def test_an_event_and_its_message_are_left_alike():
    told = Told("e-1", "booking_confirmed", 1, "s", 1, AT, "", {"customer": CUSTOMER})
    left, message = left_of(told, {"id": "e-1", "data": {"customer": CUSTOMER}})

    assert left.data["customer"] == message["data"]["customer"] == nobody(CUSTOMER)
    assert (left.id, message["id"]) == ("e-1", "e-1")

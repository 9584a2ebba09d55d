"""What every fact of a booking says of messages: its own policy, and today's people."""

from dataclasses import replace

from services.booking.domain import telling
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import a_store


def test_a_booking_keeps_its_manners_and_tells_who_works_there_today():  # CF-12
    store = a_store()
    then = replace(store.policy, messages={"voice": False, "staff": {"host": ["+8613911112222"]}})
    now = replace(store.policy, messages={"voice": True, "staff": {"host": ["+8613922223333"]}})
    store = replace(store, policies={1: then, 2: now})

    told = telling.as_fact(store, replace(a_booking(), policy_version=1))["messages"]

    assert told == {"voice": False, "staff": {"host": ["+8613922223333"]}}


def test_whoever_is_listed_no_more_is_not_told_of():
    store = a_store()
    then = replace(store.policy, messages={"staff": {"host": ["+8613911112222"]}})
    store = replace(store, policies={1: then, 2: replace(store.policy, messages={})})

    assert telling.as_fact(store, replace(a_booking(), policy_version=1))["messages"] == {}

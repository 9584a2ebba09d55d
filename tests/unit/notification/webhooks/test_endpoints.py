"""Who hears of what, which secrets sign, and when an endpoint is left alone or stopped."""

from datetime import timedelta

import pytest

from common.contracts.notification.webhooks import EVENT_TYPES
from common.errors import Invalid, Stale
from services.notification.domain.webhooks import endpoints
from services.notification.domain.webhooks.deliveries import Tried
from services.notification.domain.webhooks.endpoints import (
    BOTH_VALID,
    HEALTHY,
    LONGEST_REST,
    MOST,
    PATIENCE,
    SENTENCES,
)
from tests.unit.notification.webhooks.made import (
    FAILED,
    GONE,
    NINE,
    SILENT,
    TAKEN,
    URL,
    an_endpoint,
)

SECOND = timedelta(seconds=1)


def opened(**changes):
    wish = {"url": URL, "events": ["*"], "asked": "x", "beside": 0, "loopback": False} | changes
    return endpoints.opened("we-1", "p1", NINE, **wish)


def changed(endpoint, **changes):
    return endpoints.changed(endpoint, NINE, **changes)


@pytest.mark.parametrize(
    ("events", "state", "wants"),
    [
        (("*",), "active", True),
        (("booking_cancelled", "booking_confirmed"), "active", True),
        (("booking_cancelled",), "active", False),
        (("*",), "paused", True),
        (("*",), "disabled", False),
    ],
    ids=["everything", "by name", "another", "it waits while paused", "never when disabled"],
)
def test_an_endpoint_hears_of_what_it_asked_for(events, state, wants):  # PO-01
    assert an_endpoint(events=events, state=state).wants("booking_confirmed") is wants


def test_partners_do_not_hear_of_the_stores_own_work():
    assert "booking_noted" not in EVENT_TYPES
    assert len(EVENT_TYPES) == 20
    assert "availability_changed" in EVENT_TYPES


def test_everything_makes_single_events_needless_and_none_counts_twice():
    assert opened(events=["booking_confirmed", "*"]).events == ("*",)
    assert opened(events=["booking_failed", "booking_failed"]).events == ("booking_failed",)


@pytest.mark.parametrize("make", [opened, lambda url: changed(an_endpoint(), url=url)])
def test_an_address_inside_is_refused(make):
    with pytest.raises(Invalid) as refusal:
        make(url="https://10.0.0.1/")

    assert refusal.value.details["fields"] == {"url": ["must lead to the internet"]}


def test_a_partner_has_ten_endpoints_and_no_more():
    assert opened(beside=MOST - 1)
    with pytest.raises(Invalid):
        opened(beside=MOST)


def test_what_is_not_named_stays_and_the_revision_grows():
    after = changed(an_endpoint(), events=["booking_failed"], if_revision=1)

    assert (after.url, after.events, after.revision) == (URL, ("booking_failed",), 2)
    with pytest.raises(Stale):
        changed(after, state="paused", if_revision=1)


def test_a_paused_endpoint_says_why_until_it_is_resumed():
    paused = changed(an_endpoint(), state="paused")
    assert (paused.state, paused.because, paused.stopped_at) == ("paused", "by_request", NINE)
    assert SENTENCES[paused.because].keys() == {"zh", "en"}

    resumed = changed(paused, state="active")
    assert (resumed.state, resumed.because, resumed.stopped_at) == ("active", None, None)


def test_one_that_failed_keeps_its_reason_when_it_is_paused_again():
    failing = an_endpoint(state="paused", because="failing", stopped_at=NINE)

    assert changed(failing, state="paused").because == "failing"


def test_another_address_begins_afresh():
    failing = an_endpoint(failures=7, failing_since=NINE, rests_until=NINE)

    after = changed(failing, url="https://other.example.com/")
    assert (after.failures, after.failing_since, after.rests_until) == (0, None, None)


@pytest.mark.parametrize(
    ("ago", "signs"), [(BOTH_VALID - SECOND, (2, 1)), (BOTH_VALID, (2,))], ids=["last", "over"]
)
def test_two_secrets_sign_for_a_day(ago, signs):
    after = endpoints.rotated(an_endpoint(), NINE, at_once=False)

    assert after.secrets(NINE + ago) == signs


def test_a_rotation_asked_for_again_within_its_day_changes_nothing():
    once = endpoints.rotated(an_endpoint(), NINE, at_once=False)

    assert endpoints.rotated(once, NINE + BOTH_VALID - SECOND, at_once=False) is once
    assert endpoints.rotated(once, NINE + BOTH_VALID, at_once=False).secret == 3


def test_a_secret_that_leaked_ends_at_once_even_within_a_rotation():
    rotating = endpoints.rotated(an_endpoint(), NINE, at_once=False)
    leaked = endpoints.rotated(rotating, NINE, at_once=True)

    assert leaked.secrets(NINE) == (3,)


def test_a_success_makes_an_endpoint_well():
    ill = an_endpoint(failures=9, failing_since=NINE, rests_until=NINE)

    assert endpoints.after(ill, TAKEN, NINE) == HEALTHY


@pytest.mark.parametrize(
    ("before", "rest"), [(0, SECOND), (1, 2 * SECOND), (4, 16 * SECOND), (999, LONGEST_REST)]
)
def test_who_fails_is_left_alone_for_longer_and_longer(before, rest):
    health = endpoints.after(an_endpoint(failures=before), SILENT, NINE)

    assert (health.failures, health.rests_until - NINE) == (before + 1, rest)


@pytest.mark.parametrize(
    ("asked", "rest"),
    [(timedelta(minutes=7), timedelta(minutes=7)), (timedelta(days=9), timedelta(hours=24))],
    ids=["as long as asked", "a day at most"],
)
def test_who_asks_for_rest_gets_it(asked, rest):
    health = endpoints.after(an_endpoint(), Tried(429, 0.1, retry_after=asked), NINE)

    assert health.rests_until - NINE == rest


@pytest.mark.parametrize(
    ("since", "stops"),
    [(PATIENCE - SECOND, None), (PATIENCE, ("paused", "failing"))],
    ids=["a second less", "five days"],
)
def test_five_days_without_a_success_pause_it(since, stops):
    failing = an_endpoint(failures=50, failing_since=NINE - since)

    assert endpoints.after(failing, FAILED, NINE).stops == stops


def test_who_is_gone_is_disabled_at_once():
    assert endpoints.after(an_endpoint(), GONE, NINE).stops == ("disabled", "gone")

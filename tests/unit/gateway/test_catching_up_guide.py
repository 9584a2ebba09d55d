"""The guide to catching up says what holds, and its recipe does what it says."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from common.contracts.notification.feed import KEPT_DAYS, MOST
from gateway.api import bodies
from gateway.api.bodies import examples
from gateway.api.requests.catching_up import EventsAsked
from gateway.feeds import DAYS
from gateway.roles import SCOPES
from services.booking.domain import digests
from services.notification.domain.webhooks.availability import TOGETHER
from tests.recipe import GUIDE, a_book, recipe

ROUTES = (Path(__file__).parents[2] / "contract/routes.txt").read_text()


def an_event(sequence, revision=1, booking_id="b-1", **data):
    told = {"booking_id": booking_id, "revision": revision, "store_id": "s-4s"}
    start = "2026-03-10T10:00:00+08:00"
    return {
        "sequence": sequence,
        "id": f"booking:{booking_id}:{revision}",
        "type": "booking_changed",
        "data": told | {"start": start} | data,
    }


def a_free_time(sequence):
    id = f"availability_changed:s-4s:{sequence}"
    return {"sequence": sequence, "id": id, "type": "availability_changed", "data": {}}


@pytest.fixture
def fetch():
    """A list of five events, two to a page."""
    listed = [
        an_event(1),
        a_free_time(2),
        an_event(3, 3, start="2026-03-12T10:00:00+08:00"),
        an_event(4, 2),
        an_event(5, booking_id="b-2"),
    ]

    def fetch(path, store_id, after):
        assert path == "/api/v1/events"
        page = [one for one in listed if one["sequence"] > (after or 0)][:2]
        next_after = page[-1]["sequence"] if page else after
        return {"events": page, "last": len(listed), "next_after": next_after}

    fetch.listed = listed
    return fetch


def test_the_loop_reads_to_the_end_and_keeps_the_latest_of_each_booking(fetch):  # PO-01
    book = a_book()
    recipe().catch_up(fetch, "s-4s", book)

    assert book["after"] == 5
    assert {id: one["revision"] for id, one in book["bookings"].items()} == {"b-1": 3, "b-2": 1}
    assert len(book["seen"]) == 4


def test_whoever_was_away_too_long_reads_its_bookings_and_goes_on_from_the_last():  # PO-01
    partner = recipe()
    ours = {"store_id": "s-4s", "start": "2026-03-10T10:00:00+08:00"}
    book = a_book(after=3)
    partner.take("b:b-0:9", "booking_changed", {**ours, "booking_id": "b-0", "revision": 9}, book)
    elsewhere = {"booking_id": "b-7", "revision": 1, "store_id": "s-beau"}
    partner.take("b:b-7:1", "booking_changed", elsewhere, book)
    asked = []

    def fetch(path, store_id, after=None, limit=None, cursor=None):
        asked.append((path, after or cursor))
        if path == "/api/v1/bookings":
            id, following = ("b-2", None) if cursor else ("b-1", "on")
            found = [{**ours, "id": id, "revision": 4}]
            return {"bookings": found, "next_cursor": following}
        if after == 3:
            raise partner.Gone(50)
        return {"events": [an_event(51, 5)], "last": 51, "next_after": 51}

    partner.catch_up(fetch, "s-4s", book)

    events, bookings = "/api/v1/events", "/api/v1/bookings"
    assert asked == [(events, 3), (bookings, None), (bookings, "on"), (events, 50)]
    assert book["after"] == 51
    revisions = {id: one["revision"] for id, one in book["bookings"].items()}
    assert revisions == {"b-1": 5, "b-2": 4, "b-7": 1}
    assert sorted(partner.of_day(book, "s-4s", "2026-03-10")) == [("b-1", 5), ("b-2", 4)]


def test_what_a_webhook_brought_already_is_taken_once(fetch):
    partner, book = recipe(), a_book()
    for event in fetch.listed[3:]:
        partner.take(event["id"], event["type"], event["data"], book)
    before = {**book["bookings"]}
    partner.catch_up(fetch, "s-4s", book)

    assert book["bookings"]["b-2"] is before["b-2"]
    assert len(book["seen"]) == 4


def test_the_digest_of_the_recipe_is_ours():
    revisions = [("b-9", 2), ("b-10", 1), ("b-1", 12)]

    for some in ([], revisions[:1], revisions):
        assert recipe().digest(some) == digests.digest(some)


def test_a_day_is_that_on_which_bookings_start_now(fetch):
    partner, book = recipe(), a_book()
    partner.catch_up(fetch, "s-4s", book)

    assert partner.of_day(book, "s-4s", "2026-03-12") == [("b-1", 3)]
    assert partner.of_day(book, "s-4s", "2026-03-10") == [("b-2", 1)]
    assert partner.of_day(book, "s-beau", "2026-03-10") == []


def test_the_calls_and_scopes_in_the_guide_are_there():
    told = re.findall(r"^\| `GET (\S+)` \| `(\S+)` \|", GUIDE, re.MULTILINE)

    assert len(told) == 3
    for path, scope in told:
        path = path.replace("{", "<").replace("}", ">")
        assert re.search(rf"^GET +{path}$", ROUTES, re.MULTILINE), path
        assert scope in SCOPES


def test_the_example_of_the_list_is_one():
    [example] = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)

    assert bodies.Events().validate(json.loads(example)) == {}


def test_the_examples_in_the_description_are_answers():
    assert bodies.Events().validate(examples.SOME_EVENTS) == {}
    assert bodies.StoreFeed().validate(examples.A_FEED) == {}
    assert bodies.Digest().validate(examples.A_DIGEST) == {}
    assert examples.A_DIGEST["hash"] == recipe().digest([("b-1", 1)])


def test_the_figures_in_the_guide_hold():
    least = EventsAsked().fields["limit"].load_default
    assert f"`limit` is {least} unless you say else, {MOST} at the most" in GUIDE
    assert f"kept for {KEPT_DAYS} days" in GUIDE
    assert f"the {DAYS - 1} days after it" in GUIDE
    assert timedelta(seconds=5) == TOGETHER
    assert "within five seconds" in GUIDE

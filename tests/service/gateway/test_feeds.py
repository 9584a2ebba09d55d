"""The daily feed: made once a store's day, as of an event, and kept."""

import gzip
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from flask.testing import FlaskClient

from common.contracts.booking import STORE
from common.contracts.booking.syncing import OFFERED
from common.contracts.notification.feed import READ_EVENTS
from common.errors import NotFound, Unavailable
from gateway.feeds import DAYS, Feed, Feeds
from tests.service.gateway import samples
from tests.service.gateway.event_samples import some_events, some_offers

API = "/api/v1/stores/s-4s/feed"


@pytest.fixture
def us(partner):
    return partner(scopes=["stores:read"])


def calls(bus):
    return [key for key, _, _ in bus.asked]


def test_a_feed_says_what_is_offered_and_free_as_of_an_event(client, bus, us):  # features 86
    answer = client.get(API, headers=us)

    told = answer.json
    assert (answer.status_code, told["sequence"], told["store_id"]) == (200, 18, "s-4s")
    assert told["items"] == [samples.an_item()]
    assert len(told["availability"]) == DAYS
    first = told["availability"][0]
    assert (first["day"], first["items"]) == (told["day"], some_offers()["items"])


def test_the_number_is_read_before_what_it_is_said_to_hold_for(client, bus, us):
    """Else what happens in between would be neither in the feed nor after it."""
    client.get(API, headers=us)

    assert calls(bus)[:2] == [STORE.key, READ_EVENTS.key]
    assert set(calls(bus)[3:]) == {OFFERED.key}


def test_it_is_made_once_a_day_of_the_store_and_for_everybody(client, app, bus, us, partner):
    first = client.get(API, headers=us)
    made = len(bus.asked)
    bus.replies[READ_EVENTS.key] = some_events(last=40)
    other = client.get(API, headers=partner("p2", scopes=["stores:read"]))
    assert (other.json, other.headers["ETag"]) == (first.json, first.headers["ETag"])
    assert calls(bus)[made:] == [STORE.key]

    app.extensions["slipboard"].now.move(datetime.now(UTC) + timedelta(days=400))
    tomorrow = client.get(API, headers=us)
    assert tomorrow.json["sequence"] == 40
    assert tomorrow.headers["ETag"] != first.headers["ETag"]


def test_a_change_of_the_store_has_it_made_anew(client, bus, us):
    client.get(API, headers=us)
    store = samples.a_store()
    store["policy"] = {**store["policy"], "version": 99}
    bus.replies[STORE.key] = store
    bus.replies[READ_EVENTS.key] = some_events(last=40)

    assert client.get(API, headers=us).json["sequence"] == 40


def test_who_has_it_already_is_told_so(client, us):
    tag = client.get(API, headers=us).headers["ETag"]

    again = client.get(API, headers={**us, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(API, headers={**us, "If-None-Match": 'W/"x"'}).status_code == 200


def test_who_takes_gzip_gets_the_same_packed(app, client, us):
    plain = client.get(API, headers=us)
    unpacked_by_nobody = FlaskClient(app, app.response_class)
    packed = unpacked_by_nobody.get(API, headers={**us, "Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert orjson.loads(gzip.decompress(packed.data)) == plain.json
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_of_two_made_at_once_the_first_counts(database):
    feeds = Feeds(database)
    mine, theirs = (Feed.made("2026-03-09|1", {"sequence": number}) for number in (1, 2))

    assert feeds.keep("s-4s", mine) == mine
    assert feeds.keep("s-4s", theirs) == mine
    later = Feed.made("2026-03-10|1", {"sequence": 3})
    assert feeds.keep("s-4s", later) == feeds.feed("s-4s", later.of) == later
    assert feeds.feed("s-4s", mine.of) is None


def test_nothing_is_kept_of_a_feed_that_could_not_be_finished(client, bus, us):
    bus.replies[OFFERED.key] = Unavailable(part="booking")
    answer = client.get(API, headers=us)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)

    bus.replies[OFFERED.key] = some_offers()
    assert client.get(API, headers=us).status_code == 200


def test_somebody_elses_store_is_answered_like_a_missing_one(client, bus, us):  # negative 1
    client.get(API, headers=us)
    bus.replies[STORE.key] = NotFound(what="store", id="s-4s")

    assert client.get(API, headers=us).status_code == 404


def test_it_needs_the_scope_of_stores(client, partner):
    assert client.get(API, headers=partner(scopes=["bookings:read"])).status_code == 403

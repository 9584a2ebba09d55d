"""What customers look at before they book: stores, items with their prices, free days and times."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response

from common.contracts.booking import ITEMS, SEARCH, STORE, STORES
from common.contracts.booking.customers import OWN_CHANNELS
from common.errors import NotFound
from gateway.api import bodies, requests
from gateway.api.public.noun import open_to_anybody, public
from gateway.api.replies import reply
from gateway.bus import call
from gateway.customers import calendar
from gateway.parts import parts

PAGE = 200
MOST_PAGES = 20
A_MONTH = timedelta(days=31)


@public.route("/stores")
@open_to_anybody(*STORES.errors)
@public.arguments(requests.StoresAsked, location="query")
@public.response(200, bodies.Stores)
def find_stores(asked: dict[str, Any]) -> Response:
    """List the stores that take bookings from customers themselves (CH-04)."""
    found = [store for store in call(STORES, **asked)["stores"] if _is_open(store)]
    return reply({"stores": [bodies.picked(bodies.STORE, store) for store in found]})


@public.route("/stores/<store_id>")
@open_to_anybody(*STORE.errors)
@public.response(200, bodies.Store)
def look_at_store(store_id: str) -> Response:
    """Show a store: where it is, when it is open, until when a visit may be changed."""
    return reply(bodies.picked(bodies.STORE, _store(store_id)))


@public.route("/stores/<store_id>/items")
@open_to_anybody(*ITEMS.errors)
@public.response(200, bodies.Items)
def browse_items(store_id: str) -> Response:
    """List what can be booked in a store: name, minutes, price, what to bring (PO-05)."""
    _store(store_id)
    found = call(ITEMS, store_id=store_id)["items"]
    return reply({"items": [bodies.picked(bodies.ITEM, item) for item in found]})


@public.route("/stores/<store_id>/calendar")
@open_to_anybody(*SEARCH.errors)
@public.arguments(requests.CalendarAsked, location="query")
@public.response(200, bodies.Calendar)
def read_calendar(asked: dict[str, Any], store_id: str) -> Response:
    """Show the days and times that are free, and the soonest of all (PO-07)."""
    zone = ZoneInfo(_store(store_id)["timezone"])
    first, days = asked["from_day"], asked["days"]
    begins, ends = (
        datetime.combine(day, time(), zone) for day in (first, first + timedelta(days=days))
    )
    wish = {"store_ids": [store_id], "items": asked["items"], "staff": asked.get("staff")}
    slots = _all_free(wish, begins, ends)
    shown = {
        "store_id": store_id,
        "days": calendar.by_day(slots, first, days),
        "soonest": _soonest(wish),
    }
    return reply(shown)


@public.route("/privacy")
@open_to_anybody()
@public.arguments(requests.TextAsked, location="query")
@public.response(200, bodies.PrivacyText)
def read_privacy_notice(asked: dict[str, Any]) -> Response:
    """Say what is collected of whoever books (PV-01); an earlier ``version`` stays readable."""
    customers = parts().customers
    version = asked.get("version") or customers.policy().privacy["version"]
    told = customers.privacy(version)
    if told is None:
        raise NotFound(what="text", id=version)
    return reply({"version": told["version"], "words": told["words"]})


def _all_free(wish: dict[str, Any], begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    slots: list[dict[str, Any]] = []
    start: Any = begins
    for _ in range(MOST_PAGES):
        found = call(SEARCH, **wish, from_=start, to=ends, channel=OWN_CHANNELS[0], limit=PAGE)
        slots += found["slots"]
        start = found["next_from"]
        if start is None:
            break
    return slots


def _soonest(wish: dict[str, Any]) -> dict[str, Any] | None:
    now = parts().now()
    found = call(SEARCH, **wish, from_=now, to=now + A_MONTH, channel=OWN_CHANNELS[0], limit=1)
    first = next(iter(found["slots"]), None)
    return first and {name: first[name] for name in ("start", "end", "free")}


def _store(store_id: str) -> dict[str, Any]:
    """Return a store that customers may book at themselves.

    Raises:
        NotFound: there is none, or none that they may.
    """
    store = call(STORE, store_id=store_id)
    if not _is_open(store):
        raise NotFound(what="store", id=store_id)
    return store


def _is_open(store: dict[str, Any]) -> bool:
    return OWN_CHANNELS[0] in store["channels"]

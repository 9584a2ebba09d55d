"""Stores and what they offer."""

from typing import Any

from flask import Response

from common.contracts.booking import (
    COUNT_GIFT,
    ENTRANCE,
    GIFTS,
    ITEMS,
    LEDGER,
    ROTATION,
    STORE,
    STORES,
)
from common.contracts.booking.disruptions import UTILISATION
from gateway import languages
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.api.tables import as_csv_file
from gateway.bus import call

USE_COLUMNS = {
    "zh": ["lane", "名称", "在班分钟", "占用分钟", "利用率"],
    "en": ["lane", "name", "minutes on duty", "minutes claimed", "utilisation"],
}

stores = Noun("stores", "Stores and what they offer.")


@stores.route("")
@allowed(STORES)
@stores.arguments(requests.StoresAsked, location="query")
@stores.response(200, bodies.Stores)
def list_stores(asked: dict[str, Any]) -> Response:
    """List the stores that you may book at."""
    found = call(STORES, **asked)["stores"]
    return reply({"stores": [bodies.picked(bodies.STORE, store) for store in found]})


@stores.route("/<store_id>")
@allowed(STORE)
@stores.response(200, bodies.Store)
def get_store(store_id: str) -> Response:
    """Show a store: hours, zone, channels, policy."""
    return reply(bodies.picked(bodies.STORE, call(STORE, store_id=store_id)))


@stores.route("/<store_id>/items")
@allowed(ITEMS)
@stores.response(200, bodies.Items)
def list_items(store_id: str) -> Response:
    """List what can be booked in a store, with time and price."""
    found = call(ITEMS, store_id=store_id)["items"]
    return reply({"items": [bodies.picked(bodies.ITEM, item) for item in found]})


@stores.route("/<store_id>/gifts")
@allowed(GIFTS)
@stores.response(200, bodies.Gifts)
def list_gifts(store_id: str) -> Response:
    """List the gifts to choose from, and how many of each are left."""
    return reply({"gifts": call(GIFTS, store_id=store_id)["gifts"]})


@stores.route("/<store_id>/gifts/<code>", methods=["PUT"])
@allowed(COUNT_GIFT)
@stores.arguments(requests.GiftCounted())
@stores.response(200, bodies.Gifts)
def count_gift(asked: dict[str, Any], store_id: str, code: str) -> Response:
    """Note how many of a gift there are, after a delivery or a count."""
    counted = call(COUNT_GIFT, store_id=store_id, code=code, left=asked["left"])
    return reply({"gifts": counted["gifts"]})


@stores.route("/<store_id>/ledger")
@allowed(LEDGER)
@stores.arguments(requests.LedgerAsked, location="query")
@stores.response(200, bodies.Ledger)
def read_ledger(asked: dict[str, Any], store_id: str) -> Response:
    """List the perks and gifts that were handed over on some days."""
    return reply({"lines": call(LEDGER, store_id=store_id, **asked)["lines"]})


@stores.route("/<store_id>/rotation")
@allowed(ROTATION)
@stores.response(200, bodies.Rotation)
def get_rotation(store_id: str) -> Response:
    """Say whose turn it is just now: first who waits longest, last who serves."""
    return reply({"turns": call(ROTATION, store_id=store_id)["turns"]})


@stores.route("/<store_id>/entrance-board")
@allowed(ENTRANCE)
@stores.arguments(requests.DayAsked, location="query")
@stores.response(200, bodies.EntranceBoard)
def entrance_board(asked: dict[str, Any], store_id: str) -> Response:
    """List who is expected on a day, in the order in which they come, masked for a wall."""
    return reply(bodies.picked(bodies.ENTRANCE, call(ENTRANCE, store_id=store_id, **asked)))


@stores.route("/<store_id>/utilisation")
@allowed(UTILISATION)
@stores.arguments(requests.UseAsked, location="query")
@stores.response(200, bodies.Utilisation)
@stores.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def read_utilisation(asked: dict[str, Any], store_id: str) -> Response:
    """Show how much of the time that each lane is there is taken, as JSON or CSV."""
    form = asked.pop("format")
    use = bodies.picked(bodies.UTILISATION, call(UTILISATION, store_id=store_id, **asked))
    if form == "json":
        return reply(use)
    language = languages.of_browser()
    lines = [
        [x["id"], x["name"][language], x["on_duty_minutes"], x["claimed_minutes"], x["share"]]
        for x in use["lanes"]
    ]
    name = f"utilisation-{use['store_id']}-{use['from_day']}-{use['to_day']}"
    return as_csv_file([USE_COLUMNS[language], *lines], name)

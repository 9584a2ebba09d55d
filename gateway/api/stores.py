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
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

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

"""Slots: where and when, for what and by whom, and whether they are free."""

from typing import Any

from common.contracts.booking import CHECK_BATCH, ITEMS, MOST_CHECKED, NotASlot
from gateway.bus import as_fields, call
from gateway.problems import Malformed

Slot = dict[str, Any]


def looked_up(store_id: str, asked: list[Slot]) -> list[bool]:
    """Return for each of *asked* whether it is free just now.

    Raises:
        NotFound: there is no such store, or the partner may not book there.
        Malformed: it does not offer one of the services.
    """
    offered = lengths(store_id)
    check_offered(offered, {slot["service_id"] for slot in asked})
    places = [as_fields(as_place(store_id, slot)) for slot in asked]
    free: list[bool] = []
    for first in range(0, len(places), MOST_CHECKED):
        checked = call(CHECK_BATCH, slots=places[first : first + MOST_CHECKED])["slots"]
        free += [one["available"] for one in checked]
    return [
        is_free and is_long_enough(slot, offered) for is_free, slot in zip(free, asked, strict=True)
    ]


def check_length(store_id: str, slot: Slot) -> None:
    """Refuse a slot that is longer or shorter than what the store offers.

    Raises:
        NotFound: there is no such store, or the partner may not book there.
        Malformed: it does not offer that service.
        NotASlot: it takes another while.
    """
    offered = lengths(store_id)
    check_offered(offered, {slot["service_id"]})
    if not is_long_enough(slot, offered):
        raise NotASlot()


def lengths(store_id: str) -> dict[str, int]:
    """Return how many seconds each service of a store takes."""
    return {one["code"]: one["minutes"] * 60 for one in call(ITEMS, store_id=store_id)["items"]}


def check_offered(offered: dict[str, int], services: set[str]) -> None:
    if unknown := sorted(services - offered.keys()):
        raise Malformed.of(service_id=f"not offered here: {', '.join(unknown)}")


def is_long_enough(slot: Slot, offered: dict[str, int]) -> bool:
    """Say whether *slot* takes as long as its service does; it need not say how long that is."""
    return slot["duration_sec"] in (None, 0, offered[slot["service_id"]])


def as_place(store_id: str, slot: Slot) -> dict[str, Any]:
    """Return *slot* as the services ask for it."""
    place = {"store_id": store_id, "items": [slot["service_id"]], "start": slot["start_sec"]}
    who = asked_for(slot.get("resource_ids") or slot.get("resources"))
    return {**place, "staff": who} if who else place


def asked_for(resources: dict[str, Any] | None) -> str | None:
    """Return the id of the person or room that is asked for, if one is."""
    return (resources and (resources["staff_id"] or resources["room_id"])) or None

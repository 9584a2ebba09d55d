"""Events: each store's numbered list, by which a partner catches up after an outage."""

from typing import Any

from flask import Response, g

from common.context import service_actor
from common.contracts.booking import STORE
from common.contracts.notification.feed import READ_EVENTS
from gateway import correlation
from gateway.api import bodies, requests
from gateway.api.bodies.examples import SOME_EVENTS
from gateway.api.noun import Noun, allowed
from gateway.api.replies import agreed, reply
from gateway.bus import call, call_as

events = Noun("events", "What happened in a store, numbered without a gap, kept for 30 days.")


@events.route("")
@allowed(READ_EVENTS)
@events.arguments(requests.EventsAsked, location="query")
@events.response(200, bodies.Events, example=SOME_EVENTS)
def read_events(asked: dict[str, Any]) -> Response:
    """List what happened in a store after a number: your bookings' events, and that others moved.

    Answers 410 where what came after that number is kept no longer: read your bookings
    again, then go on from `last`.
    """
    found = call(READ_EVENTS, agreed="partner" in g and agreed(), **asked)
    if not found["last"]:
        must_be_there(asked["store_id"])
    return reply(bodies.picked(bodies.EVENTS, found))


def must_be_there(store_id: str) -> None:
    """Raise NotFound for a store that there is not: nothing ever happened in it."""
    us = service_actor("gateway", STORE.needs, correlation_id=correlation.current())
    call_as(us, STORE, store_id=store_id)

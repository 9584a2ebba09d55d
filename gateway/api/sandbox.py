"""The sandbox: partners try a day in seconds, where the clock may be moved."""

from typing import Any

from flask import Response

from common.clock import movable
from common.context import service_actor
from common.contracts import SERVICES
from common.contracts.sandbox import move_clock, pulse
from common.errors import Forbidden, Invalid, Unavailable
from gateway import correlation
from gateway.api import bodies, requests
from gateway.api.noun import Noun, may_answer
from gateway.api.replies import reply
from gateway.bus import call_as
from gateway.parts import parts
from gateway.problems import Malformed, Unauthenticated
from gateway.settling import settle

sandbox = Noun("sandbox", "Only where the clock may be moved.")


@sandbox.route("/clock", methods=["PUT"])
@may_answer(Malformed, Invalid, Unauthenticated, Forbidden, Unavailable)
@sandbox.arguments(requests.ClockMoved())
@sandbox.response(200, bodies.Clock)
def put_clock(asked: dict[str, Any]) -> Response:
    """Set the clock of every service.

    With ``settle``, what was under way comes to rest before, and all that became due is done.
    """
    clock = movable(parts().now)
    us = service_actor("gateway", "sandbox", correlation_id=correlation.current())

    def pulse_of(service: str) -> dict[str, Any]:
        return call_as(us, pulse(service))

    if asked["settle"]:
        settle(pulse_of)
    for service in SERVICES:
        call_as(us, move_clock(service), now=asked["now"])
    clock.move(asked["now"])
    if asked["settle"]:
        settle(pulse_of)
    return reply({"now": asked["now"].isoformat()})

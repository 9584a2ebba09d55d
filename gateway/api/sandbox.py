"""The sandbox: partners try a day in seconds, where the clock may be moved."""

from functools import partial
from typing import Any

from flask import Response

from common.clock import SandboxClock
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
    clock = parts().now
    if not isinstance(clock, SandboxClock):
        raise Forbidden(needs="SLIPBOARD_CLOCK=sandbox")
    us = service_actor("gateway", "sandbox", correlation_id=correlation.current())
    come_to_rest = partial(settle, lambda service: call_as(us, pulse(service)))
    if asked["settle"]:
        come_to_rest()
    for service in SERVICES:
        call_as(us, move_clock(service), now=asked["now"])
    clock.move(asked["now"])
    if asked["settle"]:
        come_to_rest()
    return reply({"now": asked["now"].isoformat()})

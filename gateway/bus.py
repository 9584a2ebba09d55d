"""Asking the services, on behalf of whoever sent the request."""

from datetime import date
from typing import Any

from common.actor import Actor
from common.contracts import booking
from common.contracts.base import Call
from gateway.auth import current_actor
from gateway.parts import parts

# Where one call serves several rows of the permission matrix (requirements §19.1).
ALSO_NEEDS = {
    booking.RESCHEDULE.key: "bookings:change",
    booking.CANCEL.key: "bookings:change",
    booking.TO_REBOOK.key: "bookings:change",
    booking.RECONFIRM.key: "bookings:confirm",
    booking.series.CANCEL_SERIES.key: "bookings:change",
    booking.series.MOVE_SERIES.key: "bookings:change",
}


def call(call: Call, **request: Any) -> dict[str, Any]:
    """Return the reply of *call*, asked for by the person or partner of this request.

    Dates and times may be given as such.  A field named like a Python keyword takes an
    underscore: ``from_``.

    Raises:
        Unauthenticated: nobody has signed in.
        Forbidden: they may not; nothing was sent.
        Unavailable: no answer; the outcome is unknown.
        SlipboardError: what the service refused with.
    """
    return call_as(current_actor(), call, **request)


def call_as(actor: Actor, call: Call, **request: Any) -> dict[str, Any]:
    """Return the reply of *call*, asked for by *actor*."""
    check(actor, call)
    return parts().bus.call(call, actor, **as_fields(request))


def check(actor: Actor, call: Call) -> None:
    """Raise Forbidden if *actor* may not make *call*."""
    actor.must(call.needs)
    if call.key in ALSO_NEEDS:
        actor.must(ALSO_NEEDS[call.key])


def may(actor: Actor, call: Call) -> bool:
    """Say whether *actor* may make *call*."""
    return {call.needs, ALSO_NEEDS.get(call.key, call.needs)} <= actor.may


def as_fields(request: dict[str, Any]) -> dict[str, Any]:
    """Return *request* as it travels: the contract's names, dates as ISO 8601 texts."""
    return {name.removesuffix("_"): _as_told(value) for name, value in request.items()}


def _as_told(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _as_told(one) for name, one in value.items()}
    return [_as_told(one) for one in value] if isinstance(value, list) else value

"""What is open to anybody: who asks is a visitor until they say more, and nobody asks too often."""

from collections.abc import Callable
from typing import Any

from flask import g, request

from common.contracts.booking import customers
from common.errors import Forbidden, Invalid, NotFound, SlipboardError, Unavailable
from common.privacy import customer_id
from gateway import correlation
from gateway.api import bodies
from gateway.api.noun import Noun, View, may_answer
from gateway.bus import call
from gateway.customers import who
from gateway.parts import parts
from gateway.problems import Malformed, RateLimited

OPEN = (Malformed, Invalid, Forbidden, NotFound, RateLimited, Unavailable)
MOVES = ("confirm", "reschedule", "cancel")
"""What customers do themselves with a visit."""
OWN_VISIT = tuple(bodies.OwnVisit().fields)
OWN_BOOKING = tuple(name for name in bodies.OwnBooking().fields if name != "links")
NO_KEY: dict[str, Any] = {"security": []}


class OpenNoun(Noun):
    """A noun for anybody, as often as a person asks."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, description, for_anybody=True)
        self.before_request(_begin)


def _begin() -> None:
    parts().customer_limits.may_read(address())
    g.actor = who.a_visitor(correlation.current())


def address() -> str:
    return request.remote_addr or ""


def act_for(id_: str) -> None:
    """Ask the services for that customer from here on."""
    g.actor = who.a_customer(id_, correlation.current())


def act_for_number(phone: str) -> None:
    act_for(customer_id(phone))


def open_to_anybody(*errors: type[SlipboardError]) -> Callable[[View], View]:
    """Describe a view that needs no key, and which problems it may answer."""

    def decorate(view: View) -> View:
        described: View = Noun.doc(**NO_KEY)(may_answer(*OPEN, *errors)(view))
        return described

    return decorate


def own_visit(booking: dict[str, Any]) -> dict[str, Any]:
    """Return *booking* without a word of who comes."""
    return _with_own_moves(bodies.picked(OWN_VISIT, booking))


def own_booking(booking: dict[str, Any]) -> dict[str, Any]:
    return _with_own_moves(bodies.picked(OWN_BOOKING, booking))


def read_own(booking_id: str) -> dict[str, Any]:
    return call(customers.OWN_BOOKING, booking_id=booking_id)


def _with_own_moves(shown: dict[str, Any]) -> dict[str, Any]:
    return {**shown, "legal_moves": own_moves(shown["legal_moves"])}


def own_moves(legal: list[str]) -> list[str]:
    return [one for one in legal if one in MOVES]


public = OpenNoun("public", "Customers who book for themselves: no key is needed.")

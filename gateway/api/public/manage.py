"""The link that needs no account: it shows one visit, and what is posted to it acts.

To look changes nothing, so whoever opens links to see what is behind them does no harm.  Nothing
of it says who comes.
"""

from datetime import datetime
from typing import Any

from flask import Response
from marshmallow import Schema

from common import visit_links
from common.context import service_actor
from common.contracts import booking as contract
from common.contracts.base import Call
from common.contracts.followup import RATE
from common.errors import NotFound
from gateway import correlation
from gateway.api import bodies, requests
from gateway.api.own_moves import refused_with_own
from gateway.api.public.noun import (
    OpenNoun,
    act_for,
    address,
    open_to_anybody,
    own_moves,
    own_visit,
    read_own,
)
from gateway.api.replies import ETAG, IF_MATCH, as_it_stands, if_revision, reply
from gateway.bus import call, call_as
from gateway.customers import links
from gateway.parts import parts
from gateway.problems import Gone

CUSTOMERS_WISH = {"reason_code": "customer_request"}
"""Why a customer cancels: never the store's fault, which would cost nothing."""
COMPLETED = "completed"
CAME_TO_NOTHING = ("cancelled", "failed", "no_show")

manage = OpenNoun("manage", "One visit, for whoever holds its link.")


@manage.route("/<token>")
@open_to_anybody(Gone)
@manage.response(200, bodies.OwnVisit, headers=ETAG)
def look_after(token: str) -> Response:
    """Show a visit and what can still be done with it; 410 once its link is over."""
    visit = own_visit(opened(token))
    return reply(visit, revision=visit["revision"])


def offer(path: str, move: Call, asked_by: Schema, says: str, **always: Any) -> None:
    """Answer *path* below a link by *move*, in which *always* is said besides."""

    def view(asked: dict[str, Any], token: str) -> Response:
        id_ = opened(token)["id"]
        with refused_with_own(own_moves), as_it_stands(lambda: own_visit(read_own(id_))):
            after = call(move, booking_id=id_, if_revision=if_revision(), **asked, **always)
        return reply(own_visit(after), revision=after["revision"])

    view.__name__, view.__doc__ = f"{path}_by_link", says
    needs_a_body = any(field.required for field in asked_by.fields.values())
    described = manage.doc(parameters=[IF_MATCH])(view)
    described = manage.response(200, bodies.OwnVisit, headers=ETAG)(described)
    described = manage.arguments(asked_by, required=needs_a_body)(described)
    manage.route(f"/<token>/{path}", methods=["POST"])(
        open_to_anybody(Gone, *move.errors)(described)
    )


offer("confirm", contract.RECONFIRM, requests.Nothing(), "Say that you come.")
offer(
    "reschedule", contract.RESCHEDULE, requests.OwnMove(),
    "Come at another time; until ``change_until``, after that the store must be asked.",
)  # fmt: skip
offer(
    "cancel", contract.CANCEL, requests.OwnReason(),
    "Cancel the visit; until ``cancel_until``, after that the store must be asked.",
    **CUSTOMERS_WISH,
)  # fmt: skip


@manage.route("/<token>/rating", methods=["POST"])
@open_to_anybody(Gone, *RATE.errors, contract.IllegalTransition)
@manage.arguments(requests.OwnRating())
@manage.response(200, bodies.Rated)
def rate_by_link(asked: dict[str, Any], token: str) -> Response:
    """Rate the visit once it is over; said again it changes nothing (PO-12, SV-03)."""
    return rated(opened(token), asked)


def rated(visit: dict[str, Any], asked: dict[str, Any]) -> Response:
    """Keep what the customer says of a visit of theirs.

    Raises:
        IllegalTransition: it is not completed; ``earliest`` is its planned end, if it has one.
        NotFound: it is, and its store asks nobody for a rating.
    """
    us = service_actor("gateway", RATE.needs, correlation_id=correlation.current())
    try:
        said = call_as(us, RATE, token=visit_links.token_of(visit["id"]), **asked)
    except NotFound as error:
        if visit["status"] == COMPLETED:
            raise
        expected = {} if visit["status"] in CAME_TO_NOTHING else {"earliest": visit["end"]}
        legal = own_moves(visit["legal_moves"])
        raise contract.IllegalTransition(
            status=visit["status"], legal=legal, what="rating", **expected
        ) from error
    return reply({"state": said["state"]})


def opened(token: str) -> dict[str, Any]:
    """Return the visit that *token* is for, and act for its customer from here on.

    Raises:
        NotFound: it is none of ours.
        Gone: another link has taken its place, or the visit has been over for a week.
        RateLimited: the address has come with too many wrong ones.
    """
    ours, here = parts(), address()
    ours.customer_limits.may_open_link(here)
    link = ours.customers.link(links.hash_of(token))
    if link is None:
        ours.customer_limits.opened_no_link(here)
        raise NotFound(what="link", id="")
    if link.replaced:
        raise Gone(what="link", id="")
    act_for(link.customer_id)
    try:
        visit = read_own(link.booking_id)
    except NotFound as error:  # the visit is somebody else's now
        raise Gone(what="link", id="") from error
    if links.is_over(datetime.fromisoformat(visit["end"]), ours.now()):
        raise Gone(what="link", id="")
    return visit

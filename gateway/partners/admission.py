"""Letting partners in, request by request: by which key, from where, how fast; what came of it."""

import time

from flask import Flask, Response, g, request

from common.agreements import HEAD_OFFICE
from common.clock import real
from common.errors import Forbidden
from gateway.partners.partner import Partner
from gateway.parts import parts
from gateway.problems import RateLimited, Unauthenticated

TAKING_A_PLACE = {
    "bookings.create",
    "bookings.reschedule",
    "holds.hold",
    "google.create_booking",
    "google.update_booking",
}
"""The views whose ``slot_taken`` means that a place had gone since it was offered."""


def init_app(app: Flask) -> None:
    app.after_request(_note)


def admit(key: str) -> Partner:
    """Let the partner in whose *key* that is, as ``g.partner``; return it.

    Raises:
        Unauthenticated: it is nobody's, or has expired or been revoked.
        Forbidden: it may not come from this address.
        RateLimited: ``retry_after`` says how many seconds to wait.
    """
    holder = parts().partner_keys.holder(key, real())
    if holder is None:
        raise Unauthenticated()
    g.partner, g.partner_key = holder.partner, holder.key
    if not holder.key.good_from(request.remote_addr or ""):
        raise Forbidden(needs="an address within the networks of this key")
    g.allowance = parts().ledger.rates.take(holder.partner, holder.key, time.monotonic())
    if g.allowance.retry_after:
        raise RateLimited(what="requests", retry_after=g.allowance.retry_after)
    return holder.partner


def _note(response: Response) -> Response:
    if "partner" not in g:
        return response
    if "allowance" in g:
        headers = response.headers
        headers["RateLimit-Limit"] = str(g.allowance.limit)
        headers["RateLimit-Remaining"] = str(g.allowance.remaining)
        headers["RateLimit-Reset"] = str(g.allowance.reset)
    at = real()
    parts().ledger.tally.note(
        g.partner.id,
        g.partner_key.id,
        at.astimezone(HEAD_OFFICE).date(),
        at,
        milliseconds=(time.monotonic() - g.began) * 1000,
        refused=g.get("refused"),
        replayed="Idempotent-Replayed" in response.headers,
        attempt=request.endpoint in TAKING_A_PLACE,
    )
    return response

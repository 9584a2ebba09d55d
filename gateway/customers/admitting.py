"""Letting in whoever books for themselves, with a code where there is a reason to ask for one."""

import hashlib
from typing import Any

import structlog

from common.clock import real
from common.context import service_actor
from common.contracts.booking.customers import CUSTOMER_STANDING
from common.errors import Forbidden
from common.privacy import customer_id
from gateway import correlation
from gateway.bus import call_as
from gateway.customers import codes, proving, risk
from gateway.customers.proving import BLOCKED
from gateway.customers.risk import Signs
from gateway.parts import parts
from gateway.problems import RateLimited

log = structlog.get_logger(__name__)

A_CODE = "phone_code"
"""What ``needs`` says where the request must come again with a code."""
AN_HOUR = 3600


def request_id(key: str) -> str:
    """Return what a request is known by whose *key* is unique to the caller."""
    return hashlib.sha256(key.encode()).hexdigest()


def admit(
    phone: str, key: str, address: str, *, proof: dict[str, str] | None, signed_in: bool
) -> bool:
    """Let a booking for *phone* be made under *key*; say whether the number is proven theirs.

    A request that was let in is let in again, so that its answer can be had twice.

    Raises:
        Forbidden: ``needs`` says that a code must come with it; or the number is blocked.
        Invalid: the code is wrong.
        RateLimited: too many, from that address or still to come for that number.
    """
    ours, asked = parts(), request_id(key)
    before = ours.customers.was_let_in(asked)
    if before is not None:
        return before
    ours.customer_limits.may_book(address)
    if proof and not signed_in:
        proving.prove(phone, codes.BOOKING, proof, asked, address)
    proven = signed_in or proof is not None
    _judge(phone, address, proven)
    ours.customers.let_in(asked, proven, real())
    return proven


def _judge(phone: str, address: str, proven: bool) -> None:
    ours, limits = parts(), parts().customer_limits
    policy = ours.customers.policy()
    signs = Signs(
        **_standing(phone),
        many_of_prefix=limits.is_much_of_prefix(phone),
        many_of_address=limits.is_much_of_address(address),
        blocked=policy.blocks(phone),
        proven=proven,
    )
    match risk.judged(signs, policy):
        case risk.REFUSE:
            raise Forbidden(needs="a number that is not blocked", what=BLOCKED)
        case risk.WAIT:
            raise RateLimited(retry_after=AN_HOUR)
        case risk.PROVE:
            log.info("a code is asked for", reasons=risk.reasons(signs, policy))
            raise Forbidden(needs=A_CODE, what=A_CODE)


def _standing(phone: str) -> dict[str, Any]:
    needs = CUSTOMER_STANDING.needs
    us = service_actor("gateway", needs, correlation_id=correlation.current())
    return call_as(us, CUSTOMER_STANDING, customer_id=customer_id(phone))

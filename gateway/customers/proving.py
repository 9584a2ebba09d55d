"""Sending one-time codes, and judging the ones that come back."""

import secrets
from datetime import datetime, time, timedelta
from random import SystemRandom

import structlog

from common.clock import real
from common.context import service_actor
from common.contracts.notification.codes import SEND_CODE
from common.errors import Forbidden, Invalid
from common.phones import e164
from common.privacy import customer_id
from gateway import correlation, metrics
from gateway.bus import call_as
from gateway.customers import codes
from gateway.customers.codes import Code
from gateway.customers.numbers import is_served
from gateway.customers.policy import CustomerPolicy, crossed
from gateway.parts import parts
from gateway.problems import RateLimited

log = structlog.get_logger(__name__)

CHANCE = SystemRandom()
A_DAY = timedelta(days=1)
BLOCKED = "blocked_number"
"""What a refusal is about, for its words."""
NOT_CALLED = "Not a telephone number."
NOT_SERVED = "No code can be sent to that number."
WRONG = "Not the code, or not any more."


def number_of(written: str, field: str) -> str:
    """Return *written* as E.164.

    Raises:
        Invalid: nobody can be called there; the fault is of *field*.
    """
    phone = e164(written)
    if phone is None:
        raise Invalid(fields={field: [NOT_CALLED]})
    return phone


def send(phone: str, purpose: str, language: str, address: str) -> Code:
    """Send a code to *phone*, for *purpose*, asked for from *address*; what comes is its hash.

    Raises:
        Invalid: no code goes to such a number.
        Forbidden: the number is blocked.
        RateLimited: too many, by number, block of numbers, address, or of the whole day.
        Unavailable: nobody could be asked to send it.
    """
    ours = parts()
    policy = ours.customers.policy()
    if not is_served(phone, policy.served):
        metrics.CODES.labels("not_served").inc()
        raise Invalid(fields={"phone": [NOT_SERVED]})
    if policy.blocks(phone):
        metrics.CODES.labels("blocked").inc()
        raise Forbidden(needs="a number that is not blocked", what=BLOCKED)
    ours.customer_limits.may_be_sent_a_code(phone, address)
    _spend(policy, real())
    id_, drawn = secrets.token_urlsafe(16), codes.drawn(CHANCE)
    code = Code(
        id=id_,
        customer_id=customer_id(phone),
        purpose=purpose,
        hash=codes.hash_of(id_, drawn),
        expires_at=real() + codes.LIFETIME,
    )
    ours.customers.keep_code(code)
    us = service_actor("gateway", SEND_CODE.needs, correlation_id=correlation.current())
    call_as(us, SEND_CODE, code_id=id_, phone=phone, code=drawn, language=language)
    metrics.CODES.labels("sent").inc()
    return code


def prove(phone: str, purpose: str, proof: dict[str, str], request_id: str, address: str) -> None:
    """Take *proof* that whoever asks has *phone*; it serves *request_id* and no other request.

    Raises:
        Invalid: the code is wrong, over, used up or for something else; which one is not said.
        RateLimited: too many tries from that address.
    """
    ours = parts()
    ours.customer_limits.may_prove(address)
    kept = ours.customers.try_code(proof["id"], real())
    right = codes.fits(
        kept, id=proof["id"], code=proof["code"], customer_id=customer_id(phone), purpose=purpose
    )
    if not right or not ours.customers.use_code(proof["id"], request_id):
        raise Invalid(fields={"verification.code": [WRONG]})


def _spend(policy: CustomerPolicy, now: datetime) -> None:
    """Count one more code of the day, and tell the operators how far the budget is used.

    Raises:
        RateLimited: the day's budget is spent: nobody gets a code before tomorrow.
    """
    tomorrow = datetime.combine(now.date() + A_DAY, time(), now.tzinfo)
    count = parts().customers.spend_code(now.date(), policy.daily_codes, tomorrow)
    if count is None:
        metrics.CODES.labels("over_budget").inc()
        raise RateLimited(retry_after=int((tomorrow - now).total_seconds()) + 1)
    metrics.CODES_BUDGET.set(count / policy.daily_codes)
    for share in crossed(count - 1, count, policy.daily_codes):
        log.error("codes use up the budget of the day", percent=share, count=count)

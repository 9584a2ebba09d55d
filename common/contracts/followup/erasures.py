"""Erasures: who is to be forgotten, what holds that up, and which services have done it (PV-07).

The register names nobody: a customer's id is a keyed hash, and reasons are of a closed list.
"""

from typing import ClassVar

from marshmallow import fields, validate

from common.contracts.base import Call, Event, Reply, Request
from common.contracts.booking import IllegalTransition
from common.contracts.followup.events import SERVICE
from common.errors import Forbidden, NotFound, Refused, Unavailable

ERASURE_REASONS = (
    "customer_wish", "consent_withdrawn", "purpose_achieved", "retention_expired",
    "unlawful_processing",
)  # fmt: skip
REQUESTED_BY = ("customer", "guardian", "authority", "store")
ERASURE_STATES = ("waiting", "running", "done")


class ErasureHeld(Refused):
    """Something of the customer's is still to come; ``held_by`` says what: ``{kind, id, ...}``."""

    code = "erasure_held"


class OfErasure(Request):
    customer_id = fields.Str(required=True)


class EraseCustomer(OfErasure):
    """``cancel_upcoming`` gives back what the customer has booked or waits for."""

    reason = fields.Str(required=True, validate=validate.OneOf(ERASURE_REASONS))
    requested_by = fields.Str(required=True, validate=validate.OneOf(REQUESTED_BY))
    cancel_upcoming = fields.Bool(load_default=False)


class ErasureReply(Reply):
    """An erasure waits as long as something holds it, runs until every service has confirmed.

    ``services`` is ``{service: {at, counts}}``; ``number`` counts how often the customer was
    erased, for one who comes back is new.
    """

    customer_id = fields.Str(required=True)
    number = fields.Int(required=True)
    state = fields.Str(required=True)
    reason = fields.Str(required=True)
    requested_by = fields.Str(required=True)
    asked_at = fields.Str(required=True)
    asked_by = fields.Dict(required=True)
    held_by = fields.List(fields.Dict(), required=True)
    erased_at = fields.Str(required=True, allow_none=True)
    done_at = fields.Str(required=True, allow_none=True)
    services = fields.Dict(required=True)


class AllHolding(Request):
    """Whoever they are."""


class Holding(Reply):
    """The ids of customers of whom a case is open: nothing of theirs goes by its age."""

    customers = fields.List(fields.Str(), required=True)


class CustomerErased(Event):
    """A customer is forgotten: what was kept or told of them until ``erased_at`` names nobody."""

    source: ClassVar[str] = SERVICE
    type = "customer_erased"

    customer_id = fields.Str(required=True)
    number = fields.Int(required=True)
    erased_at = fields.AwareDateTime(required=True)


ERASE_CUSTOMER = Call(
    SERVICE, "erase_customer", EraseCustomer, ErasureReply, "customers:erase",
    (NotFound, Forbidden, ErasureHeld, IllegalTransition, Unavailable),
)  # fmt: skip
ERASURE = Call(
    SERVICE, "erasure", OfErasure, ErasureReply, "customers:erase", (NotFound,), read=True
)

HOLDING = Call(SERVICE, "holding", AllHolding, Holding, "customers:held", read=True)

CALLS = (ERASE_CUSTOMER, ERASURE, HOLDING)
EVENTS = (CustomerErased,)

"""What booking is asked."""

from datetime import UTC, date, datetime, time
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Request
from common.contracts.languages import Language

STATUSES = (
    "needs_info", "pending", "confirmed", "to_rebook", "arrived", "in_service",
    "completed", "cancelled", "failed", "no_show",
)  # fmt: skip
CHANNELS = ("phone", "counter", "web", "wechat", "app", "partner", "email", "advisor")
ORIGINS = ("active", "passive")
LANGUAGES = ("zh", "en")
"""Those of papers and screens; customers are written to in those of ``Language``."""
CANCEL_REASONS = (
    "customer_request",
    "illness",
    "weather",
    "moved_elsewhere",
    "store_side",
    "other",
)
FAIL_REASONS = ("force_majeure", "no_staff", "no_parts", "equipment", "other")
ISSUED = ("perk", "gift")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_WINDOW_DAYS = 31
MOST_CHECKED = 50
HOLD_SECONDS = 300
HOLD_LIMITS = 30, 900
PLACE = ("store_id", "items", "start")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
EARLIEST, LATEST = (datetime.combine(day, time(), UTC) for day in (FIRST_DAY, LAST_DAY))
MISSING = str(fields.Field.default_error_messages["required"])
WITH_A_HOLD = "The hold says it."
IN_OUR_TIME = validate.Range(EARLIEST, LATEST)


def check_one_place(asked: Any) -> None:
    """Refuse a request that names no whole place, or a hold and a place.

    Raises:
        ValidationError: for each field that is missing or too much.
    """
    if not isinstance(asked, dict):
        return  # which has been told already
    if asked.get("hold_id"):
        faults = {name: [WITH_A_HOLD] for name in (*PLACE, "staff") if name in asked}
    else:
        faults = {name: [MISSING] for name in PLACE if name not in asked}
    if faults:
        raise ValidationError(faults)


class OfStore(Request):
    store_id = fields.Str(required=True)


class ListStores(Request):
    city = fields.Str()
    industry = fields.Str()


class Search(Request):
    store_ids = fields.List(fields.Str(), load_default=None, allow_none=True)
    city = fields.Str(load_default=None, allow_none=True)
    items = fields.List(fields.Str(), required=True, validate=validate.Length(1, 5))
    from_ = fields.AwareDateTime(required=True, data_key="from", validate=IN_OUR_TIME)
    to = fields.AwareDateTime(required=True, validate=IN_OUR_TIME)
    channel = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(CHANNELS))
    staff = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))
    order = fields.Str(load_default="soonest", validate=validate.OneOf(("soonest", "emptiest")))


class Wished(Request):
    """A visit that somebody thinks of: where, for what, by whom, when."""

    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True, validate=validate.Length(1, 5))
    staff = fields.Str(load_default=None, allow_none=True)
    start = fields.AwareDateTime(required=True, validate=IN_OUR_TIME)


class CheckBatch(Request):
    slots = fields.List(
        fields.Nested(Wished), required=True, validate=validate.Length(1, MOST_CHECKED)
    )


class Explain(Wished):
    channel = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(CHANNELS))


class Hold(Wished):
    channel = fields.Str(required=True, validate=validate.OneOf(CHANNELS))
    ttl_seconds = fields.Int(load_default=HOLD_SECONDS, validate=validate.Range(*HOLD_LIMITS))
    idempotency_key = fields.Str(load_default=None, allow_none=True)


class OfHold(Request):
    hold_id = fields.Str(required=True)


class Customer(Request):
    name = fields.Str(required=True, validate=validate.Length(1, 50))
    phone = fields.Str(required=True)
    email = fields.Str(load_default=None, allow_none=True)
    language = Language(load_default="zh")


class Identified(Customer):
    """A customer who may have to show papers; it is kept only where an item needs it (BK-05)."""

    # Not there unless named: the hash of a request that came before must stay what it was.
    id_number = fields.Str(validate=validate.Length(1, 32))


class Booker(Request):
    """Who booked for somebody else (CH-21)."""

    name = fields.Str(required=True, validate=validate.Length(1, 50))
    phone = fields.Str(required=True)


class Consents(Request):
    privacy_version = fields.Str(load_default=None, allow_none=True)
    share_with_partner = fields.Bool(load_default=False)
    marketing = fields.Bool(load_default=False)


class Create(Request):
    """A place that is named, or one that is held."""

    hold_id = fields.Str(load_default=None, allow_none=True)
    store_id = fields.Str()
    items = fields.List(fields.Str(), validate=validate.Length(1, 5))
    staff = fields.Str(load_default=None, allow_none=True)
    start = fields.AwareDateTime(validate=IN_OUR_TIME)
    customer = fields.Nested(Identified, required=True)
    booker = fields.Nested(Booker, load_default=None, allow_none=True)
    subject = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=None, allow_none=True
    )
    channel = fields.Str(required=True, validate=validate.OneOf(CHANNELS))
    origin = fields.Str(load_default="passive", validate=validate.OneOf(ORIGINS))
    partner_reference = fields.Str(load_default=None, allow_none=True)
    consents = fields.Nested(Consents, load_default=None, allow_none=True)
    note = fields.Str(load_default="", validate=validate.Length(max=500))
    # Not there unless named: the hash of a request that came before must stay what it was.
    taken_by = fields.Str()
    advisor = fields.Str()
    idempotency_key = fields.Str(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_place(self, _: Any, asked: Any, **__: Any) -> None:
        check_one_place(asked)


class OfBooking(Request):
    booking_id = fields.Str(required=True)


class ListBookings(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    from_ = fields.AwareDateTime(load_default=None, allow_none=True, data_key="from")
    to = fields.AwareDateTime(load_default=None, allow_none=True)
    status = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(STATUSES))
    customer_id = fields.Str(load_default=None, allow_none=True)
    partner_reference = fields.Str(load_default=None, allow_none=True)
    advisor = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class ReadBoard(Request):
    store_id = fields.Str(required=True)
    day = fields.Date(required=True, validate=validate.Range(FIRST_DAY, LAST_DAY))


class Move(Request):
    """One move of one booking; ``if_revision`` refuses it when the booking has moved on."""

    booking_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class Ask(Move):
    """A move that must be explained."""

    reason = fields.Str(required=True, validate=validate.Length(1, 500))


class Amended(Request):
    """What changes of the customer."""

    name = fields.Str(validate=validate.Length(1, 50))
    phone = fields.Str()
    email = fields.Str(allow_none=True)
    language = Language()


class Amend(Move):
    """What is to be put right; what is not named stays."""

    customer = fields.Nested(Amended)
    subject = fields.Dict(keys=fields.Str(), values=fields.Str(), allow_none=True)
    booker = fields.Nested(Booker, allow_none=True)
    note = fields.Str(validate=validate.Length(max=500))


class FailBooking(Move):
    reason_code = fields.Str(required=True, validate=validate.OneOf(FAIL_REASONS))


class Issue(Move):
    """A perk, or the ``gift`` of that code."""

    what = fields.Str(required=True, validate=validate.OneOf(ISSUED))
    gift = fields.Str(load_default=None, allow_none=True)


class ReadLedger(Request):
    store_id = fields.Str(required=True)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)


class CountGift(Request):
    store_id = fields.Str(required=True)
    code = fields.Str(required=True)
    left = fields.Int(required=True, validate=validate.Range(0, 1_000_000))


class ActInVisit(Move):
    """One action in one open step; ``facts`` are what the journey must know of this visit."""

    step = fields.Str(required=True)
    action = fields.Str(required=True)
    fields_ = fields.Dict(keys=fields.Str(), load_default=dict, data_key="fields")
    facts = fields.Dict(keys=fields.Str(), load_default=dict)


class RescheduleBooking(Move):
    start = fields.AwareDateTime(required=True, validate=IN_OUR_TIME)
    items = fields.List(
        fields.Str(), load_default=None, allow_none=True, validate=validate.Length(1, 5)
    )
    staff = fields.Str(load_default=None, allow_none=True)


class CancelBooking(Move):
    reason_code = fields.Str(required=True, validate=validate.OneOf(CANCEL_REASONS))


class Settlement(Move):
    """What the visit cost, in fen; the discount falls on labour only (PK-02)."""

    labour = fields.Int(load_default=None, allow_none=True, validate=validate.Range(0, 10_000_000))
    parts = fields.Int(load_default=None, allow_none=True, validate=validate.Range(0, 10_000_000))


class Export(Request):
    after = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=500, validate=validate.Range(1, 2000))

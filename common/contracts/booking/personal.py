"""What booking is asked about customers' personal data: who may see it, and how long it is kept."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.errors import NotFound


class OfPerson(Request):
    customer_id = fields.Str(required=True)


class Standing(Reply):
    """``standing`` are ``{kind, id, store_id, status, start}``: bookings, waiting, series.

    What has been cancelled, has ended or was missed is not among them.
    """

    standing = fields.List(fields.Dict(), required=True)


class LongPast(Request):
    """Customers whose last booking anywhere ended before a moment, by id, beyond ``after``."""

    before = fields.AwareDateTime(required=True)
    after = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=100, validate=validate.Range(1, 1000))


class PastCustomers(Reply):
    """``customers`` are ``{customer_id, stores}``."""

    customers = fields.List(fields.Dict(), required=True)
    next_after = fields.Str(required=True, allow_none=True)


class Share(OfPerson):
    """Whether the partners through which a customer booked may know who they are (PV-06)."""

    given = fields.Bool(required=True)
    at = fields.AwareDateTime(required=True)


class Shared(Reply):
    bookings = fields.Int(required=True)


class OfBooking(Request):
    booking_id = fields.Str(required=True)


class SensitiveReply(Reply):
    """What is shown of a customer nowhere else: the whole number, the ID number."""

    booking_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    phone = fields.Str(required=True)
    id_number = fields.Str(required=True, allow_none=True)


class OfNotice(Request):
    store_id = fields.Str(required=True)


class PrivacyNotice(Reply):
    """What a customer is told before they book (PV-01), and what each item needs to know (PV-02).

    ``words`` are ``{zh, en}``; ``items`` are ``{code, name, collects: [field]}``.
    """

    store_id = fields.Str(required=True)
    version = fields.Str(required=True)
    words = fields.Dict(required=True)
    items = fields.List(fields.Dict(), required=True)


class AllRetention(Request):
    """Every store's."""


class RetentionPeriods(Reply):
    """``stores`` maps each store to ``{months, visitor_days, message_days, call_days,
    delivery_days}``; ``chain`` is what counts where a store is not known.
    """

    chain = fields.Dict(required=True)
    stores = fields.Dict(required=True)


STANDING_OF = Call(SERVICE, "standing_of", OfPerson, Standing, "customers:held", read=True)
LONG_PAST = Call(SERVICE, "long_past", LongPast, PastCustomers, "customers:held", read=True)
SHARE = Call(SERVICE, "share", Share, Shared, "messages:write")
SENSITIVE = Call(
    SERVICE, "sensitive", OfBooking, SensitiveReply, "customers:sensitive", (NotFound,), read=True
)
PRIVACY_NOTICE = Call(
    SERVICE, "privacy_notice", OfNotice, PrivacyNotice, "stores:read", (NotFound,), read=True
)
RETENTION = Call(
    SERVICE, "retention", AllRetention, RetentionPeriods, "retention:periods", read=True
)

CALLS = (STANDING_OF, LONG_PAST, SHARE, SENSITIVE, PRIVACY_NOTICE, RETENTION)

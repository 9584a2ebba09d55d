"""Lists of bookings for people: the next day's, the ledger, the brand's form; and what to say."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.contracts.booking.replies import BookingReply
from common.contracts.booking.requests import FIRST_DAY, LAST_DAY, OfBooking
from common.errors import Invalid, NotFound

SHEETS = ("customers", "ledger", "brand_form")
MOST_DAYS = 31
MOST_CHECKED = 50
IN_OUR_TIME = validate.Range(FIRST_DAY, LAST_DAY)


class OfDay(Request):
    store_id = fields.Str(required=True)
    day = fields.Date(required=True, validate=IN_OUR_TIME)


class ReadSheet(Request):
    """The bookings of some days, both included, as one of the store's forms."""

    store_id = fields.Str(required=True)
    name = fields.Str(required=True, validate=validate.OneOf(SHEETS))
    from_day = fields.Date(required=True, validate=IN_OUR_TIME)
    to_day = fields.Date(required=True, validate=IN_OUR_TIME)


class AskScript(Request):
    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), load_default=list, validate=validate.Length(max=5))


class AskSpotCheck(Request):
    """Some bookings of the days from *from_day* to *to_day*, as *seed* draws them."""

    store_id = fields.Str(required=True)
    from_day = fields.Date(required=True, validate=IN_OUR_TIME)
    to_day = fields.Date(required=True, validate=IN_OUR_TIME)
    count = fields.Int(required=True, validate=validate.Range(1, MOST_CHECKED))
    seed = fields.Str(required=True, validate=validate.Length(1, 64))


class SpotCheck(Reply):
    """``of`` is how many bookings there are in those days."""

    of = fields.Int(required=True)
    bookings = fields.List(fields.Nested(BookingReply), required=True)


class DayList(Reply):
    """``rows`` as it was published, ``deltas`` what has changed since, ``current`` how it stands.

    Version 0 has not been published yet: ``current`` is what it would say now.
    """

    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    day = fields.Str(required=True)
    occasion = fields.Dict(required=True, allow_none=True)
    version = fields.Int(required=True)
    due_at = fields.Str(required=True, allow_none=True)
    published_at = fields.Str(required=True, allow_none=True)
    created_by = fields.Str(required=True, allow_none=True)
    recipients = fields.Dict(required=True)
    columns = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)
    deltas = fields.List(fields.Dict(), required=True)
    current = fields.List(fields.Dict(), required=True)


class Sheet(Reply):
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    name = fields.Str(required=True)
    from_day = fields.Str(required=True)
    to_day = fields.Str(required=True)
    version = fields.Int(required=True)
    created_at = fields.Str(required=True)
    created_by = fields.Str(required=True)
    columns = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)


class Script(Reply):
    sentences = fields.List(fields.Dict(), required=True)
    questions = fields.List(fields.Dict(), required=True)
    perks = fields.List(fields.Dict(), required=True)
    notes = fields.List(fields.Dict(), required=True)
    customer_side = fields.List(fields.Dict(), required=True)


class Letter(Reply):
    """A confirmation letter, ready to be laid out and printed."""

    store = fields.Dict(required=True)
    number = fields.Str(required=True)
    version = fields.Int(required=True)
    customer = fields.Dict(required=True)
    language = fields.Str(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    items = fields.List(fields.Dict(), required=True)
    advisor = fields.Dict(required=True, allow_none=True)
    entitlements = fields.Dict(required=True)
    change_until = fields.Str(required=True)
    cancel_until = fields.Str(required=True)
    sentences = fields.List(fields.Dict(), required=True)
    customer_side = fields.List(fields.Dict(), required=True)


DAY_LIST = Call(SERVICE, "day_list", OfDay, DayList, "lists:read", (NotFound,), read=True)
SHEET = Call(SERVICE, "sheet", ReadSheet, Sheet, "lists:read", (NotFound, Invalid), read=True)
SCRIPT = Call(SERVICE, "script", AskScript, Script, "stores:read", (NotFound, Invalid), read=True)
LETTER = Call(SERVICE, "letter", OfBooking, Letter, "visits:read", (NotFound,), read=True)

SPOT_CHECK = Call(
    SERVICE, "spot_check", AskSpotCheck, SpotCheck, "reports:read", (NotFound, Invalid), read=True
)

CALLS = (DAY_LIST, SHEET, SCRIPT, LETTER, SPOT_CHECK)

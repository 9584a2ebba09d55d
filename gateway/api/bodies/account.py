"""What customers get who are signed in."""

from marshmallow import fields

from gateway.api.bodies.public import MOMENT, OwnBooking, PrivacyText
from gateway.api.bodies.shape import Body, Words, about


class CustomerToken(Body):
    token = fields.Str(required=True, metadata=about("Shown once"))
    token_type = fields.Str(required=True)
    expires_at = fields.Str(required=True, metadata=MOMENT)


class Account(Body):
    id = fields.Str(required=True, metadata=about("The same person's id in every store"))
    phone = fields.Str(required=True)
    name = fields.Str(required=True)
    email = fields.Str(required=True, allow_none=True)
    address = fields.Str(required=True)
    language = fields.Str(required=True)


class OwnBookings(Body):
    bookings = fields.List(fields.Nested(OwnBooking), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Favourite(Body):
    store_id = fields.Str(required=True)
    code = fields.Str(required=True)


class Favourites(Body):
    favourites = fields.List(fields.Nested(Favourite), required=True)


class Money(Body):
    amount = fields.Int(required=True, metadata=about("In fen"))
    currency = fields.Str(required=True)


class CartItem(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    minutes = fields.Int(required=True)
    price = fields.Dict(required=True, metadata=about("In fen: labour, parts and total"))


class Cart(Body):
    """What is about to be booked; without ``store_id`` it is empty."""

    store_id = fields.Str(required=True, allow_none=True)
    staff = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Nested(CartItem), required=True)
    minutes = fields.Int(required=True)
    total = fields.Nested(Money, required=True)
    expires_at = fields.Str(required=True, allow_none=True, metadata=MOMENT)


class Summary(Body):
    """An order before it is confirmed: what, when, how much, and on what terms (PO-08)."""

    hold_id = fields.Str(required=True, metadata=about("Confirms the order"))
    held_until = fields.Str(required=True, metadata=MOMENT)
    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    start = fields.Str(required=True, metadata=MOMENT)
    end = fields.Str(required=True, metadata=MOMENT)
    staff = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Nested(CartItem), required=True)
    minutes = fields.Int(required=True)
    total = fields.Nested(Money, required=True)
    deposit = fields.Nested(Money, required=True, metadata=about("To be paid before it is firm"))
    terms = fields.Nested(Words, required=True, metadata=about("Change and cancellation in words"))
    privacy = fields.Nested(PrivacyText, required=True)


class CustomerPolicy(Body):
    """What customers may do by themselves, and how many codes were sent today."""

    served = fields.List(fields.Str(), required=True, metadata=about("Countries", ["CN"]))
    daily_codes = fields.Int(required=True)
    blocked = fields.List(fields.Str(), required=True)
    open_before_code = fields.Int(required=True)
    missed_before_code = fields.Int(required=True)
    most_open = fields.Int(required=True)
    privacy = fields.Nested(PrivacyText, required=True)
    codes_today = fields.Int(required=True)

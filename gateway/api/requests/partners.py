"""What is asked of partners' records, keys and usage."""

from ipaddress import ip_network
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.actor import ALL_STORES
from gateway.api.fields import Count, Day, EmailAddress, Moment, PageSize, Phone, Text
from gateway.api.requests.shape import Asked, example
from gateway.partners.partner import LONGEST_ID, is_fit_id
from gateway.roles import SCOPES

MOST_STORES = 500
MOST_NETWORKS = 20
FASTEST = 100_000


class PartnerId(Text):
    """A short name in lower case: it is part of the partner's keys, and never changes."""

    def __init__(self, **more: Any) -> None:
        super().__init__(LONGEST_ID, **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        id_ = super()._deserialize(value, *where, **more)
        if not is_fit_id(id_):
            raise ValidationError("Not an id of a partner.")
        return id_


class NetworkRange(Text):
    """A range of addresses as ``203.0.113.0/24`` or ``2001:db8::/32``, or one address."""

    def __init__(self, **more: Any) -> None:
        super().__init__(50, **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *where, **more)
        try:
            ip_network(text)
        except ValueError as error:
            raise ValidationError("Not a range of addresses.") from error
        return text


def scopes(**more: Any) -> fields.Field[Any]:
    one = fields.Str(validate=validate.OneOf(sorted(SCOPES)))
    shown = example(["bookings:read", "bookings:write", "stores:read"])
    return fields.List(one, validate=validate.Length(1, len(SCOPES)), metadata=shown, **more)


def stores(**more: Any) -> fields.Field[Any]:
    """Return a field of store ids, or ``*`` for every store that there is and will be."""
    shown = example([ALL_STORES])
    return fields.List(Text(64), validate=validate.Length(1, MOST_STORES), metadata=shown, **more)


class PartnerContact(Asked):
    name = Text(80, required=True, metadata=example("陈工"))
    email = EmailAddress(required=True, metadata=example("tech@partner.example.com"))
    phone = Phone(load_default=None, allow_none=True, metadata=example("+8613900139000"))


class NewAgreement(Asked):
    """A signed confidentiality agreement, stated when it is in force.

    ``reference`` says where the signed paper is kept.
    """

    signed_on = Day(required=True, metadata=example("2026-01-05"))
    valid_from = Day(required=True, metadata=example("2026-01-05"))
    valid_until = Day(required=True, metadata=example("2026-12-31"))
    reference = Text(200, required=True, metadata=example("NDA-2026-017"))

    @validates_schema
    def check_order(self, asked: dict[str, Any], **_: Any) -> None:
        if asked["valid_until"] < asked["valid_from"]:
            raise ValidationError("must not be before valid_from", "valid_until")


class NewRateLimit(Asked):
    """So many requests a second in the long run, and a burst of so many at once."""

    per_second = Count(1, FASTEST, required=True, metadata=example(20))
    burst = Count(1, FASTEST, required=True, metadata=example(40))


class NewLimits(Asked):
    """What each key may ask, and what all keys of the partner may ask together."""

    per_key = fields.Nested(NewRateLimit, required=True)
    together = fields.Nested(NewRateLimit, required=True)


class NewPartner(Asked):
    id = PartnerId(required=True, metadata=example("carlife"))
    name = Text(80, required=True, metadata=example("车生活平台"))
    scopes = scopes(required=True)
    stores = stores(required=True)
    contact = fields.Nested(PartnerContact)
    agreement = fields.Nested(NewAgreement)
    limits = fields.Nested(NewLimits)


class PartnerChanged(Asked):
    """What is not named stays; null takes away the contact, the agreement or the own limits."""

    name = Text(80, metadata=example("车生活平台"))
    scopes = scopes()
    stores = stores()
    contact = fields.Nested(PartnerContact, allow_none=True)
    agreement = fields.Nested(NewAgreement, allow_none=True)
    limits = fields.Nested(NewLimits, allow_none=True)

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked:
            raise ValidationError("Name what is to be changed.", "changes")


class NewPartnerKey(Asked):
    """Scopes that are not named are the partner's own, networks that are not named any."""

    label = Text(60, required=True, metadata=example("production"))
    scopes = scopes(load_default=None, allow_none=True)
    networks = fields.List(
        NetworkRange(),
        load_default=list,
        validate=validate.Length(0, MOST_NETWORKS),
        metadata=example(["203.0.113.0/24", "2001:db8:7::/48"]),
    )
    expires_at = Moment(
        load_default=None, allow_none=True, metadata=example("2027-01-31T00:00:00+08:00")
    )


class PartnersAsked(Asked):
    active = fields.Bool(metadata=example(True))
    cursor = PartnerId()
    limit = PageSize()


class PartnerUsageAsked(Asked):
    """Whole days of head office, both included; the last thirty if none is named."""

    from_day = Day(data_key="from", metadata=example("2026-03-01"))
    to_day = Day(data_key="to", metadata=example("2026-03-09"))

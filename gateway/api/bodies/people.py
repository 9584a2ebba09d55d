"""People, their invitations, and where they are signed in."""

from marshmallow import fields, validate

from gateway.api.bodies.shape import Body, about
from gateway.identity.owing import BROWSER, NEW_PASSWORD, SECOND, SINGLE_SIGN_ON, TOKEN
from gateway.roles import ROLES

MOMENT = {"format": "date-time"}


class Person(Body):
    login = fields.Str(required=True)
    name = fields.Str(required=True)
    role = fields.Str(required=True, validate=validate.OneOf(tuple(ROLES)))
    stores = fields.List(
        fields.Str(), required=True, metadata=about("Store ids; `*` alone means every store")
    )
    language = fields.Str(required=True)
    active = fields.Bool(required=True)
    second_factor = fields.Bool(required=True, metadata=about("Whether one is set up"))
    invited = fields.Bool(required=True, metadata=about("Whether an invitation is open"))
    revision = fields.Int(required=True)


class PeoplePage(Body):
    people = fields.List(fields.Nested(Person), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Invitation(Body):
    token = fields.Str(required=True, metadata=about("Shown once; it chooses the password once"))
    link = fields.Str(required=True, metadata=about("The page where that is done"))
    expires_at = fields.Str(required=True, metadata=MOMENT)


class PersonInvited(Person):
    invitation = fields.Nested(Invitation, required=True)


class Me(Person):
    owes = fields.Str(
        required=True,
        allow_none=True,
        validate=validate.OneOf((NEW_PASSWORD, SECOND, None)),
        metadata=about("What must be done before anything else is open"),
    )
    recovery_codes_left = fields.Int(required=True)


class Leader(Body):
    login = fields.Str(required=True)
    name = fields.Str(required=True)


class LeadersOfRole(Body):
    role = fields.Str(required=True)
    people = fields.List(fields.Nested(Leader), required=True)


class LeadersInStore(Body):
    store_id = fields.Str(required=True)
    leaders = fields.List(fields.Nested(LeadersOfRole), required=True)


class Leaders(Body):
    stores = fields.List(fields.Nested(LeadersInStore), required=True)


class SignedIn(Body):
    id = fields.Str(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf((BROWSER, TOKEN, SINGLE_SIGN_ON)))
    device = fields.Str(required=True, metadata=about("As it calls itself", "Chrome, Windows"))
    address = fields.Str(required=True)
    since = fields.Str(required=True, metadata=MOMENT)
    last_seen = fields.Str(required=True, metadata=MOMENT)
    expires_at = fields.Str(required=True, metadata=MOMENT)
    current = fields.Bool(required=True, metadata=about("Whether this request comes by it"))


class SignIns(Body):
    sessions = fields.List(fields.Nested(SignedIn), required=True)


class SecondFactor(Body):
    secret = fields.Str(required=True, metadata=about("To be typed where nothing can be scanned"))
    uri = fields.Str(required=True, metadata=about("What an authenticator app reads"))
    qr_svg = fields.Str(required=True, metadata=about("The same as a QR code"))


class RecoveryCodes(Body):
    recovery_codes = fields.List(
        fields.Str(), required=True, metadata=about("Shown once; each is good once")
    )

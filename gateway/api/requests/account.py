"""What customers send who are signed in."""

from marshmallow import fields, validate

from common.contracts.languages import Language
from gateway.api.fields import EmailAddress, Moment, PageSize, Phone, Text
from gateway.api.requests.bookings import subject
from gateway.api.requests.public import OwnConsents, Proof, items
from gateway.api.requests.shape import A_START, WHO, Asked, example


class SignIn(Asked):
    """A telephone, and the code that came to it."""

    phone = Phone(required=True, metadata=example("13800138000"))
    verification = fields.Nested(Proof, required=True)


class AccountTold(Asked):
    name = Text(50, required=True, metadata=example("王小明"))
    email = EmailAddress(load_default=None, allow_none=True, validate=validate.Length(max=254))
    address = Text(200, shortest=0, load_default="", metadata=example("上海市示范路1号"))
    language = Language(load_default="zh")


class OwnAsked(Asked):
    cursor = Text(500)
    limit = PageSize()


class CartFilled(Asked):
    """What is to be in the cart from now on: items of one store, which become one visit."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    items = items(required=True)
    staff = Text(64, metadata=WHO)


class SummaryAsked(Asked):
    """When the visit of the cart is to begin: the place is kept while they read."""

    start = Moment(required=True, metadata=example(A_START))


class CartConfirmed(Asked):
    """The order as it was summed up, confirmed."""

    hold_id = Text(64, required=True)
    consents = fields.Nested(OwnConsents, required=True)
    subject = subject(load_default=None)
    note = Text(500, shortest=0, load_default="")

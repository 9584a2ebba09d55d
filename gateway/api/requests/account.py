"""What customers send who are signed in."""

from marshmallow import fields, validate

from common.contracts.languages import Language
from gateway.api.fields import Count, EmailAddress, Moment, PageSize, Phone, Text
from gateway.api.requests.bookings import subject
from gateway.api.requests.public import OwnConsents, Proof, items
from gateway.api.requests.shape import A_START, WHO, Asked, example

MOST_BLOCKED = 2_000
"""As many numbers as fit into a request."""


class NoticeWords(Asked):
    zh = Text(2000, required=True, metadata=example("我们会收集您的姓名和手机号码。"))
    en = Text(2000, required=True, metadata=example("We collect your name and number."))


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


class PrivacyTold(Asked):
    """The text that customers agree to, and what this wording of it is called."""

    version = Text(32, required=True, metadata=example("2026-01"))
    words = fields.Nested(NoticeWords, required=True)


class CustomerPolicyTold(Asked):
    served = fields.List(
        fields.Str(validate=validate.Regexp(r"^[A-Z]{2}\Z", error="Not a country as CN.")),
        validate=validate.Length(0, 100),
        metadata=example(["CN"]),
    )
    daily_codes = Count(0, 1_000_000, metadata=example(500))
    blocked = fields.List(
        fields.Str(
            validate=validate.Regexp(
                r"^\+[1-9][0-9]{3,14}\Z", error="Not a number as +8613800138000."
            )
        ),
        validate=validate.Length(0, MOST_BLOCKED),
        metadata=example(["+8613800138000"]),
    )
    open_before_code = Count(1, 100, metadata=example(2))
    missed_before_code = Count(1, 100, metadata=example(2))
    most_open = Count(1, 100, metadata=example(5))
    privacy = fields.Nested(PrivacyTold)

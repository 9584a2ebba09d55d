"""What customers send about orders."""

from marshmallow import fields, validate

from common.contracts.booking.orders import METHODS, PARTS
from gateway.api.requests.shape import Asked, example


class Paying(Asked):
    """Which part, and how: no card's number comes here, it is entered on the page in the answer."""

    method = fields.Str(
        required=True, validate=validate.OneOf(METHODS), metadata=example("wechat_pay")
    )
    part = fields.Str(load_default=PARTS[0], validate=validate.OneOf(PARTS))

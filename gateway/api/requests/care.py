"""What follow-up is asked: cases, customer files, campaigns, standing in for others."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import followup
from gateway.api.fields import Count, Day, Flag, Moment, PageSize, Phone, Text
from gateway.api.requests.shape import Asked, example

A_LINE, A_TEXT = 200, 2000


class CaseSaid(Asked):
    """What the customer said, and what it was answered with if it could be at once."""

    kind = fields.Str(load_default="complaint", validate=validate.OneOf(followup.CASE_KINDS))
    words = Text(A_TEXT, required=True, metadata=example("刹车还有异响,要求说明"))
    answer = Text(A_TEXT, load_default=None, allow_none=True)


class NewCase(CaseSaid):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    channel = fields.Str(
        required=True,
        validate=validate.OneOf(followup.CASE_CHANNELS),
        metadata=example("front_desk"),
    )
    name = Text(50, required=True, metadata=example("王小明"))
    phone = Phone(required=True, metadata=example("13800138000"))
    booking_id = Text(64, load_default=None, allow_none=True)


class CasesAsked(Asked):
    store_id = Text(64)
    state = fields.Str(validate=validate.OneOf(followup.CASE_STATES))
    kind = fields.Str(validate=validate.OneOf(followup.CASE_KINDS))
    late = fields.Bool()
    cursor = Text(500)
    limit = PageSize()


class RatingsAsked(Asked):
    store_id = Text(64)
    most_stars = fields.Int(validate=validate.Range(1, 5))
    cursor = Text(500)
    limit = PageSize()


class CaseSolved(Asked):
    words = Text(A_TEXT, required=True, metadata=example("免费更换刹车片,周六到店"))


class Refunded(Asked):
    amount = fields.Int(
        required=True,
        validate=validate.Range(1, 1_000_000_000),
        metadata={"description": "In fen", "example": 38000},
    )
    method = fields.Str(
        required=True, validate=validate.OneOf(followup.REFUND_METHODS), metadata=example("card")
    )


class FilesAsked(Asked):
    store_id = Text(64)


class FileTold(Asked):
    """The customer's file; what ``GET /tasks/{id}/file`` knows need not be told again."""

    name = Text(50)
    address = Text(A_LINE, metadata=example("上海市徐汇区示范路1号"))
    phone = Phone()
    visited_on = Day()
    model = Text(A_LINE, metadata=example("C 260"))
    number = Text(32, metadata=example("沪A12345"))
    kind = Text(A_LINE, metadata=example("轿车"))
    items = fields.List(Text(A_LINE), validate=validate.Length(1, 50))
    cycle_months = Count(1, 60, metadata=example(6))
    next_on = Day(metadata=example("2026-09-02"))
    wishes = Text(A_TEXT, metadata=example("希望提供代步车"))


class NextCallPlanned(Asked):
    at = Moment(required=True, metadata=example("2026-03-05T10:00:00+08:00"))
    content = Text(1000, required=True, metadata=example("询问新胎使用情况"))


class CampaignChanged(Asked):
    """What is said of a campaign; what is not named stays."""

    kind = fields.Str(validate=validate.OneOf(followup.CAMPAIGN_KINDS))
    way = fields.Str(validate=validate.OneOf(followup.CAMPAIGN_WAYS))
    name = Text(100)
    day = Day(allow_none=True)
    last_day = Day(allow_none=True)
    content = Text(A_TEXT, shortest=0)
    address = Text(A_LINE, shortest=0)

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if type(self) is CampaignChanged and not asked:
            raise ValidationError("Name what is to be changed.", "changes")


class NewCampaign(CampaignChanged):
    """A draft; content, day and address must be said before it is started."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    kind = fields.Str(
        required=True,
        validate=validate.OneOf(followup.CAMPAIGN_KINDS),
        metadata=example("free_service"),
    )
    way = fields.Str(
        load_default="call",
        validate=validate.OneOf(followup.CAMPAIGN_WAYS),
        metadata=example("call"),
    )
    name = Text(100, required=True, metadata=example("免费检测周"))
    day = Day(load_default=None, allow_none=True, metadata=example("2026-05-20"))
    last_day = Day(load_default=None, allow_none=True, metadata=example("2026-05-26"))
    content = Text(A_TEXT, shortest=0, load_default="", metadata=example("36 项免费检测"))
    address = Text(A_LINE, shortest=0, load_default="", metadata=example("上海市徐汇区示范路1号"))


class CampaignStarted(Asked):
    """``short_notice`` starts what begins in less than two weeks; calls are then due before it."""

    short_notice = Flag(load_default=False)


class CampaignsAsked(Asked):
    store_id = Text(64)
    state = fields.Str(validate=validate.OneOf(followup.CAMPAIGN_STATES))
    cursor = Text(500)
    limit = PageSize()


class SubstitutionsAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    ended = fields.Bool(load_default=False)


class NewSubstitution(Asked):
    """Log-ins of two people of one department, and the store's days, both included."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    absent = Text(64, required=True, metadata=example("clerk-sun"))
    substitute = Text(64, required=True, metadata=example("clerk-qian"))
    from_day = Day(required=True, metadata=example("2026-03-09"))
    to_day = Day(required=True, metadata=example("2026-03-13"))
    reason = Text(500, required=True, metadata=example("休假"))

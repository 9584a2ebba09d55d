"""How stores and the chain shall be configured, and on which terms."""

from marshmallow import fields, validate

from common.contracts.booking import configs
from gateway.api.fields import Count, Flag, Moment, PageSize, Plain, Text
from gateway.api.requests.shape import Asked, example

FEN = 100_000_000
SHIFTS = {"daily": ["10:00-13:00", "14:00-19:00"], "tue": []}


class OnTerms(Asked):
    """``dry_run`` says all that would happen; ``effective_at`` later than now makes it wait."""

    dry_run = fields.Bool()
    accept_affected = fields.Bool(
        metadata={"description": "Save it though bookings could not be met; with a reason"}
    )
    reason = Text(500)
    effective_at = Moment(metadata=example("2026-04-01T00:00:00+08:00"))


class ConfigAsked(Asked):
    differs = fields.Bool(metadata={"description": "Only what differs from the chain"})


class ConfigChange(Asked):
    """``set`` is merged into the own values, null returning one to what is inherited;
    ``without`` takes away what is inherited, by path."""

    set = fields.Dict(
        keys=Text(64), values=Plain(), metadata=example({"policy": {"lead_minutes": 60}})
    )
    without = fields.List(
        Text(200), validate=validate.Length(max=100), metadata=example(["items.diagnosis"])
    )


class NewStore(Asked):
    """All own values of a store."""

    own = fields.Dict(
        keys=Text(64), values=Plain(), required=True, metadata=example({"pack": "4s"})
    )


class NewWords(Asked):
    zh = Text(500, required=True, metadata=example("面部护理"))
    en = Text(500, required=True, metadata=example("Facial"))


class NewItem(Asked):
    name = fields.Nested(NewWords, required=True)
    minutes = Count(0, 1440, required=True, metadata=example(60))
    labour = Count(0, FEN, required=True, metadata=example(38000))
    parts = Count(0, FEN, required=True, metadata=example(0))
    pools = fields.List(Text(64), required=True, metadata=example(["beauticians", "rooms"]))
    grades = fields.Dict(keys=Text(64), values=fields.List(Text(20)))
    maintenance = Flag()
    notes = fields.Nested(NewWords)
    requires_identity = Flag()


class NewLane(Asked):
    """Absences are no part of it: they come and go by themselves."""

    pool = Text(64, required=True, metadata=example("beauticians"))
    kind = Text(64, required=True, metadata=example("staff"))
    name = fields.Nested(NewWords, required=True)
    grade = Text(20)
    skills = fields.List(Text(64), metadata=example(["facial"]))
    roster = fields.Dict(keys=Text(10), values=fields.List(Text(11)), metadata=example(SHIFTS))


class NewAbsence(Asked):
    """Times of the store's own clock."""

    from_ = Text(16, required=True, data_key="from", metadata=example("2026-03-10T14:00"))
    to = Text(16, required=True, metadata=example("2026-03-11T12:00"))
    reason = Text(100, metadata=example("training"))


class AbsenceNamed(OnTerms):
    from_ = Text(16, required=True, data_key="from", metadata=example("2026-03-10T14:00"))


class NewDate(Asked):
    """Other hours on one date, or those of another weekday, and what the date is called."""

    hours = fields.List(Text(11), metadata=example(["10:00-16:00"]))
    like = Text(10, metadata=example("sun"))
    name = fields.Nested(NewWords)


class ExportAsked(Asked):
    format = fields.Str(load_default="yaml", validate=validate.OneOf(configs.FORMATS))
    part = fields.Str(load_default="items", validate=validate.OneOf(configs.PARTS))


class Import(ExportAsked):
    """``part`` says which table a CSV is; YAML has all own values."""

    text = fields.Str(required=True, validate=validate.Length(1, 60_000))


class VersionsAsked(Asked):
    limit = PageSize()

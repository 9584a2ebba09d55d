"""The customer's file, filled in on the page of its task (CU-02, CU-04)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from gateway.portal.forms import a_phone, without_spaces

DAYS = ("visited_on", "next_on")


def line(label: Any, longest: int = 200, **more: Any) -> StringField:
    """Return a field of one line, which the service may know to be missing."""
    return StringField(label, [Length(max=longest)], filters=[without_spaces], **more)


class FileForm(FlaskForm):
    """What is known stands in it already; what is still missing is said beside its field."""

    revision = IntegerField(validators=[InputRequired()])
    name = line(_l("Name"), 50)
    phone = TelField(_l("Telephone"), [Optional(), a_phone], filters=[without_spaces])
    address = line(_l("Address"))
    number = line(_l("Plate number"), 32)
    model = line(_l("Model"))
    kind = line(_l("Kind of car"))
    visited_on = DateField(_l("Day of the visit"), [Optional()])
    items = TextAreaField(_l("What was done, a line each"), [Length(max=2000)])
    cycle_months = IntegerField(
        _l("Maintenance every so many months"), [Optional(), NumberRange(1, 60)]
    )
    next_on = DateField(_l("Next maintenance"), [Optional()])
    wishes = TextAreaField(_l("What they wish"), [Length(max=2000)])
    next_at = DateTimeLocalField(_l("Next call at"), [Optional()])
    next_content = TextAreaField(_l("What to talk about then"), [Length(max=1000)])

    OF_THE_FILE = (
        "name", "phone", "address", "number", "model", "kind", "visited_on", "items",
        "cycle_months", "next_on", "wishes",
    )  # fmt: skip
    FIELDS = {name: name for name in OF_THE_FILE} | {
        "at": "next_at", "content": "next_content", "next_call": "next_at",
    }  # fmt: skip

    @classmethod
    def of(cls, known: Mapping[str, Any], revision: int) -> Self:
        """Return the form with what is *known* in it."""
        given = {name: known[name] for name in cls.OF_THE_FILE if name in known}
        days = {name: date.fromisoformat(given[name]) for name in DAYS if name in given}
        items = {"items": "\n".join(given["items"])} if "items" in given else {}
        return cls(formdata=None, revision=revision, **{**given, **days, **items})

    @property
    def file(self) -> dict[str, Any]:
        """Return what was filled in; a field that is left empty says nothing."""
        told = {name: self[name].data for name in self.OF_THE_FILE if self[name].data}
        if "items" in told:
            told["items"] = [one.strip() for one in told["items"].splitlines() if one.strip()]
        return told

    def next_call(self, timezone: str) -> dict[str, Any] | None:
        """Return the plan of the next call, in the store's time; None unless both are said."""
        at, content = self.next_at.data, (self.next_content.data or "").strip()
        if at is None or not content:
            return None
        return {
            "at": datetime.combine(at.date(), at.time(), ZoneInfo(timezone)),
            "content": content,
        }

"""What head office fills in about a partner platform."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from common.actor import ALL_STORES
from common.agreements import HEAD_OFFICE
from gateway.portal import words
from gateway.portal.forms import Picks, choices, without_spaces


def line(label: Any, missing: Any = None) -> StringField:
    """Return a field of one line; without it *missing* is said, if anything."""
    needed = [InputRequired(missing)] if missing else []
    return StringField(label, needed, filters=[without_spaces])


def a_day(label: Any) -> DateField:
    return DateField(label, [Optional()])


class Seen(FlaskForm):
    """What somebody does to a partner that they saw at ``revision``."""

    revision = HiddenField()

    @property
    def of_revision(self) -> int | None:
        seen = self.revision.data or ""
        return int(seen) if seen.isdigit() else None


class Terms(Seen):
    """Who a partner is, what it may do and where."""

    id = line(_l("Short name, part of its keys"), _l("Please give a short name."))
    name = line(_l("Name of the platform"), _l("Please give the platform's name."))
    scopes = Picks(
        _l("May"),
        [InputRequired(_l("Please choose what it may do."))],
        choices=choices(words.SCOPES),
    )
    stores = Picks(_l("Stores"), [InputRequired(_l("Please choose its stores."))])
    contact_name = line(_l("Whom to call"))
    contact_email = line(_l("E-mail"))
    contact_phone = line(_l("Telephone"))

    FIELDS = {
        name: name
        for name in (
            *("id", "name", "scopes", "stores"),
            *("contact_name", "contact_email", "contact_phone"),
        )
    }

    def offer(self, stores: dict[str, str]) -> None:
        """Offer *stores* by id, and all that there are and will be."""
        self.stores.choices = choices({ALL_STORES: _l("All stores"), **stores})

    @property
    def told(self) -> dict[str, Any]:
        """Return the terms as the API takes them; a contact of whom nothing is given is none."""
        contact = {name: self[f"contact_{name}"].data for name in ("name", "email", "phone")}
        given = {name: said for name, said in contact.items() if said}
        told = {name: self[name].data for name in ("name", "scopes", "stores")}
        if "id" in self:
            return {"id": self.id.data, **told} | ({"contact": given} if given else {})
        return told | {"contact": given or None}


class Signed(Seen):
    """A confidentiality agreement that both have signed (PV-06)."""

    signed_on = a_day(_l("Signed on"))
    valid_from = a_day(_l("First day"))
    valid_until = a_day(_l("Last day"))
    reference = line(_l("Where the paper is kept"))

    FIELDS = {name: name for name in ("signed_on", "valid_from", "valid_until", "reference")}

    @property
    def told(self) -> dict[str, Any]:
        days = {name: self[name].data for name in ("signed_on", "valid_from", "valid_until")}
        given = {name: day.isoformat() for name, day in days.items() if day}
        paper = {"reference": self.reference.data} if self.reference.data else {}
        return {"agreement": given | paper}


class Unsigned(Seen):
    """The end of an agreement: nobody is named to the partner any more."""

    FIELDS: dict[str, str] = {}

    @property
    def told(self) -> dict[str, Any]:
        return {"agreement": None}


class NewKey(FlaskForm):
    label = line(_l("What it is for"), _l("Please say what it is for."))
    networks = TextAreaField(_l("Only from these networks, one a line; empty: from anywhere"))
    last_day = a_day(_l("Last day; empty: until it is revoked"))

    FIELDS = {"label": "label", "networks": "networks", "expires_at": "last_day"}

    @property
    def told(self) -> dict[str, Any]:
        """Return the key as the API takes it: it ends with its last day at head office."""
        last = self.last_day.data
        ends = last and datetime.combine(last + timedelta(days=1), time.min, HEAD_OFFICE)
        return {
            "label": self.label.data,
            "networks": (self.networks.data or "").split(),
            "expires_at": ends.isoformat() if ends else None,
        }

"""What people fill in, and what is said beside a field that cannot be so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from common.errors import Invalid
from common.phones import e164
from gateway.faults import in_words
from gateway.portal import words
from gateway.portal.formatters import language

MOST_ITEMS = 5
MOST_YUAN = 100_000
FEN_IN_A_YUAN = 100


def choices(names: Mapping[str, words.Words]) -> list[SelectChoice]:
    return [SelectChoice(value=code, label=said) for code, said in names.items()]


def a_phone(form: FlaskForm, field: Field) -> None:
    """Refuse a number at which nobody can be called (BK-02)."""
    if field.data and e164(field.data) is None:
        raise ValidationError(_("Please give a telephone number, such as 138 0013 8000."))


def a_moment(form: FlaskForm, field: Field) -> None:
    try:
        moment = datetime.fromisoformat(field.data or "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(_("Please choose one of the free times."))


def without_spaces(text: str | None) -> str:
    return (text or "").strip()


class Picks(SelectMultipleField):
    """Several of some, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LogIn(FlaskForm):
    login = StringField(_l("Log-in name"), [InputRequired(_l("Please give your log-in name."))])
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Please give your password.")), Length(max=200)]
    )
    code = StringField(
        _l("Code of your app, if you use one"), [Length(max=20)], filters=[without_spaces]
    )


class NewBooking(FlaskForm):
    """A booking as the desk takes it down (BK-01, BK-10, CH-09, CH-20)."""

    key = HiddenField(validators=[Length(max=64)])
    phone = StringField(
        _l("Telephone"),
        [InputRequired(_l("Please ask for a telephone number.")), a_phone],
        filters=[without_spaces],
    )
    name = StringField(
        _l("Customer name"),
        [
            InputRequired(_l("Please ask for the customer's name.")),
            Length(1, 50, _l("A name has at most 50 characters.")),
        ],
        filters=[without_spaces],
    )
    items = SelectMultipleField(
        _l("Service items"),
        [
            InputRequired(_l("Please choose what the customer comes for.")),
            Length(1, MOST_ITEMS, _l("A booking holds at most 5 items.")),
        ],
        validate_choice=False,
    )
    day = DateField(_l("Day"), [InputRequired(_l("Please choose a day."))])
    start = StringField(_l("Time"), [a_moment])
    plate = StringField(_l("Plate number"), [Length(max=20)], filters=[without_spaces])
    model = StringField(_l("Model"), [Length(max=60)], filters=[without_spaces])
    address = StringField(_l("Address"), [Length(max=200)], filters=[without_spaces])
    channel = SelectField(_l("Channel"), choices=choices(words.CHANNELS), default="phone")
    origin = RadioField(_l("Origin"), choices=choices(words.ORIGINS), default="passive")
    speaks = RadioField(
        _l("Language of messages"),
        choices=choices(words.LANGUAGES),
        default="zh",
    )
    note = TextAreaField(
        _l("Note"), [Length(max=500, message=_l("A note has at most 500 characters."))]
    )
    told = BooleanField(_l("The customer has been told what we keep about them, and why"))
    share = BooleanField(_l("May be shared with the partner platform"))
    marketing = BooleanField(_l("Wants to hear of offers"))

    FIELDS = {"customer": "phone", "phone": "phone", "name": "name", "items": "items",
              "start": "start", "channel": "channel", "note": "note"}  # fmt: skip

    @property
    def subject(self) -> dict[str, str] | None:
        """Return what the visit is about, as far as it was given."""
        given = {name: self[name].data for name in ("plate", "model", "address")}
        return {name: said for name, said in given.items() if said} or None

    def blame(self, error: Invalid) -> None:
        """Put what the service found wrong beside the fields that it means."""
        put_beside(self, error, self.FIELDS)


class Moving(FlaskForm):
    """One move of a booking that its reader saw at ``revision``."""

    revision = IntegerField(validators=[InputRequired()])
    reason = StringField(_l("Reason"), [Length(max=500)], filters=[without_spaces])


class Rescheduling(Moving):
    day = DateField(_l("Day"), [Optional()])
    start = StringField(_l("New time"), [a_moment])


class Cancelling(Moving):
    reason_code = SelectField(
        _l("Why"),
        [InputRequired(_l("Please say why."))],
        choices=choices(words.CANCEL_REASONS),
    )


class Settling(Moving):
    """What the visit costs, in yuan (EX-13)."""

    labour = DecimalField(
        _l("Labour, yuan"),
        [Optional(), NumberRange(0, MOST_YUAN, _l("Please give an amount from 0 to 100,000."))],
    )
    parts = DecimalField(
        _l("Parts, yuan"),
        [Optional(), NumberRange(0, MOST_YUAN, _l("Please give an amount from 0 to 100,000."))],
    )


def in_fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int((yuan * FEN_IN_A_YUAN).to_integral_value())


class Outcome(FlaskForm):
    """What a follow-up call brought (FU-04, FU-05, FU-11)."""

    revision = IntegerField(validators=[InputRequired()])
    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(_l("Please say how the call ended."))],
        choices=choices(words.TASK_OUTCOMES),
    )
    expected_at = TimeField(_l("Comes at"), [Optional()])
    no_show_reason = SelectField(
        _l("Why they did not come"),
        choices=choices({"": "", **words.NO_SHOW_REASONS}),
        default="",
    )
    agenda = SelectMultipleField(_l("Talked about"), choices=choices(words.AGENDA), default=[])
    notes = TextAreaField(
        _l("Notes"), [Length(max=2000, message=_l("Notes have at most 2,000 characters."))]
    )
    recommended_booking = RadioField(
        _l("Did the advisor recommend booking?"),
        choices=choices({"yes": _l("Yes"), "no": _l("No"), "": _l("Not asked")}),
        default="",
    )

    FIELDS = {
        "outcome": "outcome",
        "expected_at": "expected_at",
        "reason": "no_show_reason",
        "notes": "notes",
    }

    def only(self, outcomes: Iterable[str]) -> Self:
        """Offer no more than *outcomes*, those of the task."""
        self.outcome.choices = choices({code: words.TASK_OUTCOMES[code] for code in outcomes})
        return self

    def expected_on(self, start: str, timezone: str) -> str | None:
        """Return the minute that was named as a moment of the day of *start*."""
        if self.expected_at.data is None:
            return None
        day = datetime.fromisoformat(start).date()
        return datetime.combine(day, self.expected_at.data, ZoneInfo(timezone)).isoformat()

    @property
    def recommended(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.recommended_booking.data or "")


class HandingOn(Moving):
    """To which role a task goes, and why."""

    role = SelectField(_l("To"), choices=choices(words.ROLES))
    why = StringField(
        _l("Reason"),
        [InputRequired(_l("Please say why.")), Length(max=500)],
        filters=[without_spaces],
    )

    def only(self, roles: Iterable[str]) -> Self:
        self.role.choices = choices({code: words.ROLES[code] for code in roles})
        return self


def put_beside(form: FlaskForm, error: Invalid, known: Mapping[str, str]) -> None:
    """Put the faults of *error* beside the fields of *form* that it means; the rest on top."""
    for path, faults in flat(error.details.get("fields", {})):
        parts = ".".join(path).split(".")
        name = next((known[part] for part in reversed(parts) if part in known), None)
        field = form[name] if name else None
        said = [in_words(str(fault), language()) for fault in faults]
        if field is None:
            form.form_errors.extend(said)
        else:
            field.errors = [*field.errors, *said]


def flat(faults: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], list[Any]]]:
    """Return nested faults as ``[(path, faults)]``."""
    if isinstance(faults, Mapping):
        return [one for key, inner in faults.items() for one in flat(inner, (*path, str(key)))]
    return [(path, faults if isinstance(faults, list) else [faults])]

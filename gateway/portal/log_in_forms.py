"""What people fill in about log-ins: their own, and those of others."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from gateway.faults import in_words
from gateway.identity.appointing import A_LOGIN, NO_LOGIN
from gateway.identity.passwords import LONGEST
from gateway.portal import words
from gateway.portal.formatters import language
from gateway.portal.forms import Picks, choices, without_spaces

SPOKEN = {code: words.LANGUAGES[code] for code in ("zh", "en")}


def a_password(label: Any, *more: Any) -> PasswordField:
    needed = InputRequired(_l("Please give a password."))
    return PasswordField(label, [needed, Length(max=LONGEST), *more])


def once_more() -> PasswordField:
    same = EqualTo("new", _l("The two passwords are not the same."))
    return a_password(_l("New password once more"), same)


def a_login(form: FlaskForm, field: Field) -> None:
    if not A_LOGIN(field.data or ""):
        raise ValidationError(in_words(NO_LOGIN, language()))


class FirstPassword(FlaskForm):
    """The password that somebody who was invited chooses."""

    new = a_password(_l("New password"))
    again = once_more()

    FIELDS = {"password": "new"}


class NewPassword(FlaskForm):
    current = a_password(_l("Current password"))
    new = a_password(_l("New password"))
    again = once_more()

    FIELDS = {"current": "current", "new": "new"}


class Proof(FlaskForm):
    """What shows once more who somebody is, before their second factor changes."""

    password = a_password(_l("Password"))
    code = StringField(_l("Code of your app"), [Length(max=20)], filters=[without_spaces])

    FIELDS = {"password": "password"}


class ShownCode(FlaskForm):
    code = StringField(
        _l("Code that the app shows"),
        [InputRequired(_l("Please type what the app shows.")), Length(max=20)],
        filters=[without_spaces],
    )

    FIELDS = {"code": "code"}


class Somebody(FlaskForm):
    """Who works where, in which role."""

    revision = HiddenField()
    login = StringField(
        _l("Log-in name"),
        [InputRequired(_l("Please give a log-in name.")), a_login],
        filters=[without_spaces],
    )
    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Please give the person's name.")),
            Length(1, 50, _l("A name has at most 50 characters.")),
        ],
        filters=[without_spaces],
    )
    role = SelectField(_l("Role"))
    stores = Picks(_l("Stores"))
    language = RadioField(_l("Language"), choices=choices(SPOKEN), default="zh")

    FIELDS = {name: name for name in ("login", "name", "role", "stores", "language")}

    def offer(self, roles: list[str], stores: dict[str, str]) -> None:
        """Offer no more than *roles*, and *stores* by id."""
        self.role.choices = choices({code: words.ROLES[code] for code in roles})
        self.stores.choices = choices(dict(stores))

"""What is said of people, and what they say of themselves."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from gateway.api.fields import PageSize, Text
from gateway.api.requests.shape import Asked, example
from gateway.identity.appointing import A_LOGIN, NO_LOGIN
from gateway.identity.passwords import LONGEST
from gateway.languages import LANGUAGES
from gateway.roles import ROLES

A_ROLE = validate.OneOf(tuple(ROLES))
A_LANGUAGE = validate.OneOf(LANGUAGES)
MOST_STORES = 200
A_CODE = example("123456")


class Login(Text):
    """A log-in name: small letters, digits, and dots, dashes and underlines between them."""

    def __init__(self) -> None:
        super().__init__(64, required=True, metadata=example("sr-lin"))

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        login = super()._deserialize(value, *where, **more)
        if not A_LOGIN(login):
            raise ValidationError(NO_LOGIN)
        return login


def _stores(**more: Any) -> fields.List:
    return fields.List(
        Text(64), validate=validate.Length(max=MOST_STORES), metadata=example(["s-4s"]), **more
    )


class NewPerson(Asked):
    login = Login()
    name = Text(50, required=True, metadata=example("林前台"))
    role = fields.Str(required=True, validate=A_ROLE, metadata=example("reception"))
    stores = _stores(load_default=list)
    language = fields.Str(load_default="zh", validate=A_LANGUAGE, metadata=example("zh"))


class PersonChanged(Asked):
    name = Text(50, metadata=example("林前台"))
    role = fields.Str(validate=A_ROLE, metadata=example("advisor"))
    stores = _stores()
    language = fields.Str(validate=A_LANGUAGE, metadata=example("en"))


class PeopleAsked(Asked):
    store_id = Text(64, metadata=example("s-4s"))
    role = fields.Str(validate=A_ROLE, metadata=example("reception"))
    active = fields.Bool()
    cursor = Text(500)
    limit = PageSize()


class InvitationTaken(Asked):
    token = Text(
        100, required=True, metadata=example("kq3JmYw0c0wS9l1V0o8bJg3kz0pQ2vK3c9r8sT7uV6w")
    )
    password = Text(LONGEST, required=True, metadata=example("seven quiet lanterns at dusk"))


class PasswordChanged(Asked):
    current = Text(LONGEST, required=True, metadata=example("correct horse battery staple"))
    new = Text(LONGEST, required=True, metadata=example("seven quiet lanterns at dusk"))


class SecondFactorBegun(Asked):
    """``totp`` is a code of the second factor that there is already."""

    password = Text(LONGEST, required=True, metadata=example("correct horse battery staple"))
    totp = Text(20, shortest=0, load_default="", metadata=A_CODE)


class SecondFactorShown(Asked):
    code = Text(20, required=True, metadata=A_CODE)

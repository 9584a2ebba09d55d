"""Fields that refuse at the edge what nobody behind could keep or reckon with."""

import re
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from common.contracts.booking.requests import EARLIEST, LATEST
from common.phones import e164
from common.shares import ALL, NO_PERCENTAGE, as_percent, basis_points

UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]").search
LONGEST_ANSWER = 2000
DEEPEST = 10
YEARS = range(2000, 2100)
LOOKS_LIKE_A_PHONE = re.compile(r"\+?[\d(][\d ()./-]{4,23}").fullmatch


class Text(fields.Str):
    """Words: between one and *longest* characters, none of them control characters."""

    def __init__(self, longest: int, *, shortest: int = 1, **more: Any) -> None:
        super().__init__(validate=validate.Length(shortest, longest), **more)
        self.shortest = shortest

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *where, **more)
        if UNFIT(text):
            raise ValidationError("Contains characters that are no text.")
        if self.shortest and not text.strip():
            raise ValidationError("Shorter than minimum length 1.")
        return text


class Phone(Text):
    """A telephone number as people write it; whether it can be called is asked further in."""

    def __init__(self, **more: Any) -> None:
        super().__init__(25, shortest=5, **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *where, **more)
        if not LOOKS_LIKE_A_PHONE(text):
            raise ValidationError("Not a telephone number.")
        return text


def can_be_called(phone: Any) -> bool:
    return isinstance(phone, str) and e164(phone) is not None


class Moment(fields.AwareDateTime):
    """A moment with its offset, within this century."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> datetime:
        moment: datetime = super()._deserialize(value, *where, **more)
        if not EARLIEST <= moment <= LATEST:  # as the services have it, wherever that moment is
            raise ValidationError(f"Not between {YEARS.start} and {YEARS.stop - 1}.")
        return moment


class Day(fields.Date):
    def _deserialize(self, value: Any, *where: Any, **more: Any) -> date:
        day: date = super()._deserialize(value, *where, **more)
        if day.year not in YEARS:
            raise ValidationError(f"Not between {YEARS.start} and {YEARS.stop - 1}.")
        return day


class Count(fields.Int):
    """A whole number that is not written as a text."""

    def __init__(self, least: int, most: int, **more: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **more)


class Percent(fields.Float):
    """A percentage exactly as it is written, with two decimals at most; basis points inside."""

    def __init__(self, *, metadata: dict[str, Any], **more: Any) -> None:
        within = {"minimum": 0, "maximum": as_percent(ALL)}
        super().__init__(metadata={**within, **metadata}, **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        points = basis_points(str(value)) if type(value) in (int, float) else None
        if points is None:
            raise ValidationError(NO_PERCENTAGE)
        return points


class PageSize(fields.Int):
    def __init__(self) -> None:
        super().__init__(load_default=50, validate=validate.Range(1, 200))


class EmailAddress(fields.Email):
    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        address = super()._deserialize(value, *where, **more)
        if UNFIT(address):
            raise ValidationError("Not a valid email address.")
        return address


class Flag(fields.Bool):
    """True or false, and not a word or number that stands for it."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not a valid boolean.")
        return value


class Plain(fields.Field[Any]):
    """Whatever JSON can say, as deep as a configuration is: words, numbers, lists, mappings."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        if not _is_plain(value, DEEPEST):
            raise ValidationError(f"Not plain values, {DEEPEST} levels deep at the most.")
        return value


def _is_plain(value: Any, deep: int) -> bool:
    if isinstance(value, str):
        return not UNFIT(value)
    if isinstance(value, dict):
        return deep > 0 and all(
            _is_plain(name, 0) and _is_plain(one, deep - 1) for name, one in value.items()
        )
    if isinstance(value, list):
        return deep > 0 and all(_is_plain(one, deep - 1) for one in value)
    return not isinstance(value, int) or abs(value) < 2**53


class Answer(fields.Field[Any]):
    """What somebody recorded: words, a whole number, or yes or no; the journey says which."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int) and abs(value) < 2**53:
            return value
        if isinstance(value, str) and len(value) <= LONGEST_ANSWER and not UNFIT(value):
            return value
        raise ValidationError("Words, a whole number, or yes or no.")

"""Public holidays by country, and the days off that are worked to make up for them."""

from datetime import date
from functools import cache

import holidays

from common.errors import Invalid
from services.booking.domain.calendars import Words

CHINESE = "zh_CN"


@cache
def public_days(country: str) -> "CountryDays":
    """Return the days of a country by its code, ``CN``, or of a part of one, ``DE-BE``.

    Raises:
        Invalid: there is no such country, or no such part of it.
    """
    code, *part = country.split("-", 1)
    parts = holidays.list_supported_countries().get(code)
    if parts is None or not set(part) <= set(parts):
        raise Invalid.of(holidays=f"no calendar of {country} is known")
    return CountryDays(code, *part)


class CountryDays:
    """One country's days, named in English and, as far as it has such names, in Chinese."""

    def __init__(self, country: str, part: str | None = None) -> None:
        languages = holidays.list_localized_countries().get(country, [])
        self._english = _calendar(country, part, "en_US" if "en_US" in languages else None)
        self._chinese = _calendar(country, part, CHINESE if CHINESE in languages else None)

    def holiday(self, day: date) -> Words | None:
        named = self._english.get(day)
        return {"zh": self._chinese.get(day) or named, "en": named} if named else None

    def made_up(self, day: date) -> bool:
        return self._english.is_weekend(day) and self._english.is_working_day(day)


def _calendar(country: str, part: str | None, language: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=part, language=language)

"""Which day a page is about, in the store's own time."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from common.contracts.booking.requests import FIRST_DAY, LAST_DAY
from gateway.parts import parts

A_DAY = timedelta(days=1)


def now_in(store: dict[str, Any]) -> datetime:
    """Return what the clock in *store* says."""
    return parts().now().astimezone(ZoneInfo(store["timezone"]))


def day_asked(name: str, otherwise: date) -> date:
    """Return the day that the address gives as *name*, or *otherwise* when it gives none."""
    return read_day(request.args.get(name) or otherwise.isoformat())


def read_day(told: str) -> date:
    """Return a day.

    Raises:
        NotFound: there is no such day, or nobody books so far away.
    """
    try:
        day = date.fromisoformat(told)
    except ValueError:
        raise NotFound(_("There is no such day.")) from None
    if not within_reach(day):
        raise NotFound(_("There is no such day."))
    return day


def within_reach(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY

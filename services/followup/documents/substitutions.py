"""Substitutions as Mongo keeps them and as callers read them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.followup.domain.substitution import Substitution, state

DAYS = ("from_day", "to_day")
MOMENTS = ("begins_at", "ends_at", "appointed_at")


def as_document(one: Substitution) -> dict[str, Any]:
    kept = asdict(one)
    return {"_id": kept.pop("id"), **kept, **{day: kept[day].isoformat() for day in DAYS}}


def as_substitution(document: dict[str, Any]) -> Substitution:
    kept = {name: document[name] for name in Substitution.__dataclass_fields__ if name in document}
    days = {day: date.fromisoformat(document[day]) for day in DAYS}
    return Substitution(**{**kept, **days, "id": document["_id"]})


def as_reply(one: Substitution, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(one.timezone)
    told = {
        **asdict(one),
        **{day: getattr(one, day).isoformat() for day in DAYS},
        **{
            name: getattr(one, name).astimezone(zone).isoformat(timespec="seconds")
            for name in MOMENTS
        },
    }
    return {**told, "state": state(one, now)}

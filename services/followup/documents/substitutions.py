"""Substitutions as Mongo keeps them and as callers read them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.followup.documents.shapes import (
    fields_of,
    local,
    plain,
    with_days_read,
    with_days_written,
)
from services.followup.domain.substitution import Substitution, state

DAYS = ("from_day", "to_day")
MOMENTS = ("begins_at", "ends_at", "appointed_at")


def as_document(one: Substitution) -> dict[str, Any]:
    return plain(one, *DAYS)


def as_substitution(document: dict[str, Any]) -> Substitution:
    return Substitution(**with_days_read(fields_of(Substitution, document), DAYS))


def as_reply(one: Substitution, now: datetime) -> dict[str, Any]:
    told = with_days_written(asdict(one), DAYS)
    del told["timezone"]
    moments = {name: local(told[name], one.timezone) for name in MOMENTS}
    return {**told, **moments, "state": state(one, now)}

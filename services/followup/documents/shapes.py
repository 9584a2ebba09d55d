"""What all documents share: days are kept as texts, moments are told in the store's zone."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo


def plain(thing: Any, *days: str) -> dict[str, Any]:
    """Return a dataclass as Mongo keeps it: its id as ``_id``, its *days* as ISO texts."""
    kept = with_days_written(asdict(thing), days)
    return {"_id": kept.pop("id"), **kept}


def with_days_written(told: dict[str, Any], days: Iterable[str]) -> dict[str, Any]:
    return {**told, **{name: told[name] and told[name].isoformat() for name in days}}


def with_days_read(kept: dict[str, Any], days: Iterable[str]) -> dict[str, Any]:
    return {
        **kept,
        **{name: date.fromisoformat(kept[name]) if kept[name] else None for name in days},
    }


def fields_of(kind: type[Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return what *document* holds of the dataclass *kind*, with its id."""
    names = [field.name for field in fields(kind)]
    return {"id": document["_id"], **{name: document[name] for name in names if name in document}}


def local(moment: datetime | None, timezone: str) -> str | None:
    """Return *moment* in the zone of its store."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")

"""Whom a broadcast is for, each person once, and what its author is shown before it goes out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.notification.domain import words
from services.notification.domain.broadcasts import wording
from services.notification.domain.broadcasts.broadcast import (
    COUNTING,
    PREVIEWED,
    PROMOTION,
    Broadcast,
    Deed,
    Person,
    Place,
    moved,
    must,
)

CAME = ("confirmed", "needs_info", "arrived", "in_service", "completed")
COMING = ("confirmed", "needs_info", "pending")
DIGITS = 4
"""So many characters of a number say what a message to it costs."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which bookings make somebody one of the audience; either moments or ``customers``."""

    since: datetime
    now: datetime
    until: datetime
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, once, on behalf of the store where they were or are to be last."""

    customer_id: str
    store_id: str
    to: str
    language: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many ``people`` of one store, language and kind of number who are alike in the rest."""

    store_id: str
    language: str
    digits: str
    opted_out: bool
    agreed: bool
    people: int


def window(broadcast: Broadcast) -> Window:
    """Return the bookings that count, by the moment at which *broadcast* was previewed."""
    at = broadcast.previewed_at
    assert at is not None
    said = broadcast.audience
    since, until = at - timedelta(days=said.past_days), at + timedelta(days=said.coming_days)
    return Window(since, at, until, said.customers)


def people_of(
    bookings: Iterable[Mapping[str, Any]], *, is_whole: bool
) -> tuple[list[Recipient], str | None]:
    """Return each person of a page of *bookings* once, and the id after which the next one begins.

    The page is sorted by customer; unless it *is_whole*, others of its last customer may follow,
    who is left to the next page.  A page of one customer alone is whole.
    """
    last: dict[str, Mapping[str, Any]] = {}
    for booking in bookings:
        known = last.get(booking["customer_id"])
        if known is None or booking["start"] >= known["start"]:
            last[booking["customer_id"]] = booking
    if not is_whole and len(last) > 1:
        last.popitem()
    people = [
        Recipient(id, one["store_id"], one["phone"], words.language_of(one["language"]))
        for id, one in last.items()
    ]
    return people, None if is_whole else people[-1].customer_id


def counting(
    broadcast: Broadcast,
    by: Person,
    now: datetime,
    places: Iterable[Place],
    if_revision: int | None = None,
) -> Broadcast:
    """Return *broadcast* being counted at *now* for *places*: all that it needs is said.

    Raises:
        IllegalTransition, Stale
        Invalid: something is missing or over, every fault at once.
    """
    must(broadcast, "preview", if_revision)
    places = tuple(places)
    faults = wording.missing(broadcast.words)
    faults |= wording.faults_of(broadcast.kind, broadcast.words, broadcast.channel)
    if not broadcast.audience.is_named:
        faults["audience"] = ["names neither days nor customers"]
    if broadcast.until and broadcast.until <= now:
        faults["until"] = ["is in the past"]
    if broadcast.kind == PROMOTION and broadcast.day is None:
        faults["day"] = ["is missing"]
    last_day = broadcast.last_day or broadcast.day
    if last_day and places and all(last_day < _today(place, now) for place in places):
        faults["day"] = ["is in the past"]
    if faults:
        raise Invalid(fields=faults)
    after = moved(broadcast, Deed("preview", now, by), COUNTING)
    return replace(after, listing=after.revision, previewed_at=now, places=places, preview=None)


def previewed(
    broadcast: Broadcast, crowds: Iterable[Crowd], spent_fen: Mapping[str, int]
) -> Broadcast:
    """Return *broadcast* with what its author is shown: whom it reaches, how, for how much.

    *spent_fen* is what each store has spent this month.  Who opted out or never agreed is
    counted, and costs nothing.
    """
    crowds = list(crowds)
    reached = [crowd for crowd in crowds if not _refuses(broadcast, crowd)]
    costs, segments = _costs(broadcast, reached)
    languages: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for crowd in reached:
        languages[words.language_of(crowd.language)] += crowd.people
        people[crowd.store_id] += crowd.people
    shown = {
        "people": sum(crowd.people for crowd in crowds),
        "reached": sum(people.values()),
        "opted_out": sum(crowd.people for crowd in crowds if crowd.opted_out),
        "no_consent": sum(
            crowd.people for crowd in crowds if _refuses(broadcast, crowd) and not crowd.opted_out
        ),
        "languages": dict(languages),
        "segments": sum(segments.values()),
        "cost_fen": sum(costs.values()),
        "texts": _texts(broadcast),
        "stores": [
            {
                "store_id": place.store_id,
                "people": people[place.store_id],
                "segments": segments[place.store_id],
                "cost_fen": costs[place.store_id],
                "spent_fen": spent_fen[place.store_id],
                "cap_fen": (cap := place.manners.spend_cap_fen),
                "over_cap": cap is not None
                and not broadcast.emergency
                and spent_fen[place.store_id] + costs[place.store_id] > cap,
            }
            for place in broadcast.places
        ],
    }
    return replace(broadcast, state=PREVIEWED, revision=broadcast.revision + 1, preview=shown)


def _today(place: Place, now: datetime) -> date:
    return now.astimezone(ZoneInfo(place.timezone)).date()


def _refuses(broadcast: Broadcast, crowd: Crowd) -> bool:
    return crowd.opted_out or (broadcast.kind == PROMOTION and not crowd.agreed)


def _costs(broadcast: Broadcast, crowds: Iterable[Crowd]) -> tuple[Counter[str], Counter[str]]:
    """Return what each store's messages cost, in fen, and as how many SMS or calls they travel."""
    places = {place.store_id: place for place in broadcast.places}
    costs: Counter[str] = Counter()
    segments: Counter[str] = Counter()
    for crowd in crowds:
        text = wording.told(broadcast, places[crowd.store_id], crowd.language, crowd.digits)
        costs[crowd.store_id] += text.cost_fen * crowd.people
        segments[crowd.store_id] += text.segments * crowd.people
    return costs, segments


def _texts(broadcast: Broadcast) -> list[dict[str, Any]]:
    """Return how it reads on behalf of the first store, in each language."""
    return [
        {
            "language": language,
            "body": (text := wording.told(broadcast, place, language, words.MAINLAND)).body,
            "segments": text.segments,
            "encoding": text.encoding,
        }
        for place in broadcast.places[:1]
        for language in broadcast.words
    ]

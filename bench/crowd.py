"""A hundred times more bookings than there are: other weeks of the same store, other stores."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from services.booking.documents import claims_in, held_of
from services.booking.domain.ticks import TICK, claim_keys

WEEKS = 50
STORES = 49
_AT_ONCE = 1000
_WEEK = timedelta(days=7)


def multiply(database: Any) -> None:
    """Put 99 copies of each booking beside it: 50 in weeks gone by, 49 in stores far away."""
    bookings = database["bookings"]
    originals = list(bookings.find())
    batch = []
    for copy in _copies(originals):
        batch.append(copy)
        if len(batch) == _AT_ONCE:
            bookings.insert_many(batch, ordered=False)
            batch = []
    bookings.insert_many(batch, ordered=False)


def _copies(originals: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for week in range(1, WEEKS + 1):
        for one in originals:
            yield _copied(one, one["store_id"], f"w{week}", week * _WEEK)
    for number in range(STORES):
        for one in originals:
            yield _copied(one, f"far-{number:02}", f"f{number}", timedelta())


def _copied(one: dict[str, Any], store: str, mark: str, earlier: timedelta) -> dict[str, Any]:
    ticks = earlier // TICK
    held, _ = claims_in(one["held"])
    claims = [(lane, first - ticks, end - ticks) for lane, first, end in held]
    return {
        **{name: value for name, value in one.items() if name != "outbox_due"},
        "_id": f"{one['_id']}-{mark}",
        "number": f"{one['number']}-{mark}",
        "store_id": store,
        "start": one["start"] - earlier,
        "end": one["end"] - earlier,
        "held": held_of(claims),
        "ticks": [key for claim in claims for key in claim_keys(*claim)],
    }

"""The keys as a table for the guide, ``docs/stores.md``; a test compares."""

from collections.abc import Iterator

from services.booking.packs import texts
from services.booking.packs.key import CHAIN, NEEDED, NONE, Key
from services.booking.packs.keys import KEYS


def lines() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| key | what it says | may be | unit | default | set by | rule |"
    yield "|---|---|---|---|---|---|---|"
    for key in KEYS:
        cells = (
            f"`{key.path}`", key.says, key.kind.said, key.unit, _default(key), _level(key), key.id
        )  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(key: Key) -> str:
    if key.default is NEEDED:
        return "must be there"
    return "" if key.default in (NONE, "") else f"`{texts.inline(key.default)}`"


def _level(key: Key) -> str:
    return "head office" if key.level == CHAIN else "store" if key.one_store else "store, chain"

"""Lists as Twilio pages them: newest first, with the addresses of the pages around."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import dropwhile, islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from devstack.twilio.errors import Refused
from devstack.twilio.moments import span
from devstack.twilio.resources import Call, Message

LARGEST_PAGE = 1000
USUAL_PAGE = 50
_POSITION = ("Page", "PageToken", "PageSize")

Resource = TypeVar("Resource", Message, Call)


def page_of(
    newest_first: Iterator[Resource], *, key: str, path: str, query: MultiDict[str, str]
) -> dict[str, Any]:
    """One page of *newest_first* under *key*, continued where the query's token left off."""
    size = min(_whole(query, "PageSize", USUAL_PAGE, least=1), LARGEST_PAGE)
    number = _whole(query, "Page", 0, least=0)
    token = query.get("PageToken", "")
    if token:
        after = token.removeprefix("PA")
        newest_first = dropwhile(lambda each: each.sid != after, newest_first)
        next(newest_first, None)
    else:
        newest_first = islice(newest_first, number * size, None)
    found = list(islice(newest_first, size + 1))
    shown, more = found[:size], len(found) > size
    filters: list[tuple[str, str]] = [
        (name, value) for name, value in query.items(multi=True) if name not in _POSITION
    ]

    def address(page: int, last_seen: str = "") -> str:
        position: list[tuple[str, str]] = [("PageSize", str(size)), ("Page", str(page))]
        if last_seen:
            position.append(("PageToken", f"PA{last_seen}"))
        return f"{path}?{urlencode([*filters, *position])}"

    return {
        "end": number * size + max(len(shown) - 1, 0),
        "first_page_uri": address(0),
        "next_page_uri": address(number + 1, shown[-1].sid) if more else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": address(number - 1) if number else None,
        "start": number * size,
        "uri": address(number, token.removeprefix("PA")),
        key: [resource.as_json() for resource in shown],
    }


def within(query: MultiDict[str, str], name: str) -> Callable[[datetime | None], bool]:
    """The test that *name*, ``name<`` and ``name>`` put to a moment; both ends count."""
    exactly, until, since = (_span(query, name + sign) for sign in ("", "<", ">"))

    def passes(moment: datetime | None) -> bool:
        if moment is None:
            return exactly is None and until is None and since is None
        return (
            (exactly is None or exactly[0] <= moment < exactly[1])
            and (until is None or moment < until[1])
            and (since is None or moment >= since[0])
        )

    return passes


def _span(query: MultiDict[str, str], name: str) -> tuple[datetime, datetime] | None:
    text = query.get(name)
    if not text:
        return None
    try:
        return span(text)
    except (ValueError, OverflowError):
        raise Refused(20001, name=name, value=text) from None


def _whole(query: MultiDict[str, str], name: str, default: int, *, least: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal() or len(text) > 9 or int(text) < least:
        raise Refused(20001, name=name, value=text)
    return int(text)

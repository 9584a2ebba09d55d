"""What every page has around it: who is signed in, the store, the screens that are open to them."""

from typing import Any, NamedTuple

from flask import g, request, session, url_for
from flask_babel import lazy_gettext as _l

from common.contracts import booking
from common.errors import Unavailable
from gateway import bus
from gateway.auth import current_actor, current_person
from gateway.portal import formatters, portal, words

REMEMBERED = "store"


class Screen(NamedTuple):
    """One entry of the navigation; ``key`` opens it from the keyboard."""

    endpoint: str
    words: words.Words
    icon: str
    needs: str
    key: str


SCREENS = (
    Screen("portal.board_of_day", _l("Board"), "layout-board", "bookings:read", "b"),
    Screen("portal.ask_booking", _l("New booking"), "calendar-plus", "bookings:write", "n"),
    Screen("portal.list_bookings", _l("Bookings"), "list-search", "bookings:read", "l"),
    Screen("portal.list_tasks", _l("Follow-up"), "phone-call", "tasks:read", "f"),
    Screen("portal.list_messages", _l("Messages"), "message", "messages:read", "m"),
    Screen("portal.read_figures", _l("Figures"), "chart-bar", "reports:read", "r"),
)


def may(permission: str) -> bool:
    """Say whether whoever reads this page may do that, and has nothing else to do first."""
    return current_person.is_authenticated and permission in current_actor().may


def open_screens() -> list[Screen]:
    return [screen for screen in SCREENS if may(screen.needs)]


def enter(store_id: str) -> dict[str, Any]:
    """Return the store that a page is about, and remember it for the next one.

    Raises:
        NotFound: there is no such store, or it is not theirs.
    """
    known = session.get(REMEMBERED)
    if not known or known["id"] != store_id:
        store = bus.call(booking.STORE, store_id=store_id)
        known = {name: store[name] for name in ("id", "name", "timezone")}
        session[REMEMBERED] = known
    g.store = known
    return known


BUILDING = {"endpoint", "_anchor", "_method", "_scheme", "_external"}
"""What steers the building of an address, and so cannot be taken from one."""


def asked(call: Any, **request: Any) -> dict[str, Any] | None:
    """Return the reply for one panel of a page, or None while its service is away."""
    try:
        return bus.call(call, **request)
    except Unavailable:
        return None


def store_names() -> dict[str, str] | None:
    """Return the stores of whoever reads this page by id, None while their names are away."""
    found = asked(booking.STORES)
    return found and {store["id"]: formatters.word(store["name"]) for store in found["stores"]}


@portal.app_context_processor
def around() -> dict[str, Any]:
    """Return what the templates of every page may name."""
    here = getattr(g, "store", None) or session.get(REMEMBERED)
    return {
        "person": current_person,
        "may": may,
        "here": here,
        "screens": open_screens() if here else [],
        "language": formatters.language(),
        "words": words,
        "same_page": _same_page,
    }


def _same_page(**changed: Any) -> str:
    """Return this page's address with some of its questions *changed*; None takes one away."""
    if request.endpoint is None:
        return request.path
    asked = {name: value for name, value in request.args.items() if name not in BUILDING}
    given = {**asked, **(request.view_args or {}), **changed}
    return url_for(request.endpoint, **{k: v for k, v in given.items() if v is not None})

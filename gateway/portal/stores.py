"""Where a person goes first, and which of their stores they look at."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from common.contracts import booking
from gateway import bus
from gateway.auth import current_person
from gateway.portal import portal
from gateway.portal.frame import REMEMBERED, enter, open_screens


@portal.get("/")
def home() -> Response:
    """Lead to the first screen that is open to this person, in the store they last saw."""
    known = session.get(REMEMBERED)
    if not known:
        return redirect(url_for("portal.choose_store"), code=303)
    return redirect(url_for(open_screens()[0].endpoint, store_id=known["id"]), code=303)


@portal.get("/stores")
def choose_store() -> str | Response:
    """Offer the stores of this person; who has only one goes straight in."""
    if len(current_person.stores) == 1 and not several(current_person.stores):
        enter(next(iter(current_person.stores)))
        return redirect(url_for("portal.home"), code=303)
    found = bus.call(booking.STORES)["stores"]
    return render_template("portal/stores.html", stores=found)


@portal.get("/stores/<store_id>")
def enter_store(store_id: str) -> Response:
    enter(store_id)
    return redirect(url_for("portal.home"), code=303)


@portal.app_template_test()
def several(stores: frozenset[str]) -> bool:
    """Say whether a person may look at more than one store."""
    return len(stores) > 1 or "*" in stores

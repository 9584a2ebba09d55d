"""Taking a booking: telephone first, then what for, then when (BK-01, BK-02, BK-24)."""

import secrets
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.contracts import booking
from common.contracts.booking import ChannelClosed, IdempotencyKeyReused, NotASlot, SlotTaken
from common.contracts.booking.personal import PRIVACY_NOTICE
from common.errors import Invalid, NotFound, Refused, Unavailable
from common.phones import e164
from common.privacy import customer_id
from gateway import bus
from gateway.auth import current_person
from gateway.portal import portal
from gateway.portal.days import day_asked, now_in, read_day
from gateway.portal.forms import NewBooking, choices
from gateway.portal.frame import asked, enter
from gateway.portal.free_times import FreeTimes, free_times
from gateway.portal.refusals import refusal
from gateway.portal.words import CHANNELS

SUBJECT_OF = {"4s": ("plate", "model"), "car-beauty": ("plate", "model"), "at-home": ("address",)}
MOST_OF_A_CUSTOMER = 200
LAST_VISITS = 3


@portal.get("/stores/<store_id>/book")
def ask_booking(store_id: str) -> str:
    """Show the form, with the time filled in that was clicked on the board."""
    store = enter(store_id)
    form = NewBooking(formdata=None)
    form.key.data = drawn_key()
    start = request.args.get("start")
    form.start.data = start
    form.day.data = read_day(start[:10]) if start else day_asked("day", now_in(store).date())
    return show(store, form)


@portal.post("/stores/<store_id>/book")
def take_booking(store_id: str) -> Response | str | tuple[str, int]:
    store = enter(store_id)
    form = NewBooking()
    if request.form.get("step"):
        return show(store, form)
    if not form.validate():
        return show(store, form), 422
    try:
        made = bus.call(booking.CREATE, **wish(store_id, form))["booking"]
    except (SlotTaken, NotASlot) as error:
        form.start.errors = [refusal(error)]
        form.start.data = None
        return show(store, form, offered=error.details.get("alternatives", [])), 409
    except Refused as error:
        beside = form.channel if isinstance(error, ChannelClosed) else form.start
        beside.errors = [refusal(error)]
        return show(store, form), 422
    except Invalid as error:
        if isinstance(error, IdempotencyKeyReused):
            form.key.data = drawn_key()
            form.form_errors.append(refusal(error))
        else:
            form.blame(error)
        return show(store, form), 422
    except Unavailable:
        form.form_errors.append(_("No answer. Please send it again: it will not be booked twice."))
        return show_unanswered(store, form), 503
    flash(_("Booked. The number is %(number)s.", number=made["number"]))
    return redirect(url_for("portal.read_booking", booking_id=made["id"]), code=303)


@portal.get("/stores/<store_id>/book/times")
def offer_times(store_id: str) -> str:
    """Return the free times alone, for a form that is already open."""
    store = enter(store_id)
    form = NewBooking(request.args, meta={"csrf": False})
    return render_template("portal/_times.html", form=form, **_times(store, form))


@portal.post("/stores/<store_id>/book/customer")
def look_up_customer(store_id: str) -> str:
    """Return what we know of whoever has the number, for a form that is already open."""
    enter(store_id)
    return render_template("portal/_customer.html", known=known_customer(request.form.get("phone")))


def drawn_key() -> str:
    """Return what makes one form one booking, however often it is sent."""
    return secrets.token_urlsafe(16)


def wish(store_id: str, form: NewBooking) -> dict[str, Any]:
    """Return CREATE's request as the form has it."""
    return {
        "store_id": store_id,
        "items": form.items.data,
        "start": form.start.data,
        "customer": {
            "name": form.name.data,
            "phone": e164(form.phone.data),
            "language": form.speaks.data,
        },
        "subject": form.subject,
        "channel": form.channel.data,
        "origin": form.origin.data,
        "consents": {
            "privacy_version": version_told(store_id) if form.told.data else None,
            "share_with_partner": form.share.data,
            "marketing": form.marketing.data,
        },
        "note": form.note.data or "",
        "idempotency_key": f"{current_person.login}:{form.key.data or drawn_key()}",
    }


def version_told(store_id: str) -> str:
    """Return the version of the words that customers are told there now (PV-01)."""
    version: str = bus.call(PRIVACY_NOTICE, store_id=store_id)["version"]
    return version


def show(
    store: dict[str, Any], form: NewBooking, offered: list[dict[str, Any]] | None = None
) -> str:
    """Return the form as filled in so far, with what it leads to: times, the known customer."""
    seen = bus.call(booking.STORE, store_id=store["id"])
    form.channel.choices = choices(
        {code: said for code, said in CHANNELS.items() if code in seen["channels"]}
    )
    return render_template(
        "portal/book.html",
        form=form,
        store=seen,
        offered_items=bus.call(booking.ITEMS, store_id=store["id"])["items"],
        subject_fields=[form[name] for name in SUBJECT_OF.get(seen["industry"], ())],
        offered=offered,
        known=known_customer(form.phone.data),
        **_times(store, form),
    )


def show_unanswered(store: dict[str, Any], form: NewBooking) -> str:
    """Return the form with everything that was typed, without asking anybody again."""
    return render_template(
        "portal/book.html",
        form=form,
        store=store,
        offered_items=None,
        subject_fields=[form[name] for name in ("plate", "model", "address") if form[name].data],
        away=True,
    )


def _times(store: dict[str, Any], form: NewBooking) -> dict[str, Any]:
    """Return the free times for what is chosen so far; ``away`` while nobody can tell."""
    try:
        found = free_times(store, form.items.data or [], form.day.data, form.channel.data)
    except Invalid:
        return {"times": FreeTimes(form.day.data) if form.day.data else None, "away": False}
    except Unavailable:
        return {"times": None, "away": True}
    return {"times": _near(found, form), "away": False}


def _near(times: FreeTimes | None, form: NewBooking) -> FreeTimes | None:
    """Keep the time that was chosen only if it can still be had, by moment, not by spelling."""
    if times and form.start.data:
        wanted = _moment(form.start.data)
        form.start.data = next(
            (
                slot["start"]
                for slot in [*times.slots, *times.later]
                if _moment(slot["start"]) == wanted
            ),
            None,
        )
    return times


def _moment(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return None


def known_customer(phone: str | None) -> dict[str, Any] | None:
    """Return what earlier bookings tell of whoever answers *phone*, or None (BK-24)."""
    number = e164(phone) if phone else None
    if number is None:
        return None
    try:
        found = asked(booking.LIST, customer_id=customer_id(number), limit=MOST_OF_A_CUSTOMER)
    except NotFound:
        return None
    if not found or not found["bookings"]:
        return None
    bookings = found["bookings"]
    latest = bookings[-1]
    return {
        "id": latest["customer"]["id"],
        "name": latest["customer"]["name"],
        "subject": next((one["subject"] for one in reversed(bookings) if one["subject"]), None),
        "count": len(bookings),
        "no_shows": sum(one["status"] == "no_show" for one in bookings),
        "last": bookings[-LAST_VISITS:][::-1],
    }

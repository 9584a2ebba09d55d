"""Finding bookings: by telephone number, by day, by status."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.contracts import booking
from common.contracts.booking import STATUSES
from common.phones import e164
from common.privacy import customer_id
from gateway import bus
from gateway.portal import portal
from gateway.portal.days import A_DAY, day_asked, now_in
from gateway.portal.frame import enter

A_PAGE = 50
A_WEEK = 6 * A_DAY


@portal.get("/stores/<store_id>/bookings")
def list_bookings(store_id: str) -> str:
    """List bookings of one customer, or of the days asked for; this week unless told."""
    store = enter(store_id)
    zone = ZoneInfo(store["timezone"])
    given = request.args
    customer = given.get("customer")
    first = day_asked("from", now_in(store).date())
    last = max(first, day_asked("to", first + A_WEEK))
    window = (
        {}
        if customer
        else {
            "from_": datetime.combine(first, time.min, zone).astimezone(UTC),
            "to": datetime.combine(last + A_DAY, time.min, zone).astimezone(UTC),
        }
    )
    status = given.get("status") if given.get("status") in STATUSES else None
    found = bus.call(
        booking.LIST,
        store_id=store_id,
        customer_id=customer,
        status=status,
        cursor=given.get("cursor") or None,
        limit=A_PAGE,
        **window,
    )
    return render_template(
        "portal/bookings.html",
        bookings=found["bookings"],
        next_cursor=found["next_cursor"],
        customer=customer,
        status=status,
        statuses=STATUSES,
        first=first,
        last=last,
    )


@portal.post("/stores/<store_id>/bookings")
def find_bookings(store_id: str) -> Response:
    """Lead from a telephone number to its bookings; the number stays out of addresses."""
    enter(store_id)
    number = e164(request.form.get("phone", ""))
    if number is None:
        flash(_("Please give a telephone number, such as 138 0013 8000."), "warning")
        return redirect(url_for("portal.list_bookings", store_id=store_id), code=303)
    where = url_for("portal.list_bookings", store_id=store_id, customer=customer_id(number))
    return redirect(where, code=303)

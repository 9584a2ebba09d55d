"""Choosing the first password: by a link that is good once.  Looking at it changes nothing.

The link itself stands in no address but the one by which it is opened: from there on the
session knows whose invitation it is.
"""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.clock import real
from common.errors import Invalid
from gateway.identity import inviting, staff
from gateway.people import Person
from gateway.portal import portal
from gateway.portal.forms import put_beside
from gateway.portal.log_in_forms import FirstPassword

INVITED = "_invited"


@portal.get("/invitations/<token>")
def open_invitation(token: str) -> Response:
    mark = staff.mark_of(token)
    _opened(mark)
    session[INVITED] = mark
    return redirect(url_for("portal.show_invitation"), code=303)


@portal.get("/invitation")
def show_invitation() -> str:
    person = _opened(session.get(INVITED, ""))
    return render_template("portal/invitation.html", invited=person, form=FirstPassword())


@portal.post("/invitation")
def take_up_invitation() -> Response | tuple[str, int]:
    mark, form = session.get(INVITED, ""), FirstPassword()
    person = _opened(mark)
    if form.validate():
        try:
            inviting.take_up(mark, form.new.data or "", real(), _address())
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        else:
            session.pop(INVITED)
            flash(_("Your password is kept. Please log in with it."))
            return redirect(url_for("portal.log_in"), code=303)
    return render_template("portal/invitation.html", invited=person, form=form), 422


def _opened(mark: str) -> Person:
    return inviting.opened(mark, real(), _address())


def _address() -> str:
    return request.remote_addr or ""

"""Choosing the first password: by a link that is good once.  Looking at it changes nothing."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.clock import real
from common.errors import Invalid
from gateway.identity import staff
from gateway.portal import portal
from gateway.portal.forms import put_beside
from gateway.portal.log_in_forms import FirstPassword


@portal.get("/invitations/<token>")
def show_invitation(token: str) -> str:
    person = staff.invited(token, real())
    return render_template("portal/invitation.html", invited=person, form=FirstPassword())


@portal.post("/invitations/<token>")
def take_up_invitation(token: str) -> Response | tuple[str, int]:
    person, form = staff.invited(token, real()), FirstPassword()
    if form.validate():
        try:
            staff.take_up(token, form.new.data, real())
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        else:
            flash(_("Your password is kept. Please log in with it."))
            return redirect(url_for("portal.log_in"), code=303)
    return render_template("portal/invitation.html", invited=person, form=form), 422

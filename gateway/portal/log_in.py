"""Logging in and out."""

import math
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from gateway.auth import current_actor, current_person, login_manager, sign_in
from gateway.portal import portal
from gateway.portal.forms import LogIn
from gateway.portal.rights import ANYBODY, NOBODY, RIGHTS, WHOEVER_SIGNED_IN
from gateway.problems import RateLimited

login_manager.login_view = "portal.log_in"


@portal.before_request
def know_who_asks() -> Response | None:
    """Ask whoever has not signed in to do so, and bring them back here after it.

    Raises:
        Forbidden: they have, and may not have this page.
    """
    right = RIGHTS.get(request.endpoint or "", NOBODY)
    if right == ANYBODY:
        return None
    if current_person.is_authenticated:
        if right != WHOEVER_SIGNED_IN:
            current_actor().must(right)
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("portal.log_in", next=wanted), code=303)


@portal.get("/login")
def log_in() -> str | Response:
    if current_person.is_authenticated:
        return redirect(url_for("portal.home"), code=303)
    return render_template("portal/log_in.html", form=LogIn())


@portal.post("/login")
def submit_log_in() -> Response | tuple[str, int]:
    form = LogIn()
    if not form.validate():
        return render_template("portal/log_in.html", form=form), 422
    try:
        person = sign_in(form.login.data.strip(), form.password.data)
    except RateLimited as error:
        minutes = math.ceil(error.details["retry_after"] / 60)
        form.password.errors = [
            ngettext(
                "Too many attempts. Please try again in %(num)s minute.",
                "Too many attempts. Please try again in %(num)s minutes.",
                minutes,
            )
        ]
        return render_template("portal/log_in.html", form=form), 429
    if person is None:
        form.password.errors = [_("This name and password do not belong together.")]
        return render_template("portal/log_in.html", form=form), 401
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(person)
    return redirect(within(request.args.get("next")) or url_for("portal.home"), code=303)


@portal.post("/logout")
def log_out() -> Response:
    logout_user()
    session.clear()
    flash(_("You have logged out."))
    return redirect(url_for("portal.log_in"), code=303)


def within(address: str | None) -> str | None:
    """Return *address* if it is a page of ours: nobody may send our people elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address

"""Logging in and out."""

import math
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from common.config import settings
from gateway.auth import current_actor, current_person, login_manager, owed_now, sign_in
from gateway.identity import devices, oidc
from gateway.identity.owing import BROWSER, NEW_PASSWORD, SECOND, SINGLE_SIGN_ON
from gateway.identity.signed_in import KIND
from gateway.people import Person
from gateway.portal import portal
from gateway.portal.forms import LogIn
from gateway.portal.rights import ANYBODY, NOBODY, RIGHTS, WHOEVER_SIGNED_IN
from gateway.problems import RateLimited

login_manager.login_view = "portal.log_in"
OPEN_WHILE_OWING = (
    "portal.log_out",
    "portal.show_my_log_in",
    "portal.change_my_password",
    "portal.show_second_factor",
    "portal.begin_second_factor",
    "portal.confirm_second_factor",
)
DONE_AT = {NEW_PASSWORD: "portal.show_my_log_in", SECOND: "portal.show_second_factor"}


@portal.before_request
def know_who_asks() -> Response | None:
    """Ask whoever has not signed in to do so, and bring them back here after it.

    Whoever must choose a password or set up a second factor first is led there.

    Raises:
        Forbidden: they have signed in, and may not have this page.
    """
    right = RIGHTS.get(request.endpoint or "", NOBODY)
    if right == ANYBODY:
        return None
    if current_person.is_authenticated:
        owed = owed_now(current_person)
        if owed is not None and request.endpoint not in OPEN_WHILE_OWING:
            return redirect(url_for(DONE_AT[owed]), code=303)
        if right != WHOEVER_SIGNED_IN:
            current_actor().must(right)
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("portal.log_in", next=wanted), code=303)


@portal.get("/login")
def log_in() -> str | Response:
    if current_person.is_authenticated:
        return redirect(url_for("portal.home"), code=303)
    return at_the_door()


@portal.post("/login")
def submit_log_in() -> Response | tuple[str, int]:
    form = LogIn()
    if not form.validate():
        return at_the_door(form=form), 422
    login = form.login.data.strip()
    try:
        device = devices.id_for(login)
        person = sign_in(login, form.password.data, form.code.data, device=device)
    except RateLimited as error:
        form.password.errors = [wait_in_words(error)]
        return at_the_door(form=form), 429
    if person is None:
        form.password.errors = [_("This name, password or code is not right.")]
        return at_the_door(form=form), 401
    devices.remember(person.login)
    return let_in(person, within(request.args.get("next")))


@portal.post("/logout")
def log_out() -> Response:
    by_provider = session.get(KIND) == SINGLE_SIGN_ON
    logout_user()
    session.clear()
    flash(_("You have logged out."))
    return redirect(url_for("portal.log_in", provider=1 if by_provider else None), code=303)


def let_in(person: Person, wanted: str | None, *, kind: str = BROWSER) -> Response:
    """Begin a session of *person* and lead them where they *wanted* to go."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session[KIND] = kind
    login_user(person)
    return redirect(wanted or url_for("portal.home"), code=303)


def at_the_door(refusal: str = "", form: LogIn | None = None) -> str:
    """Return the page on which one logs in, with a *refusal* on top of it."""
    offered, leave = oidc.is_offered(), None
    if offered and "provider" in request.args:
        leave = oidc.log_out_address(settings().public_url + url_for("portal.log_in"))
    return render_template(
        "portal/log_in.html",
        form=form or LogIn(formdata=None),
        refusal=refusal,
        single_sign_on=offered,
        leave=leave,
    )


def wait_in_words(error: RateLimited) -> str:
    minutes = math.ceil(error.details["retry_after"] / 60)
    return ngettext(
        "Too many attempts. Please try again in %(num)s minute.",
        "Too many attempts. Please try again in %(num)s minutes.",
        minutes,
    )


def within(address: str | None) -> str | None:
    """Return *address* if it is a page of ours: nobody may send our people elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address

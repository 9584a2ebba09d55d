"""Logging in by the chain's own provider, where there is one."""

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from common.config import settings
from gateway.auth import current_person
from gateway.identity import oidc
from gateway.identity.owing import SINGLE_SIGN_ON
from gateway.portal import portal
from gateway.portal.log_in import at_the_door, let_in, within

WANTED = "_wanted"
"""Where somebody wanted to go when they set out to the provider."""


@portal.get("/login/oidc")
def ask_provider() -> Response:
    if not oidc.is_offered():
        raise NoSuchPage()
    if current_person.is_authenticated:
        return redirect(url_for("portal.home"), code=303)
    session[WANTED] = within(request.args.get("next"))
    return oidc.ask(settings().public_url + url_for("portal.hear_provider"))


@portal.get("/login/oidc/callback")
def hear_provider() -> Response | tuple[str, int]:
    if not oidc.is_offered():
        raise NoSuchPage()
    wanted = within(session.get(WANTED))
    person = oidc.answered()
    if person is None:
        said = _("You are known there, but have not been let in here. Please ask your manager.")
        return at_the_door(said), 403
    return let_in(person, wanted, kind=SINGLE_SIGN_ON)

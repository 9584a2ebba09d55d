"""My log-in: the password, the second factor, and where I am signed in."""

from typing import Any

from flask import Response as Page
from flask import current_app, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.clock import real
from common.config import settings
from common.errors import Conflict, Invalid
from gateway import sessions
from gateway.auth import current_person, owed_now
from gateway.identity import account, codes
from gateway.identity.owing import needs_second_factor
from gateway.parts import parts
from gateway.portal import portal
from gateway.portal.forms import put_beside
from gateway.portal.log_in import wait_in_words
from gateway.portal.log_in_forms import NewPassword, Proof, ShownCode
from gateway.portal.secret_pages import kept_by_nobody
from gateway.problems import RateLimited


@portal.get("/me")
def show_my_log_in() -> Page:
    return _my_log_in(NewPassword())


@portal.post("/me/password")
def change_my_password() -> Response:
    form = NewPassword()
    if form.validate():
        try:
            person = account.change_password(
                _myself(), form.current.data or "", form.new.data or ""
            )
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except RateLimited as error:
            form.current.errors = [wait_in_words(error)]
        else:
            sessions.go_on(current_app, person)
            flash(_("Your new password is kept. Everywhere else you have been logged out."))
            return _back()
    return _my_log_in(form, 422)


@portal.get("/me/second-factor")
def show_second_factor() -> Page:
    return _second_factor(Proof(), ShownCode())


@portal.post("/me/second-factor")
def begin_second_factor() -> Response:
    form = Proof()
    if form.validate():
        try:
            account.begin_second_factor(
                _myself(), form.password.data or "", form.code.data or "", real()
            )
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except RateLimited as error:
            form.password.errors = [wait_in_words(error)]
        else:
            return redirect(url_for("portal.show_second_factor"), code=303)
    return _second_factor(form, ShownCode(formdata=None), 422)


@portal.post("/me/second-factor/confirm")
def confirm_second_factor() -> Response:
    """Ask for codes from now on; the recovery codes are on the page that this answers, only."""
    form = ShownCode()
    if form.validate():
        try:
            drawn = account.confirm_second_factor(_myself(), form.code.data or "", real())
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except Conflict:
            return redirect(url_for("portal.show_second_factor"), code=303)
        else:
            return kept_by_nobody("portal/recovery_codes.html", codes=drawn)
    return _second_factor(Proof(formdata=None), form, 422)


@portal.post("/me/second-factor/remove")
def remove_second_factor() -> Response:
    form = Proof()
    if form.validate():
        try:
            account.drop_second_factor(_myself(), form.password.data or "", form.code.data or "")
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except RateLimited as error:
            form.password.errors = [wait_in_words(error)]
        except Conflict:
            flash(_("Your role needs a second factor."), "warning")
            return _back()
        else:
            flash(_("You log in by your password alone now."))
            return _back()
    return _second_factor(form, ShownCode(formdata=None), 422)


@portal.post("/me/sessions/end-others")
def end_my_other_sessions() -> Response:
    parts().store.end_other_sign_ins(_myself().login, sessions.current_id())
    flash(_("Everywhere else you have been logged out."))
    return _back()


@portal.post("/me/sessions/<session_id>/end")
def end_my_session(session_id: str) -> Response:
    if parts().store.end_sign_in(_myself().login, session_id):
        flash(_("You have been logged out there."))
    return _back()


def _myself() -> Any:
    return parts().store.person(current_person.login)


def _back() -> Response:
    return redirect(url_for("portal.show_my_log_in"), code=303)


def _my_log_in(form: NewPassword, status: int = 200) -> Page:
    return kept_by_nobody(
        "portal/my_log_in.html",
        status,
        form=form,
        owed=owed_now(current_person),
        codes_left=parts().store.recovery_codes_left(current_person.login),
        sign_ins=parts().store.sign_ins(current_person.login, real()),
        current=sessions.current_id(),
    )


def _second_factor(proof: Proof, shown: ShownCode, status: int = 200) -> Page:
    begun = account.begun_second_factor(_myself(), real())
    return kept_by_nobody(
        "portal/second_factor.html",
        status,
        proof=proof,
        shown=shown,
        owed=owed_now(current_person),
        needed=needs_second_factor(current_person.role, settings().totp),
        secret=begun and begun[0],
        picture=begun and codes.as_picture(begun[1]),
    )

"""People and roles: who works here, and whether they get in."""

from collections.abc import Callable
from typing import Any

from flask import Response as Page
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from common.actor import ALL_STORES, Actor
from common.clock import real
from common.errors import Conflict, Invalid, Stale
from gateway.auth import current_actor
from gateway.identity import appointing, staff
from gateway.parts import parts
from gateway.people import Person
from gateway.portal import portal
from gateway.portal.forms import put_beside
from gateway.portal.frame import store_names
from gateway.portal.log_in_forms import Somebody
from gateway.portal.refusals import refusal
from gateway.portal.secret_pages import kept_by_nobody
from gateway.roles import CHAIN_WIDE, ROLES

READ, WRITE = "people:read", "people:write"
A_PAGE = 50
DEEDS: dict[str, Callable[[Actor, str], object]] = {
    "disable": lambda actor, login: staff.let(actor, login, active=False),
    "enable": lambda actor, login: staff.let(actor, login, active=True),
    "reset-second-factor": staff.reset_second_factor,
    "end-sessions": staff.end_sessions,
}


@portal.get("/people")
def list_people() -> str:
    actor = current_actor()
    actor.must(READ)
    stores = None if actor.everywhere else sorted(actor.stores)
    after = request.args.get("cursor", "")
    page = parts().store.people_of(stores=stores, after=after, limit=A_PAGE + 1)
    return render_template(
        "portal/people.html",
        people=page[:A_PAGE],
        next_cursor=page[A_PAGE - 1].login if len(page) > A_PAGE else None,
        names=_stores(),
    )


@portal.get("/people/new")
def ask_person() -> str:
    current_actor().must(WRITE)
    names = _stores()
    form = Somebody(formdata=None, stores=list(names) if len(names) == 1 else [])
    form.offer(_roles(), names)
    return render_template("portal/person_new.html", form=form)


@portal.post("/people/new")
def submit_person() -> Response | tuple[str, int]:
    current_actor().must(WRITE)
    form = Somebody()
    form.offer(_roles(), _stores())
    if form.validate():
        try:
            person = staff.appoint(current_actor(), _told(form))
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except Conflict:
            form.login.errors = [_("Somebody has this log-in name, or had it.")]
        else:
            return _invited(person)
    return render_template("portal/person_new.html", form=form), 422


@portal.get("/people/<login>")
def show_person(login: str) -> str:
    current_actor().must(READ)
    person = staff.found(current_actor(), login)
    form = Somebody(
        formdata=None,
        revision=str(person.revision),
        login=person.login,
        name=person.name,
        role=person.role,
        stores=sorted(person.stores),
        language=person.language,
    )
    return _person(person, form)


@portal.post("/people/<login>")
def change_person(login: str) -> Response | tuple[str, int]:
    current_actor().must(WRITE)
    person = staff.governed(current_actor(), login)
    form = Somebody()
    del form.login
    form.offer(_roles(), _stores())
    if form.validate():
        try:
            staff.change(current_actor(), login, _told(form), _revision(form))
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
            return _person(person, form), 422
        except Stale as error:
            flash(refusal(error), "warning")
        else:
            flash(_("Saved."))
        return _back(login)
    return _person(person, form), 422


@portal.post("/people/<login>/<deed>")
def do_with_person(login: str, deed: str) -> Response:
    """Let somebody out or in, invite them, take their second factor away, or log them out."""
    actor = current_actor()
    actor.must(WRITE)
    person = staff.governed(actor, login)
    if deed == "invite" and person.active:
        return _invited(person)
    if deed not in DEEDS:
        raise NoSuchPage()
    DEEDS[deed](actor, login)
    flash(_("Done."))
    return _back(login)


@portal.post("/people/<login>/sessions/<session_id>/end")
def end_session_of_person(login: str, session_id: str) -> Response:
    current_actor().must(WRITE)
    person = staff.governed(current_actor(), login)
    parts().store.end_sign_in(person.login, session_id)
    flash(_("Done."))
    return _back(login)


def _person(person: Person, form: Somebody) -> str:
    actor = current_actor()
    form.offer(sorted({*_roles(), person.role}, key=list(ROLES).index), _stores())
    return render_template(
        "portal/person.html",
        somebody=person,
        form=form,
        governs=actor.may.issuperset({WRITE}) and appointing.governs(actor, person),
        sign_ins=parts().store.sign_ins(person.login, real()),
    )


def _invited(person: Person) -> Page:
    """Show the invitation on the page that this answers, only."""
    _token, link, ends = staff.invite(current_actor(), person, real())
    return kept_by_nobody("portal/invited.html", somebody=person, link=link, ends=ends)


def _roles() -> list[str]:
    above = set() if current_actor().everywhere else CHAIN_WIDE
    return [role for role in ROLES if role not in above]


def _stores() -> dict[str, str]:
    """Return the stores of whoever reads this page by id, without names while these are away."""
    names = store_names()
    if names is None:
        return {store: store for store in sorted(current_actor().stores - {ALL_STORES})}
    return names


def _told(form: Somebody) -> dict[str, Any]:
    told = {name: form[name].data for name in form.FIELDS if name in form}
    return told | {"stores": [] if told["role"] in CHAIN_WIDE else told["stores"]}


def _revision(form: Somebody) -> int | None:
    seen = form.revision.data or ""
    return int(seen) if seen.isdigit() else None


def _back(login: str) -> Response:
    return redirect(url_for("portal.show_person", login=login), code=303)

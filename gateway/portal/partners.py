"""Partner platforms: whom head office lets in, by which agreement, and what they make of it."""

from datetime import timedelta
from typing import Any

from flask import Response as Page
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response

from common.actor import ALL_STORES
from common.errors import Conflict, Invalid, Stale
from gateway.api import requests
from gateway.auth import current_actor
from gateway.partners import Partner, office
from gateway.partners.office import READ, WRITE
from gateway.parts import parts
from gateway.portal import portal
from gateway.portal.forms import put_beside
from gateway.portal.frame import store_names
from gateway.portal.partner_forms import NewKey, Seen, Signed, Terms, Unsigned
from gateway.portal.refusals import refusal
from gateway.portal.secret_pages import kept_by_nobody

A_PAGE = 50
SHOWN_DAYS = 30


@portal.get("/partners")
def list_partners() -> str:
    current_actor().must(READ)
    after = request.args.get("cursor", "")
    page, end = parts().partners.page(after=after, active=None, limit=A_PAGE)
    return render_template(
        "portal/partners.html",
        partners=[office.told(one) for one in page],
        next_cursor=end or None,
        names=store_names() or {},
    )


@portal.get("/partners/new")
def ask_partner() -> str:
    current_actor().must(WRITE)
    form = Terms(formdata=None, stores=[ALL_STORES])
    form.offer(store_names() or {})
    return render_template("portal/partner_new.html", form=form)


@portal.post("/partners/new")
def admit_partner() -> Response | tuple[str, int]:
    current_actor().must(WRITE)
    form = Terms()
    form.offer(store_names() or {})
    wanted = _read(form, requests.NewPartner())
    if wanted is not None:
        try:
            partner = office.admit(current_actor(), wanted)
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except Conflict:
            form.id.errors = [_("A partner has this short name, or had it.")]
        else:
            flash(_("Admitted. Create its first key now."))
            return _back(partner.id)
    return render_template("portal/partner_new.html", form=form), 422


@portal.get("/partners/<partner_id>")
def show_partner(partner_id: str) -> str:
    current_actor().must(READ)
    return _partner(parts().partners.named(partner_id))


@portal.post("/partners/<partner_id>")
def change_partner(partner_id: str) -> Response | tuple[str, int]:
    form = Terms()
    del form.id
    form.offer(store_names() or {})
    return _changed(partner_id, form, "terms")


@portal.post("/partners/<partner_id>/agreement")
def state_agreement(partner_id: str) -> Response | tuple[str, int]:
    return _changed(partner_id, Signed(), "signed")


@portal.post("/partners/<partner_id>/agreement/end")
def end_agreement(partner_id: str) -> Response | tuple[str, int]:
    return _changed(partner_id, Unsigned(), "unsigned")


@portal.post("/partners/<partner_id>/end")
def end_partner(partner_id: str) -> Response:
    actor = current_actor()
    actor.must(WRITE)
    try:
        office.end(actor, partner_id, Seen().of_revision)
    except Stale as error:
        flash(refusal(error), "warning")
    else:
        flash(_("The partnership is ended."))
    return _back(partner_id)


@portal.post("/partners/<partner_id>/keys")
def draw_key(partner_id: str) -> Page | tuple[str, int]:
    """Show a new key on the page that this answers, only."""
    actor = current_actor()
    actor.must(WRITE)
    form = NewKey()
    wanted = _read(form, requests.NewPartnerKey())
    if wanted is not None:
        try:
            key, told = office.draw_key(actor, partner_id, wanted)
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except Conflict:
            form.form_errors.append(_("Two keys are live. Revoke one of them first."))
        else:
            return kept_by_nobody(
                "portal/key_drawn.html", partner_id=partner_id, key=key, told=told
            )
    return _partner(parts().partners.named(partner_id), new_key=form), 422


@portal.post("/partners/<partner_id>/keys/<key_id>/revoke")
def revoke_key(partner_id: str, key_id: str) -> Response:
    current_actor().must(WRITE)
    office.revoke_key(partner_id, key_id)
    flash(_("Revoked: within five seconds it is dead everywhere."))
    return _back(partner_id)


def _changed(partner_id: str, form: Terms | Signed | Unsigned, name: str) -> Any:
    """Change a partner as *form* says; where it cannot be so, the page shows it by that *name*."""
    actor = current_actor()
    actor.must(WRITE)
    wanted = _read(form, requests.PartnerChanged())
    if wanted is not None:
        try:
            office.change(actor, partner_id, wanted, form.of_revision)
        except Invalid as error:
            put_beside(form, error, form.FIELDS)
        except (Stale, Conflict) as error:
            flash(refusal(error), "warning")
            return _back(partner_id)
        else:
            flash(_("Saved."))
            return _back(partner_id)
    return _partner(parts().partners.named(partner_id), **{name: form}), 422


def _read(form: Terms | Signed | Unsigned | NewKey, schema: Schema) -> dict[str, Any] | None:
    """Return what *form* says as the API reads it, None where it cannot be so.

    Each fault is then beside its field, those of the contact by the names that the form has.
    """
    good = form.validate()
    try:
        wanted: dict[str, Any] = schema.load(form.told)
    except ValidationError as error:
        faults = dict(error.normalized_messages())
        contact = faults.pop("contact", {})
        faults |= {f"contact_{name}": said for name, said in contact.items()}
        unsaid = {name: said for name, said in faults.items() if not form.errors.get(name)}
        put_beside(form, Invalid(fields=unsaid), form.FIELDS)
        return None
    return wanted if good else None


def _partner(partner: Partner, **forms: FlaskForm) -> str:
    told, today = office.told(partner), office.today()
    terms = forms.get("terms") or Terms(formdata=None, **_as_filled_in(told))
    terms.offer(store_names() or {})
    seen = {"revision": str(partner.revision)}
    return render_template(
        "portal/partner.html",
        partner=told,
        terms=terms,
        signed=forms.get("signed") or Signed(formdata=None, **seen),
        new_key=forms.get("new_key") or NewKey(formdata=None),
        changes=current_actor().may.issuperset({WRITE}) and partner.active,
        card=office.scorecard(partner.id, today - timedelta(days=SHOWN_DAYS - 1), today),
    )


def _as_filled_in(told: dict[str, Any]) -> dict[str, Any]:
    contact = {f"contact_{name}": said for name, said in (told["contact"] or {}).items()}
    return (
        {name: told[name] for name in ("name", "scopes", "stores")}
        | contact
        | {"revision": str(told["revision"])}
    )


def _back(partner_id: str) -> Response:
    return redirect(url_for("portal.show_partner", partner_id=partner_id), code=303)

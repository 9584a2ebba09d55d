"""Rating a visit: the page behind the link that a customer was sent; it needs no log-in (SV-03)."""

from contextlib import suppress
from typing import Any

from flask import redirect, render_template, session, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from common.context import service_actor
from common.contracts.base import Call
from common.contracts.followup import RATE, RATING, STARS
from common.contracts.followup.ratings import LONGEST_COMMENT
from common.errors import Stale
from gateway import correlation, languages
from gateway.bus import call_as
from gateway.portal import portal

CHOICES = [SelectChoice(value=stars, label="★" * stars) for stars in STARS]
TO_CHOOSE = _l("Please choose one to five stars.")


class RateVisit(FlaskForm):
    """Stars for the person and for the quality of the service, and words if there are any."""

    person = RadioField(
        _l("The person who served you"),
        choices=CHOICES,
        coerce=int,
        validators=[InputRequired(TO_CHOOSE)],
    )
    quality = RadioField(
        _l("The quality of the service"),
        choices=CHOICES,
        coerce=int,
        validators=[InputRequired(TO_CHOOSE)],
    )
    comment = TextAreaField(
        _l("What else would you like to tell us?"), validators=[Length(max=LONGEST_COMMENT)]
    )

    def told(self) -> dict[str, Any]:
        return {
            "person": self.person.data,
            "quality": self.quality.data,
            "comment": (self.comment.data or "").strip(),
        }


@portal.get("/rate/<token>")
def ask_rating(token: str) -> str:
    visit = _asked(RATING, token=token)
    with force_locale(_locale(visit)):
        return _page(visit, RateVisit())


@portal.post("/rate/<token>")
def submit_rating(token: str) -> Response | tuple[str, int]:
    """Keep what was said; where it was said before, or the time is over, the page says so."""
    visit = _asked(RATING, token=token)
    with force_locale(_locale(visit)):
        form = RateVisit()
        if visit["state"] == "open" and not form.validate():
            return _page(visit, form), 422
    if visit["state"] == "open":
        with suppress(Stale):  # sent twice at once: the first one counts
            _asked(RATE, token=token, **form.told())
    return redirect(url_for("portal.ask_rating", token=token), code=303)


def _asked(call: Call, **request: Any) -> dict[str, Any]:
    """Ask on behalf of whoever holds the link: the token says which visit, and nothing else."""
    us = service_actor("gateway", call.needs, correlation_id=correlation.current())
    return call_as(us, call, **request)


def _locale(visit: dict[str, Any]) -> str:
    """Return the language that the customer chose on the page, or was written to in."""
    language = session.get("language") or visit["language"]
    return languages.LOCALES.get(language, languages.LOCALES[languages.DEFAULT])


def _page(visit: dict[str, Any], form: RateVisit) -> str:
    return render_template("portal/rate.html", visit=visit, form=form)

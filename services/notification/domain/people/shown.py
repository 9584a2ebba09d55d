"""A person and their opt-out as the contract has them: no number, no address (PV-09)."""

from collections.abc import Mapping
from typing import Any

from services.notification.domain.people.acts import Act
from services.notification.domain.people.opt_outs import BARRED_SENTENCES, OptOut
from services.notification.domain.people.persons import Person, Preferences
from services.notification.domain.people.windows import Window


def contact(person: Person, opted_out: OptOut | None) -> dict[str, Any]:
    return {
        "customer_id": person.id,
        "revision": person.revision,
        "preferences": _preferences(person.preferences),
        "opted_out": opt_out(opted_out) if opted_out else None,
        "consents": [_consent(*told) for told in person.consents()],
        "history": [_act(act) for act in sorted(person.acts, key=lambda act: act.at)][::-1],
    }


def opt_out(one: OptOut) -> dict[str, Any]:
    return {
        "customer_id": one.id,
        "since": one.at.isoformat(),
        "channels": list(one.channels),
        "source": one.source,
        "proof": one.proof,
        "by": _who(one.by),
        "reason": one.reason,
        "sentence": BARRED_SENTENCES if one.barred else None,
    }


def _preferences(wanted: Preferences) -> dict[str, Any]:
    hours = wanted.hours
    return {
        "channel": wanted.channel,
        "contact_hours": _hours(hours) if hours else None,
        "set_at": wanted.set_at.isoformat() if wanted.set_at else None,
        "set_by": _who(wanted.set_by),
    }


def _hours(hours: Window) -> dict[str, str]:
    return {"from": f"{hours.opens:%H:%M}", "until": f"{hours.closes:%H:%M}"}


def _consent(purpose: str, channel: str, act: Act) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "channel": channel,
        "given": act.given,
        "since": act.at.isoformat(),
        "source": act.source,
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "given": act.given,
        "purposes": list(act.purposes),
        "channels": list(act.channels),
        "at": act.at.isoformat(),
        "source": act.source,
        "page": act.page,
        "proof": act.proof,
        "by": _who(act.by),
        "reason": act.reason,
        "text_version": act.text_version,
    }


def _who(by: Mapping[str, Any]) -> dict[str, Any] | None:
    return dict(by) or None

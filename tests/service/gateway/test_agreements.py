"""An agreement that changes is known to notification first: nobody is named after its end."""

from datetime import date

import pytest
from click import ClickException

from common.clock import real
from common.contracts.notification.webhooks import STATE_AGREEMENT
from common.errors import Stale, Unavailable
from gateway import agreements
from gateway.partners import LONG_AGO, Agreement, commands
from gateway.partners.commands import load_partner


@pytest.fixture
def told(monkeypatch, partners):
    """Return what notification was told, with what stood in the database then."""
    told = []

    class Bus:
        def call(self, call, actor, **request):
            call.request().load(request)
            told.append((call.key, request["until"], partners.partner("p1").agreement_until))
            if told[-1][1] == "2026-01-01":
                raise Unavailable(part="notification")
            return {}

        def close(self):
            pass

    monkeypatch.setattr(commands, "LazyBus", Bus)
    return told


@pytest.fixture
def keep(partners):
    def keep(until):
        terms = {"id": "p1", "name": "P", "scopes": [], "stores": ["*"], "agreement_until": until}
        load_partner(partners, terms, "sk_p1_x")
        return partners.partner("p1")

    return keep


def test_of_a_new_partner_nothing_is_told(told, keep):
    kept = keep("2026-06-30")

    assert told == []
    assert kept.agreement_stated_at > LONG_AGO


def test_the_same_agreement_again_is_the_same_statement(told, keep):
    first, again = keep("2026-06-30"), keep("2026-06-30")

    assert told == []
    assert first.agreement_stated_at == again.agreement_stated_at


@pytest.mark.parametrize("until", [None, "2026-12-31"])
def test_a_change_is_told_before_it_is_made(told, keep, until):  # PV-06
    before = keep("2026-06-30")
    after = keep(until)

    assert told == [(STATE_AGREEMENT.key, until, date(2026, 6, 30))]
    assert after.agreement_until == (date.fromisoformat(until) if until else None)
    assert after.agreement_stated_at > before.agreement_stated_at


def test_what_could_not_be_told_is_not_made(told, keep, partners):  # PV-06
    keep("2026-06-30")

    with pytest.raises(ClickException, match="left as it was"):
        keep("2026-01-01")
    assert partners.partner("p1").agreement_until == date(2026, 6, 30)


def test_a_partner_from_before_has_a_statement_older_than_any(partners, database):
    database["partners"].insert_one(
        {"_id": "p0", "name": "P", "key_hash": "h", "scopes": [], "stores": ["*"],
         "agreement_until": "2026-06-30", "active": True}
    )  # fmt: skip

    assert partners.partner("p0").agreement_stated_at == LONG_AGO


def test_whoever_was_too_late_leaves_notification_with_what_holds(told, keep, partners):  # PV-06
    before = keep("2026-06-30")
    keep("2026-12-31")
    later = before.stating(Agreement(date(2027, 6, 30)), real(), "jin")

    with pytest.raises(Stale):
        agreements.keep(commands.LazyBus(), partners, before, later)

    assert [until for _, until, _ in told] == ["2026-12-31", "2027-06-30", "2026-12-31"]

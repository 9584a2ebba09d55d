"""An agreement that changes is known to notification first: nobody is named after its end."""

from datetime import date

import pytest
from click import ClickException

from common.contracts.notification.webhooks import STATE_AGREEMENT
from common.errors import Unavailable
from gateway import __main__ as command_line
from gateway.partners import LONG_AGO, Partner


@pytest.fixture
def told(monkeypatch, store):
    """Return what notification was told, with what stood in the database then."""
    told = []

    class Bus:
        def call(self, call, actor, **request):
            call.request().load(request)
            told.append((call.key, request["until"], store.partner("p1").agreement_until))
            if told[-1][1] == "2026-01-01":
                raise Unavailable(part="notification")
            return {}

        def close(self):
            pass

    monkeypatch.setattr(command_line, "LazyBus", Bus)
    return told


@pytest.fixture
def keep(store):
    def keep(until):
        partner = Partner.of(
            "p1", name="P", key_hash="h", scopes=[], stores=["*"], agreement_until=until
        )
        command_line._keep_partner(store, partner)
        return store.partner("p1")

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


def test_what_could_not_be_told_is_not_made(told, keep, store):  # PV-06
    keep("2026-06-30")

    with pytest.raises(ClickException, match="left as it was"):
        keep("2026-01-01")
    assert store.partner("p1").agreement_until == date(2026, 6, 30)


def test_a_partner_from_before_has_a_statement_older_than_any(store, database):
    database["partners"].insert_one(
        {"_id": "p0", "name": "P", "key_hash": "h", "scopes": [], "stores": ["*"],
         "agreement_until": "2026-06-30", "active": True}
    )  # fmt: skip

    assert store.partner("p0").agreement_stated_at == LONG_AGO

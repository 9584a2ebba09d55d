"""What a customer is told because of how a visit went."""

import pytest

from services.followup.domain.notices.visits import after, is_told_of
from tests.unit.followup.noticed import STORE, a_store, at

NOW = at("2026-03-10 11:00")


def a_fact(**but):
    return {
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "status": "no_show",
        "store_id": "s-4s",
        "start": at("2026-03-10 10:00"),
        "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000", "language": "en"},
        **but,
    }


def test_who_did_not_come_is_told_that_they_were_missed():  # NS-01
    [notice] = after(a_fact(), STORE, NOW, "b-1.x").notices

    assert (notice.kind, notice.booking_id) == ("missed_visit", "b-1")
    assert notice.facts == {"number": "K7Q2MX", "start": "2026-03-10T02:00:00+00:00"}
    assert notice.from_at == NOW


@pytest.mark.parametrize(
    ("store", "until"),
    [
        (STORE, at("2026-03-14 00:00")),
        (a_store(no_show_call={"days": 1}), at("2026-03-12 00:00")),
    ],
)
def test_it_is_of_use_as_long_as_the_adviser_asks_for_them(store, until):  # NS-02
    [notice] = after(a_fact(), store, NOW, "b-1.x").notices

    assert notice.until == until


@pytest.mark.parametrize(
    ("fact", "store"),
    [
        (a_fact(status="confirmed"), STORE),
        (a_fact(), a_store(notices={"missed_visit": False})),
    ],
)
def test_others_are_told_nothing(fact, store):
    assert after(fact, store, NOW, "b-1.x").notices == ()


def test_only_a_visit_that_was_missed_or_was_so_before_is_looked_at():
    assert is_told_of("no_show", "confirmed")
    assert is_told_of("confirmed", "no_show")
    assert not is_told_of("confirmed", None)

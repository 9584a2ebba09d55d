"""Which moves whoever asks is told that they may make."""

import pytest

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from gateway.api.own_moves import OF_BOOKING, OF_ENTRY, own, refused_with_own
from gateway.roles import ROLES, SCOPES, granted
from services.booking.domain import lifecycle, waitlist

PARTNER = Actor("p1", "partner", may=granted(SCOPES))


def of_role(role):
    return Actor("li", "person", may=ROLES[role])


def test_every_move_that_there_is_has_its_call():
    assert OF_BOOKING.keys() == lifecycle.MOVES.keys()
    assert OF_ENTRY.keys() == {move for moves in waitlist.MOVES.values() for move in moves}


def test_a_partner_is_told_of_no_move_that_is_the_stores_own():  # PO-01
    legal = lifecycle.legal_moves("confirmed")

    assert set(own(legal, OF_BOOKING, PARTNER)) == {
        "confirm", "reschedule", "cancel", "amend", "ask_info", "to_rebook",
    }  # fmt: skip
    assert own(lifecycle.legal_moves("arrived"), OF_BOOKING, PARTNER) == ["amend"]


def test_a_key_that_only_reads_is_told_of_no_move():
    reader = Actor("p1", "partner", may=granted(["bookings:read"]))

    assert own(lifecycle.legal_moves("confirmed"), OF_BOOKING, reader) == []


@pytest.mark.parametrize(("role", "may_fail"), [("advisor", True), ("reception", False)])
def test_staff_are_told_what_their_role_allows(role, may_fail):
    told = own(lifecycle.legal_moves("confirmed"), OF_BOOKING, of_role(role))

    assert "arrive" in told
    assert ("fail" in told) is may_fail


def test_only_the_desk_offers_a_place():  # BK-26
    assert own(waitlist.legal_moves("waiting"), OF_ENTRY, PARTNER) == ["withdraw"]
    assert own(waitlist.legal_moves("waiting"), OF_ENTRY, of_role("reception")) == [
        "offer", "withdraw",
    ]  # fmt: skip


def test_a_refusal_lists_the_same_moves_as_an_answer():
    refused = IllegalTransition(status="waiting", move="accept", legal=["offer", "withdraw"])

    with (
        pytest.raises(IllegalTransition) as told,
        refused_with_own(lambda legal: own(legal, OF_ENTRY, PARTNER)),
    ):
        raise refused

    assert told.value.details == {"status": "waiting", "move": "accept", "legal": ["withdraw"]}

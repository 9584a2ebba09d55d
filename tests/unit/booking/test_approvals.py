"""What the chain has approved or signed by somebody: who may do it, and nobody else."""

import pytest

from gateway.roles import ROLES
from services.booking.registers import register

APPROVED = {
    "meeting-room": ("approve", {"manager", "advisor_supervisor"}),
    "decoration": ("approve", {"manager"}),
    "gas-plan": ("approve", {"manager"}),
    "order": ("void", {"manager"}),
}


@pytest.mark.parametrize("code", APPROVED)
def test_what_must_be_approved_is_for_some_roles_only(code):  # RL-25
    move, roles = APPROVED[code]

    assert set(register(code).moves[move].roles) == roles
    assert roles <= set(ROLES)


def test_a_discount_is_approved_up_to_what_a_role_may_give():  # RL-25
    approvals = register("discount-approval").moves

    limits = {}
    for move in approvals.values():
        limits |= dict(move.limit.most) if move.limit else {}
    assert limits == {"consultant": 2, "advisor_supervisor": 5, "manager": 10}


def test_the_next_shift_signs_for_what_is_handed_on():  # RL-26
    handover = register("shift-handover")
    taken = handover.moves["take_over"]

    assert (handover.begin, taken.to) == ("handed_on", "taken_over")
    assert [(one.code, one.kind) for one in taken.form.fields] == [
        ("successor_signature", "signature")
    ]
    assert "open_matters" in [one.code for one in handover.form.fields]


def test_who_was_trained_in_what_is_kept_newcomers_first_all_each_quarter():  # PL-03
    training = register("training")
    fields = training.fields

    assert set(fields["occasion"].choices) == {"newcomer", "quarterly", "special"}
    assert {"case", "practice"} <= set(fields["way"].choices)
    assert {"process", "norms", "communication", "information"} == set(fields["topic"].choices)
    assert fields["next_by"].kind == "day"
    assert training.moves["pass"].to == "passed"

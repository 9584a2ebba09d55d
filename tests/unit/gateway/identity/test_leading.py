import pytest

from gateway.identity.leading import leaders_of
from gateway.roles import CHAIN_WIDE, DEPARTMENTS, ROLES, department_of


@pytest.mark.parametrize(
    ("role", "leaders"),
    [
        ("tracking_clerk", ("business_supervisor", "manager", "head_office")),
        ("cr_clerk", ("cr_supervisor", "manager", "head_office")),
        ("advisor", ("advisor_supervisor", "manager", "head_office")),
        ("reception", ("manager", "head_office")),
        ("business_supervisor", ("manager", "head_office")),
        ("manager", ("head_office",)),
        ("head_office", ()),
    ],
)
def test_a_matter_goes_up_a_step_at_a_time(role, leaders):  # PL-07
    assert leaders_of(role) == leaders


def test_everybody_in_a_store_has_somebody_to_turn_to():  # PL-07
    assert all(leaders_of(role)[-1] == "head_office" for role in ROLES.keys() - CHAIN_WIDE)


def test_a_supervisor_leads_their_own_department():
    for role in ROLES:
        for leader in leaders_of(role)[:-2]:
            assert leader in DEPARTMENTS[department_of(role)]

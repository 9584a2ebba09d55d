"""The permission matrix (requirements §19.1), read row by row."""

import pytest

from common import contracts
from gateway.bus import ALSO_NEEDS
from gateway.people import stores_of
from gateway.roles import CHAIN_WIDE, DEPARTMENTS, ROLES, SCOPES, department_of, granted

ROWS = {
    "bookings:write": {  # create booking
        "booking_agent", "reception", "advisor", "advisor_supervisor", "consultant",
        "cr_clerk", "bdc", "manager",
    },
    "bookings:change": {  # change / cancel inside limit
        "booking_agent", "reception", "advisor", "advisor_supervisor", "consultant",
        "cr_clerk", "manager",
    },
    "bookings:late": {  # change / cancel after limit
        "booking_agent", "advisor", "advisor_supervisor", "consultant", "cr_clerk", "manager",
    },
    "bookings:confirm": {  # confirmation call outcome
        "booking_agent", "advisor", "advisor_supervisor", "consultant", "cr_clerk",
    },
    "visits:write": {  # check in, ask-booking answer
        "booking_agent", "reception", "advisor", "advisor_supervisor", "consultant", "manager",
    },
    "tasks:write": {  # follow-up call/letter log, confirmation call outcome, no-show reason
        "booking_agent", "reception", "advisor", "advisor_supervisor", "consultant",
        "cr_clerk", "cr_supervisor", "tracking_clerk", "business_supervisor",
    },
    "calls:log": {"booking_agent", "reception", "cr_clerk"},  # who is at the booking line (CH-02)
    "substitutions:write": {"business_supervisor", "manager"},  # appoint substitute
    "templates:write": {"manager", "head_office"},
    "config:write": {"manager", "head_office"},  # slots, capacity, perks, policies: store
    "chain:write": {"head_office"},  # the same: chain
    "reports:read": {  # month-end summary, monthly and annual report
        "cr_clerk", "cr_supervisor", "business_supervisor", "manager", "head_office", "operator",
    },
    "assessments:write": {"manager", "head_office"},  # policies: targets and rewards
    "broadcasts:write": {  # mass SMS: promotions and announcements of their stores
        "cr_supervisor", "business_supervisor", "manager", "head_office", "operator",
    },
    "broadcasts:emergency": {"head_office", "operator"},
    "lists:read": {  # see next-day list
        "booking_agent", "reception", "advisor", "advisor_supervisor", "consultant", "cr_clerk",
        "cr_supervisor", "bdc", "workshop_supervisor", "manager", "head_office",
    },
}  # fmt: skip
BLIND_TO_BOOKINGS = {"tracking_clerk", "business_supervisor"}  # see next-day list


@pytest.mark.parametrize("permission", ROWS)
def test_a_row_of_the_matrix_is_what_the_roles_have(permission):
    assert {role for role, may in ROLES.items() if permission in may} == ROWS[permission]


def test_whoever_may_see_the_next_day_sees_bookings():
    blind = {role for role, may in ROLES.items() if "bookings:read" not in may}

    assert blind == BLIND_TO_BOOKINGS


def test_operators_only_broadcast_and_head_office_configures():
    writes = {
        role: {permission for permission in ROLES[role] if permission.endswith(":write")}
        for role in CHAIN_WIDE
    }

    assert writes == {
        "operator": {"broadcasts:write"},
        "head_office": {
            "config:write",
            "chain:write",
            "assessments:write",
            "templates:write",
            "broadcasts:write",
        },
    }


def test_head_office_and_operators_see_all_stores_and_others_their_own():  # RL-27
    assert [role for role in ROLES if stores_of(role, ["s-4s"]) == {"*"}] == sorted(CHAIN_WIDE)
    assert stores_of("manager", ["s-4s"]) == {"s-4s"}


def test_everybody_who_works_in_a_store_is_of_one_department():  # RL-12
    in_stores = [role for role in ROLES if role not in CHAIN_WIDE]

    assert sorted(role for roles in DEPARTMENTS.values() for role in roles) == sorted(in_stores)
    assert [department_of(role) for role in CHAIN_WIDE] == [None, None]


def test_a_partner_may_do_what_its_scopes_say():
    assert granted([]) == frozenset()
    assert granted(["stores:read", "bookings:read"]) == {"stores:read", "bookings:read"}
    assert "visits:write" not in granted(list(SCOPES))
    assert "bookings:late" not in granted(list(SCOPES))


def test_the_chain_stops_and_resumes_webhooks_and_only_partners_change_them():
    holders = {role for role, may in ROLES.items() if "webhooks:run" in may}

    assert holders == CHAIN_WIDE
    assert not any("webhooks:write" in may for may in ROLES.values())
    assert granted(["webhooks"]) == {"webhooks:read", "webhooks:run", "webhooks:write"}


def test_every_call_that_people_make_can_be_made_by_somebody():
    everything = granted(SCOPES).union(*ROLES.values())
    between_services = {"bookings:answer", "facts:read", "stores:opening", "agreements:state"}
    between_services |= {"messages:status", "messages:receive", "messages:speak"}
    between_services |= {"ratings:answer", "codes:send", "customers:standing", "bookings:own"}
    between_services |= {"payments:told"}
    needed = {call.needs for module in contracts.ALL for call in module.CALLS} | set(
        ALSO_NEEDS.values()
    )

    assert needed - everything == between_services

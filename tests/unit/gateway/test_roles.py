"""The permission matrix (requirements §19.1), read row by row."""

import pytest

from common import contracts
from gateway.bus import ALSO_NEEDS
from gateway.people import stores_of
from gateway.roles import (
    CHAIN_WIDE,
    DEPARTMENTS,
    ROLES,
    SCOPES,
    SECOND_FACTOR,
    department_of,
    granted,
)

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
    "people:read": {"manager", "head_office"},
    "people:write": {"manager", "head_office"},  # people: store; the same for chain
    "chain:write": {"head_office"},  # the same: chain
    "partners:read": {"head_office", "operator"},
    "partners:write": {"head_office"},  # partner contract / NDA
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


DUTIES = {
    "booking_agent": {  # RL-01: books, opens orders, tells, lists, calls back; RL-14: audits
        "bookings:write", "bookings:confirm", "messages:write", "papers:write", "lists:read",
        "tasks:write", "calls:log", "visits:write", "registers:write", "requests:write",
    },
    "advisor": {"bookings:confirm", "visits:write", "papers:write", "tasks:write"},  # RL-02
    "advisor_supervisor": {"visits:write", "tasks:write", "lists:read", "cases:write"},  # RL-03
    "reception": {"visits:write", "bookings:write"},  # RL-04
    "consultant": {"registers:write", "bookings:write"},  # RL-05: recommends, books in
    "bdc": {"perks:issue", "registers:write"},  # RL-06
    "cr_clerk": {"slips:write", "tasks:write", "cases:write", "customers:read"},  # RL-07, RL-08
    "cr_supervisor": {"slips:write", "tasks:write", "reports:read"},  # RL-07
    "workshop_supervisor": {"visits:act", "papers:write", "lists:read"},  # RL-09
    "manager": {"cases:solve", "config:write", "gifts:write", "disruptions:plan"},  # RL-10, RL-14
    "tracking_clerk": {"tasks:write", "registers:write", "customers:read"},  # RL-11
    "business_supervisor": {"substitutions:write", "cases:solve", "reports:read"},  # RL-11
    "operator": {"webhooks:run", "audit:read", "messages:reconcile"},  # RL-14: faults, upgrades
}  # fmt: skip


@pytest.mark.parametrize("role", DUTIES)
def test_a_role_may_do_its_duties(role):  # RL-01 to RL-11, RL-14
    assert DUTIES[role] <= ROLES[role]


def test_customers_are_known_to_those_who_deal_with_them():  # RL-15
    assert "customers:read" not in ROLES["workshop_supervisor"]
    assert "customers:read" not in granted(SCOPES)


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
            "people:write",
            "chain:write",
            "assessments:write",
            "templates:write",
            "broadcasts:write",
            "partners:write",
        },
    }


def test_head_office_and_operators_see_all_stores_and_others_their_own():  # RL-27
    assert [role for role in ROLES if stores_of(role, ["s-4s"]) == {"*"}] == sorted(CHAIN_WIDE)
    assert stores_of("manager", ["s-4s"]) == {"s-4s"}


def test_everybody_who_works_in_a_store_is_of_one_department():  # RL-12
    in_stores = [role for role in ROLES if role not in CHAIN_WIDE]

    assert sorted(role for roles in DEPARTMENTS.values() for role in roles) == sorted(in_stores)
    assert [department_of(role) for role in CHAIN_WIDE] == [None, None]


@pytest.mark.parametrize("roles", DEPARTMENTS.values(), ids=DEPARTMENTS)
def test_who_needs_a_second_factor_is_replaced_only_by_who_needs_one_too(roles):  # RL-12
    assert not SECOND_FACTOR & roles or roles <= SECOND_FACTOR


def test_a_partner_may_do_what_its_scopes_say():  # RL-24
    assert granted([]) == frozenset()
    assert granted(["stores:read", "bookings:read"]) == {"stores:read", "bookings:read"}
    assert "visits:write" not in granted(list(SCOPES))
    assert "bookings:late" not in granted(list(SCOPES))


def test_whole_numbers_are_read_by_those_of_the_matrix():  # PV-05
    holders = {role for role, may in ROLES.items() if "customers:sensitive" in may}

    assert holders == {"booking_agent", "reception", "manager", "head_office"}
    assert not any(
        may & {"customers:sensitive", "customers:export", "customers:erase"}
        for may in SCOPES.values()
    )


def test_the_chain_stops_and_resumes_webhooks_and_only_partners_change_them():
    holders = {role for role, may in ROLES.items() if "webhooks:run" in may}

    assert holders == CHAIN_WIDE
    assert not any("webhooks:write" in may for may in ROLES.values())
    assert granted(["webhooks"]) == {"webhooks:read", "webhooks:run", "webhooks:write"}


def test_reading_what_happened_in_a_store_is_a_scope_of_its_own():
    others = [scope for scope in SCOPES if scope != "events:read"]

    assert granted(["events:read"]) == {"events:read"}
    assert "events:read" not in granted(others)
    assert {role for role, may in ROLES.items() if "events:read" in may} == CHAIN_WIDE | {"manager"}


def test_every_call_that_people_make_can_be_made_by_somebody():
    everything = granted(SCOPES).union(*ROLES.values())
    between_services = {"bookings:answer", "facts:read", "stores:opening", "agreements:state"}
    between_services |= {"messages:status", "messages:receive", "messages:speak"}
    between_services |= {"ratings:answer", "webhooks:health", "customers:held", "retention:periods"}
    between_services |= {"ratings:answer", "codes:send", "customers:standing", "bookings:own"}
    between_services |= {"payments:told", "substitutions:running"}
    needed = {call.needs for module in contracts.ALL for call in module.CALLS} | set(
        ALSO_NEEDS.values()
    )

    assert needed - everything == between_services

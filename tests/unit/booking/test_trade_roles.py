"""Who works in each trade: the chain's own words for them, and which log-ins act as whom."""

import pytest

from gateway.roles import ROLES
from services.booking.journeys import journey as journey_named

TRADES = {
    "4s": {"reception", "advisor", "workshop", "technician", "inspector", "cashier"},  # RL-09
    "beauty": {"desk", "consultant", "beautician", "finance"},  # RL-16
    "foot-spa": {
        "greeter", "water_bar", "desk", "technician", "supervisor", "waiter", "cashier",
    },  # RL-17
    "bath-house": {
        "greeter", "shoe_bar", "attendant", "technicians", "room_service", "desk", "cashier",
    },  # RL-18
    "restaurant": {"waiter", "cook"},  # RL-19
    "hotel": {"lobby", "rooms", "dining", "concierge"},  # RL-20
    "property": {"salesperson", "site_manager"},  # RL-21
    "tiered-support": {
        "support_engineer", "repair_engineer", "office_manager", "service_manager",
        "department_manager", "technical",
    },  # RL-22
    "at-home": {"technician"},  # RL-23
}  # fmt: skip


@pytest.mark.parametrize("trade", TRADES)
def test_the_people_of_a_trade_are_roles_of_its_journey(trade):  # RL-09, RL-16 to RL-23
    roles = journey_named(trade).roles

    assert TRADES[trade] <= set(roles)
    assert all(role.name["zh"] and role.name["en"] for role in roles.values())


@pytest.mark.parametrize("trade", TRADES)
def test_who_acts_as_one_of_them_has_a_log_in_of_that_role(trade):
    journey = journey_named(trade)
    acting = {holder for role in journey.roles.values() for holder in role.held_by}

    assert {*acting, *journey.stand_in} <= set(ROLES)
    assert "manager" in journey.stand_in  # the store's own leader acts in every step (PL-07)

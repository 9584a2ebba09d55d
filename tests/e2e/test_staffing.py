"""A store's own people, as it lists them, hear of a VIP who moves and of tomorrow's list."""

from datetime import date, timedelta

import pytest

VIP = {"store_id": "s-hotel", "items": ["vip-1"], "channel": "phone"}


@pytest.fixture
def listed(later_world, a_phone):
    """Have a store list one number of its own for a role, for the length of a test."""
    head, lists = later_world.person("head"), []

    def change(store_id, role, addresses):
        wanted = {"policy": {"messages": {"staff": {role: addresses}}}}
        head.patch(f"/stores/{store_id}/config", {"set": wanted})

    def listed(store_id, role):
        number = a_phone()
        lists.append((store_id, role))
        change(store_id, role, [number])
        return number

    yield listed
    for store_id, role in lists:
        change(store_id, role, [])


def test_a_vip_who_moves_is_passed_on_at_once(later_world, listed, a_phone):  # CF-12, RM-12
    world, host = later_world, listed("s-hotel", "reception")
    manager = world.person("mgr-hotel")
    guest = {"name": "周先生", "phone": a_phone(), "language": "zh"}
    booking = manager.post("/bookings", {**VIP, "start": world.at(1, "10:00"), "customer": guest})
    assert world.texts(host) == []

    manager.post(
        f"/bookings/{booking['id']}/reschedule", {"start": world.at(1, "15:00"), "reason": "flight"}
    )

    [text] = world.texts_when(host, 1)
    assert text.startswith(f"贵宾预约变更：示范酒店 {booking['number']}")
    assert guest["phone"] not in text  # PV-09
    world.clock(world.at(1, "14:39"))
    assert len(world.texts(host)) == 1
    world.clock(world.at(1, "14:40"))
    [_, text] = world.texts_when(host, 2)
    assert "14:50 前到大厅" in text
    listed = manager.get("/messages", booking_id=booking["id"])["messages"]
    assert {one["kind"] for one in listed if one["purpose"] == "staff"} == {
        "vip_change",
        "vip_arrival",
    }


def test_the_next_day_s_list_goes_to_the_workshop(later_world, listed, a_phone):  # BK-15, RS-03
    world, chief = later_world, listed("s-4s", "workshop_supervisor")
    desk = world.person("sr-chen")
    day = world.first_day
    while day.weekday() > 3:
        day += timedelta(days=1)
    customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}
    tomorrow: date = day + timedelta(days=1)
    world.clock(f"{day}T09:00:00+08:00")
    booking = desk.post(
        "/bookings", {**wish, "start": f"{tomorrow}T10:00:00+08:00", "customer": customer}
    )

    world.clock(f"{day}T17:35:00+08:00")

    [text, *_] = world.texts_when(chief, 1)
    assert "预约共" in text
    assert f"10:00 {booking['number']} A类保养" in text
    assert customer["phone"] not in text

"""A store's own people are told of lists, VIPs and departures, each address once."""

from datetime import timedelta

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told
from tests.service.notification.facts import envelope
from tests.service.notification.test_resending import by_hand

CHIEF, HOST, TECHNICIAN = "+8613911112222", "+8613922223333", "+8613933334444"
STAFF = {
    "workshop_supervisor": [CHIEF, "workshop@example.com"],
    "host": [HOST],
    "technician": [TECHNICIAN],
}
VIP = [
    {"code": "vip-1", "name": {"zh": "一级贵宾接待"}, "labour": 0, "parts": 0, "notes": {}}
]  # fmt: skip


@pytest.fixture
def vip(desk, twilio):
    """A VIP who is booked for tomorrow at ten, and knows it."""
    desk.hear("booking_confirmed", items=VIP, messages={"staff": STAFF, "reminder_leads": []})
    desk.work()
    twilio.reset()
    return desk


def hand_out(desk, version=1, delta=None, staff=STAFF, rows=2):
    start = desk.clock + timedelta(hours=25)
    listed = [
        {"booking_id": f"b-{n}", "number": f"{desk.number}{n}", "items": ["maintenance-a"],
         "start": (start + timedelta(hours=n)).isoformat(), "priority": False}
        for n in range(1, rows + 1)
    ]  # fmt: skip
    data = {
        "store_id": "s-4s", "store_name": {"zh": "安顺汽车"}, "timezone": "Asia/Shanghai",
        "day": "2026-03-10", "version": version, "published_at": desk.clock.isoformat(),
        "recipients": {"roles": ["workshop_supervisor"], "departments": []},
        "rows": listed, "delta": delta, "messages": {"staff": staff},
    }  # fmt: skip
    message = EVENTS["next_day_list_published"].happened(
        f"s-4s|2026-03-10:{version}", at=desk.clock, store_id="s-4s", correlation_id="x", data=data
    )
    desk.service().hand_out_list(Told.of(message, EVENTS), message=message)
    return listed


def told(twilio):
    return {sms["to"]: sms["body"] for sms in twilio.outbox()}


def test_the_list_goes_to_those_for_whom_it_is_and_once(desk, twilio):  # BK-15, RP-17
    desk.hear("booking_confirmed", messages={"reminder_leads": []})
    desk.work()
    twilio.reset()
    for _ in range(2):
        hand_out(desk)
    desk.work()

    assert list(told(twilio)) == [CHIEF]
    assert told(twilio)[CHIEF].splitlines()[0] == (
        "安顺汽车 3月10日（周二） 预约共 2 单，第一单 11:00："
    )
    assert "A类保养" in told(twilio)[CHIEF]
    assert "13800138000" not in told(twilio)[CHIEF]  # PV-09
    [message] = desk.messages(kind="next_day_list")
    assert (message.purpose, message.state, message.customer_id) == ("staff", "accepted", "")


def test_whoever_keeps_no_addresses_tells_nobody(desk, twilio):
    hand_out(desk, staff={})
    desk.work()

    assert twilio.outbox() == []


def test_what_changes_of_it_is_told_too(desk, twilio):  # AC-07
    [first, _] = hand_out(desk)
    desk.work()
    twilio.reset()

    hand_out(desk, 2, {"added": [], "changed": [], "removed": [first]})
    hand_out(desk, 3)
    desk.work()

    [text] = told(twilio).values()
    assert f"－ 11:00 {first['number']}" in text


def test_a_change_of_a_vip_is_told_to_everybody_listed(vip, twilio):  # CF-12
    later = vip.clock + timedelta(hours=26)
    vip.hear(
        "booking_changed", revision=2, items=VIP, start=later,
        messages={"staff": STAFF, "reminder_leads": []},
    )  # fmt: skip
    vip.work()

    texts = told(twilio)
    assert {CHIEF, HOST, TECHNICIAN} <= set(texts)
    assert "由 3月10日（周二）10:00 改为 3月10日（周二）11:00" in texts[HOST]
    assert [one["type"] for one in vip.told if one["type"] == "message_sent"] == [
        "message_sent", "message_sent",
    ]  # fmt: skip


def test_another_room_during_the_stay_is_told_too(vip, twilio):  # CF-12
    start = vip.clock + timedelta(hours=25)
    vip.clock = start + timedelta(minutes=30)
    message = envelope(
        "booking_reassigned", at=vip.clock, number=vip.number, revision=3, status="in_service",
        items=VIP, start=start, messages={"staff": STAFF},
    )  # fmt: skip
    vip.service().follow_for_partners(Told.of(message, EVENTS), message=message)
    vip.work()

    assert "贵宾接待安排变更" in told(twilio)[HOST]


def test_neither_the_night_nor_a_cancellation_holds_it_back(vip, twilio):  # CF-12
    vip.clock += timedelta(hours=13)
    vip.hear("booking_cancelled", revision=2, items=VIP, start=vip.clock + timedelta(hours=12),
             messages={"staff": STAFF})  # fmt: skip
    vip.work()

    assert "贵宾预约取消" in told(twilio)[HOST]


def test_who_wrote_stop_is_not_told_and_the_rest_is(vip, twilio):
    vip.store.opt_out(HOST, vip.clock)
    vip.hear("booking_amended", revision=2, items=VIP, status="confirmed",
             messages={"staff": STAFF})  # fmt: skip
    vip.work()

    assert HOST not in told(twilio)
    assert TECHNICIAN in told(twilio)


def test_hosts_are_told_twenty_minutes_before_the_guest_arrives(vip, twilio):  # RM-12
    start = vip.clock + timedelta(hours=25)
    due = start - timedelta(minutes=20)
    vip.hear_of_call(
        task_id="b-1.vip_notify.1", kind="vip_notify", due_at=due.isoformat(),
        opens_at=(due - timedelta(minutes=10)).isoformat(),
    )  # fmt: skip
    vip.clock = due - timedelta(seconds=1)
    vip.work()
    assert twilio.outbox() == []

    vip.clock = due
    vip.work()

    assert set(told(twilio)) == {HOST}
    assert "09:50 前到大厅" in told(twilio)[HOST]


def test_who_has_a_way_to_go_is_told_when_the_task_opens(vip, twilio):  # RM-16
    due = vip.clock + timedelta(hours=24)
    opens = due - timedelta(minutes=15)
    vip.hear_of_call(
        task_id="b-1.depart.1", kind="depart", due_at=due.isoformat(), opens_at=opens.isoformat()
    )
    vip.clock = opens
    vip.work()

    assert told(twilio)[TECHNICIAN].startswith("请在 09:00 前出发")


def test_an_alert_is_withdrawn_with_its_visit(vip, twilio):  # RM-20
    due = vip.clock + timedelta(hours=24)
    vip.hear_of_call(
        task_id="b-1.depart.1", kind="depart", due_at=due.isoformat(), opens_at=due.isoformat()
    )
    vip.hear("booking_cancelled", revision=2, items=VIP, messages={})
    vip.clock = due
    vip.work()

    [alert] = vip.messages(kind="departure")
    assert (alert.state, alert.why) == ("suppressed", "not_booked")
    assert TECHNICIAN not in told(twilio)


def test_a_note_that_reached_nobody_is_sent_once_more_by_hand(vip, twilio):
    twilio.trouble({"error": {"code": 21211}}, to=HOST, times=1)
    vip.hear("booking_amended", revision=2, items=VIP, status="confirmed",
             messages={"staff": STAFF})  # fmt: skip
    vip.work()
    [failed] = vip.messages(to=HOST)
    assert failed.state == "failed"

    by_hand(vip, failed)
    vip.work()

    assert HOST in told(twilio)

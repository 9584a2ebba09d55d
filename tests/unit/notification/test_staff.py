"""What a store's own people are told, whom it names by role, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notification.domain import decisions, status, whether
from services.notification.domain.decisions import Known, Moments
from services.notification.domain.manners import Manners
from services.notification.domain.staff import lists, notes, visits
from services.notification.domain.staff.people import People
from services.notification.domain.status import Step
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking, an_item

HOST, TECHNICIAN, MAIL = "+8613911112222", "+8613933334444", "workshop@example.com"
STAFF = {"host": [HOST], "technician": [TECHNICIAN], "workshop_supervisor": [MAIL, HOST]}
MESSAGES = {"staff": STAFF}
IN_ENGLISH = {**MESSAGES, "staff_language": "en"}
HALF_PAST_FIVE = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
NIGHT = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def a_vip(**changes):
    items = (an_item(code="vip-1", name={"zh": "一级贵宾接待", "en": "Reception, VIP level 1"}),)
    return a_booking(**{"items": items, "messages": MESSAGES, **changes})


def row(n=1, hour=2, **changes):
    start = datetime(2026, 3, 10, hour, 0, tzinfo=UTC).isoformat()
    made = {"booking_id": f"b-{n}", "number": f"K{n}", "start": start, "items": ["facial"]}
    return {**made, "priority": False, **changes}


def a_list(rows=None, **changes):
    return {
        "store_id": "s-beau",
        "store_name": {"zh": "丽颜", "en": "Liyan"},
        "timezone": "Asia/Shanghai",
        "day": "2026-03-10",
        "version": 1,
        "recipients": {"roles": ["workshop_supervisor"], "departments": []},
        "rows": [row()] if rows is None else list(rows),
        "delta": None,
        "messages": MESSAGES,
        **changes,
    }


def texts(note, *addresses, sender="desk@example.com"):
    return list(notes.addressed(note, addresses, NINE, sender=sender))


def body(note, address=HOST):
    [message] = texts(note, address)
    return message.body


# --- whom


def test_whom_a_role_names_each_hears_once():
    people = People.of(MESSAGES)

    assert people.of_roles(["host", "workshop_supervisor", "nobody"]) == (HOST, MAIL)
    assert people.everybody == (HOST, TECHNICIAN, MAIL)
    assert people.language == "zh"
    assert People.of({}).everybody == ()


def test_numbers_are_those_of_which_stop_is_remembered():
    assert People.of({"staff": {"host": ["139 1111 2222"]}}).everybody == (HOST,)


def test_a_number_gets_an_sms_and_an_address_an_email():
    note = lists.note(a_list(), {}, HALF_PAST_FIVE, "trace-1")

    sms, mail = texts(note, HOST, MAIL)

    assert (sms.channel, sms.purpose, sms.customer_id) == ("sms", "staff", "")
    assert sms.segments == 1
    assert sms.cost_fen == 45
    assert (mail.channel, mail.segments, mail.cost_fen) == ("email", 0, 0)
    assert mail.subject == mail.body.splitlines()[0]
    assert sms.id != mail.id
    assert [one.channel for one in texts(note, HOST, MAIL, sender="")] == ["sms"]


# --- the next day's list


def test_a_list_says_how_many_when_the_first_and_each_in_its_turn():  # BK-15, RS-03
    later, first = row(1, hour=6, priority=True), row(2, hour=2)

    note = lists.note(a_list([later, first]), {"b-2": a_booking()}, HALF_PAST_FIVE, "trace-1")

    assert body(note).splitlines() == [
        "丽颜 3月10日（周二） 预约共 2 单，第一单 10:00：",
        "10:00 K2 面部护理",
        "14:00 K1 facial 优先",
    ]
    assert note.due_at == HALF_PAST_FIVE


def test_it_is_said_in_english_where_the_store_wants_that():
    fact = a_list([row(1, priority=True)], messages=IN_ENGLISH)

    note = lists.note(fact, {"b-1": a_booking()}, HALF_PAST_FIVE, "trace-1")

    assert body(note).splitlines() == [
        "Liyan, Tue 10 Mar: 1 booked, the first at 10:00:",
        "10:00 K1 Facial priority",
    ]


def test_a_day_without_bookings_is_told_too():
    nobody = lists.note(a_list([]), {}, HALF_PAST_FIVE, "x")

    assert body(nobody) == "丽颜 3月10日（周二） 暂无预约。"


@pytest.mark.parametrize(
    ("address", "most"), [(HOST, notes.LINES_BY_SMS), (MAIL, notes.LINES_BY_EMAIL)]
)
def test_a_long_list_is_cut_and_says_how_many_are_left(address, most):
    full = lists.note(a_list([row(n) for n in range(most)]), {}, HALF_PAST_FIVE, "x")
    over = lists.note(a_list([row(n) for n in range(most + 2)]), {}, HALF_PAST_FIVE, "x")

    assert "另有" not in body(full, address)
    assert len(body(full, address).splitlines()) == most + 1
    assert body(over, address).endswith("另有 2 单，请看系统。")
    assert len(body(over, address).splitlines()) == most + 2


def test_what_changes_of_a_list_is_told_by_itself():  # AC-07
    delta = {"added": [row(3, hour=3)], "changed": [], "removed": [row(1)]}
    fact = a_list([row(3, hour=3)], version=2, delta=delta)

    note = lists.note(fact, {}, HALF_PAST_FIVE, "x")

    assert body(note).splitlines() == [
        "丽颜 3月10日（周二） 预约名单有变动，现共 1 单：",
        "＋ 11:00 K3 facial",
        "－ 10:00 K1 facial",
    ]
    first = lists.note(a_list(), {}, HALF_PAST_FIVE, "x")
    assert texts(first, HOST)[0].id != texts(note, HOST)[0].id


def test_a_list_is_told_while_people_are_there_and_its_changes_not_at_night():
    delta = {"added": [row(3)], "changed": [], "removed": []}
    nine = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)

    assert lists.note(a_list(), {}, NIGHT, "x").due_at == NIGHT
    assert lists.note(a_list(version=2, delta=delta), {}, NIGHT, "x").due_at == nine
    before_nine = a_list([row(3, hour=1)], version=2, delta=delta)
    assert lists.note(before_nine, {}, NIGHT, "x").due_at == NIGHT


def test_a_list_goes_to_the_roles_and_departments_that_it_is_for():
    departments = [{"code": "host", "name": {"zh": "接待", "en": "Hosts"}}]

    assert lists.readers(a_list()) == (MAIL, HOST)
    assert lists.readers(a_list(recipients={"roles": [], "departments": departments})) == (HOST,)
    assert lists.readers(a_list(messages={})) == ()


# --- VIPs


@pytest.mark.parametrize(
    ("event", "status", "says"),
    [
        ("booking_changed", "confirmed", "改为 3月11日（周三）10:00"),
        ("booking_cancelled", "cancelled", "贵宾预约取消"),
        ("booking_amended", "confirmed", "贵宾资料变更"),
        ("booking_to_rebook", "to_rebook", "新时间待定"),
        ("booking_reassigned", "in_service", "贵宾接待安排变更"),
    ],
)
def test_a_change_of_a_vip_is_told_at_once(event, status, says):  # CF-12
    start = TEN_TOMORROW + timedelta(days=1) if event == "booking_changed" else TEN_TOMORROW
    told = a_vip(revision=2, status=status, start=start)

    note = visits.changed(event, told, a_vip(), NIGHT, "trace-1")

    assert note.due_at == NIGHT
    assert says in body(note)
    assert "K7Q2" in body(note)
    assert body(note).endswith("请立即调整安排。")
    assert told.phone not in body(note)  # PV-09
    told = replace(told, messages=IN_ENGLISH)
    said = body(visits.changed(event, told, a_vip(), NIGHT, "trace-1"))
    assert said.startswith("VIP")
    assert said.endswith("Please act on it at once.")


def test_a_moved_vip_is_told_with_the_time_before():
    told = a_vip(revision=2, start=TEN_TOMORROW + timedelta(hours=1))

    note = visits.changed("booking_changed", told, a_vip(), NINE, "x")

    assert "由 3月10日（周二）10:00 改为 3月10日（周二）11:00" in body(note)


@pytest.mark.parametrize(
    ("event", "told", "known"),
    [
        ("booking_confirmed", a_vip(revision=2), a_vip()),
        ("booking_changed", a_vip(revision=1), a_vip(revision=1)),
        ("booking_changed", a_vip(revision=1), a_vip(revision=2)),
        ("booking_changed", a_booking(revision=2), a_booking()),
    ],
    ids=["new", "heard", "overtaken", "no VIP"],
)
def test_what_is_no_change_of_a_vip_is_not_told(event, told, known):
    assert visits.changed(event, told, known, NINE, "x") is None


def test_what_changes_during_the_stay_is_of_use_until_its_end():
    leaves = TEN_TOMORROW + timedelta(hours=1)
    told = a_vip(revision=2, status="in_service", end=leaves)

    [note] = texts(visits.changed("booking_reassigned", told, a_vip(), NINE, "x"), HOST)

    assert whether.unwanted(note, told, leaves - A_SECOND) is None
    assert whether.unwanted(note, told, leaves).state == "expired"


def test_a_change_that_is_heard_of_before_its_booking_is_told_too():
    note = visits.changed("booking_changed", a_vip(revision=2), None, NINE, "x")

    assert "，改为 3月10日（周二）10:00" in body(note)


def test_who_is_no_vip_any_more_was_one():
    assert visits.changed("booking_amended", a_booking(revision=2), a_vip(), NINE, "x")


# --- when to go, when to stand ready


def a_task(kind, before, opens=10, start=TEN_TOMORROW):
    due = start - timedelta(minutes=before)
    made = {"task_id": f"b-1.{kind}", "kind": kind, "due_at": due, "start": start}
    return {**made, "opens_at": due - timedelta(minutes=opens)}


def test_hosts_hear_twenty_minutes_before_the_guest_arrives():  # RM-12
    note = visits.alert(a_task("vip_notify", 20), a_vip(), NINE, "x")

    assert (note.kind, note.due_at) == ("vip_arrival", TEN_TOMORROW - timedelta(minutes=20))
    assert "09:50 前到大厅" in body(note)
    note = visits.alert(a_task("vip_notify", 20), a_vip(messages=IN_ENGLISH), NINE, "x")
    assert "in the lobby by 09:50" in body(note)


@pytest.mark.parametrize(
    ("before", "minutes"), [(30, 30), (20, 20), (10, 20)], ids=["earlier", "as is", "too late"]
)
def test_hosts_never_hear_later_than_that(before, minutes):  # RM-12
    note = visits.alert(a_task("vip_notify", before), a_vip(), NINE, "x")

    assert note.due_at == TEN_TOMORROW - timedelta(minutes=minutes)


def test_of_a_guest_who_is_nearly_there_hosts_hear_at_once():
    now = TEN_TOMORROW - timedelta(minutes=20) + A_SECOND

    assert visits.alert(a_task("vip_notify", 5), a_vip(), now, "x").due_at == now


def test_who_has_a_way_to_go_hears_until_when_to_leave():  # RM-16
    task = a_task("depart", 60, opens=15)

    note = visits.alert(task, a_booking(messages=MESSAGES), NINE, "x")

    assert (note.kind, note.due_at) == ("departure", task["opens_at"])
    assert body(note).startswith("请在 09:00 前出发：")
    note = visits.alert(task, a_booking(messages=IN_ENGLISH), NINE, "x")
    assert body(note).startswith("Please leave by 09:00")


@pytest.mark.parametrize("moved", [timedelta(hours=5), timedelta(hours=-5)])
def test_a_task_that_is_told_before_its_visit_moved_means_the_new_time(moved):  # RM-12, RM-20
    start = TEN_TOMORROW + moved

    note = visits.alert(a_task("vip_notify", 20, start=start), a_vip(), NINE, "x")

    assert (note.start, note.due_at) == (start, start - timedelta(minutes=20))
    [message] = texts(note, HOST)
    assert whether.unwanted(message, a_vip(start=start), NINE) is None
    moved_on = a_vip(start=start + A_SECOND)
    assert whether.unwanted(message, moved_on, NINE).why == "superseded"


@pytest.mark.parametrize("kind", ["vip_hosts", "vip_lift", "confirm_call"])
def test_other_tasks_tell_nobody(kind):
    assert visits.alert(a_task(kind, 10), a_vip(), NINE, "x") is None


# --- whether it is still true, and may be sent


def a_note(kind="departure", **changes):
    if kind == "vip_change":
        note = visits.changed("booking_changed", a_vip(revision=2), a_vip(), NINE, "x")
    else:
        note = visits.alert(a_task("depart", 60), a_vip(), NINE, "x")
    [message] = texts(note, HOST)
    return replace(message, **changes)


def test_an_alert_ends_with_its_visit():
    assert whether.unwanted(a_note(), a_vip(revision=5), NINE) is None
    moved = a_vip(start=TEN_TOMORROW + A_SECOND)
    assert whether.unwanted(a_note(), moved, NINE).why == "superseded"
    assert whether.unwanted(a_note(), a_vip(status="cancelled"), NINE).why == "not_booked"


def test_before_its_time_nothing_is_judged_as_the_news_may_come_in_any_order():
    assert whether.overtaken(a_note(), a_vip(start=TEN_TOMORROW + A_SECOND)) is None


def test_the_news_of_a_change_is_true_whatever_comes_after():
    assert whether.unwanted(a_note("vip_change"), a_vip(status="cancelled"), NINE) is None
    assert whether.unwanted(replace(a_note("vip_change"), kind="next_day_list"), None, NINE) is None


@pytest.mark.parametrize(("late", "state"), [(-A_SECOND, None), (timedelta(), "expired")])
def test_when_the_visit_begins_it_is_of_no_use(late, state):
    verdict = whether.unwanted(a_note(), a_vip(), TEN_TOMORROW + late)

    assert (verdict and verdict.state) == state


@pytest.mark.parametrize("kind", ["departure", "vip_change"])
def test_neither_night_nor_budget_nor_cap_holds_it_back(kind):
    known = Known(
        manners=Manners(spend_cap_fen=1),
        zone=UTC,
        sent=(NINE,) * 50,
        spent_fen=100,
        cost_fen=45,
    )
    at = Moments(NIGHT, real=NIGHT)

    assert decisions.held_back(a_note(kind), known, at) is None
    stopped = replace(known, opted_out=True)
    assert decisions.held_back(a_note(kind), stopped, at).why == "opted_out"


def test_nobody_else_is_told_how_far_it_came():
    message = a_note(state="submitting")

    assert status.told_by_step(message, Step("accepted", 1, None), NINE) == []
    assert status.told_by_verdict(message, decisions.Verdict("failed", "unreachable"), NINE) == []

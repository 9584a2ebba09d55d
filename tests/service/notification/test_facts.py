"""What hearing a fact changes, and facts that make no sense."""

import threading
from datetime import timedelta

from common.bus.inbox import PATIENCE
from common.contracts import EVENTS
from common.contracts.base import Told
from common.contracts.followup import TaskDone
from tests.service.notification.facts import envelope


def kinds(desk):
    return [message.kind for message in desk.messages(kind={"$ne": "reminder"})]


def test_a_change_is_confirmed_anew(desk, twilio):  # CF-07
    desk.hear("booking_confirmed")
    desk.work()
    desk.hear("booking_changed", revision=2, start=desk.clock + timedelta(hours=27))

    desk.work()

    confirmation, change = twilio.outbox()
    assert "10:00" in confirmation["body"]
    assert "12:00" in change["body"]


def test_a_cancellation_is_confirmed(desk, twilio):  # CX-04
    desk.hear("booking_confirmed")
    desk.work()
    desk.hear("booking_cancelled", revision=2)

    desk.work()

    assert "已取消" in twilio.outbox()[-1]["body"]


def test_english_customers_are_written_to_in_english(desk, twilio):  # CF-05
    desk.hear("booking_confirmed", customer={"language": "en", "phone": "+14155550100"})

    desk.work()

    (sms,) = twilio.outbox()
    assert sms["body"].startswith("Anshun Motors: hello")


def test_facts_out_of_order_leave_the_customer_with_the_last_word(desk, twilio):  # CF-07
    desk.hear("booking_cancelled", revision=3)
    desk.hear("booking_changed", revision=2, start=desk.clock + timedelta(hours=27))
    desk.hear("booking_confirmed")

    desk.work()

    (sms,) = twilio.outbox()
    assert "已取消" in sms["body"]


def test_facts_that_come_at_once_leave_the_customer_with_the_last_word(desk, twilio):  # CF-07
    for n in range(5):
        facts = [
            envelope("booking_confirmed", at=desk.clock, booking_id=f"b-{n}"),
            envelope("booking_changed", at=desk.clock, booking_id=f"b-{n}", revision=2),
        ]
        together = threading.Barrier(2)

        def hear(fact, together=together):
            together.wait()
            desk.deliver(fact)

        pair = [threading.Thread(target=hear, args=(fact,)) for fact in facts]
        for one in pair:
            one.start()
        for one in pair:
            one.join()
        for fact in facts:
            desk.deliver(fact)

    desk.work()

    assert len(twilio.outbox()) == 5
    assert all("更改" in sms["body"] for sms in twilio.outbox())
    waiting = desk.messages(state="pending")
    assert {(message.kind, message.revision) for message in waiting} == {("reminder", 2)}
    assert len(waiting) == 10


def test_what_is_remembered_of_a_booking_leaves_the_name_out(desk):
    desk.hear("booking_confirmed")

    assert "李雷" not in str([*desk.database["bookings"].find(), *desk.database["messages"].find()])


def test_a_fact_that_makes_no_sense_stops_nobody(desk, twilio):
    poison = desk.hear("booking_confirmed", timezone="Mars/Olympus")
    desk.hear("booking_confirmed", booking_id="b-2")

    desk.work()

    assert len(twilio.outbox()) == 1
    assert desk.messages(booking_id="b-1") == []
    for _ in range(PATIENCE - 1):
        desk.deliver(poison)
    (parked,) = desk.inbox.parked()
    assert parked["error"] == "ZoneInfoNotFoundError"


def test_a_store_without_an_english_name_is_named_in_chinese(desk, twilio):
    desk.hear(
        "booking_confirmed",
        store_name={"zh": "安顺汽车"},
        customer={"language": "en", "phone": "+14155550100"},
    )

    desk.work()

    assert twilio.outbox()[0]["body"].startswith("安顺汽车: hello")


def test_messages_carry_the_trace_of_the_fact_that_caused_them(desk, twilio):
    desk.hear("booking_confirmed")
    desk.work()

    assert {event["correlation_id"] for event in desk.told} == {"trace-1"}


def a_call_in_vain(desk, id="b-1.confirm_call.1", **but):
    call = {
        "task_id": id,
        "revision": 7,
        "kind": "confirm_call",
        "state": "done",
        "booking_id": "b-1",
        "opens_at": desk.clock.isoformat(),
        "due_at": desk.clock.isoformat(),
        "outcome": "unreachable",
        **but,
    }
    message = TaskDone.happened(
        f"{id}:7", at=desk.clock, store_id="s-4s", correlation_id="trace-2", data=call
    )
    desk.service().follow_call(Told.of(message, EVENTS), message=message)


def test_who_was_not_reached_gets_one_text_and_the_place_is_kept(desk):  # RM-11
    desk.hear("booking_confirmed")
    desk.work()
    a_call_in_vain(desk)
    a_call_in_vain(desk)
    desk.database["inbox"].delete_many({})
    a_call_in_vain(desk)
    desk.work()

    [text] = desk.messages(kind="not_reached")
    assert text.state == "accepted"
    assert "未能接通" in text.body


def test_who_has_cancelled_meanwhile_gets_none(desk):  # RM-11, RM-20
    desk.hear("booking_confirmed")
    a_call_in_vain(desk)
    desk.hear("booking_cancelled", revision=2)
    desk.work()

    [text] = desk.messages(kind="not_reached")
    assert (text.state, text.why) == ("suppressed", "superseded")


def test_a_call_about_a_booking_that_is_not_known_yet_is_heard_again(desk):  # RM-11
    a_call_in_vain(desk)

    waiting = desk.database["inbox"].find_one({"state": "waiting"})
    assert (waiting["handler"], desk.messages()) == ("follow_call", [])

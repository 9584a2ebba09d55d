"""One who waits is told of a place that is kept for them, once, and of nothing else."""

from datetime import timedelta

from common.contracts import EVENTS
from common.contracts.base import Told
from tests.service.notification.facts import offer_told


def hear(desk, event, **changes):
    message = offer_told(event, at=desk.clock, **changes)
    desk.service().follow_wait(Told.of(message, EVENTS), message=message)
    return message


def test_an_offer_is_told_once_however_often_it_is_heard(desk, twilio):  # features 18
    for _ in range(2):
        hear(desk, "waitlist_offered")
    desk.work()

    (sms,) = twilio.outbox()
    assert "3月10日（周二）10:00" in sms["body"]
    assert "3月9日（周一）09:15" in sms["body"]
    assert desk.messages()[0].booking_id == "w-1"
    assert "李雷" not in str(list(desk.database["messages"].find()))


def test_an_offer_is_told_in_the_customer_s_language(desk, twilio):
    hear(desk, "waitlist_offered", customer={"language": "en", "phone": "+14155550100"})
    desk.work()

    assert twilio.outbox()[0]["body"].startswith("Anshun Motors: hello, a place that you")


def test_each_offer_is_told(desk, twilio):
    hear(desk, "waitlist_offered")
    desk.work()
    hear(desk, "waitlist_offered", revision=4)
    desk.work()

    assert len(twilio.outbox()) == 2


def test_what_was_answered_meanwhile_is_not_told_any_more(desk, twilio):
    hear(desk, "waitlist_offered")
    hear(desk, "waitlist_closed", revision=3, status="booked")
    desk.work()

    assert twilio.outbox() == []
    assert [(one.state, one.why) for one in desk.messages()] == [("suppressed", "superseded")]


def test_an_end_that_comes_before_its_offer_silences_it(desk, twilio):
    hear(desk, "waitlist_closed", revision=3, status="withdrawn")
    hear(desk, "waitlist_offered")
    desk.work()

    assert twilio.outbox() == []


def test_an_offer_that_ran_out_is_not_told(desk, twilio):
    hear(desk, "waitlist_offered")
    desk.clock += timedelta(minutes=15)
    desk.work()

    assert twilio.outbox() == []
    assert [(one.state, one.why) for one in desk.messages()] == [("expired", "too_late")]


def test_the_end_of_a_wait_says_nothing(desk, twilio):
    hear(desk, "waitlist_closed", revision=3, status="lapsed")
    desk.work()

    assert (twilio.outbox(), desk.messages()) == ([], [])

"""What followup wants customers told: in its time, in their language, unless it is not true."""

from datetime import timedelta

import pytest

from common.actor import ALL_STORES, Actor
from common.contracts import EVENTS
from common.contracts.base import Told
from tests.service.notification.conftest import PUBLIC_URL

MAY = frozenset({"messages:read", "templates:write"})
HEAD = Actor("head", "staff", frozenset({ALL_STORES}), MAY, "head_office")

FACTS = {
    "maintenance_due": {"car": "沪A12345", "due_on": "2026-09-08"},
    "after_call": {},
    "campaign": {
        "name": "预约有礼", "content": "送玻璃水", "address": "延安路1号",
        "first_day": "2026-05-20", "last_day": "2026-05-20",
    },
    "case_answered": {"said_on": "2026-03-07"},
    "refund": {"amount": 38_000, "method": "card"},
    "survey": {"start": "2026-03-09T00:00:00+00:00", "token": "b-1.x"},
    "missed_visit": {"number": "K7Q2MX", "start": "2026-03-09T00:00:00+00:00"},
}  # fmt: skip


def told(desk, event="notice_wanted", kind="missed_visit", **but):
    customer = {"id": "c-1", "phone": "+8613800138000", "language": "zh", "email": None}
    said = {
        "notice_id": "n-1",
        "revision": 1,
        "kind": kind,
        "store_id": "s-4s",
        "booking_id": None if kind == "maintenance_due" else "b-1",
        "store_name": {"zh": "安顺汽车", "en": "Anshun Motors"},
        "store_address": {"zh": "上海市延安路1号", "en": "1 Yan'an Road, Shanghai"},
        "store_phone": "021-55550100",
        "timezone": "Asia/Shanghai",
        "customer": {**customer, **but.pop("customer", {})},
        "facts": FACTS[kind],
        "from_at": desk.clock.isoformat(),
        "until": (desk.clock + timedelta(days=3)).isoformat(),
        "messages": {},
        **but,
    }
    return EVENTS[event].happened(
        f"{said['notice_id']}:{said['revision']}",
        at=desk.clock,
        store_id="s-4s",
        correlation_id="trace-1",
        data=said,
    )


def hear(desk, *args, **named):
    message = told(desk, *args, **named)
    desk.service().follow_notice(Told.of(message, EVENTS), message=message)


def ends(desk):
    return [(one.state, one.why) for one in desk.messages(notice_id="n-1")]


def test_a_notice_is_told_once_however_often_it_is_heard(desk, twilio):  # NS-01
    for _ in range(2):
        hear(desk)
    desk.work()

    (sms,) = twilio.outbox()
    assert "3月9日（周一）08:00" in sms["body"]
    [message] = desk.messages()
    assert (message.booking_id, message.purpose) == ("b-1", "service")


def test_it_is_told_in_the_customer_s_language(desk, twilio):
    hear(desk, kind="maintenance_due", customer={"language": "en", "phone": "+14155550100"})
    desk.work()

    (sms,) = twilio.outbox()
    assert "car 沪A12345 is due on 8 September 2026" in sms["body"]
    assert desk.messages()[0].booking_id == "n-1"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("after_call", "请先预约"),
        ("case_answered", "您2026年3月7日反映的问题"),
        ("refund", "20至30个工作日到账"),
    ],
)
def test_what_follows_a_call_or_a_case_is_told(desk, twilio, kind, says):  # CF-09, CF-14, FU-07
    hear(desk, kind=kind)
    desk.work()

    (sms,) = twilio.outbox()
    assert says in sms["body"]


def test_it_waits_for_its_moment(desk, twilio):  # RM-06
    moment = desk.clock + timedelta(days=14)
    until = (moment + timedelta(days=11)).isoformat()
    hear(desk, kind="maintenance_due", from_at=moment.isoformat(), until=until)
    desk.clock = moment - timedelta(minutes=1)
    desk.work()
    assert twilio.outbox() == []
    desk.clock = moment
    desk.work()

    assert len(twilio.outbox()) == 1


def test_nobody_is_told_in_the_quiet_hours_of_the_store(desk, twilio):  # RM-09
    desk.clock += timedelta(hours=11)  # 20:00
    hear(desk, messages={"quiet": {"from": "19:30", "until": "08:00"}})
    desk.work()
    assert twilio.outbox() == []
    desk.clock += timedelta(hours=12)
    desk.work()

    assert len(twilio.outbox()) == 1


def test_what_is_withdrawn_is_not_told(desk, twilio):
    hear(desk, from_at=(desk.clock + timedelta(hours=1)).isoformat())
    hear(desk, "notice_withdrawn", revision=2)
    desk.clock += timedelta(hours=1)
    desk.work()

    assert twilio.outbox() == []
    assert ends(desk) == [("suppressed", "not_wanted")]


def test_an_end_that_comes_before_its_beginning_silences_it(desk, twilio):
    hear(desk, "notice_withdrawn", revision=2)
    hear(desk)
    desk.work()

    assert (twilio.outbox(), desk.messages()) == ([], [])


def test_what_is_wanted_anew_takes_the_place_of_what_was_not_sent(desk, twilio):
    later = (desk.clock + timedelta(hours=1)).isoformat()
    hear(desk, from_at=later)
    hear(desk, revision=2, from_at=later, customer={"language": "en", "phone": "+14155550100"})
    desk.clock += timedelta(hours=1)
    desk.work()

    (sms,) = twilio.outbox()
    assert sms["body"].startswith("Anshun Motors")
    assert sorted(ends(desk)) == [("accepted", ""), ("suppressed", "superseded")]


def test_what_is_of_no_use_any_more_is_not_told(desk, twilio):
    hear(desk)
    desk.clock += timedelta(days=3)
    desk.work()

    assert twilio.outbox() == []
    assert ends(desk) == [("expired", "too_late")]


@pytest.mark.parametrize("kind", ["maintenance_due", "missed_visit"])
def test_who_is_expected_is_not_asked_to_come(desk, twilio, kind):  # RM-06
    desk.hear("booking_confirmed", booking_id="b-2")
    desk.work()
    hear(desk, kind=kind)
    desk.work()

    assert len(twilio.outbox()) == 1  # the confirmation
    assert ends(desk) == [("suppressed", "is_expected")]


def test_a_notice_about_a_booking_is_no_message_of_the_booking(desk, twilio):
    """What moves the booking leaves it alone: followup says when it is not true any more."""
    desk.hear("booking_confirmed")
    desk.work()
    hear(desk, from_at=(desk.clock + timedelta(hours=1)).isoformat())
    desk.hear("booking_no_show", revision=2)
    desk.clock += timedelta(hours=1)
    desk.work()

    assert len(twilio.outbox()) == 2


def test_a_survey_brings_the_link_to_its_page(desk, twilio):  # SV-02, SV-13
    hear(desk, kind="survey", customer={"language": "en", "phone": "+14155550100"})
    desk.work()

    (sms,) = twilio.outbox()
    assert sms["body"].endswith(f"{PUBLIC_URL}/rate/b-1.x")
    assert desk.messages()[0].purpose == "survey"


def test_what_was_written_about_a_visit_does_not_hold_back_its_survey(desk, twilio):  # SV-13
    desk.hear("booking_confirmed")
    desk.clock += timedelta(hours=1)
    desk.work()
    assert len(twilio.outbox()) == 2  # confirmed and, a day before, reminded
    desk.clock += timedelta(hours=23)
    hear(desk, kind="survey")
    desk.work()
    assert len(twilio.outbox()) == 3

    hear(desk, kind="survey", notice_id="n-2", booking_id="b-2")
    desk.work()
    assert len(twilio.outbox()) == 3
    [later] = desk.messages(notice_id="n-2")
    assert (later.state, later.why) == ("pending", "budget")


def test_no_link_goes_to_the_mainland(desk, twilio):  # SV-02
    hear(desk, kind="survey")
    desk.work()

    (sms,) = twilio.outbox()
    assert "http" not in sms["body"]
    assert "请致电021-55550100告诉我们" in sms["body"]


def test_colleagues_do_not_see_by_which_link_a_customer_rates(desk):
    hear(desk, kind="survey", customer={"phone": "+14155550100"})

    [shown] = desk.service().list("s-4s", None, None, 10)["messages"]
    assert shown["body"].endswith("/rate/…")


@pytest.mark.parametrize(("consents", "many"), [({"marketing": True}, 1), ({}, 0), (None, 0)])
def test_only_who_agreed_hears_of_a_campaign(desk, twilio, consents, many):  # CM-11
    desk.hear("booking_arrived", booking_id="b-2", consents=consents)
    hear(desk, kind="campaign")
    desk.work()

    assert len(twilio.outbox()) == many
    assert ends(desk) == [("accepted", "") if many else ("suppressed", "no_consent")]


def test_a_store_words_it_in_its_own_way(desk, twilio):  # CF-03
    service = desk.service(by=HEAD)
    service.keep_message_template("s-4s", "missed_visit", "zh", "{{ store }}想您了", None)
    hear(desk)
    desk.work()

    assert twilio.outbox()[0]["body"] == "安顺汽车想您了"

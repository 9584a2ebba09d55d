"""Which way goes first: the one that is preferred, if it leads there (CF-02)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain.people.acts import ALL, STAFF, Act
from services.notification.domain.people.persons import NOBODY, Preferences
from services.notification.domain.people.ways import NEAR, first_way, sent_by, ways_to
from tests.unit.notification.made import NINE, a_booking, a_message, a_reminder

SENDER = "desk@slipboard.example"
BOOKING = a_booking(email="li@example.com", customer_id="c-1")
A_SECOND = timedelta(seconds=1)


def who(channel, *acts):
    return replace(NOBODY, id="c-1", preferences=Preferences(channel=channel), acts=acts)


def texts(*kinds, start=BOOKING.start):
    return [a_message(kind, booking=replace(BOOKING, start=start), start=start) for kind in kinds]


def sent(way, messages, now=NINE, booking=BOOKING):
    outcome = sent_by(way, messages, booking, sender=SENDER, now=now)
    return sorted((one.channel, one.kind, one.alone) for one in outcome)


@pytest.mark.parametrize(
    ("prefers", "ways", "way"),
    [
        (None, {"email", "push"}, None),
        ("email", {"email"}, "email"),
        ("email", {"push"}, None),
        ("push", {"email", "push"}, "push"),
        ("push", {"email"}, None),
        ("sms", {"email"}, None),
        ("voice", {"email"}, None),
    ],
)
def test_the_preferred_way_is_first_if_it_leads_there(prefers, ways, way):  # CF-02
    assert first_way(who(prefers), ways) == way


def test_who_opted_out_of_it_is_told_as_ever():
    out = Act(id="a-1", given=False, purposes=(ALL,), channels=("push",), source=STAFF, at=NINE)

    assert first_way(who("push", out), {"push"}) is None
    assert first_way(who("email", out), {"email"}) == "email"


def test_a_way_needs_an_address_and_somebody_who_sends():
    assert ways_to(BOOKING, sender=SENDER, devices=True) == {"email", "push"}
    assert ways_to(BOOKING, sender="", devices=False) == set()
    assert ways_to(replace(BOOKING, email=None), sender=SENDER, devices=False) == set()


def test_without_a_preference_it_is_an_sms_with_the_e_mail_beside_it():  # CF-02
    said = sent(None, texts("confirmation"))

    assert said == [("email", "confirmation", False), ("sms", "confirmation", False)]


def test_who_prefers_e_mail_gets_no_sms():  # CF-02
    messages = [*texts("confirmation"), a_reminder(120, booking=BOOKING)]

    assert sent("email", messages) == [
        ("email", "confirmation", True),
        ("email", "reminder", True),
    ]


def test_who_prefers_pushes_gets_the_e_mail_beside_them():  # CF-02
    assert sent("push", texts("confirmation")) == [
        ("email", "confirmation", False),
        ("push", "confirmation", True),
    ]


def test_each_reminder_goes_by_the_preferred_way_once():
    pair = [a_reminder(lead, booking=BOOKING) for lead in (1440, 120)]
    outcome = sent_by("push", pair, replace(BOOKING, email=None), sender=SENDER, now=NINE)

    assert [(one.channel, one.lead_minutes) for one in outcome] == [("push", 1440), ("push", 120)]
    assert len({one.id for one in outcome}) == 2


@pytest.mark.parametrize("kind", ["change", "cancellation"])
@pytest.mark.parametrize("way", ["email", "push"])
def test_news_of_a_visit_that_is_near_goes_by_sms_too(way, kind):  # CF-02
    near = texts(kind, start=NINE + NEAR - A_SECOND)
    far = texts(kind, start=NINE + NEAR)

    assert ("sms", kind, False) in sent(way, near)
    assert (way, kind, False) in sent(way, near), "the ladder does not repeat the SMS"
    assert ("sms", kind, False) not in sent(way, far)
    assert (way, kind, True) in sent(way, far)


def test_a_confirmation_of_a_visit_that_is_near_is_no_news():
    assert sent("email", texts("confirmation", start=NINE + A_SECOND)) == [
        ("email", "confirmation", True)
    ]


@pytest.mark.parametrize("way", ["email", "push"])
def test_what_its_words_hold_back_goes_by_sms_instead(way):
    own = {(f"confirmation.{way}", "zh"): "{{ plate }}\n{{ when }}"}
    messages = [*texts("confirmation"), a_reminder(120, booking=BOOKING)]
    outcome = sent_by(way, messages, BOOKING, sender=SENDER, now=NINE, own=own)

    said = {(one.channel, one.kind): (one.state, one.alone) for one in outcome}
    assert said[way, "confirmation"] == ("suppressed", False)
    assert said["sms", "confirmation"] == ("pending", False)
    assert said[way, "reminder"] == ("pending", True)
    assert ("sms", "reminder") not in said

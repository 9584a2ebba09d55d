"""Words that name what nobody tells: one message is held, the others go on (CF-03)."""

from dataclasses import replace

import pytest

from services.notification.domain import holes, whether
from services.notification.domain.templates import Hole
from tests.unit.notification.made import NINE, a_booking

HOLED = {("confirmation", "zh"): "{{ store }}：{{ plate }}"}
HOLED_MAIL = {("confirmation.email", "zh"): "{{ plate }}\n{{ store }}"}


def heard(booking=None, texts=HOLED, sender=""):
    found = whether.hearing(
        "booking_confirmed",
        booking or a_booking(),
        None,
        now=NINE,
        correlation_id="trace-1",
        texts=texts,
        sender=sender,
    )
    return found.messages


def test_a_message_with_a_hole_is_held_and_says_what_it_lacks():
    held, *others = heard()

    assert (held.kind, held.state, held.why, held.body) == (
        "confirmation", "suppressed", "missing_variable", "",
    )  # fmt: skip
    assert "plate" in held.sentence["zh"]
    assert "plate" in held.sentence["en"]
    assert held.states[0]["sentence"] == held.sentence
    assert {one.state for one in others} == {"pending"}


@pytest.mark.parametrize(
    "text", ["{{ items < 1 }}", "{{ store.upper.nothing() }}", "{{ 1 / 0 }}", "{% if %}"]
)
def test_words_that_cannot_be_filled_in_any_other_way_are_held_too(text):
    held, *_ = heard(texts={("confirmation", "zh"): text})

    assert holes.is_held(held)


def test_kept_words_that_would_take_all_time_for_one_customer_alone_are_held():  # CF-03
    """No sample shows it: what may not stand is found before anything is filled."""
    loops = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}"
    held, *_ = heard(
        texts={("confirmation", "zh"): f'{{% if number == "K7Q2" %}}{loops}{{% endif %}}'}
    )

    assert holes.is_held(held)
    assert held.sentence["en"].startswith("The words name line 1: {% for %} goes over a list")


def test_the_email_beside_it_goes_in_its_own_words():
    messages = heard(a_booking(email="wang@example.com"), sender="desk@example.com")

    mail = next(one for one in messages if one.channel == "email" and one.kind == "confirmation")
    assert (mail.state, mail.why, mail.sentence) == ("pending", "", None)
    assert mail.body


def test_of_several_that_lack_the_same_somebody_is_asked_once():
    held = heard(texts={**HOLED, ("reminder", "zh"): "{{ plate }}"})
    assert len([one for one in held if holes.is_held(one)]) > 2

    assert sorted(one.kind for one in holes.first_held(held)) == ["confirmation", "reminder"]


def test_mended_it_says_what_the_words_now_say():
    held, *_ = heard()

    mended = holes.mended(held, a_booking(), {("confirmation", "zh"): "{{ store }}恭候您"})
    assert (mended.body, mended.segments) == ("丽颜恭候您", 1)
    assert mended.cost_fen > 0
    with pytest.raises(Hole):
        holes.mended(held, a_booking(), HOLED)


def test_the_fact_names_whom_to_call_and_why():
    held, *_ = heard()

    fact = holes.told(replace(held, customer_id="c-1"), a_booking(), NINE)

    assert fact["id"] == f"message_held:{held.id}"
    assert fact["data"]["booking_id"] == "b-1"
    assert fact["data"]["number"] == "K7Q2"
    assert fact["data"]["customer"]["id"] == "c-1"
    assert fact["data"]["sentence"] == held.sentence


def heard_with_mail(texts):
    messages = heard(a_booking(email="wang@example.com"), texts, sender="desk@example.com")
    return {one.channel: one for one in messages if one.kind == "confirmation"}, messages


def test_an_e_mail_with_a_hole_is_held_alone_and_the_sms_beside_it_goes():  # CF-03
    confirmed, messages = heard_with_mail(HOLED_MAIL)

    mail, sms = confirmed["email"], confirmed["sms"]
    assert (mail.state, mail.why, mail.subject, mail.body, mail.calendar) == (
        "suppressed", "missing_variable", "", "", None,
    )  # fmt: skip
    assert "邮件" in mail.sentence["zh"]
    assert "plate" in mail.sentence["en"]
    assert (sms.state, sms.alone) == ("pending", False)
    assert sms.body
    assert holes.first_held(messages) == [mail]


def test_with_a_hole_in_both_somebody_is_asked_for_each():  # CF-03
    _, messages = heard_with_mail({**HOLED, **HOLED_MAIL})

    held = holes.first_held(messages)
    assert sorted((one.kind, one.channel) for one in held) == [
        ("confirmation", "email"),
        ("confirmation", "sms"),
    ]


def test_a_mended_e_mail_says_what_the_words_now_say_and_brings_its_calendar():  # CF-03
    confirmed, _ = heard_with_mail(HOLED_MAIL)
    booking = a_booking(email="wang@example.com", revision=4)
    own = {("confirmation.email", "zh"): "{{ store }}恭候\n{{ when }}"}

    mail = holes.mended(confirmed["email"], booking, own, sender="desk@example.com")

    assert (mail.subject, mail.body) == ("丽颜恭候", "3月10日（周二）10:00")
    assert (mail.segments, mail.cost_fen) == (0, 0)
    assert "SEQUENCE:1" in mail.calendar
    with pytest.raises(Hole):
        holes.mended(confirmed["email"], booking, HOLED_MAIL, sender="desk@example.com")


def test_the_fact_of_a_held_e_mail_names_the_number_to_call():
    confirmed, _ = heard_with_mail(HOLED_MAIL)

    fact = holes.told(confirmed["email"], a_booking(email="wang@example.com"), NINE)

    assert fact["data"]["customer"]["phone"] == a_booking().phone

"""What an e-mail says: the facts of the SMS, under a subject."""

from itertools import product

import pytest

from services.notification.domain.letters import LONGEST_SUBJECT, letter
from services.notification.domain.mails import MAILED
from services.notification.domain.messages import EMAIL, PUSH
from services.notification.domain.templates import Hole
from tests.unit.notification.made import PROMISED, a_booking, an_item

SERVICED = an_item(
    name={"zh": "A类保养", "en": "Maintenance A"},
    labour=60000,
    parts=35000,
    notes={"zh": "请带行驶证。", "en": "Please bring your licence."},
)


def test_a_confirmation_reads_so_in_chinese():  # CF-02, CF-03, CF-04
    text = letter("confirmation", a_booking(items=(SERVICED,), entitlements=PROMISED))

    assert text.subject == "预约已确认：3月10日（周二）10:00，丽颜"
    assert text.body.splitlines() == [
        "您好，您在丽颜的预约已确认，期待您的光临。",
        "",
        "时间：3月10日（周二）10:00",
        "地点：南京路8号",
        "项目：A类保养（参考价¥950）",
        "",
        "请带行驶证。",
        "我们将优先接待您。",
        "请准时到店，可享工时费9折、茶点一份。",
        "改期或取消请致电021-55550200。",
        "预约号 K7Q2",
    ]


def test_a_reminder_reads_so_in_english():  # RM-04
    text = letter("reminder", a_booking(language="en"))

    assert text.subject == "Your coming visit: Tue 10 Mar, 10:00, Liyan"
    assert text.body.splitlines() == [
        "Hello,",
        "",
        "a friendly reminder of your coming visit to Liyan.",
        "",
        "Time: Tue 10 Mar, 10:00",
        "Place: 8 Nanjing Road",
        "For: Facial",
        "",
        "Please arrive on time: your place is kept for you.",
        "To change or cancel, call 021-55550200.",
        "Ref K7Q2",
    ]


@pytest.mark.parametrize(("kind", "language"), [*product(MAILED, ("zh", "zh-Hant", "en"))])
def test_every_letter_names_time_store_and_number_and_has_no_link(kind, language):  # CF-03, CF-07
    text = letter(kind, a_booking(language=language))

    assert "10:00" in text.subject
    assert ("Liyan" if language == "en" else "丽颜") in text.subject
    assert "K7Q2" in text.body
    assert "021-55550200" in text.body
    assert "://" not in text.body
    assert "\n\n\n" not in text.body


def test_a_store_s_name_does_not_break_the_subject():
    assert "\n" not in letter("change", a_booking(store_name={"zh": "丽\n颜"})).subject


def test_a_language_that_we_do_not_write_becomes_chinese():
    assert letter("change", a_booking(language="fr")).language == "zh"


def test_a_store_s_own_words_stand_in_its_e_mail_and_nowhere_else():  # CF-03
    own = {("confirmation.email", "zh"): "{{ store }}恭候\n您好，\n\n{{ when }} 见。"}
    said = letter("confirmation", a_booking(), EMAIL, own)

    assert (said.subject, said.body) == ("丽颜恭候", "您好，\n\n3月10日（周二）10:00 见。")
    assert letter("confirmation", a_booking(), PUSH, own) == letter(
        "confirmation", a_booking(), PUSH
    )
    assert letter("change", a_booking(), EMAIL, own) == letter("change", a_booking())
    english = a_booking(language="en")
    assert letter("confirmation", english, EMAIL, own) == letter("confirmation", english)
    by_sms = {("confirmation", "zh"): "{{ store }}"}
    assert letter("confirmation", a_booking(), EMAIL, by_sms) == letter("confirmation", a_booking())


@pytest.mark.parametrize("channel", [EMAIL, PUSH])
def test_a_subject_that_turns_out_too_long_is_cut_off(channel):  # CF-03
    longest = LONGEST_SUBJECT[channel]
    own = {(f"reminder.{channel}", "zh"): "{{ store }}\n{{ when }}"}

    def subject(length):
        booking = a_booking(store_name={"zh": "丽" * length})
        return letter("reminder", booking, channel, own).subject

    assert subject(longest) == "丽" * longest
    assert subject(longest + 1) == "丽" * (longest - 1) + "…"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("{{ plate }}\n{{ when }}", "plate"), ("{{ price }}\n{{ when }}", "subject")],
)
def test_words_without_a_subject_or_that_name_what_nobody_tells_are_a_hole(text, lacks):  # CF-03
    with pytest.raises(Hole) as hole:
        letter("reminder", a_booking(), EMAIL, {("reminder.email", "zh"): text})
    assert hole.value.name == lacks

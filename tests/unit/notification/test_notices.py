"""When, how and in which words a customer is told of a notice, and when not any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from common.contracts.followup import NOTICES
from services.notification.calls.wanting import RULES
from services.notification.domain import purposes, words
from services.notification.domain.messages import KINDS
from services.notification.domain.notices.notice import Notice, Standing
from services.notification.domain.notices.samples import NOTICE_SAMPLES
from services.notification.domain.notices.whether import MAILED, overtaken, unwanted, wanted
from services.notification.domain.notices.wording import mailed, names_of, noticed, shorten

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai."""
FACTS = {
    "maintenance_due": {"car": "沪A12345", "due_on": "2026-09-08"},
    "after_call": {},
    "campaign": {
        "name": "免费检测周",
        "content": "36项免费检测",
        "first_day": "2026-05-20",
        "last_day": "2026-05-26",
        "address": "延安路1号",
    },
    "case_answered": {"said_on": "2026-03-08"},
    "refund": {"amount": 38_050, "method": "card"},
    "survey": {"start": "2026-03-09T00:00:00+00:00", "token": "b-1.x"},
    "missed_visit": {"number": "K7Q2MX", "start": "2026-03-09T00:00:00+00:00"},
}


def a_notice(kind="maintenance_due", **but):
    notice = Notice(
        id="n-1",
        revision=1,
        kind=kind,
        store_id="s-4s",
        store_name={"zh": "安顺汽车", "en": "Anshun Motors"},
        store_address={"zh": "上海市延安路1号", "en": "1 Yan'an Road, Shanghai"},
        store_phone="021-55550100",
        timezone="Asia/Shanghai",
        customer_id="c-1",
        phone="+8613800138000",
        language="zh",
        email="wang@example.com",
        booking_id=None,
        facts=FACTS[kind],
        from_at=NINE,
        until=NINE + timedelta(days=3),
    )
    return replace(notice, **but)


def messages(notice=None, now=NINE, sender="desk@slipboard.example"):
    return list(wanted(notice or a_notice(), now=now, correlation_id="x", sender=sender))


@pytest.mark.parametrize("kind", NOTICES)
def test_every_kind_is_known_everywhere(kind):
    assert kind in KINDS
    assert kind in RULES
    assert kind in purposes.OF_KIND
    assert set(FACTS[kind]) == set(NOTICES[kind])
    assert set(names_of(a_notice(kind), "zh")) == set(NOTICE_SAMPLES[kind][0])


@pytest.mark.parametrize("kind", NOTICES)
@pytest.mark.parametrize("language", ["zh", "en", "fr"])
def test_every_kind_has_words_in_both_languages(kind, language):
    text = noticed(a_notice(kind, language=language, phone="+14155550100"))

    assert text.language == ("en" if language == "en" else "zh")
    assert ("Anshun Motors" if language == "en" else "【安顺汽车】") in text.body
    assert "021-55550100" in text.body or "/rate/" in text.body


@pytest.mark.parametrize("kind", MAILED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_mailed_has_a_subject_and_an_address(kind, language):
    letter = mailed(a_notice(kind, language=language))

    assert letter.subject
    assert words.said(a_notice().store_address, language) in letter.body


def test_it_is_due_at_its_moment_or_at_once_if_that_has_passed():
    later = NINE + timedelta(hours=1)

    assert messages(a_notice(from_at=later))[0].due_at == later
    assert messages(now=later)[0].due_at == later


@pytest.mark.parametrize(
    ("hour", "due"), [(20, NINE + timedelta(hours=11)), (21, NINE + timedelta(hours=24))]
)
def test_what_would_come_in_the_quiet_hours_comes_after_them(hour, due):  # RM-09
    at = NINE + timedelta(hours=hour - 9)

    assert messages(a_notice(from_at=at))[0].due_at == due


def test_it_goes_by_email_too_where_there_is_an_address():
    assert [one.channel for one in messages()] == ["sms", "email"]
    assert [one.channel for one in messages(sender="")] == ["sms"]
    assert [one.channel for one in messages(a_notice(email=None))] == ["sms"]
    assert [one.channel for one in messages(a_notice("missed_visit"))] == ["sms"]


def test_it_is_listed_under_its_visit_or_else_under_itself():
    assert messages()[0].booking_id == "n-1"
    assert messages(a_notice(booking_id="b-1"))[0].booking_id == "b-1"


def test_two_notices_about_one_visit_are_two_messages():
    one, other = (messages(a_notice(id=id, booking_id="b-1"))[0] for id in ("n-1", "n-2"))

    assert one.id != other.id


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (None, None),
        (Standing(1, stands=True), None),
        (Standing(2, stands=True), "superseded"),
        (Standing(2, stands=False), "not_wanted"),
    ],
)
def test_the_latest_fact_about_it_counts(known, why):
    verdict = overtaken(messages()[0], known)

    assert (verdict.why if verdict else None) == why


@pytest.mark.parametrize(("is_expected", "why"), [(True, "is_expected"), (False, None)])
def test_who_is_expected_need_not_be_asked_to_come(is_expected, why):  # RM-06
    verdict = unwanted(messages()[0], None, is_expected, NINE)

    assert (verdict.why if verdict else None) == why


@pytest.mark.parametrize(
    ("now", "state"),
    [(NINE + timedelta(days=3), "expired"), (NINE + timedelta(days=3, seconds=-1), None)],
)
def test_from_its_end_on_it_is_of_no_use(now, state):
    verdict = unwanted(messages()[0], None, False, now)

    assert (verdict.state if verdict else None) == state


def test_an_invitation_says_what_when_and_where_and_how_to_hear_no_more():  # CM-02, CM-11
    here = noticed(a_notice("campaign")).body
    abroad = noticed(a_notice("campaign", phone="+14155550100", language="en")).body

    assert "时间：2026年5月20日至2026年5月26日\n地点：延安路1号\n36项免费检测" in here
    assert "请致电告知" in here
    assert "When: 20 May 2026 to 26 May 2026" in abroad
    assert "Reply STOP" in abroad


def test_an_invitation_needs_consent():  # CM-11
    [message, _] = messages(a_notice("campaign"))

    assert purposes.PURPOSES[message.purpose].needs_consent


@pytest.mark.parametrize(("length", "shown"), [(120, 120 * "礼"), (121, 119 * "礼" + "…")])
def test_a_text_bears_only_the_beginning_of_what_a_letter_says_in_full(length, shown):
    content = length * "礼"
    facts = {**FACTS["campaign"], "content": content}

    assert shorten(content) == shown
    assert content in mailed(a_notice("campaign", facts=facts)).body


def test_several_lines_are_one_in_a_text():
    assert shorten("36项\n\n 免费检测 ") == "36项 免费检测"


def test_words_that_name_what_nobody_tells_give_way_to_ours():  # CF-03
    notice = a_notice("missed_visit")
    own = {("missed_visit", "zh"): "{{ store }}想您了，{{ gone }}"}

    assert noticed(notice, own) == noticed(notice)
    mail = {("maintenance_due.email", "zh"): "{{ gone }}\n{{ car }}"}
    assert mailed(a_notice(), mail) == mailed(a_notice())


def test_a_store_s_own_e_mail_tells_of_a_notice():  # CF-03
    own = {("maintenance_due.email", "zh"): "{{ car }} 该保养了\n{{ due }}前致电{{ phone }}"}
    [sms, mail] = wanted(
        a_notice(), now=NINE, correlation_id="x", texts=own, sender="desk@slipboard.example"
    )

    assert (mail.subject, mail.body) == ("沪A12345 该保养了", "2026年9月8日前致电021-55550100")
    assert sms == messages()[0], "the SMS has words of its own"


@pytest.mark.parametrize("kind", NOTICES)
def test_both_ways_to_write_chinese_have_words(kind):
    for name in (kind, *(f"{one}.email" for one in MAILED if one == kind)):
        simple, full = (words.TEXTS.get_template(f"{name}.{tag}.txt") for tag in ("zh", "zh-Hant"))
        names = names_of(a_notice(kind), "zh")
        assert simple.render(names) != full.render(names)

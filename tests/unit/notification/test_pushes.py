"""What a push says, until when it is kept, and what an answer of a push service means."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain import carrier, pushes
from services.notification.domain.attempts import Accepted, NotSent, Rejected
from services.notification.domain.messages import PUSH
from services.notification.domain.push_sentences import PUSH_SENTENCES
from services.notification.domain.sentences import SENTENCES, sentence
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking, a_message

A_SECOND = timedelta(seconds=1)
BOOKING = a_booking(customer_id="c-1")
GONE = Rejected(410, 410, kind=carrier.PERMANENT)
BUSY = Rejected(503, 503, kind=carrier.LATER)


def a_push(kind="confirmation", booking=BOOKING, **changes):
    [push] = pushes.of([a_message(kind, booking=booking)], booking)
    return replace(push, **changes)


def prepared(message, now=NINE):
    return pushes.prepared(message, "K7Q2", now)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", pushes.PUSHED)
def test_every_kind_has_words_in_both_languages(kind, language):  # CF-03
    push = a_push(kind, replace(BOOKING, language=language))

    assert push.language == language
    assert "K7Q2" in push.body
    assert push.subject
    assert "\n\n" not in push.body
    assert not {"{", "}"} & set(push.subject + push.body)
    assert BOOKING.phone not in push.subject + push.body


def test_other_kinds_are_not_pushed():
    assert pushes.of([a_message("not_reached")], BOOKING) == []


def test_a_payload_says_what_is_shown_and_no_more():
    told = json.loads(prepared(a_push()).payload)

    assert told.keys() == {"title", "body", "number", "language", "tag"}
    assert told["number"] == "K7Q2"


@pytest.mark.parametrize("letter", ["好", "a", "\\n", "😀"])
@pytest.mark.parametrize("length", [1200, 3900, 50_000])
def test_a_payload_fits_whatever_is_said(letter, length):
    payload = prepared(a_push(body=letter * length)).payload

    assert len(payload) <= pushes.LARGEST
    said = json.loads(payload)["body"]
    assert said == letter * length or said.endswith(pushes.TOO_MUCH)
    whole = letter * length == said
    assert whole or len(payload) > pushes.LARGEST - 200, "no more is cut off than must be"


def test_one_booking_has_one_topic_that_every_push_service_takes():
    first, second = prepared(a_push()), prepared(a_push("change"))
    other = prepared(a_push(booking=replace(BOOKING, id="b-2")))

    assert first.topic == second.topic != other.topic
    assert len(first.topic) == 32
    assert first.topic.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("now", "ttl"),
    [
        (NINE, timedelta(hours=25)),
        (TEN_TOMORROW, timedelta()),
        (TEN_TOMORROW + A_SECOND, timedelta()),
        (TEN_TOMORROW - timedelta(days=28), timedelta(days=28)),
        (TEN_TOMORROW - timedelta(days=28) - A_SECOND, timedelta(days=28)),
    ],
)
def test_it_is_kept_until_the_visit_and_four_weeks_at_most(now, ttl):
    assert prepared(a_push(), now).ttl == ttl


def test_a_cancellation_is_kept_as_long_as_it_is_worth_telling():  # CX-04
    assert prepared(a_push("cancellation")).ttl == timedelta(hours=24)


@pytest.mark.parametrize(
    ("kind", "before", "urgency"),
    [
        ("confirmation", timedelta(hours=3), "normal"),
        ("confirmation", timedelta(hours=3) - A_SECOND, "high"),
        ("reminder", timedelta(hours=24), "normal"),
        ("reminder", timedelta(hours=2), "high"),
        ("change", timedelta(days=3), "high"),
        ("cancellation", timedelta(days=3), "high"),
    ],
)
def test_what_matters_soon_wakes_the_device(kind, before, urgency):
    assert prepared(a_push(kind), TEN_TOMORROW - before).urgency == urgency


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_what_is_taken_is_sent(status):
    assert pushes.answered(status, None) == Accepted("", "sent")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, carrier.PERMANENT),
        (400, carrier.PERMANENT),
        (403, carrier.PERMANENT),
        (404, carrier.PERMANENT),
        (410, carrier.PERMANENT),
        (413, carrier.PERMANENT),
        (429, carrier.LATER),
        (499, carrier.PERMANENT),
        (500, carrier.LATER),
        (503, carrier.LATER),
    ],
)
def test_what_a_no_means(status, kind):
    no = pushes.answered(status, timedelta(seconds=7))

    assert (no.code, no.meaning, pushes.is_gone(no)) == (status, kind, status in (404, 410))
    assert no.retry_after == (timedelta(seconds=7) if kind == carrier.LATER else None)


def test_without_an_answer_it_is_pushed_again_but_nowhere_inside():
    assert pushes.unanswered("timeout") == pushes.unanswered("unreachable") == NotSent()
    assert pushes.unanswered("refused_address").meaning == carrier.PERMANENT


@pytest.mark.parametrize(
    ("outcomes", "outcome"),
    [
        ([GONE, Accepted("", "sent")], Accepted("m", "sent")),
        ([BUSY, Accepted("", "sent"), GONE], Accepted("m", "sent")),
        ([GONE, BUSY], BUSY),
        ([NotSent(), GONE], NotSent()),
        ([GONE, GONE], GONE),
        ([], pushes.NO_DEVICE),
    ],
)
def test_told_on_one_device_it_is_told(outcomes, outcome):
    assert pushes.of_all(outcomes, a_push(id="m")) == outcome


@pytest.mark.parametrize("why", PUSH_SENTENCES)
def test_a_push_says_why_in_words_of_its_own(why):
    facts = {"name": "plate"}
    said = sentence(why, 410, facts, "Asia/Shanghai", PUSH)

    assert why in SENTENCES
    assert said != sentence(why, 410, facts, "Asia/Shanghai")


def test_words_fit_as_long_as_nothing_is_cut_off():  # CF-03
    def shown(body):
        push = a_push(subject="题", body=body, language="zh-Hant")
        return json.loads(prepared(push).payload)["body"]

    nothing = prepared(a_push(subject="题", body="", language="zh-Hant")).payload
    most = "a" * (pushes.LARGEST - len(nothing))

    assert pushes.fits("题", most, "K7Q2")
    assert shown(most) == most
    assert not pushes.fits("题", most + "a", "K7Q2")
    assert shown(most + "a") != most + "a"


def test_a_store_s_own_title_and_words_are_pushed():  # CF-03
    own = {("confirmation.push", "zh"): "{{ store }}恭候\n{{ when }}"}
    [push] = pushes.of([a_message(booking=BOOKING)], BOOKING, own)

    assert (push.subject, push.body) == ("丽颜恭候", "3月10日（周二）10:00")


def test_a_push_stands_for_itself_whether_its_sms_or_its_own_words_are_held():  # CF-03
    held_sms = a_message(booking=BOOKING, state="suppressed", why="missing_variable")
    [push] = pushes.of([held_sms], BOOKING)
    assert (push.state, push.why, push.sentence) == ("pending", "", None)

    holed = {("confirmation.push", "zh"): "{{ plate }}\n{{ when }}"}
    [push] = pushes.of([a_message(booking=BOOKING)], BOOKING, holed)
    assert (push.state, push.why, push.channel) == ("suppressed", "missing_variable", PUSH)
    assert "推送" in push.sentence["zh"]
    assert "plate" in push.sentence["en"]

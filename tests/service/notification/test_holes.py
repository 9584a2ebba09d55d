"""Words kept by an older version that name what nobody tells: held, told, mended, sent (CF-03)."""

from datetime import timedelta

import pytest

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from services.notification.domain.templates import Template
from tests.service.notification.test_offers import hear as hear_of_wait
from tests.service.notification.test_resending import by_hand
from tests.service.notification.test_wording import keep

HOLED = "{{ store }}：{{ plate }}恭候"


def kept_unchecked(desk, kind="confirmation", text=HOLED):
    """Put words into the store past every check, as a version before the checks did."""
    by = Actor("han", "staff", frozenset({"s-4s"}), frozenset(), "manager").as_json()
    desk.store.keep_template(
        Template(
            scope="s-4s", kind=kind, language="zh", version=1, text=text, by=by, at=desk.clock
        )
    )  # fmt: skip


def held_facts(desk):
    return [one["data"] for one in desk.told if one["type"] == "message_held"]


@pytest.fixture
def held(desk, twilio):
    kept_unchecked(desk)
    desk.hear("booking_confirmed", start=desk.clock + timedelta(days=2, hours=5))
    desk.work()
    [confirmation] = desk.messages(kind="confirmation")
    return confirmation


def test_a_message_with_a_hole_is_kept_and_not_sent(desk, twilio, held):
    assert twilio.outbox() == []
    assert (held.state, held.why, held.attempts) == ("suppressed", "missing_variable", 0)
    assert "plate" in held.sentence["en"]
    [fact] = held_facts(desk)
    assert (fact["message_id"], fact["booking_id"], fact["kind"]) == (
        held.id,
        "b-1",
        "confirmation",
    )


def test_the_other_messages_of_the_same_fact_go_on(desk, twilio, held):
    desk.clock += timedelta(days=1, hours=5)
    desk.work()

    [sms] = twilio.outbox()
    assert sms["body"] == desk.messages(kind="reminder", lead_minutes=1440)[0].body


def test_a_fact_that_comes_again_asks_for_the_same_words_once(desk, twilio):
    kept_unchecked(desk)
    fact = desk.hear("booking_confirmed")
    desk.deliver(fact)

    assert len({one["message_id"] for one in held_facts(desk)}) == 1
    assert len(desk.messages(kind="confirmation")) == 1


def test_before_the_words_are_mended_it_is_not_sent_by_hand(desk, twilio, held):
    with pytest.raises(IllegalTransition) as refusal:
        by_hand(desk, held)

    assert "plate" in refusal.value.details["sentence"]["zh"]
    desk.work()
    assert twilio.outbox() == []


def test_mended_it_goes_in_the_new_words_once(desk, twilio, held):
    keep(desk, "{{ store }}恭候您：{{ when }}", version=1)

    first, second = by_hand(desk, held), by_hand(desk, held)
    desk.work()

    assert first["id"] == second["id"]
    [sms] = twilio.outbox()
    assert sms["body"].startswith("安顺汽车恭候您：")


def test_an_offer_with_a_hole_is_held_too(desk, twilio):
    kept_unchecked(desk, kind="offer")
    hear_of_wait(desk, "waitlist_offered")
    desk.work()

    assert twilio.outbox() == []
    [fact] = held_facts(desk)
    assert (fact["booking_id"], fact["number"], fact["kind"]) == (None, None, "offer")

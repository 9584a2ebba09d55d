"""Why a message was not sent, or not yet: each a sentence that staff can read (CF-15, RM-03)."""

from datetime import UTC, datetime, timedelta

import pytest

VISIT = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
"""14:00 on Thursday in Shanghai."""
TWO_HOURS_BEFORE = VISIT - timedelta(hours=2)


@pytest.fixture
def booked(desk, twilio):
    desk.hear("booking_confirmed", start=VISIT)
    desk.work()
    return desk


def told(desk, **query):
    """Return the state, the word and the sentences of the one message that *query* finds."""
    [message] = desk.messages(**query)
    asked = {"store_id": "s-4s", "booking_id": None, "cursor": None, "limit": 50}
    listed = desk.service().list(**asked)["messages"]
    shown = next(one for one in listed if one["id"] == message.id)
    return shown["state"], shown["why"], shown["sentence"]


REMINDER = {"kind": "reminder", "lead_minutes": 120}


def test_a_reminder_gives_way_to_a_call_that_is_to_be_made(booked, twilio):  # RM-03
    booked.hear_of_call(due_at=TWO_HOURS_BEFORE.isoformat())
    booked.clock = TWO_HOURS_BEFORE
    booked.work()

    state, why, sentence = told(booked, **REMINDER)
    assert (state, why) == ("suppressed", "call_instead")
    assert sentence["zh"] == "2026-03-12 12:00 有到店前确认电话，不再另发提醒。"
    assert len(twilio.outbox()) == 1, "the confirmation alone"


@pytest.mark.parametrize("event", ["task_done", "task_withdrawn"])
def test_a_call_that_was_made_or_is_off_holds_nothing_back(booked, twilio, event):  # RM-03
    states = {"task_done": "done", "task_withdrawn": "dropped"}
    booked.hear_of_call(due_at=TWO_HOURS_BEFORE.isoformat())
    booked.hear_of_call(event, revision=2, state=states[event], due_at=TWO_HOURS_BEFORE.isoformat())
    booked.hear_of_call(due_at=TWO_HOURS_BEFORE.isoformat())
    booked.clock = TWO_HOURS_BEFORE
    booked.work()

    assert told(booked, **REMINDER)[0] == "accepted"


def test_who_opted_out_is_not_written_to(booked):
    booked.store.opt_out("+8613800138000", booked.clock)
    booked.clock = TWO_HOURS_BEFORE
    booked.work()

    assert told(booked, **REMINDER) == (
        "suppressed",
        "opted_out",
        {
            "zh": "客户已退订短信，请致电联系。",
            "en": "The customer has opted out of messages. Please telephone.",
        },
    )


def test_what_a_stopped_process_left_for_the_night_waits_or_is_dropped(desk, twilio):
    desk.hear("booking_confirmed", start=VISIT + timedelta(hours=7))
    desk.work()
    desk.clock = VISIT.replace(hour=13)  # 21:00 there: two hours before was 19:00

    desk.work()
    assert told(desk, **REMINDER)[:2] == ("expired", "too_late")


def test_a_paused_account_holds_everybody_and_says_so(desk, twilio):
    desk.store.pause("twilio", datetime.now(UTC) + timedelta(minutes=5), 20003)
    desk.hear("booking_confirmed", start=VISIT)
    desk.work()

    state, why, sentence = told(desk, kind="confirmation")
    assert (state, why) == ("pending", "provider_down")
    assert "20003" in sentence["en"]
    desk.store.resume("twilio")
    desk.let_pass(minutes=6)
    desk.work()
    assert told(desk, kind="confirmation") == ("accepted", "", None)


def test_a_store_that_has_spent_its_cap_reminds_nobody(desk, twilio):
    own = {"spend_cap_fen": 200}
    desk.hear("booking_confirmed", start=VISIT, messages=own)
    desk.work()
    desk.clock = TWO_HOURS_BEFORE
    desk.work()

    state, why, sentence = told(desk, **REMINDER)
    assert (state, why) == ("suppressed", "spend_cap")
    assert "¥2.00" in sentence["zh"]
    spent = desk.database["spent"].find_one({"_id": "s-4s|2026-03"})["fen"]
    assert spent == sum(one.cost_fen for one in desk.messages() if one.sent_at)


def test_the_budget_is_one_over_all_stores(desk, twilio):
    for number in range(7):
        store = {"store_id": f"s-{number}", "booking_id": f"b-{number}"}
        desk.hear("booking_confirmed", start=VISIT + timedelta(minutes=number), **store)
    desk.clock = TWO_HOURS_BEFORE + timedelta(minutes=7)
    desk.work()

    states = [one.why for one in desk.messages(**REMINDER)]
    assert states.count("budget") == 1
    [over] = [one for one in desk.messages(**REMINDER) if one.why == "budget"]
    assert over.sentence["en"].startswith("They were written to 6 times in 1 days")


def test_an_early_visit_is_remembered_the_evening_before(desk, twilio):  # RM-03
    early = datetime(2026, 3, 12, 0, 30, tzinfo=UTC)
    desk.hear("booking_confirmed", start=early)

    due = [one.due_at for one in desk.messages(kind="reminder")]
    assert due == [
        datetime(2026, 3, 10, 12, 0, tzinfo=UTC),
        datetime(2026, 3, 11, 12, 0, tzinfo=UTC),
    ]


def test_messages_kept_before_reasons_were_still_say_why(desk, twilio):
    desk.hear("booking_confirmed", start=VISIT)
    new = ("purpose", "customer_id", "timezone", "cost_fen", "sentence")
    old = {"$unset": dict.fromkeys(new, ""), "$set": {"state": "expired", "why": "too_late"}}
    desk.database["messages"].update_many({"kind": "confirmation"}, old)

    assert told(desk, kind="confirmation")[2]["zh"] == "已错过有效时间。"

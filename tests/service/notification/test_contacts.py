"""What people want is kept, shown and held to: preferences, consents, opt-outs (CF-02, PV-04)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from common.actor import Actor
from common.errors import NotFound, Stale
from common.privacy import customer_id
from services.notification.domain.people.persons import Preferences
from services.notification.domain.people.windows import Window
from tests.service.notification.test_receiving import PHONE, write

WHO = customer_id(PHONE)
VISIT = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
"""14:00 on Thursday in Shanghai."""
EVENING = {"from": "18:00", "until": "20:00"}


@pytest.fixture
def li():
    """Who works at the store and may change what its customers want."""
    return Actor(
        "li", "staff", frozenset({"s-4s"}), frozenset({"messages:read", "messages:write"}), "agent"
    )


def book(desk, event="booking_confirmed", **facts):
    customer = {"id": WHO, "phone": PHONE, "language": "en", **facts.pop("customer", {})}
    desk.hear(event, customer=customer, start=facts.pop("start", VISIT), **facts)
    return desk


def prefer(desk, li, channel=None, hours=None, if_revision=None):
    return desk.service(li).prefer(WHO, channel, hours, if_revision)


def reminders(desk, **query):
    return {one.lead_minutes: one for one in desk.messages(kind="reminder", **query)}


def test_a_person_is_shown_with_what_they_said_and_never_with_a_number(desk, li):  # PV-04, PV-09
    agreed = {"privacy_version": "2026-01", "marketing": True, "share_with_partner": False}
    book(desk, consents=agreed, channel="web")
    book(desk, "booking_changed", revision=2, consents=agreed, channel="web")

    contact = desk.service(li).contact(WHO)

    [act] = contact["history"]
    assert (act["given"], act["purposes"], act["source"]) == (True, ["marketing"], "booking")
    assert (act["page"], act["proof"], act["reason"]) == ("web", "b-1", "2026-01")
    assert {(one["purpose"], one["channel"], one["given"]) for one in contact["consents"]} == {
        ("marketing", channel, True) for channel in ("sms", "voice", "email", "push")
    }
    assert contact["preferences"] == {
        "channel": None, "contact_hours": None, "set_at": None, "set_by": None
    }  # fmt: skip
    assert PHONE not in str(contact)


def test_who_books_elsewhere_is_nobody_here(desk, li):
    book(desk, store_id="s-beau")

    with pytest.raises(NotFound):
        desk.service(li).contact(WHO)
    assert desk.service(Actor("head", "staff", frozenset("*"), li.may)).contact(WHO)
    with pytest.raises(NotFound):
        desk.service(Actor("head", "staff", frozenset("*"), li.may)).contact("c-nobody")


def test_preferences_are_kept_once_and_by_whom(desk, li):  # CF-02, RM-09
    book(desk)
    kept = prefer(desk, li, "email", EVENING)
    assert kept["revision"] == 1
    assert kept["preferences"]["contact_hours"] == EVENING
    assert kept["preferences"]["set_by"] == {"id": "li", "kind": "staff", "role": "agent"}

    assert prefer(desk, li, "email", EVENING)["revision"] == 1, "nothing new"
    with pytest.raises(Stale):
        prefer(desk, li, "sms", if_revision=0)
    assert prefer(desk, li, None, None, if_revision=1)["preferences"]["channel"] is None


def test_reminders_are_planned_for_the_hours_that_the_customer_prefers(desk, li, twilio):  # RM-09
    book(desk, booking_id="b-0", start=VISIT + timedelta(days=30))
    prefer(desk, li, hours=EVENING)
    book(desk)

    due = {lead: one.due_at for lead, one in reminders(desk, booking_id="b-1").items()}

    assert due[1440] == datetime(2026, 3, 10, 11, 30, tzinfo=UTC), "19:30, the evening before"
    assert due[120] == datetime(2026, 3, 11, 11, 30, tzinfo=UTC)


def test_what_was_planned_before_is_planned_anew(desk, li, twilio):  # RM-09
    book(desk)
    desk.work()
    prefer(desk, li, hours=EVENING)

    planned = reminders(desk, state="pending")
    assert {lead: one.due_at for lead, one in planned.items()} == {
        1440: datetime(2026, 3, 10, 11, 30, tzinfo=UTC),
        120: datetime(2026, 3, 11, 11, 30, tzinfo=UTC),
    }
    before = reminders(desk, state="suppressed")
    assert {one.why for one in before.values()} == {"wished_anew"}
    prefer(desk, li, hours=EVENING)
    assert len(desk.messages(kind="reminder")) == 4, "the same again changes nothing"

    desk.clock = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
    desk.work()
    assert len(twilio.outbox()) == 2, "the confirmation, and the first reminder once"


def test_what_is_due_outside_of_their_hours_waits_for_them_and_says_so(desk, li, twilio):  # RM-09
    book(desk)
    desk.work()
    wanted = desk.store.person(WHO)
    evening = Preferences(hours=Window(time(18), time(20)))
    assert desk.store.keep_preferences(wanted, evening), "kept while it is being sent"

    desk.clock = VISIT - timedelta(days=1)
    desk.work()
    held = reminders(desk)[1440]
    assert (held.state, held.why) == ("pending", "their_hours")
    assert held.sentence["en"] == (
        "They prefer to be contacted 18:00–20:00; it is sent at 2026-03-11 18:00."
    )
    desk.clock = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
    desk.work()
    assert reminders(desk)[1440].state == "accepted"


def test_what_would_come_too_late_in_their_hours_is_left_out_and_says_so(desk, li, twilio):  # RM-09
    desk.clock = VISIT - timedelta(hours=15)
    book(desk)
    desk.work()
    prefer(desk, li, hours=EVENING)
    desk.clock = VISIT - timedelta(hours=2)
    desk.work()

    left_out = reminders(desk)[120]
    assert (left_out.state, left_out.why) == ("expired", "no_hours_left")
    assert left_out.sentence["zh"].startswith("客户希望在 18:00–20:00 之间联系")


def test_a_call_by_machine_waits_for_their_hours_too(desk, li, twilio):  # RM-09
    book(desk)
    prefer(desk, li, hours=EVENING)
    desk.clock = VISIT - timedelta(days=1)
    desk.hear_of_call(call_at=desk.clock.isoformat())
    desk.work()

    [call] = desk.messages(channel="voice")
    assert (call.state, call.why) == ("pending", "their_hours")
    desk.clock = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
    desk.work()
    assert desk.messages(channel="voice")[0].state == "accepted"


def test_what_answers_the_customers_own_act_does_not_wait(desk, li, twilio):  # RM-09
    book(desk)
    prefer(desk, li, hours=EVENING)
    desk.work()

    assert desk.messages(kind="confirmation")[0].state == "accepted"


def test_who_wants_no_reminders_gets_none_and_staff_read_why(desk, li, twilio):  # PV-04
    book(desk)
    desk.work()
    desk.service(li).opt_out(WHO, "asked on the phone", ["reminder"], ["sms"])
    desk.clock = VISIT - timedelta(days=1)
    desk.work()

    refused = reminders(desk)[1440]
    assert (refused.state, refused.why) == ("suppressed", "reminder_refused")
    assert refused.sentence["en"] == ("Since 2026-03-09 09:00 they want no reminders this way.")
    desk.service(li).opt_in(WHO, "wants them again", ["reminder"])
    desk.clock = VISIT - timedelta(hours=2)
    desk.work()
    assert reminders(desk)[120].state == "accepted"


def test_staff_end_messages_and_take_them_up_again(desk, li, twilio):
    book(desk)
    for _ in range(2):
        contact = desk.service(li).opt_out(WHO, "asked on the phone")
    assert contact["opted_out"]["channels"] == ["sms", "voice", "email", "push"]
    assert contact["opted_out"]["reason"] == "asked on the phone"
    assert len(contact["history"]) == 1, "the same again is no second act"
    desk.work()
    assert desk.messages(kind="confirmation")[0].why == "opted_out"

    for _ in range(2):
        contact = desk.service(li).opt_in(WHO, "changed their mind")
    assert contact["opted_out"] is None
    assert [act["given"] for act in contact["history"]] == [True, False]
    book(desk, booking_id="b-2")
    desk.work()
    assert desk.messages(kind="confirmation", booking_id="b-2")[0].state == "accepted"


def test_after_a_stop_staff_are_told_that_the_carrier_waits_for_start(desk, li, twilio):
    book(desk)
    desk.work()
    write(desk, "STOP", sid="SM1")

    for _ in range(2):
        contact = desk.service(li).opt_in(WHO, "they say it was a mistake")

    assert contact["opted_out"]["channels"] == ["sms"]
    assert (contact["opted_out"]["source"], contact["opted_out"]["proof"]) == (
        "customer_text", "SM1"
    )  # fmt: skip
    assert "START" in contact["opted_out"]["sentence"]["en"]
    assert len(contact["history"]) == 2

    write(desk, "START", sid="SM2")
    contact = desk.service(li).contact(WHO)
    assert contact["opted_out"] is None
    assert contact["history"][0]["proof"] == "SM2"


def test_the_carriers_refusal_is_an_opt_out_with_its_message_as_proof(desk, li, twilio):
    twilio.trouble({"error": {"code": 21610}}, times=1)
    book(desk)
    desk.work()

    opted_out = desk.service(li).contact(WHO)["opted_out"]

    assert (opted_out["source"], opted_out["channels"]) == ("carrier", ["sms", "voice"])
    assert opted_out["proof"] == desk.messages(kind="confirmation")[0].id


def test_opt_outs_are_listed_by_page_with_the_store_of_the_last_booking(desk, li, twilio):
    people = {f"+1202555012{number}": f"b-{number}" for number in range(4)}
    for phone, booking in people.items():
        who = {"id": customer_id(phone), "phone": phone}
        elsewhere = {"store_id": "s-beau"} if booking == "b-3" else {}
        book(desk, booking_id=booking, customer=who, **elsewhere)
        desk.store.opt_out(phone, desk.clock, proof=booking)
        desk.clock += timedelta(minutes=1)

    first = desk.service(li).opt_outs(None, None, 2)
    second = desk.service(li).opt_outs("s-4s", first["next_cursor"], 2)

    proofs = [one["proof"] for page in (first, second) for one in page["opt_outs"]]
    assert proofs == ["b-2", "b-1", "b-0"]
    assert second["next_cursor"] is None
    assert {one["store_id"] for one in first["opt_outs"]} == {"s-4s"}
    with pytest.raises(NotFound):
        desk.service(li).opt_outs("s-beau", None, 2)


def test_what_was_kept_before_there_was_a_history_still_holds(desk, li, twilio):  # PV-04
    book(desk)
    desk.database["opt_outs"].insert_one({"_id": WHO, "at": desk.clock})
    desk.database["people"].insert_one({"_id": WHO, "marketing": True, "asked_at": desk.clock})

    contact = desk.service(li).contact(WHO)
    assert (contact["opted_out"]["channels"], contact["opted_out"]["source"]) == (
        ["sms", "voice"], "carrier"
    )  # fmt: skip
    assert {one["given"] for one in contact["consents"]} == {True}
    assert desk.store.has_opted_out(PHONE)
    assert desk.store.agreed_to_marketing(WHO) is True

    prefer(desk, li, "email")
    desk.service(li).opt_out(WHO, "no offers", ["marketing"])
    contact = desk.service(li).contact(WHO)
    assert (contact["revision"], len(contact["history"])) == (2, 2)
    assert desk.store.agreed_to_marketing(WHO) is False


def test_of_two_who_change_a_preference_at_once_one_is_told(desk, li):
    book(desk)
    read = desk.store.person(WHO)
    assert desk.store.keep_preferences(read, Preferences(channel="email"))
    assert not desk.store.keep_preferences(read, Preferences(channel="push"))
    read = desk.store.person(WHO)
    assert desk.store.keep_preferences(read, Preferences(channel="push"))
    assert not desk.store.keep_preferences(read, Preferences(channel="sms"))
    assert desk.store.person(WHO).preferences.channel == "push"


def test_what_is_said_meanwhile_does_not_stop_a_preference(desk, li, monkeypatch):
    book(desk)
    keep, between = desk.store.keep_preferences, [Preferences(channel="push")]

    def keep_after_somebody_else(person, wanted):
        while between:
            keep(desk.store.person(WHO), between.pop())
        return keep(person, wanted)

    monkeypatch.setattr(desk.store, "keep_preferences", keep_after_somebody_else)
    contact = prefer(desk, li, "email")
    assert (contact["revision"], contact["preferences"]["channel"]) == (2, "email")

    between.append(Preferences(channel="push"))
    with pytest.raises(Stale):
        prefer(desk, li, "sms", if_revision=2)

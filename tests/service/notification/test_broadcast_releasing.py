"""A broadcast as it goes out: held, resumed, stopped, and whatever breaks in between."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from common.config import settings
from services.notification.domain.people import acts
from services.notification.senders import TwilioSms
from tests.service.notification import crowd

TICK = timedelta(seconds=5)


@pytest.fixture
def many(desk):
    """120 people with 160 bookings, forty of them with two."""
    crowd.book(desk, *range(40), times=2)
    crowd.book(desk, *range(40, 120))
    return desk


def take_work(desk, kind):
    return desk.due.claim([kind], desk.clock)


def release_some(desk):
    """Release what is due, and send none of it."""
    work = take_work(desk, "release")
    desk.due.again(work, desk.service().release(work))


def speak_up(desk, person, *, agreed):
    """Have *person* say what they think of offers."""
    act = acts.Act(
        id=f"{person}:{agreed}",
        given=agreed,
        purposes=(acts.MARKETING,),
        channels=acts.CHANNELS,
        source=acts.BOOKING,
        at=desk.clock,
    )
    desk.store.note(person, act)


def tick(desk, times=1):
    for _ in range(times):
        desk.work()
        desk.clock += TICK


def test_what_is_paused_sends_nothing_and_goes_on_where_it_was(many, twilio):  # RM-15
    crowd.started(many, crowd.announcement(many))
    tick(many)
    [running] = many.service(crowd.CRM).list_broadcasts(None, None, None, 20)["broadcasts"]
    paused = crowd.move(many, "pause", running)

    tick(many, 5)
    assert len(twilio.outbox()) == 50
    assert crowd.people(many, paused) == {"waiting": 70, "sent": 50}
    assert crowd.shown(many, paused)["done_at"] is None

    crowd.move(many, "resume", paused)
    tick(many, 3)
    assert len({sms["to"] for sms in twilio.outbox()}) == len(twilio.outbox()) == 120
    assert crowd.shown(many, paused)["state"] == "finished"


def test_what_is_stopped_in_the_minute_after_its_start_reaches_nobody(many, twilio):
    started = crowd.move(many, "start", crowd.move(many, "preview", crowd.announcement(many)))
    many.work()
    many.clock += timedelta(seconds=59)
    tick(many)

    stopped = crowd.move(many, "stop", started, reason="写错了日期")
    tick(many, 3)

    assert twilio.outbox() == []
    assert many.messages() == []
    assert crowd.people(many, stopped) == {"not_sent": 120}
    assert crowd.shown(many, stopped)["history"][-1]["reason"] == "写错了日期"


def test_the_first_leaves_when_the_minute_is_over(many, twilio):
    crowd.move(many, "start", crowd.move(many, "preview", crowd.announcement(many)))
    many.clock += timedelta(seconds=60)

    many.work()

    assert len(twilio.outbox()) == 50


def test_a_stop_withdraws_what_is_released_and_not_begun(many, twilio):
    running = crowd.started(many, crowd.announcement(many))
    release_some(many)
    assert crowd.people(many, running) == {"waiting": 70, "released": 50}

    stopped = crowd.move(many, "stop", running, reason="")
    tick(many, 3)

    assert twilio.outbox() == []
    assert crowd.people(many, stopped) == {"not_sent": 70, "suppressed": 50}
    assert {one.why for one in many.messages()} == {"broadcast_stopped"}


def test_what_is_released_waits_as_well_while_it_is_paused(many, twilio):
    running = crowd.started(many, crowd.announcement(many))
    release_some(many)
    paused = crowd.move(many, "pause", running)
    many.work()
    assert twilio.outbox() == []
    assert {one.why for one in many.messages()} == {"broadcast_paused"}

    crowd.move(many, "resume", paused)
    many.let_pass(seconds=60)
    tick(many, 4)

    assert len({sms["to"] for sms in twilio.outbox()}) == len(twilio.outbox()) == 120


class Killed(BaseException):
    """The process ends here."""


def die(*_):
    raise Killed


@pytest.mark.parametrize(
    ("part", "dies_before", "sent"),
    [("store", "intend", 0), ("due", "plan", 0), ("store", "note_released", 50)],
)
def test_a_process_killed_while_it_releases_sends_each_once(
    many, twilio, monkeypatch, part, dies_before, sent
):
    crowd.started(many, crowd.announcement(many))
    work = take_work(many, "release")
    with monkeypatch.context() as dying:
        dying.setattr(getattr(many, part), dies_before, die)
        with pytest.raises(Killed):
            many.service().release(work)
    many.work()
    assert len(twilio.outbox()) == sent

    many.let_pass(seconds=60)
    tick(many, 4)

    assert len({sms["to"] for sms in twilio.outbox()}) == len(twilio.outbox()) == 120


def test_what_a_stopped_process_missed_is_not_made_up_at_once(many, twilio):
    crowd.started(many, crowd.announcement(many))
    many.work()
    many.clock += timedelta(hours=1)

    many.work()

    assert len(twilio.outbox()) == 100


def test_of_two_who_release_at_the_same_time_each_person_has_one(many, twilio):
    crowd.started(many, crowd.announcement(many))
    work = take_work(many, "release")
    both = [threading.Thread(target=many.service().release, args=(work,)) for _ in range(2)]

    for one in both:
        one.start()
    for one in both:
        one.join()
    many.let_pass(seconds=60)
    tick(many, 5)

    assert len({sms["to"] for sms in twilio.outbox()}) == len(twilio.outbox()) == 120


def test_who_opts_out_between_release_and_sending_gets_nothing(many, twilio):  # CM-11
    running = crowd.started(many, crowd.announcement(many))
    release_some(many)
    gone = many.messages()[0]
    many.store.opt_out(gone.to, many.clock)
    tick(many, 4)

    assert gone.to not in {sms["to"] for sms in twilio.outbox()}
    assert crowd.people(many, running) == {"suppressed": 1, "sent": 119}
    asked = {"state": "suppressed", "cursor": None, "limit": 50}
    found = many.service(crowd.CRM).list_recipients(broadcast_id=running["id"], **asked)
    [told] = found["recipients"]
    assert (told["customer_id"], told["why"]) == (gone.customer_id, "opted_out")
    assert told["sentence"]["zh"] == "客户已退订短信，请致电联系。"


def test_a_promotion_goes_to_who_agreed_and_still_agrees(desk, twilio):  # CM-04, CM-11, PV-04
    crowd.book(desk, 1, 2, 3)
    for number in (1, 2):
        speak_up(desk, crowd.person(number), agreed=True)
    offer = crowd.move(desk, "preview", crowd.promotion(desk))
    assert (offer["preview"]["people"], offer["preview"]["reached"]) == (3, 2)
    running = crowd.started(desk, offer)
    speak_up(desk, crowd.person(2), agreed=False)

    tick(desk, 2)

    [sms] = twilio.outbox()
    assert sms["to"] == crowd.phone_of(1)
    assert sms["body"] == (
        "安顺汽车：3月9日预约保养有礼，地址上海市延安路1号。\n退订请致电 021-55550100。"
    )
    assert crowd.people(desk, running) == {"sent": 1, "suppressed": 2}
    assert {one.why for one in desk.messages(state="suppressed")} == {"no_consent"}


def test_a_second_promotion_of_a_day_is_too_many(desk, twilio):
    crowd.book(desk, 1)
    speak_up(desk, crowd.person(1), agreed=True)
    for key in ("k-1", "k-2"):
        running = crowd.started(desk, crowd.promotion(desk, idempotency_key=key))
        tick(desk, 2)

    assert len(twilio.outbox()) == 1
    assert crowd.people(desk, running) == {"suppressed": 1}
    assert crowd.shown(desk, running)["progress"]["reasons"] == [
        {"state": "suppressed", "why": "budget", "people": 1}
    ]


def test_an_announcement_counts_against_the_next_promotion(desk, twilio):
    crowd.book(desk, 1)
    speak_up(desk, crowd.person(1), agreed=True)
    crowd.started(desk, crowd.announcement(desk))
    tick(desk, 2)

    running = crowd.started(desk, crowd.promotion(desk, idempotency_key="k-2"))
    tick(desk, 2)

    assert crowd.people(desk, running) == {"suppressed": 1}


def test_nobody_is_written_to_at_night_and_not_all_at_once_in_the_morning(many, twilio):
    many.clock = datetime(2026, 3, 9, 12, 28, 55, tzinfo=UTC)
    running = crowd.started(many, crowd.announcement(many))
    tick(many, 8)
    evening = len(twilio.outbox())
    assert evening == 50, "at 20:29:55; from 20:30 on it is quiet"
    assert crowd.people(many, running) == {"waiting": 70, "sent": 50}

    many.clock = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
    many.work()

    assert len(twilio.outbox()) == 100, "no more than the rate allows"


def test_an_emergency_wakes_people(desk, twilio):  # RM-15
    crowd.book(desk, 1, messages={"spend_cap_fen": 0})
    desk.clock = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
    crowd.started(desk, crowd.announcement(desk, crowd.HEAD, emergency=True), crowd.HEAD)

    tick(desk)

    assert len(twilio.outbox()) == 1


def test_a_store_spends_no_more_than_it_may(desk, twilio):
    for number in range(5):
        crowd.book(desk, number, messages={"spend_cap_fen": 200})
    previewed = crowd.move(desk, "preview", crowd.announcement(desk))
    [store] = previewed["preview"]["stores"]
    assert (store["cost_fen"], store["cap_fen"], store["over_cap"]) == (225, 200, True)
    running = crowd.started(desk, previewed)

    tick(desk, 2)

    assert crowd.people(desk, running) == {"sent": 4, "suppressed": 1}


def test_what_is_over_by_its_time_is_not_sent(many, twilio):
    until = many.clock + timedelta(seconds=65)
    running = crowd.started(many, crowd.announcement(many, until=until))

    tick(many, 3)

    assert len(twilio.outbox()) == 50
    ended = crowd.shown(many, running)
    assert (ended["state"], crowd.people(many, running)) == (
        "finished", {"sent": 50, "not_sent": 70},
    )  # fmt: skip


def test_while_the_carrier_is_away_no_more_than_a_minutes_worth_is_released(many, twilio):
    many.sms = TwilioSms(replace(settings(), twilio_url="http://127.0.0.1:9"))
    slow = crowd.announcement(many, rate_per_minute=24)
    running = crowd.started(many, slow)
    tick(many, 20)

    assert crowd.people(many, running) == {"waiting": 96, "released": 24}
    assert twilio.outbox() == []

"""A broadcast from draft to end: each person once, at the rate, with a way back."""

from datetime import timedelta

import pytest

from common.contracts.booking import IdempotencyKeyReused, IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Stale
from services.notification.calls import counting
from tests.service.notification import crowd

TICK = timedelta(seconds=5)


@pytest.fixture
def many(desk):
    """300 people with 400 bookings, a hundred of them with two."""
    crowd.book(desk, *range(100), times=2)
    crowd.book(desk, *range(100, 300))
    return desk


def test_each_person_is_written_to_once_at_the_rate(many, twilio):  # RM-15, CM-09
    running = crowd.started(many, crowd.announcement(many))
    assert twilio.outbox() == [], "within the minute to undo it"

    sent = []
    while crowd.shown(many, running)["state"] == "running":
        many.work()
        sent.append(len(twilio.outbox()))
        many.clock += TICK

    assert sent == [50, 100, 150, 200, 250, 300, 300]
    to = [sms["to"] for sms in twilio.outbox()]
    assert len(set(to)) == 300
    ended = crowd.shown(many, running)
    assert (ended["state"], ended["preview"]["people"]) == ("finished", 300)
    assert sum(ended["progress"]["people"].values()) == 300


def test_a_draft_asked_for_twice_is_one(desk):
    first = crowd.announcement(desk)
    again = crowd.announcement(desk)

    assert (again["id"], again["replayed"], first["replayed"]) == (first["id"], True, False)
    with pytest.raises(IdempotencyKeyReused):
        crowd.announcement(desk, name="另一个")


def test_a_preview_says_whom_it_reaches_in_which_words_for_how_much(desk):  # CM-04
    crowd.book(desk, 1, 2, 3, times=2)
    crowd.book(desk, 4, language="en")
    crowd.book(desk, 5, ahead=timedelta(days=8))
    desk.store.opt_out(crowd.phone_of(1), desk.clock)
    desk.database["spent"].insert_one({"_id": "s-4s|2026-03", "fen": 90})

    shown = crowd.move(desk, "preview", crowd.announcement(desk))

    assert (shown["state"], shown["revision"]) == ("previewed", 3)
    told = shown["preview"]
    assert (told["people"], told["reached"], told["opted_out"]) == (4, 3, 1)
    assert told["languages"] == {"zh": 2, "en": 1}
    zh, en = told["texts"]
    assert zh["body"] == "安顺汽车：因停电，明日暂停营业，请致电 021-55550100 改约。"
    assert (zh["segments"], zh["encoding"], en["encoding"]) == (1, "UCS-2", "GSM-7")
    assert told["stores"] == [
        {
            "store_id": "s-4s", "people": 3, "segments": 3, "cost_fen": 135,
            "spent_fen": 90, "cap_fen": None, "over_cap": False,
        }
    ]  # fmt: skip
    assert desk.messages() == []


def test_nobody_starts_what_they_have_not_seen(desk):
    crowd.book(desk, 1)
    draft = crowd.announcement(desk)
    with pytest.raises(IllegalTransition):
        crowd.move(desk, "start", draft)
    seen = crowd.move(desk, "preview", draft)
    crowd.move(desk, "preview", seen)

    with pytest.raises(Stale):
        crowd.move(desk, "start", seen)
    with pytest.raises(Invalid) as refused:
        desk.service(crowd.CRM).start_broadcast(broadcast_id=seen["id"], if_revision=None)
    assert list(refused.value.details["fields"]) == ["if_revision"]


def test_a_store_where_nobody_is_known_is_written_to_by_nobody(desk):
    seen = crowd.move(desk, "preview", crowd.announcement(desk))

    assert (seen["state"], seen["preview"]["people"], seen["preview"]["stores"]) == (
        "previewed", 0, [],
    )  # fmt: skip
    with pytest.raises(Invalid):
        crowd.move(desk, "start", seen)


def test_what_is_changed_is_to_be_seen_again(desk):
    crowd.book(desk, 1)
    seen = crowd.move(desk, "preview", crowd.announcement(desk))

    changed = crowd.move(desk, "change", seen, words={**crowd.WORDS, "zh": "{{ store }}停业。"})

    assert (changed["state"], changed["preview"]) == ("draft", None)
    assert "start" not in changed["legal_moves"]


def test_a_large_audience_is_counted_while_its_author_waits(many, monkeypatch):
    monkeypatch.setattr(counting, "A_PAGE", 50)
    monkeypatch.setattr(counting, "PAGES", 2)

    asked = crowd.move(many, "preview", crowd.announcement(many))
    assert (asked["state"], asked["preview"], asked["legal_moves"]) == (
        "counting", None, ["change", "stop"],
    )  # fmt: skip
    many.work()

    counted = crowd.shown(many, asked)
    assert (counted["state"], counted["preview"]["people"]) == ("previewed", 300)


def test_pages_that_are_written_twice_are_written_once(many, monkeypatch):
    monkeypatch.setattr(counting, "A_PAGE", 50)
    monkeypatch.setattr(counting, "PAGES", 1)
    asked = crowd.move(many, "preview", crowd.announcement(many))

    while work := many.due.claim(["list_audience"], many.clock):
        many.service().list_audience(work)
        many.service().list_audience(work)

    assert crowd.shown(many, asked)["preview"]["people"] == 300
    assert many.database["broadcast_recipients"].count_documents({}) == 300


def test_what_is_changed_while_it_is_counted_is_counted_anew(many, monkeypatch):
    monkeypatch.setattr(counting, "A_PAGE", 50)
    monkeypatch.setattr(counting, "PAGES", 1)
    asked = crowd.move(many, "preview", crowd.announcement(many))
    audience = {"past_days": 0, "coming_days": 0, "customers": [crowd.person(7)]}
    changed = crowd.move(many, "change", asked, audience=audience)
    many.work()
    assert crowd.shown(many, changed)["state"] == "draft"

    counted = crowd.move(many, "preview", changed)

    assert (counted["state"], counted["preview"]["people"]) == ("previewed", 1)
    many.work()
    [one] = many.database["broadcast_recipients"].find()
    assert one["customer_id"] == crowd.person(7)


def test_of_two_who_count_the_last_page_one_shows_it(desk):
    crowd.book(desk, 1)
    asked = crowd.move(desk, "preview", crowd.announcement(desk))
    work = desk.due.claim(["list_audience"], desk.clock)

    desk.service().list_audience(work)

    assert crowd.shown(desk, asked)["revision"] == asked["revision"]


def test_who_came_lately_and_who_comes_are_the_audience(desk):  # RM-15
    crowd.book(desk, 1, ahead=-timedelta(days=3), status="completed")
    crowd.book(desk, 2, ahead=-timedelta(days=3), status="no_show")
    crowd.book(desk, 3, ahead=-timedelta(days=11), status="completed")
    crowd.book(desk, 4, status="cancelled")
    crowd.book(desk, 5)

    audience = {"past_days": 10, "coming_days": 7, "customers": []}
    running = crowd.started(desk, crowd.announcement(desk, audience=audience))
    desk.work()

    assert {one.customer_id for one in desk.messages()} == {crowd.person(1), crowd.person(5)}
    assert running["preview"]["people"] == 2


def test_named_customers_are_written_to_if_the_stores_know_them(desk):
    crowd.book(desk, 1, ahead=-timedelta(days=300), status="completed")
    crowd.book(desk, 2, store_id="s-4s-2")
    named = [crowd.person(number) for number in (1, 2, 3)]

    audience = {"past_days": 0, "coming_days": 0, "customers": named}
    crowd.started(desk, crowd.announcement(desk, audience=audience))
    desk.work()

    assert [one.customer_id for one in desk.messages()] == [crowd.person(1)]


def test_who_is_known_at_two_stores_hears_of_the_later_visit_alone(desk):
    crowd.book(desk, 1, ahead=timedelta(days=2), store_id="s-4s")
    crowd.book(desk, 1, ahead=timedelta(days=3), store_id="s-4s-2")

    stores = ["s-4s", "s-4s-2"]
    shown = crowd.started(desk, crowd.announcement(desk, crowd.HEAD, stores=stores), crowd.HEAD)
    desk.work()

    assert [one.store_id for one in desk.messages()] == ["s-4s-2"]
    assert [one["people"] for one in shown["preview"]["stores"]] == [0, 1]


def test_the_whole_chain_is_written_to_by_those_who_speak_for_it(desk):
    crowd.book(desk, 1, store_id="s-4s")
    crowd.book(desk, 2, store_id="s-foot")
    with pytest.raises(Forbidden):
        crowd.announcement(desk, crowd.CRM, stores=None)

    draft = crowd.announcement(desk, crowd.HEAD, stores=None)

    assert crowd.move(desk, "preview", draft, crowd.HEAD)["preview"]["people"] == 2
    with pytest.raises(NotFound):
        crowd.shown(desk, draft, crowd.CRM)


def test_only_few_may_wake_people(desk):  # RM-15
    with pytest.raises(Forbidden):
        crowd.announcement(desk, crowd.CRM, emergency=True)
    draft = crowd.announcement(desk, crowd.CRM)
    with pytest.raises(Forbidden):
        crowd.move(desk, "change", draft, emergency=True)

    woken = crowd.move(desk, "change", draft, crowd.HEAD, emergency=True)

    with pytest.raises(Forbidden):
        crowd.move(desk, "change", woken, name="停电")


def test_a_broadcast_of_other_stores_is_not_there(desk):
    with pytest.raises(NotFound):
        crowd.announcement(desk, crowd.CRM, stores=["s-4s", "s-foot"])
    theirs = crowd.announcement(desk, crowd.HEAD, stores=["s-4s", "s-foot"])
    mine = crowd.announcement(desk, crowd.CRM)

    for ask in ("preview", "change", "start", "pause", "resume", "stop"):
        more = {"stop": {"reason": ""}}.get(ask, {})
        with pytest.raises(NotFound):
            crowd.move(desk, ask, theirs, **more)
    listed = desk.service(crowd.CRM).list_broadcasts(None, None, None, 20)["broadcasts"]
    assert [one["id"] for one in listed] == [mine["id"]]
    asked = desk.service(crowd.HEAD).list_broadcasts("s-foot", "draft", None, 20)["broadcasts"]
    assert [one["id"] for one in asked] == [theirs["id"]]


def test_broadcasts_are_listed_a_page_at_a_time_the_latest_first(desk):
    made = []
    for number in range(3):
        made.append(crowd.announcement(desk, idempotency_key=f"k-{number}")["id"])
        desk.clock += timedelta(minutes=1)

    first = desk.service(crowd.CRM).list_broadcasts("s-4s", None, None, 2)
    second = desk.service(crowd.CRM).list_broadcasts("s-4s", None, first["next_cursor"], 2)

    assert [one["id"] for one in first["broadcasts"]] == made[:0:-1]
    assert [one["id"] for one in second["broadcasts"]] == made[:1]
    assert second["next_cursor"] is None


def test_recipients_are_listed_by_where_they_stand_their_numbers_masked(desk):  # PV-09
    crowd.book(desk, *range(60))
    running = crowd.started(desk, crowd.announcement(desk))
    desk.work()

    def listed(state, by=crowd.CLERK):
        found, cursor = [], None
        while True:
            page = desk.service(by).list_recipients(
                broadcast_id=running["id"], state=state, cursor=cursor, limit=25
            )
            found += page["recipients"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    assert (len(listed(None)), len(listed("sent")), len(listed("waiting"))) == (60, 50, 10)
    assert listed("not_sent") == listed("suppressed") == []
    assert {one["customer_id"] for one in listed(None)} == {
        one["customer_id"] for one in listed("sent") + listed("waiting")
    }
    assert len({one["customer_id"] for one in listed(None)}) == 60
    assert {one["to"][3:] for one in listed(None)} == {
        "138****" + f"{number:04d}" for number in range(60)
    }
    assert listed("sent", crowd.CRM)[0]["to"] in map(crowd.phone_of, range(60))
    assert all(one["message_id"] and one["sent_at"] for one in listed("sent"))


def test_words_that_name_a_person_are_refused_in_every_language_at_once(desk):  # CM-02
    with pytest.raises(Invalid) as refused:
        crowd.promotion(desk, words={"zh": "{{ name }}您好", "en": "Come soon!"})

    assert refused.value.details["fields"] == {
        "words.zh": ["names what nobody tells: name"],
        "words.en": ["must say {{ days }}", "must say {{ place }}"],
    }


def test_how_far_it_is_and_when_it_may_be_done_is_told(many):
    running = crowd.started(many, crowd.announcement(many, rate_per_minute=60))
    many.work()

    told = crowd.shown(many, running)

    assert told["progress"]["people"]["waiting"] == 295
    assert told["done_at"] == (many.clock + timedelta(seconds=295)).isoformat(timespec="seconds")

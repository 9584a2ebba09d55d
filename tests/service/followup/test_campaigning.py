"""Campaigns on a real database: spread over whoever agreed, called off again (CM-01, CM-11)."""

from datetime import date, timedelta

import pytest

from common.errors import Invalid, NotFound, Stale
from services.followup.calls import campaigning
from services.followup.calls.campaigning import CALL_OFF, SPREAD
from tests.service.followup.team import MADE, record

SAID = {
    "store_id": "s-4s",
    "kind": "free_service",
    "name": "免费检测周",
    "day": date(2026, 5, 20),
    "last_day": None,
    "content": "36 项免费检测",
    "address": "示范路1号",
}
NO_WISH = {"if_revision": None, "short_notice": False}
EVERY = {"store_id": None, "state": None, "cursor": None, "limit": 50}


@pytest.fixture
def boss(team):
    return team("biz-sup", "business_supervisor")


@pytest.fixture
def customers(team):
    """Let customers book who agreed (or not) to hear of campaigns; each with a number."""

    def book(count, marketing=True, first=0):
        for number in range(first, first + count):
            customer = {"id": f"c-{number}", "name": "王", "phone": f"+861380013{number:04}"}
            consents = None if marketing is None else {"marketing": marketing}
            team.hears(
                "booking_confirmed", 1, booking_id=f"b-{number}", customer=customer,
                consents=consents,
            )  # fmt: skip

    return book


def calls(team, **wanted):
    return team.tasks(kind="campaign_call", **wanted)


def test_everybody_who_agreed_is_called(team, boss, customers):  # AC-16, CM-01, CM-11, PV-04
    customers(3)
    customers(1, marketing=False, first=3)
    customers(1, marketing=None, first=4)
    draft = boss.draft_campaign(**SAID)

    started = boss.start_campaign(draft["id"], **NO_WISH)
    assert (started["state"], started["customers"]) == ("started", None)
    assert calls(team) == []
    team.works(SPREAD)
    assert {task["customer"]["id"] for task in calls(team)} == {"c-0", "c-1", "c-2"}
    assert {task["last_day"] for task in calls(team)} == {"2026-05-06"}
    shown = boss.get_campaign(draft["id"])
    assert (shown["customers"], shown["progress"]["calls"]) == (3, {"planned": 3})


def test_thousands_are_listed_a_page_at_a_time_and_each_once(team, boss, customers, monkeypatch):
    monkeypatch.setattr(campaigning, "A_PAGE", 2)
    customers(5)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)

    team.works(SPREAD)
    assert len(calls(team)) == 5
    assert boss.get_campaign(draft["id"])["customers"] == 5


def test_a_letter_that_is_wanted_is_due_two_days_later(team, boss, customers):  # CM-01
    customers(1)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)
    team.works(SPREAD)
    [call] = calls(team)
    team.now = MADE + timedelta(days=57)

    record(team("sun", "tracking_clerk"), call, "letter_wanted", notes="寄家里")
    [letter] = team.tasks(kind="campaign_letter")
    assert (letter["last_day"], letter["brief"]) == ("2026-05-07", call["brief"])
    record(team("sun", "tracking_clerk"), letter, "sent")
    assert boss.get_campaign(draft["id"])["progress"] == {
        "calls": {"done": 1},
        "letters": {"done": 1},
        "messages": {"wanted": 1},
    }


def test_without_content_date_and_address_nothing_starts(team, boss):  # CM-02
    draft = boss.draft_campaign(**{**SAID, "day": None, "content": "", "address": ""})

    with pytest.raises(Invalid) as refusal:
        boss.start_campaign(draft["id"], **NO_WISH)
    assert set(refusal.value.details["fields"]) == {"day", "content", "address"}
    put_right = {"day": date(2026, 5, 20), "content": "检测", "address": "示范路1号"}
    changed = boss.change_campaign(draft["id"], 1, **put_right)
    assert (changed["revision"], changed["day"]) == (2, "2026-05-20")
    assert boss.start_campaign(draft["id"], 2, False)["state"] == "started"
    with pytest.raises(Stale):
        boss.stop_campaign(draft["id"], 2, "下雪")


def test_what_is_stopped_is_called_off(team, boss, customers, monkeypatch):
    monkeypatch.setattr(campaigning, "A_PAGE", 2)
    customers(5)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)
    team.works(SPREAD)

    stopped = boss.stop_campaign(draft["id"], None, "下雪")
    assert stopped["history"][-1]["reason"] == "下雪"
    team.works(CALL_OFF)
    assert {task["state"] for task in calls(team)} == {"dropped"}


def test_what_is_stopped_before_it_is_listed_calls_nobody(team, boss, customers):
    customers(1)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)
    boss.stop_campaign(draft["id"], None, "下雪")

    team.works(SPREAD)
    assert calls(team) == []


def test_what_is_stopped_while_a_page_is_listed_is_called_off_too(
    team, boss, customers, monkeypatch
):
    customers(1)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)
    plan = team.store.plan

    def stop_and_plan(*what):
        if team.store.campaign(draft["id"]).state == "started":
            boss.stop_campaign(draft["id"], None, "下雪")
            team.works(CALL_OFF)
        return plan(*what)

    monkeypatch.setattr(team.store, "plan", stop_and_plan)
    team.works(SPREAD)
    team.works(CALL_OFF)
    assert [task["state"] for task in calls(team)] == ["dropped"]


def test_who_agrees_no_more_is_called_no_more(team, boss, customers):  # CM-11, PV-04
    customers(2)
    draft = boss.draft_campaign(**SAID)
    boss.start_campaign(draft["id"], **NO_WISH)
    team.works(SPREAD)
    customer = {"id": "c-0", "name": "王", "phone": "+8613800130000"}
    later = (MADE + timedelta(days=1)).isoformat()

    team.hears(
        "booking_confirmed", 1, booking_id="b-9", customer=customer, created_at=later,
        consents={"marketing": False},
    )  # fmt: skip
    assert {task["customer"]["id"]: task["state"] for task in calls(team)} == {
        "c-0": "dropped",
        "c-1": "waiting",
    }


def test_campaigns_are_listed_and_those_of_other_stores_are_not_there(team, boss):
    stranger = team("x", "manager", stores=("s-beau",))
    made = []
    for number in range(3):
        team.now = MADE + timedelta(minutes=number)
        made.append(boss.draft_campaign(**SAID)["id"])

    first = boss.list_campaigns(**{**EVERY, "limit": 2})
    rest = boss.list_campaigns(**{**EVERY, "limit": 2, "cursor": first["next_cursor"]})
    listed = [one["id"] for one in (*first["campaigns"], *rest["campaigns"])]
    assert listed == made[::-1]
    assert boss.list_campaigns(**{**EVERY, "state": "started"})["campaigns"] == []
    assert stranger.list_campaigns(**EVERY)["campaigns"] == []
    for forbidden in (
        lambda: stranger.get_campaign(made[0]),
        lambda: stranger.draft_campaign(**SAID),
        lambda: stranger.start_campaign(made[0], **NO_WISH),
        lambda: stranger.stop_campaign(made[0], None, "x"),
        lambda: stranger.change_campaign(made[0], None, name="x"),
    ):
        with pytest.raises(NotFound):
            forbidden()

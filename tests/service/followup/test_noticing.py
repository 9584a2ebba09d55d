"""What customers are to be told, kept and announced with the fact or outcome that it follows."""

from datetime import date, timedelta

import pytest

from common import contracts
from common.errors import Stale
from services.followup.calls import campaigning
from services.followup.calls.campaigning import CALL_OFF, SPREAD
from tests.service.followup.team import MADE, START, Team, record
from tests.worlds import local

FILE = {
    "address": "示范路2号", "model": "C 260", "kind": "轿车", "items": ["A类保养"],
    "cycle_months": 6, "wishes": "代步车",
}  # fmt: skip


class Noticed(Team):
    """The team, and what it told of notices."""

    def __init__(self, database):
        super().__init__(database)
        self.notices = []

    def __call__(self, *args, **named):
        service = super().__call__(*args, **named)
        service.tell_notices = lambda _, events: self.notices.extend(events)
        return service

    def news(self):
        """Return what was told since somebody last asked, each in the shape of its contract."""
        told, self.notices = self.notices, []
        for event in told:
            contracts.EVENTS[event["type"]]().load(event["data"])
        return told

    def kinds(self):
        return [(one["type"], one["data"]["kind"]) for one in self.news()]


@pytest.fixture
def team(database):
    return Noticed(database)


def files(team, next_on, booking_id="b-1"):
    """Have the customer's file made after a visit that has begun."""
    [task] = team.tasks(kind="customer_file", booking_id=booking_id)
    call = {"at": team.now + timedelta(days=5), "content": "询问使用情况"}
    clerk = team("clerk-sun", "tracking_clerk")
    record(clerk, task, "filed", file={**FILE, "next_on": next_on}, next_call=call)


def test_a_missed_visit_is_told_once_and_taken_back_if_it_was_none(team):  # NS-01
    team.hears("booking_confirmed")
    assert team.kinds() == []
    team.now = START + timedelta(hours=1)
    team.hears("booking_no_show", 2, "no_show")
    team.hears("booking_no_show", 2, "no_show")
    [told] = team.news()
    assert told["data"]["facts"] == {"number": "K7Q2MX", "start": START.isoformat()}
    assert told["data"]["store_phone"] == "+862155550101"

    team.hears("booking_no_show_undone", 3, "confirmed")
    assert team.kinds() == [("notice_withdrawn", "missed_visit")]
    team.hears("booking_no_show", 4, "no_show")
    [again] = team.news()
    assert (again["type"], again["data"]["revision"]) == ("notice_wanted", 3)


def test_a_store_that_does_not_want_it_tells_nobody(team):
    team.hears("booking_confirmed")
    silent = {"notices": {"missed_visit": False}}
    team.hears("booking_no_show", 2, "no_show", care=silent)

    assert team.kinds() == []


@pytest.fixture
def filed(team):
    team.hears("booking_confirmed")
    team.now = START
    team.hears("booking_started", 2, "in_service", arrived_at=START.isoformat())
    files(team, local("2026-09-08 00:00").date())
    return team


def test_a_file_brings_its_reminders(filed):  # RM-06, RM-08
    told = filed.news()

    assert [one["data"]["kind"] for one in told] == ["maintenance_due"] * 2
    assert {one["data"]["from_at"] for one in told} == {
        "2026-08-25T02:00:00+00:00",
        "2026-09-05T02:00:00+00:00",
    }
    assert told[0]["data"]["facts"] == {"car": "沪A12345", "due_on": "2026-09-08"}
    assert told[0]["data"]["booking_id"] is None


def test_who_books_meanwhile_is_not_reminded_unless_they_cancel(filed):  # RM-06
    filed.news()
    filed.now = local("2026-08-20 10:00")
    later = (filed.now + timedelta(days=2)).isoformat()
    booked = {"booking_id": "b-2", "start": later, "created_at": filed.now.isoformat()}
    filed.hears("booking_confirmed", **booked)
    assert filed.kinds() == [("notice_withdrawn", "maintenance_due")] * 2

    filed.hears("booking_cancelled", 2, "cancelled", **booked)
    assert filed.kinds() == [("notice_wanted", "maintenance_due")] * 2


def test_a_reminder_that_may_have_been_sent_is_not_sent_again(filed):  # RM-06
    filed.news()
    filed.now = local("2026-08-26 10:00")
    booked = {"booking_id": "b-2", "created_at": filed.now.isoformat()}
    filed.hears("booking_confirmed", **booked)
    filed.hears("booking_cancelled", 2, "cancelled", **booked)

    told = filed.news()
    assert [one["type"] for one in told] == ["notice_withdrawn"] * 2 + ["notice_wanted"]
    assert told[-1]["data"]["from_at"] == "2026-09-05T02:00:00+00:00"


def test_another_day_takes_the_place_of_the_one_before(filed):  # RM-07
    filed.news()
    filed.now = local("2026-06-01 10:00")
    visit = {"booking_id": "b-2", "start": filed.now.isoformat()}
    visit |= {"arrived_at": filed.now.isoformat(), "created_at": MADE.isoformat()}
    filed.hears("booking_started", 1, "in_service", **visit)
    assert filed.kinds() == [("notice_withdrawn", "maintenance_due")] * 2
    files(filed, local("2026-12-01 00:00").date(), booking_id="b-2")

    told = filed.news()
    assert {one["type"] for one in told} == {"notice_wanted"}
    assert {one["data"]["facts"]["due_on"] for one in told} == {"2026-12-01"}


def test_whom_the_call_after_a_visit_reached_is_told_to_book(team):  # CF-09, CF-14
    team.hears("booking_completed", 2, "completed")
    team.now = START + timedelta(days=3)
    [call] = team.tasks(kind="first_call")
    record(team("clerk-sun", "tracking_clerk"), call, "reached")

    [survey, told] = team.news()
    assert survey["data"]["kind"] == "survey"
    assert (told["data"]["kind"], told["data"]["booking_id"]) == ("after_call", "b-1")
    assert told["data"]["until"] == (team.now + timedelta(days=1)).isoformat()


@pytest.fixture
def case(team):
    team.hears("booking_confirmed")
    return team("sr-chen", "reception").open_case(
        store_id="s-4s", channel="hotline", name="王芳", phone="13800138000", kind="complaint",
        words="刹车异响", answer=None, booking_id="b-1",
    )  # fmt: skip


def test_a_solution_is_told_and_taken_back_once_a_person_has_told_it(team, case):  # FU-07
    boss = team("biz-sup", "business_supervisor")
    solved = boss.solve_case(case["id"], None, "免费更换刹车片")
    [told] = team.news()
    assert (told["type"], told["data"]["kind"]) == ("notice_wanted", "case_answered")
    assert told["data"]["customer"]["phone"] == "+8613800138000"
    assert "刹车" not in str(told)

    [task] = team.tasks(case_id=case["id"], state="open")
    assert task["id"] == solved["task_id"]
    record(team("clerk-sun", "tracking_clerk"), task, "told")
    assert team.kinds() == [("notice_withdrawn", "case_answered")]


def test_whoever_gets_money_back_is_told_how_much_and_by_which_way(team, case):  # CP-16
    boss = team("biz-sup", "business_supervisor")
    kept = boss.refund(case["id"], None, 38_000, "paypal")
    assert (kept["state"], kept["steps"][-1]["words"]) == ("open", "paypal 380.00")
    [told] = team.news()
    assert told["data"]["facts"] == {"amount": 38_000, "method": "paypal"}
    assert told["data"]["customer"]["phone"] == "+8613800138000"

    boss.refund(case["id"], kept["revision"], 100, "card")
    assert team.kinds() == [("notice_wanted", "refund")]
    with pytest.raises(Stale):
        boss.refund(case["id"], kept["revision"], 100, "card")


def test_what_was_answered_at_once_needs_no_message(team):
    team.hears("booking_confirmed")
    team("sr-chen", "reception").open_case(
        store_id="s-4s", channel="hotline", name="王芳", phone="13800138000", kind="question",
        words="几点关门", answer="六点", booking_id=None,
    )  # fmt: skip

    assert team.kinds() == []


CAMPAIGN = {
    "store_id": "s-4s", "kind": "discount", "name": "预约有礼", "day": date(2026, 5, 20),
    "last_day": None, "content": "预约到店送玻璃水", "address": "示范路1号",
}  # fmt: skip
NO_WISH = {"if_revision": None, "short_notice": False}


@pytest.fixture
def boss(team):
    return team("biz-sup", "business_supervisor")


def start(team, boss, care=None, **but):
    """Start a campaign for three customers, one of whom has not agreed to hear of such."""
    for number, agreed in enumerate((True, True, False)):
        customer = {"id": f"c-{number}", "name": "王", "phone": f"+861380013800{number}"}
        consents = {"marketing": agreed}
        team.hears("booking_confirmed", booking_id=f"b-{number}", customer=customer,
                   consents=consents, care=care or {})  # fmt: skip
    draft = boss.draft_campaign(**{**CAMPAIGN, **but})
    boss.start_campaign(draft["id"], **NO_WISH)
    team.works(SPREAD)
    return draft["id"]


def test_a_campaign_goes_by_message_to_all_who_agreed(team, boss):  # CM-02, CM-04, CM-11
    campaign = start(team, boss, way="message")

    told = team.news()
    assert {one["data"]["customer"]["id"] for one in told} == {"c-0", "c-1"}
    assert told[0]["data"]["facts"] == {
        "name": "预约有礼", "content": "预约到店送玻璃水", "address": "示范路1号",
        "first_day": "2026-05-20", "last_day": "2026-05-20",
    }  # fmt: skip
    assert {one["data"]["from_at"] for one in told} == {"2026-04-28T16:00:00+00:00"}
    assert team.tasks(kind="campaign_call") == []
    assert boss.get_campaign(campaign)["progress"]["messages"] == {"wanted": 2}
    assert boss.get_campaign(campaign)["customers"] == 2


def test_a_stop_takes_back_what_was_not_told(team, boss, monkeypatch):  # CM-11
    monkeypatch.setattr(campaigning, "A_PAGE", 1)
    campaign = start(team, boss, way="message")
    team.news()
    boss.stop_campaign(campaign, None, "下雪")
    team.works(CALL_OFF)

    assert team.kinds() == [("notice_withdrawn", "campaign")] * 2
    assert boss.get_campaign(campaign)["progress"]["messages"] == {"withdrawn": 2}


def test_who_wants_it_in_writing_is_written_to(team, boss):  # CM-01, FU-09
    start(team, boss)
    assert team.kinds() == []
    team.now = MADE + timedelta(days=57)
    [call, _] = team.tasks(kind="campaign_call")
    record(team("sun", "tracking_clerk"), call, "letter_wanted")

    [told] = team.news()
    assert told["data"]["kind"] == "campaign"
    assert told["data"]["from_at"] == team.now.isoformat()
    assert told["data"]["until"] == "2026-05-20T16:00:00+00:00"


def test_a_store_that_writes_no_campaigns_has_nobody_told(team, boss):
    start(team, boss, care={"notices": {"campaign": False}}, way="message")

    assert team.kinds() == []

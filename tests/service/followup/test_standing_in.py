"""Substitutes on a real database: tasks go with the days, and return (RL-12)."""

from datetime import date, timedelta

import pytest

from common.errors import NotFound
from tests.service.followup.team import CALL, START, record

WISH = {
    "store_id": "s-4s",
    "absent": "sun",
    "substitute": "qian",
    "from_day": date(2026, 3, 13),
    "to_day": date(2026, 3, 16),
    "reason": "休假",
}


@pytest.fixture
def of_sun(team):
    """A first call that Sun has taken on the day it opened."""
    team.hears("booking_completed", 2, "completed")
    [task] = team.tasks(kind="first_call")
    team.now = START + timedelta(days=3)
    return team("sun", "tracking_clerk").take(task["id"], None)


def clerk(team, login):
    return team(login, "tracking_clerk")


def appoint(team, **but):
    return team("biz-sup", "business_supervisor").appoint(**{**WISH, **but})


def queue(worker, **wanted):
    asked = {"store_id": None, "state": None, "booking_id": None, "cursor": None, "limit": 50}
    return worker.list_tasks(**{**asked, **wanted})["tasks"]


def test_a_substitute_sees_and_does_them_in_the_others_name(team, of_sun):  # RL-12
    assert queue(clerk(team, "qian"), mine=True) == []
    appointed = appoint(team)
    assert (appointed["state"], appointed["ends_at"]) == ("running", "2026-03-17T00:00:00+08:00")

    [task] = queue(clerk(team, "qian"), mine=True)
    assert (task["id"], task["acting_for"]) == (of_sun["id"], "sun")
    assert task["legal_moves"] == ["record"]
    done = record(clerk(team, "qian"), task, "reached")
    assert done["outcome"]["by"]["acting_for"] == "sun"


def test_what_is_left_returns_afterwards(team, of_sun):  # RL-12
    appoint(team)

    team.now = START + timedelta(days=7)
    assert queue(clerk(team, "qian"), mine=True) == []
    [task] = queue(clerk(team, "sun"), mine=True)
    assert (task["acting_for"], task["legal_moves"]) == (None, ["record"])


def test_it_can_be_ended_early(team, of_sun):  # RL-12
    one = appoint(team)

    ended = team("biz-sup", "business_supervisor").end_substitution(one["id"])
    again = team("biz-sup", "business_supervisor").end_substitution(one["id"])
    assert (ended["state"], again) == ("ended", ended)
    assert queue(clerk(team, "qian"), mine=True) == []
    boss = team("biz-sup", "business_supervisor")
    assert boss.substitutions("s-4s", ended=False) == {"substitutions": []}
    assert boss.substitutions("s-4s", ended=True) == {"substitutions": [ended]}


def test_one_that_has_not_begun_never_does_once_it_is_ended(team, of_sun):  # RL-12
    one = appoint(team, from_day=date(2026, 3, 14))
    team("biz-sup", "business_supervisor").end_substitution(one["id"])

    team.now = START + timedelta(days=4)
    assert queue(clerk(team, "qian"), mine=True) == []


def test_other_stores_are_not_there(team, of_sun):
    one, stranger = appoint(team), team("x", "business_supervisor", stores=("s-beau",))

    for forbidden in (
        lambda: stranger.appoint(**WISH),
        lambda: stranger.substitutions("s-4s", ended=False),
        lambda: stranger.end_substitution(one["id"]),
    ):
        with pytest.raises(NotFound):
            forbidden()


def test_open_tasks_are_not_mine_before_i_take_them(team):
    team.hears("booking_confirmed")
    team.now = CALL

    assert queue(team(), mine=True) == []
    [task] = queue(team())
    team().take(task["id"], None)
    assert [one["id"] for one in queue(team(), mine=True)] == [task["id"]]

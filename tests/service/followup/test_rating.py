"""What customers say of a visit by their link: kept once, and a case where they are not content."""

from datetime import timedelta

import pytest

from common.errors import NotFound
from common.visit_links import booking_of, token_of
from tests.service.followup.team import START

GOOD = {"person": 5, "quality": 4, "comment": "很好"}
BAD = {"person": 5, "quality": 2, "comment": "等了很久"}


@pytest.fixture
def token(team):
    team.hears("booking_completed", 2, "completed")
    team.now = START + timedelta(hours=2)
    return token_of("b-1")


def cases(team):
    asked = {"store_id": None, "state": None, "kind": None, "late": False}
    return team("sr-chen", "reception").list_cases(**asked, cursor=None, limit=50)["cases"]


def test_a_link_says_which_visit_and_no_more(team, token):  # SV-02, SV-13
    shown = team().rating(token)

    assert (shown["state"], shown["store_name"]) == ("open", {"zh": "东城店"})
    assert shown["start"] == "2026-03-10T14:00:00+08:00"
    assert "王芳" not in str(shown)
    assert "138" not in str(shown)


@pytest.mark.parametrize("token", ["", "b-1", "b-1.x", f"b-2.{token_of('b-1')[4:]}", token_of("x")])
def test_a_link_that_is_none_of_ours_leads_nowhere(team, token):
    team.hears("booking_completed", 2, "completed")

    with pytest.raises(NotFound):
        team().rating(token)


def test_a_token_is_of_one_visit():
    assert booking_of(token_of("b-1")) == "b-1"
    assert token_of("b-1") != token_of("b-2")


def test_what_is_said_is_kept_once(team, token):  # SV-03, SV-13
    assert team().rate(token, **GOOD)["state"] == "answered"
    assert team().rate(token, **BAD)["state"] == "answered"

    kept = team.store.rating_of("b-1")
    assert (kept.person, kept.quality, kept.comment) == (5, 4, "很好")
    assert cases(team) == []


def test_who_is_not_content_is_heard(team, token):  # SV-08
    team().rate(token, **BAD)

    [case] = cases(team)
    assert (case["kind"], case["channel"], case["booking_number"]) == (
        "complaint", "online", "K7Q2MX",
    )  # fmt: skip
    assert case["words"].endswith("等了很久")
    [task] = team.tasks(case_id=case["id"])
    assert (task["kind"], task["state"]) == ("case_report", "open")


def test_after_its_days_it_is_over(team, token):  # SV-13
    team.now += timedelta(days=7)

    assert team().rate(token, **GOOD)["state"] == "over"
    assert team.store.rating_of("b-1") is None


def test_a_store_that_asks_nobody_has_no_links(team):
    team.hears("booking_completed", 2, "completed", care={"notices": {"survey": False}})

    with pytest.raises(NotFound):
        team().rating(token_of("b-1"))


def test_ratings_are_listed_the_latest_first_in_one_s_own_stores(team, token):  # SV-08
    team.hears("booking_completed", 2, "completed", booking_id="b-2")
    team().rate(token, **GOOD)
    team.now += timedelta(minutes=1)
    team().rate(token_of("b-2"), **BAD)

    asked = {"store_id": None, "most_stars": None, "cursor": None, "limit": 1}
    first = team().ratings(**asked)
    assert [one["id"] for one in first["ratings"]] == ["b-2"]
    rest = team().ratings(**{**asked, "cursor": first["next_cursor"]})
    assert [one["comment"] for one in rest["ratings"]] == ["很好"]
    few = team().ratings(**{**asked, "most_stars": 2, "limit": 9})
    assert [one["id"] for one in few["ratings"]] == ["b-2"]
    assert team(stores=("s-other",)).ratings(**{**asked, "limit": 9})["ratings"] == []


def test_what_a_customer_said_is_shared_only_if_they_agreed(team, token):  # PO-12
    team().rate(token, **GOOD, share=True)
    [given] = team().ratings(store_id=None, most_stars=None, cursor=None, limit=50)["ratings"]

    assert given["share"]


def test_who_was_not_asked_has_not_agreed(team, token):  # PO-12
    team().rate(token, **GOOD)
    [given] = team().ratings(store_id=None, most_stars=None, cursor=None, limit=50)["ratings"]

    assert not given["share"]

"""A visit is rated once, within a week of the invitation; who is not content is a case."""

from dataclasses import replace

import pytest

from services.followup.domain.notices.visits import after
from services.followup.domain.ratings import complaint, invitation_among, rated, state
from tests.unit.followup.noticed import STORE, WANG, a_store, at
from tests.unit.followup.test_visit_notices import NOW, a_fact

DONE = at("2026-03-10 11:00")


def invitations(store=STORE, **but):
    fact = a_fact(**{"status": "completed", "completed_at": DONE, **but})
    return after(fact, store, NOW, "b-1.signed").notices


@pytest.fixture
def invitation():
    [notice] = invitations()
    return notice


def a_rating(invitation, **but):
    said = {"person": 5, "quality": 4, "comment": " 很好 ", **but}
    return rated(invitation, DONE, **said)


def test_a_visit_can_be_rated_from_two_hours_after_it_on_for_a_week(invitation):  # SV-02, SV-13
    assert (invitation.from_at, invitation.until) == (
        at("2026-03-10 13:00"),
        at("2026-03-17 13:00"),
    )
    assert invitation.facts == {"start": "2026-03-10T02:00:00+00:00", "token": "b-1.signed"}


def test_a_store_has_its_own_times():  # SV-13
    [notice] = invitations(a_store(survey={"minutes": 60, "days": 3}))

    assert (notice.from_at, notice.until) == (at("2026-03-10 12:00"), at("2026-03-13 12:00"))
    assert invitations(a_store(notices={"survey": False})) == ()


def test_there_is_one_invitation_a_booking(invitation):  # SV-13
    assert invitations()[0].id == invitation.id
    assert invitations(status="in_service") == ()


def test_an_invitation_is_found_unless_it_was_taken_back(invitation):
    missed = replace(invitation, kind="missed_visit")

    assert invitation_among([missed, invitation]) == invitation
    assert invitation_among([missed, replace(invitation, state="withdrawn")]) is None


@pytest.mark.parametrize(
    ("now", "stands"), [(at("2026-03-17 12:59"), "open"), (at("2026-03-17 13:00"), "over")]
)
def test_the_link_is_good_for_a_week(invitation, now, stands):  # SV-13
    assert state(invitation, None, now) == stands
    assert state(invitation, a_rating(invitation), now) == "answered"


def test_person_and_quality_are_rated_apart(invitation):  # SV-03
    rating = a_rating(invitation)

    assert (rating.id, rating.person, rating.quality, rating.comment) == ("b-1", 5, 4, "很好")


@pytest.mark.parametrize(
    ("person", "quality", "is_one"), [(3, 3, False), (2, 5, True), (5, 2, True), (1, 1, True)]
)
def test_few_stars_for_either_are_a_complaint(invitation, person, quality, is_one):
    rating = a_rating(invitation, person=person, quality=quality, comment="等了很久")
    case = complaint(rating, invitation, "K7Q2MX", WANG, "Asia/Shanghai")

    assert (case is not None) is is_one
    if case:
        assert (case.kind, case.channel, case.booking_id) == ("complaint", "online", "b-1")
        assert f"{person}/5" in case.words
        assert case.words.endswith("等了很久")
        assert case.customer["name"] == "王芳"

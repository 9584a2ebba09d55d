"""The page behind the link of a survey: for whoever holds it, in their language, once."""

import re

import pytest

from common.contracts import followup
from common.errors import NotFound, Stale
from tests.service.gateway.conftest import API
from tests.service.gateway.test_sessions import csrf_of

LINK = "/rate/b-1.signed"
SAID = {"person": "5", "quality": "4", "comment": " 很好 "}


def a_visit(**but):
    return {
        "state": "open",
        "store_name": {"zh": "安顺汽车", "en": "Anshun Motors"},
        "store_phone": "021-55550100",
        "timezone": "Asia/Shanghai",
        "start": "2026-03-10T10:00:00+08:00",
        "until": "2026-03-17T13:00:00+08:00",
        "language": "zh",
        **but,
    }


@pytest.fixture
def visit(bus):
    """Let a link lead to a visit as it stands, and answer that it was rated."""

    def stands(**but):
        bus.replies[followup.RATING.key] = a_visit(**but)
        bus.replies[followup.RATE.key] = a_visit(**{**but, "state": "answered"})

    stands()
    return stands


def asked(bus, call=followup.RATE):
    return [request for key, _, request in bus.asked if key == call.key]


def page(client, address=LINK, **headers):
    return client.get(address, headers=headers).get_data(as_text=True)


def sent(client, **but):
    token = csrf_of(client.get(LINK))
    return client.post(LINK, data={**SAID, "csrf_token": token, **but})


def test_whoever_holds_the_link_sees_stars_for_person_and_quality(client, bus, visit):  # SV-03
    shown = page(client)

    assert "安顺汽车" in shown
    assert "您3月10日 周二 10:00到店" in shown
    assert len(re.findall(r'type="radio"', shown)) == 10
    assert (bus.actor.kind, bus.actor.may) == ("service", {"ratings:answer"})


def test_it_speaks_the_language_in_which_they_were_written_to(client, visit):
    visit(language="en")

    assert "How was your visit on Tue 10 Mar 10:00?" in page(client)
    assert "感觉如何" in page(client, f"{LINK}?lang=zh")


def test_what_they_say_is_kept(client, bus, visit):  # SV-02, SV-03
    answer = sent(client)

    assert (answer.status_code, answer.location) == (303, LINK)
    assert asked(bus) == [{"token": "b-1.signed", "person": 5, "quality": 4, "comment": "很好"}]


@pytest.mark.parametrize(
    "but", [{"person": ""}, {"quality": "6"}, {"person": "x"}, {"comment": "x" * 1001}]
)
def test_what_makes_no_sense_is_said_beside_it(client, bus, visit, but):
    answer = sent(client, **but)

    assert answer.status_code == 422
    assert 'class="fault"' in answer.get_data(as_text=True)
    assert asked(bus) == []


def test_it_is_answered_once(client, bus, visit):  # SV-13
    token = csrf_of(client.get(LINK))
    visit(state="answered")
    again = client.post(LINK, data={**SAID, "csrf_token": token}, follow_redirects=True)

    assert "谢谢，我们已收到您的评价。" in again.get_data(as_text=True)
    assert asked(bus) == []


def test_two_answers_at_once_are_one(client, bus, visit):
    bus.replies[followup.RATE.key] = Stale(revision=1)

    assert sent(client).status_code == 303


def test_after_its_days_there_is_the_telephone(client, visit):  # SV-13
    visit(state="over")

    assert "评价时间已过，请致电021-55550100。" in page(client)


def test_a_link_of_nobody_leads_nowhere(client, bus):
    bus.replies[followup.RATING.key] = NotFound(what="link", id="")

    assert client.get("/rate/guessed").status_code == 404


def test_a_form_of_somebody_else_is_refused(client, bus, visit):
    assert client.post(LINK, data=SAID).status_code == 403
    assert asked(bus) == []


def test_staff_read_what_customers_said(client, bus, staff):  # SV-08
    asked = f"{API}/ratings?store_id=s-4s&most_stars=2"
    shown = client.get(asked, headers=staff("cr_supervisor")).json["ratings"]

    assert [(one["id"], one["person"], one["quality"]) for one in shown] == [("b-1", 5, 4)]
    assert bus.last == {"store_id": "s-4s", "most_stars": 2, "limit": 50}
    assert client.get(asked, headers=staff("workshop_supervisor")).status_code == 403

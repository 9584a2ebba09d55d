"""Standing in for somebody, over HTTP."""

import pytest

from common.contracts import followup

API = "/api/v1"
WISH = {
    "store_id": "s-4s",
    "absent": "clerk-sun",
    "substitute": "clerk-qian",
    "from_day": "2026-03-09",
    "to_day": "2026-03-13",
    "reason": "休假",
}


@pytest.fixture
def clerks(person):
    for login in ("clerk-sun", "clerk-qian"):
        person("tracking_clerk", login=login)
    person("cr_clerk", login="cr-zhao")
    person("tracking_clerk", login="far-away", stores=("s-beau",))


def appoint(client, headers, **but):
    return client.post(f"{API}/substitutions", json={**WISH, **but}, headers=headers)


def test_a_supervisor_appoints_within_the_department(client, bus, staff, clerks):  # RL-12
    answer = appoint(client, staff("business_supervisor"))

    assert (answer.status_code, answer.json["state"]) == (201, "running")
    assert bus.last == WISH


@pytest.mark.parametrize(
    ("but", "faults"),
    [
        ({"substitute": "cr-zhao"}, {"substitute": ["属于其他部门。"]}),
        ({"substitute": "far-away"}, {"substitute": ["本店没有此编号的人员或位置。"]}),
        ({"absent": "ghost", "substitute": "ghost"}, {"absent", "substitute"}),
    ],
)
def test_nobody_of_another_department_or_store(client, bus, staff, clerks, but, faults):  # RL-12
    headers = {**staff("business_supervisor"), "Accept-Language": "zh"}

    answer = appoint(client, headers, **but)
    assert answer.status_code == 422
    told = answer.json["errors"]
    assert (told if isinstance(faults, dict) else set(told)) == faults
    assert followup.APPOINT.key not in [key for key, _, _ in bus.asked]


def test_a_supervisor_has_their_own_department_and_a_manager_every_one(
    client, staff, clerks, person
):  # RL-12
    person("cr_clerk", login="cr-qian")
    in_cr = {"absent": "cr-zhao", "substitute": "cr-qian"}

    assert appoint(client, staff("business_supervisor", login="b"), **in_cr).status_code == 403
    assert appoint(client, staff("manager", login="m"), **in_cr).status_code == 201
    assert appoint(client, staff("tracking_clerk", login="c")).status_code == 403


def test_somebody_elses_store_is_not_there(client, staff, clerks):
    headers = staff("business_supervisor", stores=("s-beau",))

    assert appoint(client, headers).status_code == 404


def test_they_are_listed_and_ended(client, bus, staff):  # RL-12
    headers = staff("business_supervisor")

    listed = client.get(f"{API}/substitutions?store_id=s-4s&ended=true", headers=headers)
    assert [one["id"] for one in listed.json["substitutions"]] == ["sub-1"]
    assert bus.last == {"store_id": "s-4s", "ended": True}
    assert client.delete(f"{API}/substitutions/sub-1", headers=headers).status_code == 200
    assert bus.last == {"substitution_id": "sub-1"}


def test_a_queue_can_be_ones_own(client, bus, staff):
    assert client.get(f"{API}/tasks?mine=true", headers=staff("tracking_clerk")).status_code == 200
    assert bus.last["mine"] is True


def test_nobody_appoints_themselves(client, bus, staff, clerks):  # RL-12
    for role, login in (("business_supervisor", "biz-sup"), ("manager", "mgr-4s")):
        answer = appoint(client, staff(role, login=login), substitute=login)
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert followup.APPOINT.key not in [key for key, _, _ in bus.asked]


@pytest.fixture
def stands_in(client, bus):
    """Have somebody stand in for another from now on."""

    def begin(substitute, absent):
        bus.running = [{"absent": absent, "substitute": substitute}]
        client.application.extensions["slipboard"].standing_in._ask_at = float("-inf")

    return begin


def test_a_substitute_does_what_the_absent_one_may(client, bus, person, staff, stands_in):  # RL-12
    person("business_supervisor", login="boss")
    clerk = staff("tracking_clerk", login="clerk")
    solve = "/api/v1/cases/c-1/solve"
    assert client.post(solve, json={}, headers=clerk).status_code == 403

    stands_in("clerk", "boss")

    assert client.post(solve, json={}, headers=clerk).status_code == 422
    client.get("/api/v1/cases/c-1", headers=clerk)
    assert (bus.actor.id, bus.actor.role) == ("clerk", "tracking_clerk")
    assert "cases:solve" in bus.actor.may


def test_a_substitute_prolongs_nothing(client, bus, staff, clerks, person, stands_in):  # RL-12
    person("business_supervisor", login="boss")
    clerk = staff("tracking_clerk", login="clerk")
    stands_in("clerk", "boss")

    a_year = {"absent": "boss", "substitute": "clerk", "to_day": "2027-03-08"}
    assert appoint(client, clerk, **a_year).status_code == 403
    assert appoint(client, clerk).status_code == 403
    assert client.delete(f"{API}/substitutions/sub-1", headers=clerk).status_code == 403
    asked = {key for key, _, _ in bus.asked}
    assert not asked & {followup.APPOINT.key, followup.END_SUBSTITUTION.key}


def test_who_becomes_a_manager_makes_none_of_their_substitute(
    client, staff, person, stands_in
):  # RL-12, RL-15
    person("tracking_clerk", login="x")
    clerk, head = staff("tracking_clerk", login="clerk"), staff("head_office", login="head")
    stands_in("clerk", "x")

    client.patch(f"{API}/people/x", json={"role": "manager"}, headers=head)

    someone = {"login": "mine", "name": "我", "role": "manager", "stores": ["s-4s"]}
    assert client.post(f"{API}/people", json=someone, headers=clerk).status_code == 403
    assert client.get(f"{API}/people", headers=clerk).status_code == 403
    assert client.get(f"{API}/stores/s-4s/config", headers=clerk).status_code == 403

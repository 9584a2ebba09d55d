"""How a partner's webhooks stand, as its scorecard tells."""

import pytest

from common.context import service_actor


@pytest.fixture
def health(post):
    us = service_actor("gateway", "webhooks:health")

    def read(partner_id="p1"):
        return post.service(us).webhook_health(partner_id)

    return read


def test_what_arrived_at_once_has_a_lag_near_nothing(post, hooked, health):
    post.hear()
    post.work()

    told = health()

    assert 0 <= told.pop("lag_p95_seconds") < 5
    assert told == {"endpoints": 1, "stopped": 0, "owed": 0, "failed": 0, "failing_since": None}


def test_what_fails_is_owed_and_then_given_up(post, receiver, hooked, health, database):
    receiver.answers(*[500] * 20)
    post.hear()
    post.work()

    told = health()
    assert (told["owed"], told["failed"], told["lag_p95_seconds"]) == (1, 0, None)
    assert told["failing_since"] is not None

    database["webhook_deliveries"].update_many({}, {"$set": {"state": "failed"}})
    assert (health()["owed"], health()["failed"]) == (0, 1)


def test_what_is_sent_once_more_is_not_late(post, hooked, health):
    post.hear()
    post.work()
    [sent] = post.log(hooked)
    post.service().replay_delivery(hooked.id, sent.id)
    post.work()

    assert health()["lag_p95_seconds"] is None


def test_another_partners_endpoints_do_not_count(hooked, health):
    assert health("p2")["endpoints"] == 0

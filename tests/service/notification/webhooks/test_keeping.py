"""Opening, changing, stopping and resuming endpoints; their log; sending once more."""

from datetime import timedelta

import pytest

from common.contracts.booking import IdempotencyKeyReused, IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Stale
from tests.service.notification.webhooks.conftest import partner, staff

URL = "https://partner.example.com/slipboard"
OPERATOR = staff("webhooks:read", "webhooks:run")


def test_an_endpoint_asked_for_again_is_the_same_one(post):
    first, again = post.open(URL), post.open(URL)

    assert (first.replayed, again.replayed) == (False, True)
    assert (first.id, first.secret) == (again.id, again.secret)
    with pytest.raises(IdempotencyKeyReused):
        post.open(URL, events=["booking_failed"])


def test_the_last_of_ten_can_be_asked_for_again_but_no_eleventh(post):
    made = [post.open(URL, key=f"k-{number}").id for number in range(10)]

    assert post.open(URL, key="k-9").id == made[-1]
    with pytest.raises(Invalid):
        post.open(URL, key="k-10")


def test_only_a_partner_opens_endpoints(post):
    with pytest.raises(Forbidden):
        post.service(OPERATOR).create_endpoint("k", URL, ["*"])


def test_an_address_inside_is_no_endpoint(post):
    with pytest.raises(Invalid):
        post.open("https://10.0.0.1/")


@pytest.mark.parametrize(
    "act",
    [
        lambda service, id: service.get_endpoint(id),
        lambda service, id: service.change_endpoint(id, if_revision=None, state="paused"),
        lambda service, id: service.delete_endpoint(id),
        lambda service, id: service.rotate_secret(id, False),
        lambda service, id: service.list_deliveries(id, None, None, None, 50),
        lambda service, id: service.replay_delivery(id, "d-1"),
    ],
)
def test_somebody_elses_endpoint_is_not_there(post, hooked, act):
    for id in (hooked.id, "we-0"):
        with pytest.raises(NotFound) as refusal:
            act(post.service(partner("p2")), id)
        assert refusal.value.details == {"what": "webhook endpoint", "id": id}


def test_a_partner_lists_its_own_and_the_chain_everybodys(post):
    ours, theirs = post.open(URL), post.open(URL, partner_id="p2")

    def listed(by, partner_id=None, state=None):
        found = post.service(by).list_endpoints(partner_id, state)["endpoints"]
        return [one["id"] for one in found]

    assert listed(partner()) == [ours.id]
    assert listed(partner(), "p2") == []
    assert listed(OPERATOR) == [ours.id, theirs.id]
    assert listed(OPERATOR, "p2") == [theirs.id]
    assert listed(OPERATOR, state="paused") == []
    assert listed(staff("webhooks:read", stores=["s-4s"])) == []


def test_the_chain_may_stop_and_resume_but_not_change(post, hooked):
    service = post.service(OPERATOR)

    paused = service.change_endpoint(hooked.id, if_revision=1, state="paused")
    assert paused["paused_because"]["code"] == "by_request"
    assert service.change_endpoint(hooked.id, if_revision=2, state="active")["state"] == "active"
    with pytest.raises(Forbidden):
        service.change_endpoint(hooked.id, if_revision=None, url=URL)
    with pytest.raises(Stale):
        service.change_endpoint(hooked.id, if_revision=1, state="paused")


def test_what_happens_while_it_is_paused_waits_and_is_sent_then(post, receiver, hooked):
    post.service().change_endpoint(hooked.id, if_revision=None, state="paused")
    for number in range(3):
        post.hear(booking_id=f"b-{number}")
    post.work()
    assert receiver.got == []
    assert post.endpoint(hooked).owed == 3
    assert [one.state for one in post.log(hooked)] == ["waiting"] * 3
    assert len(post.log(hooked, state="waiting")) == 3
    assert post.log(hooked, state="pending") == []

    post.service().change_endpoint(hooked.id, if_revision=None, state="active")
    post.work()

    assert len(receiver.got) == 3
    assert post.endpoint(hooked).owed == 0
    assert post.log(hooked, state="waiting") == []


def test_resuming_sends_at_once_what_was_to_be_tried_much_later(post, receiver, hooked):
    receiver.answers(503, headers={"Retry-After": "9999"})
    post.hear()
    post.work()
    post.service().change_endpoint(hooked.id, if_revision=None, state="paused")

    post.service().change_endpoint(hooked.id, if_revision=None, state="active")
    post.work()

    assert len(receiver.got) == 2


def test_another_address_gets_what_is_still_owed(post, receiver, a_receiver, hooked):
    receiver.answers(500)
    post.hear()
    post.work()
    other = a_receiver()

    post.service().change_endpoint(hooked.id, if_revision=None, url=other.url)
    post.let_pass(seconds=6)
    post.work()

    assert (len(receiver.got), len(other.got)) == (1, 1)


def test_a_deleted_endpoint_hears_nothing_and_leaves_nothing(post, receiver, hooked):
    post.hear()
    post.service().delete_endpoint(hooked.id)
    post.work()
    post.hear("booking_cancelled", revision=2)
    post.work()

    assert receiver.got == []
    assert post.database["webhook_deliveries"].count_documents({}) == 0
    with pytest.raises(NotFound):
        post.endpoint(hooked)


def test_one_delivery_is_sent_once_more_under_its_id(post, receiver, hooked):
    post.hear()
    post.work()
    [sent] = post.log(hooked)

    again = post.service(OPERATOR).replay_delivery(hooked.id, sent.id)
    assert again["state"] == "pending"
    with pytest.raises(IllegalTransition):
        post.service().replay_delivery(hooked.id, sent.id)
    post.work()
    post.service().replay_delivery(hooked.id, sent.id)
    post.work()

    assert receiver.ids == ["booking_confirmed:b-1:1"] * 3
    assert len(post.log(hooked)[0].tries) == 3
    with pytest.raises(NotFound):
        post.service().replay_delivery(hooked.id, "d-0")


def test_what_was_given_up_begins_again_with_all_its_tries(post, receiver, hooked):
    receiver.answers(410)
    post.hear()
    post.work()
    post.service().change_endpoint(hooked.id, if_revision=None, state="active")
    receiver.answers(500)

    post.service().replay_delivery(hooked.id, post.log(hooked)[0].id)
    post.work()
    post.let_pass(seconds=6)
    post.work()

    assert [one["status"] for one in post.log(hooked)[0].tries] == [410, 500, 204]


def test_what_happened_within_a_while_is_sent_once_more(post, receiver, hooked):
    begun = post.clock
    for number in range(4):
        post.hear(booking_id=f"b-{number}")
        post.clock += timedelta(hours=1)
    post.work()
    receiver.got.clear()

    def replay(since, until, event_types=None):
        hours = (begun + timedelta(hours=since), begun + timedelta(hours=until))
        return post.service().replay_range(hooked.id, *hours, event_types)["replayed"]

    assert replay(0, 4, ["booking_failed"]) == 0
    assert replay(1, 3) == 2
    post.work()
    assert sorted(receiver.ids) == ["booking_confirmed:b-1:1", "booking_confirmed:b-2:1"]
    with pytest.raises(Invalid):
        replay(3, 3)


def test_the_log_is_read_a_page_at_a_time_the_latest_first(post, receiver, hooked):
    for number in range(5):
        post.hear(booking_id=f"b-{number}")
        post.clock += timedelta(minutes=1)
    post.hear("booking_cancelled", revision=2, booking_id="b-0")
    seen, cursor = [], None
    for size in (2, 2, 2):
        page = post.service().list_deliveries(hooked.id, None, None, cursor, size)
        seen += [one["event_id"] for one in page["deliveries"]]
        cursor = page["next_cursor"]

    assert cursor is None
    confirmed = [f"booking_confirmed:b-{number}:1" for number in (4, 3, 2, 1, 0)]
    assert seen == ["booking_cancelled:b-0:2", *confirmed]
    assert len(post.log(hooked, event_type="booking_cancelled")) == 1
    with pytest.raises(Invalid):
        post.log(hooked, cursor="nonsense")

"""Who is told of what, signed, once; and of whom only while PV-06 stands."""

import json
from datetime import date, timedelta

import pytest

from common.actor import Actor
from tests.service.notification.facts import envelope
from tests.service.notification.webhooks.conftest import SHARED

PERSON = {"id": "c-1", "name": "李雷", "phone": "+8613800138000"}
NOBODY = {"id": "c-1", "name": None, "phone": None}


def test_a_partner_is_told_of_its_booking_signed(post, receiver, hooked):  # PO-01
    post.hear(partner_reference="order-1")
    post.work()

    [got] = receiver.got
    assert (got.id, got.path) == ("booking_confirmed:b-1:1", "/hooks")
    assert got.signed_by(hooked.secret)
    assert not got.signed_by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(got.body)["type"] == "booking_confirmed"
    assert got.data["partner_reference"] == "order-1"
    [sent] = post.log(hooked)
    assert (sent.state, sent.event_id, sent.next_try_at) == ("delivered", got.id, None)
    assert [one["status"] for one in sent.tries] == [204]


def test_nobody_is_told_of_somebody_elses_booking(post, receiver, hooked):  # PO-03
    post.hear(partner_id="p2")
    post.hear(partner_id=None, booking_id="b-2")
    post.work()

    assert receiver.got == []
    assert post.log(hooked) == []


def test_an_endpoint_hears_only_of_what_it_asked_for(post, receiver):
    post.open(receiver.url, events=["booking_cancelled"])
    post.hear()
    post.hear("booking_cancelled", revision=2)
    post.work()

    assert receiver.ids == ["booking_cancelled:b-1:2"]


def test_partners_hear_of_what_customers_are_not_written_to_about(post, receiver, hooked):
    post.hear("booking_started", status="in_service", revision=2)
    post.work()

    assert receiver.ids == ["booking_started:b-1:2"]
    assert post.database["messages"].count_documents({}) == 0


def test_a_fact_heard_twice_is_told_once(post, receiver, hooked):
    message = post.hear()
    post.work()
    post.deliver(message)
    post.work()

    assert receiver.ids == [message["id"]]


def test_every_endpoint_of_a_partner_is_told(post, a_receiver):
    receivers = [a_receiver() for _ in range(3)]
    for number, one in enumerate(receivers):
        post.open(one.url, key=f"k-{number}")
    post.hear()
    post.work()

    assert [len(one.got) for one in receivers] == [1, 1, 1]


def test_while_a_secret_is_rotated_both_sign(post, receiver, hooked):
    new = post.service().rotate_secret(hooked.id, False)["secret"]
    again = post.service().rotate_secret(hooked.id, False)
    assert (again["secret"], again["replayed"]) == (new, True)
    post.hear()
    post.work()
    post.let_pass(hours=24)
    post.hear("booking_cancelled", revision=2)
    post.work()

    both, one = receiver.got
    assert both.signed_by(hooked.secret)
    assert both.signed_by(new)
    assert one.signed_by(new)
    assert not one.signed_by(hooked.secret)


def test_a_leaked_secret_signs_no_more(post, receiver, hooked):
    new = post.service().rotate_secret(hooked.id, True)["secret"]
    post.hear()
    post.work()

    [got] = receiver.got
    assert got.signed_by(new)
    assert not got.signed_by(hooked.secret)


def test_no_secret_stands_in_the_database(post, hooked):
    assert hooked.secret.startswith("whsec_")
    assert hooked.secret[6:] not in str(list(post.database["webhook_endpoints"].find()))


# Personal data (PV-06)


def test_the_customer_is_named_while_consent_and_agreement_stand(post, receiver, hooked):  # PV-06
    post.agree()
    post.hear(consents=SHARED)
    post.work()

    assert receiver.got[0].data["customer"] == PERSON


@pytest.mark.parametrize(
    ("consents", "until"),
    [(None, date(2026, 6, 30)), (SHARED, None), (SHARED, date(2026, 3, 8))],
    ids=["no consent", "no agreement", "agreement over"],
)
def test_without_either_nobody_is_named(post, receiver, hooked, consents, until):  # PV-06
    post.agree(until)
    post.hear(consents=consents)
    post.work()

    assert receiver.got[0].data["customer"] == NOBODY


def test_of_a_partner_of_whom_nothing_was_said_there_is_no_agreement(post, receiver, hooked):
    post.hear(consents=SHARED)
    post.work()

    assert receiver.got[0].data["customer"] == NOBODY


def test_it_is_asked_anew_at_every_try(post, receiver, hooked):  # PV-06
    receiver.answers(500)
    post.agree()
    post.hear(consents=SHARED)
    post.work()
    post.agree(None, stated_at=post.clock + timedelta(seconds=1))
    post.let_pass(seconds=6)
    post.work()

    first, second = receiver.got
    assert first.id == second.id
    assert (first.data["customer"], second.data["customer"]) == (PERSON, NOBODY)


def test_a_consent_withdrawn_before_the_next_try_counts(post, receiver, hooked):  # PV-06
    receiver.answers(500)
    post.agree()
    post.hear(consents=SHARED)
    post.work()
    post.hear("booking_amended", status="confirmed", revision=2, consents=None)
    post.let_pass(seconds=6)
    post.work()

    assert [one.data["customer"] for one in receiver.got] == [PERSON, NOBODY, NOBODY]
    assert "李雷" not in str(list(post.database["webhook_customers"].find()))


def test_an_agreement_ends_with_its_last_day(post, receiver, hooked):  # PV-06
    receiver.answers(500)
    post.agree(date(2026, 3, 9))
    post.hear(consents=SHARED)
    post.work()
    post.clock += timedelta(hours=15)
    post.let_pass(seconds=6)
    post.work()

    assert [one.data["customer"] for one in receiver.got] == [PERSON, NOBODY]


def test_an_older_statement_that_comes_late_changes_nothing(post, receiver, hooked):
    post.agree(None)
    post.agree(stated_at=post.clock - timedelta(seconds=1))
    post.hear(consents=SHARED)
    post.work()

    assert receiver.got[0].data["customer"] == NOBODY


def test_no_delivery_keeps_who_the_customer_is(post, receiver, hooked):
    post.agree()
    post.hear(consents=SHARED)
    post.work()

    kept = str(list(post.database["webhook_deliveries"].find()))
    assert "李雷" not in kept
    assert "13800138000" not in kept


def test_a_customer_who_takes_back_is_named_no_more_however_late_a_fact_comes(
    post, receiver, hooked
):
    # PV-04, PV-06
    post.agree()
    shared = {"partner_id": "p1", "consents": SHARED}
    post.hear(consents=SHARED)
    late = envelope("booking_reconfirmed", at=post.clock, revision=2, **shared)
    post.clock += timedelta(minutes=5)
    desk = Actor("li", "staff", frozenset({"s-4s"}), frozenset({"messages:write"}), "agent")
    said = {"text_version": "2026-01", "said_in": "phone", "channels": None, "reason": ""}
    post.service(desk).consent(customer_id="c-1", purpose="sharing", given=False, **said)
    post.work()
    post.deliver(late)
    post.work()
    assert [got.data["customer"] for got in receiver.got] == [NOBODY, NOBODY]

    post.clock += timedelta(minutes=5)
    post.hear("booking_changed", revision=3, consents=SHARED)
    post.work()
    assert receiver.got[-1].data["customer"] == PERSON

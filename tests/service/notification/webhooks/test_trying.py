"""Receivers that fail, hang, redirect, ask for rest or are gone."""

import gzip
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from services.notification import webhook_sender
from services.notification.domain.webhooks.deliveries import WAITS
from services.notification.domain.webhooks.endpoints import FIRST_REST


def last_try(post, hooked):
    return post.log(hooked)[0].tries[-1]


def test_what_failed_is_tried_again_under_the_same_id(post, receiver, hooked):
    receiver.answers(500)
    post.hear()
    post.work()
    assert post.log(hooked)[0].state == "pending"
    post.let_pass(seconds=4)
    post.work()
    assert len(receiver.got) == 1

    post.let_pass(seconds=2)
    post.work()

    first, second = receiver.got
    assert first.id == second.id
    assert second.signed_by(hooked.secret)
    sent = post.log(hooked)[0]
    assert (sent.state, [one["status"] for one in sent.tries]) == ("delivered", [500, 204])
    assert post.endpoint(hooked).failing_since is None


def test_ten_tries_over_three_days_and_it_is_given_up(post, receiver, hooked):
    receiver.answers(*[500] * 20)
    post.hear()
    post.work()
    for number, wait in enumerate(WAITS[1:], 2):
        post.let_pass(seconds=wait.total_seconds() * 0.85)
        post.work()
        assert len(receiver.got) == number - 1, "too early"
        post.let_pass(seconds=wait.total_seconds() * 0.3)
        post.work()
        assert len(receiver.got) == number, "too late"

    post.let_pass(days=9)
    post.work()
    assert len(receiver.got) == 10
    assert post.log(hooked)[0].state == "failed"
    assert set(receiver.ids) == {"booking_confirmed:b-1:1"}


def test_a_redirect_is_a_failure_and_nobody_follows_it(post, receiver, a_receiver, hooked):
    # negative 16
    elsewhere = a_receiver()
    receiver.answers(302, headers={"Location": elsewhere.url})
    post.hear()
    post.work()

    assert elsewhere.got == []
    assert (post.log(hooked)[0].state, last_try(post, hooked)["status"]) == ("pending", 302)


def test_who_hangs_is_cut_off(post, receiver, hooked, monkeypatch):  # negative 17
    monkeypatch.setattr(webhook_sender, "ANSWER_SECONDS", 0.3)
    receiver.answers(204, seconds=0.6)
    post.hear()
    post.work()

    tried = last_try(post, hooked)
    assert (tried["status"], tried["error"]) == (None, "timeout")
    assert 0.25 < tried["seconds"] < 0.6


def test_who_drips_is_cut_off_all_the_same_but_has_answered(post, receiver, hooked, monkeypatch):
    monkeypatch.setattr(webhook_sender, "ANSWER_SECONDS", 0.5)
    receiver.answers(200, body=b"x" * 100, drip=0.1)
    post.hear()
    post.work()

    tried = last_try(post, hooked)
    assert (tried["status"], tried["answer"]) == (200, "")
    assert tried["seconds"] < 1


def test_of_an_answer_only_the_beginning_is_read_and_kept(post, receiver, hooked):  # negative 17
    receiver.answers(400, body="错".encode() * 200_000)
    post.hear()
    post.work()

    assert last_try(post, hooked)["answer"] == "错" * 200


def test_an_answer_that_unpacks_to_far_more_is_not_unpacked(post, receiver, hooked):  # negative 17
    bomb = gzip.compress(bytes(50_000_000))
    receiver.answers(400, headers={"Content-Encoding": "gzip"}, body=bomb)
    tracemalloc.start()
    post.hear()
    post.work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    tried = last_try(post, hooked)
    assert (tried["status"], len(tried["answer"]) <= 200) == (400, True)
    assert most < 20_000_000


def test_who_does_not_listen_is_unreachable(post, receiver, hooked):
    receiver.close()
    post.hear()
    post.work()

    assert last_try(post, hooked)["error"] == "unreachable"


def test_who_asks_for_rest_gets_it(post, receiver, hooked):
    receiver.answers(429, headers={"Retry-After": "60"})
    post.hear()
    post.work()
    post.hear("booking_cancelled", revision=2)
    post.let_pass(seconds=50)
    post.work()
    assert len(receiver.got) == 1

    post.let_pass(seconds=11)
    post.work()

    assert sorted(receiver.ids) == [
        "booking_cancelled:b-1:2", "booking_confirmed:b-1:1", "booking_confirmed:b-1:1",
    ]  # fmt: skip


def test_rest_until_a_date_is_understood(post, receiver, hooked):
    until = (datetime.now(UTC) + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    receiver.answers(503, headers={"Retry-After": until})
    post.hear()
    post.work()

    next_at = datetime.fromisoformat(post.log(hooked)[0].next_try_at)
    assert timedelta(seconds=80) < next_at - datetime.now(UTC) < timedelta(seconds=91)


@pytest.mark.parametrize("said", ["soon", "-5", "9" * 40, "Mon, 99 Foo", "٣"])
def test_rest_that_makes_no_sense_is_not_asked_for(post, receiver, hooked, said):
    receiver.answers(503, headers={"Retry-After": said.encode().decode("latin-1")})
    post.hear()
    post.work()

    assert post.log(hooked)[0].state == "pending"


def test_who_is_gone_is_disabled_and_says_why(post, receiver, hooked):
    receiver.answers(410)
    post.hear()
    post.work()
    post.hear("booking_cancelled", revision=2)
    post.let_pass(days=1)
    post.work()

    assert len(receiver.got) == 1
    gone = post.endpoint(hooked)
    assert (gone.state, gone.paused_because["code"]) == ("disabled", "gone")
    assert [one.state for one in post.log(hooked)] == ["failed"]


def test_five_days_without_success_pause_an_endpoint_with_notice(post, receiver, hooked):
    receiver.answers(500, 500)
    post.hear()
    post.work()
    assert post.endpoint(hooked).state == "active"
    post.let_pass(days=5)

    with capture_logs() as logged:
        post.work()

    [notice] = [line for line in logged if line["log_level"] == "warning"]
    assert (notice["endpoint_id"], notice["partner_id"]) == (hooked.id, "p1")
    paused = post.endpoint(hooked)
    assert (paused.state, paused.paused_because["code"]) == ("paused", "failing")
    assert "5 天" in paused.paused_because["sentence"]["zh"]
    assert "5 days" in paused.paused_because["sentence"]["en"]
    assert [one.state for one in post.log(hooked)] == ["waiting"]


def test_one_dead_endpoint_keeps_no_other_waiting(post, receiver, a_receiver, hooked):
    dead = a_receiver()
    dead.answers(*[500] * 50)
    post.open(dead.url, key="k-2")
    for number in range(12):
        post.hear(booking_id=f"b-{number}")
    began = time.monotonic()
    post.work()
    rests = (time.monotonic() - began) // FIRST_REST.total_seconds()

    assert len(receiver.got) == 12
    assert 1 <= len(dead.got) <= 1 + rests, "it is left alone after its first failure"


def test_two_at_once_and_no_more_send_to_one_endpoint(post, receiver, hooked):
    receiver.answers(*[204] * 8, seconds=0.1)
    for number in range(8):
        post.hear(booking_id=f"b-{number}")

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(post.work) for _ in range(6)]:
            done.result()

    assert receiver.busiest == 2
    assert sorted(receiver.ids) == sorted(f"booking_confirmed:b-{n}:1" for n in range(8))


def test_who_dies_between_sending_and_noting_sends_again_under_the_same_id(
    post, receiver, hooked, monkeypatch
):
    post.hear()
    work = post.due.claim(["deliver"], post.clock)
    with monkeypatch.context() as dying:
        dying.setattr(type(post.store), "note", lambda *_: 1 / 0)
        dying.setattr(type(post.store), "leave", lambda *_: None)
        with pytest.raises(ZeroDivisionError):
            post.service().deliver(work)
    post.work()
    assert len(receiver.got) == 1, "its lease has not run out"

    post.let_pass(seconds=61)
    post.work()

    assert receiver.ids == ["booking_confirmed:b-1:1"] * 2
    assert [one.state for one in post.log(hooked)] == ["delivered"]


def test_who_slept_through_the_lease_notes_nothing(post, receiver, hooked):
    post.hear()
    asleep = post.store.take(hooked.id, datetime.now(UTC))
    post.let_pass(seconds=61)
    post.work()

    post.store.note(
        asleep,
        webhook_sender.Tried(None, 99.0, "timeout"),
        type("Verdict", (), {"state": "failed", "next_at": None}),
        datetime.now(UTC),
    )

    assert [one.state for one in post.log(hooked)] == ["delivered"]

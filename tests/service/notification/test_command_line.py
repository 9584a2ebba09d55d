"""What an operator lists and sets right."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from common import clock, mongo
from common.bus.inbox import PATIENCE
from common.config import settings
from services.notification.__main__ import main
from services.notification.domain.templates import CHAIN, Template
from services.notification.push_sender import WebPush


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: desk.database)

    def run(*words):
        return CliRunner().invoke(main, words)

    return run


def test_messages_that_went_astray_are_listed_without_their_number(desk, twilio, run):  # PV-09
    twilio.trouble({"error": {"code": 21211}}, to="+8613800138000")
    desk.hear("booking_confirmed")
    desk.hear("booking_confirmed", booking_id="b-2", customer={"phone": "+8613900139000"})
    desk.work()

    (line,) = run("messages").output.splitlines()

    assert "failed" in line
    assert "21211" in line
    assert "b-1" in line
    assert "+86138****8000" in line


def test_the_messages_of_a_booking_are_listed_with_why_they_stand_so(desk, twilio, run):
    twilio.trouble({"error": {"code": 21614}}, to="+8613800138000")
    desk.hear("booking_confirmed")
    desk.hear("booking_confirmed", booking_id="b-2", customer={"phone": "+8613900139000"})
    desk.work()

    shown = run("messages", "--booking", "b-1").output
    assert "carrier's code 21614" in shown
    assert "b-2" not in shown
    customer = desk.messages(booking_id="b-2")[0].customer_id
    assert "b-2" in run("messages", "--customer", customer).output
    assert "b-1" not in run("messages", "--state", "delivered").output


def test_what_customers_wrote_is_listed_without_their_number(desk, twilio, run):  # PV-09
    desk.hear("booking_confirmed")
    desk.work()
    desk.service().receive(sid="SM1", sender="+8613800138000", to="+15005550006", body="几点关门")

    (line,) = run("texts").output.splitlines()
    assert ("words" in line, "几点关门" in line, "+86138****8000" in line) == (True, True, True)
    assert run("texts", "--store", "elsewhere").output == ""


def test_kept_words_are_listed_for_a_store_and_the_chain(desk, run):
    template = Template(
        scope=CHAIN, kind="offer", language="en", version=1, text="a place is free", by={},
        at=desk.clock,
    )  # fmt: skip
    desk.store.keep_template(template)

    assert "a place is free" in run("templates").output
    assert "offer en" in run("templates", "--store", "s-4s").output


def test_whoever_runs_is_made_to_ask_about_all_that_has_not_ended(desk, twilio, run):  # CF-15
    twilio.trouble({"callbacks": {"lose": True}})
    desk.hear("booking_confirmed")
    desk.work()
    desk.let_pass(minutes=9)
    assert run("reconcile").output.startswith("0 messages")

    in_an_hour = clock.real() + timedelta(hours=1)
    desk.let_pass(minutes=52)
    desk.database["messages"].update_one(
        {"state": "accepted"}, {"$set": {"next_look_at": in_an_hour}}
    )

    assert run("reconcile").output.startswith("1 messages")
    assert desk.store.look_next(clock.real()).state == "accepted"


def test_a_parked_fact_is_listed_and_tried_again(desk, run):
    poison = desk.hear("booking_confirmed", timezone="Mars/Olympus")
    for _ in range(PATIENCE - 1):
        desk.deliver(poison)
    kind, key, error, *_ = run("parked").output.split()
    assert (kind, error) == ("fact", "ZoneInfoNotFoundError")

    assert run("replay", key).exit_code == 0

    assert run("parked").output == ""
    assert desk.inbox.claim_waiting()["_id"] == key


def test_parked_work_is_listed_and_tried_again(desk, twilio, run):
    desk.hear("booking_confirmed")
    desk.database["due"].update_many(
        {"at": desk.clock}, {"$set": {"state": "parked", "error": "E"}}
    )
    kind, key, *_ = run("parked").output.split()
    assert kind == "work"

    assert run("replay", key).exit_code == 0
    desk.work()

    assert len(twilio.outbox()) == 1


def test_what_is_not_parked_is_not_replayed(run):
    answer = run("replay", "nothing")

    assert answer.exit_code == 1
    assert "nothing is parked" in answer.output


def test_what_a_person_wants_is_shown_on_the_command_line(desk, run):
    consents = {"marketing": True, "share_with_partner": False, "privacy_version": "2026-01"}
    desk.hear("booking_confirmed", consents=consents)
    prefers, said = run("contact", "c-1").output.splitlines()
    assert prefers == "prefers any channel, at any time"
    assert said.split() == [
        "2026-03-09T01:00:00+00:00", "given", "marketing", "sms,voice,email,push",
        "booking", "b-1", "2026-01",
    ]  # fmt: skip
    desk.store.opt_out("+8613800138000", desk.clock, source="customer_text", proof="SM1")

    [line] = run("opt-outs").output.splitlines()
    assert line.endswith("  2026-03-09T01:00:00+00:00  sms,voice  customer_text  SM1  -")
    assert "13800138000" not in line
    who = line.split()[0]
    assert run("contact", who).output.splitlines()[1].startswith("opted out  2026-03-09")
    assert run("opt-outs", "--store", "s-4s").output == "", "who never booked is of no store"


def test_a_pair_of_keys_for_pushes_is_drawn(run):
    private, public = run("vapid-keys").output.splitlines()

    name, _, key = private.partition("=")
    assert name == "SLIPBOARD_VAPID_PRIVATE_KEY"
    config = replace(settings(), vapid_private_key=key, vapid_subject="mailto:a@b.cn")
    assert public == f"public key: {WebPush(config).public_key}"
    assert run("vapid-keys").output.splitlines()[0] != private

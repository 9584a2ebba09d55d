"""Which processes a stack is made of, and where their mails go."""

import pytest

from devstack.credentials import Credentials
from devstack.fleet import Fleet


@pytest.fixture
def fleet(tmp_path, monkeypatch):
    """Make a fleet, started by nobody, with *env* of its own."""
    monkeypatch.delenv("SLIPBOARD_SMTP_URL", raising=False)
    monkeypatch.delenv("SLIPBOARD_MAIL_FROM", raising=False)

    def make(real_twilio=False, ways_in=None, **env):
        return Fleet(
            tmp_path,
            clock="sandbox",
            replicas=1,
            mongo_uri="mongodb://127.0.0.1:1",
            amqp_uri="amqp://127.0.0.1:2",
            credentials=Credentials(tmp_path),
            env=env,
            real_twilio=real_twilio,
            ways_in=ways_in,
        )

    return make


def names(fleet):
    return [process.name for process in fleet.processes]


def test_emails_are_caught_where_no_mail_server_is_named(fleet):
    caught = fleet()

    assert "mails" in names(caught)
    assert caught.env["SLIPBOARD_SMTP_URL"].startswith("smtp://127.0.0.1:")
    assert caught.env["SLIPBOARD_MAIL_FROM"] == "desk@slipboard.example"
    [process] = caught.mails
    assert caught.health_urls[process] == f"{caught.mail_url}/healthz"


def test_a_mail_server_that_is_named_gets_them(fleet):
    named = {"SLIPBOARD_SMTP_URL": "smtp://mail", "SLIPBOARD_MAIL_FROM": "a@b.example"}
    named_fleet = fleet(**named)

    assert "mails" not in names(named_fleet)
    assert named_fleet.mail_url == ""
    assert named_fleet.env.items() >= named.items()


def test_payments_go_to_a_stand_in_where_no_provider_is_named(fleet):
    played = fleet()

    [process] = played.payments
    assert played.env["SLIPBOARD_PAYMENTS_URL"] == played.payments_url
    assert played.health_urls[process] == f"{played.payments_url}/healthz"
    assert len(played.env["SLIPBOARD_PAYMENTS_SECRET"]) >= 32
    named = fleet(SLIPBOARD_PAYMENTS_URL="https://pay.example")
    assert (named.payments, named.payments_url) == ([], "")


def test_beside_the_real_twilio_nothing_is_caught_and_called_sent(fleet):
    real = fleet(real_twilio=True)

    assert names(real)[0] == "booking"
    assert "SLIPBOARD_SMTP_URL" not in real.env
    assert "SLIPBOARD_PAYMENTS_URL" not in real.env


def test_a_process_takes_its_own_way_in_and_what_is_outside_takes_none(fleet):
    """PL-04: nobody is told a password that is not theirs."""
    own = {"SLIPBOARD_MONGO_URI": "mongodb://booking@", "SLIPBOARD_AMQP_URI": "amqp://booking@"}

    made = fleet(ways_in={"booking": own})

    told = {
        process.name: (
            process.env.get("SLIPBOARD_MONGO_URI"),
            process.env.get("SLIPBOARD_AMQP_URI"),
        )
        for process in made.processes
    }
    common = ("mongodb://127.0.0.1:1", "amqp://127.0.0.1:2")
    assert told["booking"] == tuple(own.values())
    assert told["followup"] == told["gateway"] == common
    assert told["twilio"] == told["mails"] == (None, None)

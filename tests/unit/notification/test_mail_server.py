"""What a mail server's no leads to."""

from datetime import timedelta

import pytest

from services.notification.domain.attempts import NotSent, after
from services.notification.domain.mail_server import refused
from services.notification.domain.sentences import sentence


@pytest.mark.parametrize(
    ("code", "of_address", "state", "why"),
    [
        (421, False, "pending", "carrier_busy"),
        (450, True, "pending", "carrier_busy"),
        (451, False, "pending", "carrier_busy"),
        (454, False, "pending", "carrier_busy"),
        (550, True, "failed", "unreachable"),
        (553, True, "failed", "unreachable"),
        (530, True, "pending", "sender_trouble"),
        (535, False, "pending", "sender_trouble"),
        (550, False, "pending", "sender_trouble"),
        (554, False, "pending", "sender_trouble"),
    ],
)
def test_a_no_is_about_the_address_the_moment_or_us(code, of_address, state, why):  # CF-02
    verdict = after(refused(code, of_address=of_address), 1)

    assert (verdict.state, verdict.why, verdict.error_code) == (state, why, code)


def test_only_trouble_of_our_own_pauses_e_mail():
    assert refused(535).is_trouble
    assert not refused(550, of_address=True).is_trouble
    assert not refused(451).is_trouble


def test_a_server_that_asks_for_patience_gets_five_minutes():
    assert after(refused(450, of_address=True), 1).wait == timedelta(minutes=5)


@pytest.mark.parametrize("code", [-1, 0, 220, 354, 600])
def test_a_server_that_does_not_speak_smtp_has_taken_nothing(code):
    assert refused(code) == NotSent()


def test_staff_read_of_e_mail_where_it_is_one():
    said = sentence("unreachable", 550, {}, "Asia/Shanghai", "email")

    assert said["en"] == (
        "No e-mail can be delivered to this address (server's code 550). Please check it."
    )
    assert "短信" not in said["zh"]
    assert sentence("unreachable", 21211, {}, "Asia/Shanghai")["zh"].startswith("该号码")

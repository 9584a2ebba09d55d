from datetime import timedelta

import pytest

from services.notification.domain import attempts, carrier
from services.notification.domain.attempts import (
    NotSent,
    Rejected,
    Seen,
    Unknown,
    Unspeakable,
    after,
)
from services.notification.domain.messages import Verdict
from tests.unit.notification.made import NINE, a_message

TOO_LATE = Verdict("expired", "too_late")


def in_doubt(**changes):
    return a_message(state="unknown", attempts=1, attempted_at=NINE, **changes)


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 1), (2, 5), (3, 30), (4, 120), (5, 120), (100, 120)]
)
def test_what_never_left_is_tried_again_with_growing_waits(attempt, seconds):
    verdict = after(NotSent(), attempt)

    assert (verdict.state, verdict.why) == ("pending", "not_connected")
    assert verdict.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize("code", [21211, 21214, 21217, 21614, 30004, 30005, 30006])
def test_a_number_that_cannot_be_reached_is_not_tried_again(code):
    assert after(Rejected(code, 400), 1) == Verdict("failed", "unreachable", code)


def test_a_new_refusal_of_this_one_request_is_not_tried_again():
    assert after(Rejected(21999, 400), 1).state == "failed"


def test_an_opt_out_is_remembered():
    verdict = after(Rejected(21610, 400), 1)

    assert (verdict.state, verdict.why, verdict.opted_out) == ("suppressed", "opted_out", True)


@pytest.mark.parametrize(
    ("code", "status"),
    [(20003, 401), (21606, 400), (21408, 400), (30034, 400), (403, 403), (302, 302)],
)
def test_trouble_of_our_own_keeps_the_message(code, status):
    verdict = after(Rejected(code, status), 1)

    assert (verdict.state, verdict.why) == ("pending", "sender_trouble")
    assert verdict.wait == timedelta(minutes=5)


def test_too_many_requests_wait_as_long_as_twilio_says():
    verdict = after(Rejected(20429, 429, timedelta(seconds=7)), 1)

    assert (verdict.state, verdict.why) == ("pending", "carrier_busy")
    assert verdict.wait == timedelta(seconds=7)


def test_too_many_requests_without_a_word_wait_longer_each_time():
    assert [after(Rejected(429, 429), n).wait.seconds for n in (1, 2, 3)] == [1, 5, 30]


@pytest.mark.parametrize(("code", "minutes"), [(30001, 10), (30003, 45), (30008, 30)])
def test_a_busy_carrier_gets_its_own_wait(code, minutes):
    assert after(Rejected(code, 400), 1).wait == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "outcome",
    [Unknown(), Rejected(20500, 500), Rejected(20503, 503), Rejected(502, 502), Rejected(408, 408)],
)
def test_what_may_have_been_sent_is_looked_up_and_not_sent_again(outcome):
    verdict = after(outcome, 1)

    assert (verdict.state, verdict.reconcile, verdict.resend) == ("unknown", True, False)


def test_every_listed_code_has_a_known_class():
    classes = {
        value for name, value in vars(carrier).items() if name.isupper() and isinstance(value, str)
    }

    assert set(carrier.CLASSES.values()) <= classes


@pytest.mark.parametrize("state", ["submitting", "unknown"])
def test_a_message_whose_sender_died_is_in_doubt(state):
    verdict = attempts.left_behind(a_message(state=state))

    assert (verdict.state, verdict.reconcile) == ("unknown", True)


def test_a_message_that_nobody_began_is_not_in_doubt():
    assert attempts.left_behind(a_message()) is None


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        ("pending", True),
        ("submitting", True),
        ("unknown", True),
        ("accepted", False),
        ("delivered", False),
        ("failed", False),
        ("suppressed", False),
        ("expired", False),
    ],
)
def test_what_twilio_has_or_nobody_wants_is_left_alone(state, is_open):
    assert attempts.is_open(a_message(state=state)) is is_open


@pytest.mark.parametrize(("looks", "seconds"), [(0, 30), (1, 120), (2, 600)])
def test_twilio_is_searched_after_half_a_minute_two_and_ten(looks, seconds):
    message = in_doubt(looks=looks)
    when = NINE + timedelta(seconds=seconds)

    assert attempts.until_look(message, when - timedelta(seconds=1)) == timedelta(seconds=1)
    assert attempts.until_look(message, when) == timedelta()


def test_the_search_begins_a_minute_before_the_attempt():
    assert attempts.search_from(in_doubt()) == NINE - timedelta(minutes=1)


def test_a_message_that_was_searched_for_in_vain_is_left_to_a_person():
    assert not attempts.is_open(in_doubt(looks=3))


def seen(**changes):
    return Seen(
        **{"sid": "SM1", "body": in_doubt().body, "status": "sent", "error_code": None, **changes}
    )


def test_a_message_is_recognised_by_its_words():
    other = seen(sid="SM0", body="丽颜：您的预约已更改。预约号 K7Q2")

    assert attempts.recognised(in_doubt(), [other, seen()], set()).sid == "SM1"
    assert attempts.recognised(in_doubt(), [other], set()) is None


def test_words_that_twilio_puts_before_ours_do_not_hide_it():
    trial = seen(body=f"Sent from a trial account - {in_doubt().body}")

    assert attempts.recognised(in_doubt(), [trial], set()) == trial


def test_the_same_words_of_another_message_are_not_taken_for_it():
    assert attempts.recognised(in_doubt(), [seen()], {"SM1"}) is None


def test_a_message_is_recognised_by_the_token_that_went_along():
    message = in_doubt(tokens=("t-1", "t-2"))
    mine, other = seen(sid="SM2", body="", token="t-2"), seen(body="", token="t-9")

    assert attempts.recognised(message, [other, mine], set()) == mine
    assert attempts.recognised(message, [other], set()) is None


def test_what_shows_neither_words_nor_token_is_taken_for_it_unless_it_is_another():
    silent = seen(body="")

    assert attempts.recognised(in_doubt(), [silent], set()) == silent
    assert attempts.recognised(in_doubt(), [silent], {"SM1"}) is None


def test_what_has_no_approved_words_fails_with_its_reason():
    verdict = attempts.after(Unspeakable("no_template", "NoApprovedTemplate", {"kind": "x"}), 1)

    assert (verdict.state, verdict.why, verdict.facts) == ("failed", "no_template", {"kind": "x"})


def test_before_the_last_look_nothing_is_sent_again():
    half_a_minute = NINE + timedelta(seconds=30)

    verdict = attempts.after_look(in_doubt(looks=0), None, half_a_minute)

    assert (verdict.state, verdict.looks, verdict.resend) == ("unknown", 1, False)
    assert verdict.wait == timedelta(seconds=90)


def test_after_the_last_look_it_is_sent_once_more():
    verdict = attempts.after_look(in_doubt(looks=2), None, NINE + timedelta(minutes=10))

    assert (verdict.state, verdict.resend) == ("pending", True)


def test_never_a_second_time():
    verdict = attempts.after_look(
        in_doubt(looks=2, resent=True), None, NINE + timedelta(minutes=10)
    )

    assert (verdict.state, verdict.why, verdict.resend) == ("failed", "not_found", False)
    assert not attempts.is_in_doubt(in_doubt(looks=3, resent=True))


def test_what_has_to_wait_first_is_still_sent_only_once_more():
    quiet = Verdict("pending", "quiet_hours", again_at=NINE)

    waiting = attempts.after_look(in_doubt(looks=2), quiet, NINE + timedelta(minutes=10))
    again = attempts.after_look(in_doubt(looks=2, resent=True), quiet, NINE + timedelta(minutes=10))

    assert (waiting.state, waiting.again_at, waiting.resend) == ("pending", NINE, True)
    assert (again.state, again.why) == ("failed", "not_found")


def test_not_when_nobody_wants_it_any_more():
    verdict = attempts.after_look(in_doubt(looks=2), TOO_LATE, NINE + timedelta(minutes=10))

    assert verdict == TOO_LATE


def test_an_unwanted_message_is_still_looked_for_to_the_end():
    verdict = attempts.after_look(in_doubt(looks=0), TOO_LATE, NINE + timedelta(seconds=30))

    assert verdict.state == "unknown"

from common.consents import dated, said_at
from tests.worlds import local

ASKED, MADE = local("2026-03-09 10:00"), local("2026-04-01 10:00")


def test_what_was_said_with_a_wait_was_said_then_and_not_when_it_became_a_booking():  # PV-04
    consents = dated({"marketing": True}, ASKED)

    assert consents["marketing"] is True
    assert said_at({"consents": consents, "created_at": MADE}) == ASKED


def test_what_was_said_with_the_booking_was_said_when_it_was_made():  # PV-04
    assert said_at({"consents": {"marketing": True}, "created_at": MADE}) == MADE


def test_what_has_been_handed_on_twice_was_said_the_first_time():  # PV-04
    consents = dated(dated({"marketing": True}, ASKED), MADE)

    assert said_at({"consents": consents, "created_at": MADE}) == ASKED


def test_who_was_not_asked_said_nothing():
    assert dated(None, ASKED) is None

import pytest

from common.contracts import SERVICES
from common.errors import Unavailable
from gateway.settling import LONGEST_SECONDS, is_quiet, settle


def pulses(**told):
    """Return what asks a service for its pulse; they rest but for what was *told*."""
    quiet = {"pending": 0, "told": [], "heard": []}
    return lambda service: quiet | told.get(service, {})


def heard_by(*services, event="booking_confirmed:b-1:1"):
    return {service: {"heard": [event]} for service in services}


def test_when_nobody_has_anything_to_do_it_is_quiet():
    assert is_quiet(pulses())


def test_pending_work_anywhere_is_not_quiet():
    assert not is_quiet(pulses(followup={"pending": 1}))


def test_nobody_is_asked_once_somebody_has_something_pending():
    asked = []

    def pulse_of(service):
        asked.append(service)
        return {"pending": 1, "told": [], "heard": []}

    assert not is_quiet(pulse_of)
    assert asked == [SERVICES[0]]


def test_what_was_told_must_have_been_heard_by_all_who_hear_it():
    told = {"booking": {"told": ["booking_confirmed:b-1:1"]}}

    assert not is_quiet(pulses(**told))
    assert not is_quiet(pulses(**told, **heard_by("reporting")))
    assert not is_quiet(pulses(**told, **heard_by("reporting", "notification")))
    assert is_quiet(pulses(**told, **heard_by("reporting", "notification", "followup")))


def test_nobody_waits_for_who_does_not_hear_it():
    event = "arrival_recorded:a-1"
    told = {"booking": {"told": [event]}}

    assert is_quiet(pulses(**told, **heard_by("reporting", event=event)))


class Days:
    """A clock that each pause moves on, and what the services say at each look."""

    def __init__(self, *pending):
        self.pending = list(pending)
        self.seconds = 0.0
        self.looks = 0

    def pulse_of(self, service):
        if service == SERVICES[0]:
            self.looks += 1
        left = self.pending[min(self.looks, len(self.pending)) - 1]
        return {"pending": left, "told": [], "heard": []}

    def settle(self):
        settle(self.pulse_of, now=lambda: self.seconds, pause=self.pause)

    def pause(self, seconds):
        self.seconds += seconds


def test_quiet_once_may_be_chance_so_it_must_be_twice_in_a_row():
    days = Days(0, 1, 0, 0)
    days.settle()

    assert days.looks == 4


def test_who_never_rests_is_waited_for_half_a_minute():
    days = Days(1)

    with pytest.raises(Unavailable):
        days.settle()

    assert LONGEST_SECONDS <= days.seconds < LONGEST_SECONDS + 1

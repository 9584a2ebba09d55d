"""What is remembered of a day, and for how long."""

from services.booking.domain.availability import Busy
from services.booking.store.glances import MOST, SECONDS, Glances

DAY = "s-1", 1, 0, 288


class Time:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_day_is_remembered_for_some_seconds():
    time = Time()
    glances, busy = Glances(time), Busy([], 0, 288)
    glances.remember(DAY, busy)

    time.now += SECONDS - 0.1
    assert glances.of(DAY) is busy
    assert glances.of(("s-2", 1, 0, 288)) is None

    time.now += 0.1
    assert glances.of(DAY) is None


def test_no_more_days_are_remembered_than_there_is_room_for():
    glances = Glances(Time())
    for number in range(MOST + 1):
        glances.remember((f"s-{number}", 1, 0, 288), Busy([], 0, 288))

    assert glances.of(("s-0", 1, 0, 288)) is None
    assert glances.of((f"s-{MOST}", 1, 0, 288)) is not None

import pytest

from services.booking.domain.entrance import masked_name, masked_plate
from services.booking.domain.openings import open_from
from tests.worlds import a_store, local


@pytest.mark.parametrize(
    ("name", "shown"), [("王小明", "王**"), ("赵", "赵"), ("", ""), ("Mr Smith", "M*******")]
)
def test_a_wall_shows_the_first_letter_of_a_name(name, shown):  # PV-09
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("plate", "shown"),
    [("沪A12345", "沪A**345"), ("沪AD12345", "沪A***345"), ("A1234", "***34"), (None, None)],
)
def test_a_wall_shows_enough_of_a_plate_to_know_the_car_by(plate, shown):  # AR-04, PV-09
    assert masked_plate(plate) == shown


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-10 07:59", "2026-03-10 08:00"),
        ("2026-03-10 08:00", "2026-03-10 08:00"),
        ("2026-03-10 17:59", "2026-03-10 17:59"),
        ("2026-03-10 18:00", "2026-03-11 08:00"),
    ],
)
def test_somebody_is_there_while_the_store_is_open(at, opens):  # BK-04
    assert open_from(a_store(), local(at)) == local(opens)


def test_a_store_that_stays_closed_for_long_is_waited_for_no_longer():
    closed = a_store(hours={"daily": []})

    assert open_from(closed, local("2026-03-10 07:00")) == local("2026-03-10 07:00")

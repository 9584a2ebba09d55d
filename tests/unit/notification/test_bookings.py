import pytest

from services.notification.domain.bookings import Booking
from tests.unit.notification.made import NINE, TEN_TOMORROW


def a_fact(**customer):
    return {
        "booking_id": "b-1",
        "number": "K7Q2",
        "revision": 2,
        "status": "confirmed",
        "store_id": "s-beau",
        "store_name": {"zh": "丽颜"},
        "store_address": {"zh": "南京路8号"},
        "store_phone": "021-55550200",
        "timezone": "Asia/Shanghai",
        "start": TEN_TOMORROW,
        "items": [],
        "customer": {"id": "c-1", "name": "李雷", "phone": "+8613800138000", **customer},
        "entitlements": {},
        "agreed_at": NINE,
        "messages": {},
    }


def test_a_fact_tells_who_is_to_be_written_to_and_in_which_language():
    booking = Booking.of(a_fact(language="en"))

    assert (booking.id, booking.revision, booking.spoken) == ("b-1", 2, 0)
    assert (booking.phone, booking.language) == ("+8613800138000", "en")


@pytest.mark.parametrize("language", [{}, {"language": None}, {"language": ""}])
def test_without_a_language_it_is_chinese(language):
    assert Booking.of(a_fact(**language)).language == "zh"


def test_each_channel_has_its_own_address():
    booking = Booking.of(a_fact(email="li@example.com"))

    addresses = [booking.address(channel) for channel in ("sms", "voice", "email", "push")]
    assert addresses == [booking.phone, booking.phone, "li@example.com", booking.customer_id]


def test_a_customer_without_a_number_cannot_be_written_to():
    fact = a_fact()
    del fact["customer"]["phone"]

    with pytest.raises(KeyError):
        Booking.of(fact)

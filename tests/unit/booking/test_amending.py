"""Who comes instead of somebody else has agreed to nothing yet."""

from services.booking.domain.amending import amended
from tests.unit.booking.test_lifecycle import a_booking

ANNA = {"id": "c-+8613800138000", "name": "安娜", "phone": "+8613800138000", "language": "zh"}
SHARED = {"privacy_version": "2026-01", "share_with_partner": True, "marketing": True}


def told(**customer):
    booking = a_booking(customer=ANNA, partner_id="p1", consents=SHARED, privacy_version="2026-01")
    return amended(booking, {"customer": customer}, lambda phone: f"c-{phone}")


def test_what_a_customer_agreed_to_is_not_what_another_agrees_to():  # PV-06, PV-01
    after = told(name="贝拉", phone="13900139000")

    assert after.customer["name"] == "贝拉"
    assert (after.consents, after.privacy_version) == (None, None)


def test_whose_name_is_put_right_agreed_to_the_same_as_before():  # PV-06, BK-27
    after = told(name="安娜一", phone="138 0013 8000")

    assert after.customer["name"] == "安娜一"
    assert (after.consents, after.privacy_version) == (SHARED, "2026-01")

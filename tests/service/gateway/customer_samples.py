"""What the services would reply about customers who serve themselves."""

from common.contracts import followup
from common.contracts.booking import customers
from common.contracts.notification import codes
from tests.service.gateway import samples


def replies():
    return {
        customers.CUSTOMER_STANDING.key: a_standing(),
        customers.OWN_BOOKING.key: samples.a_booking(channel="web"),
        customers.OWN_BOOKINGS.key: {
            "bookings": [samples.a_booking(channel="web")],
            "next_cursor": None,
        },
        codes.SEND_CODE.key: {"message_id": "m-1"},
        followup.RATE.key: a_rated_visit(),
    }


def a_standing(**changes):
    return {"known": True, "open": 0, "missed": 0} | changes


def a_rated_visit(**changes):
    return {
        "state": "answered",
        "store_name": {"zh": "东城店", "en": "East"},
        "store_phone": "+862155550101",
        "timezone": "Asia/Shanghai",
        "start": "2026-03-10T10:00:00+08:00",
        "until": "2026-03-17T13:00:00+08:00",
        "language": "zh",
    } | changes

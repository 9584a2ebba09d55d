"""What the services would reply about customers who serve themselves."""

from common.contracts import followup
from common.contracts.booking import customers, orders
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
        orders.QUOTE.key: {
            "items": [samples.an_item()],
            "minutes": 60,
            "total": 95000,
            "deposit": 28500,
            "currency": "CNY",
        },
        orders.PLACE_ORDER.key: {"order": an_order(), "replayed": False},
        orders.GET_ORDER.key: an_order(),
        orders.ORDER_OF.key: an_order(state="placed", booking_id="b-1"),
        orders.SETTLE_ORDER.key: an_order(state="settled", booking_id="b-1", balance=0),
        orders.LIST_ORDERS.key: {"orders": [an_order()]},
        orders.PAY_ORDER.key: an_order(),
        orders.CANCEL_ORDER.key: an_order(state="closed", why="given_up"),
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


def an_order(**changes):
    return {
        "id": "o-1",
        "revision": 1,
        "state": "awaiting_payment",
        "why": "",
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": "2026-03-10T10:00:00+08:00",
        "booking_id": None,
        "total": 95000,
        "deposit": 28500,
        "paid": 28500,
        "returned": 0,
        "balance": 66500,
        "currency": "CNY",
        "pay_until": "2026-03-09T09:15:00+08:00",
        "payments": [
            {
                "id": "o-1.p1",
                "part": "deposit",
                "method": "alipay",
                "amount": 28500,
                "state": "created",
                "pay_url": "https://pay.example/o-1.p1",
                "refunds": [],
            }
        ],
        "created_at": "2026-03-09T09:00:00+08:00",
    } | changes

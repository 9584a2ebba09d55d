"""A booking and a message about it, ordinary unless a test says else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.notification.domain.bookings import Booking
from services.notification.domain.messages import intended
from services.notification.domain.words import Text

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai, the Monday on which everything is agreed."""

TEN_TOMORROW = NINE + timedelta(hours=25)

NOTHING = {"state": "none", "because": "not_offered"}
PROMISED = {
    "priority": {"state": "granted", "because": "agreed_early"},
    "discount": {"state": "promised", "because": "depends_on_arrival", "labour_percent": 90},
    "perk": {
        "state": "promised",
        "because": "depends_on_arrival",
        "code": "tea",
        "name": {"zh": "茶点一份", "en": "a tea snack"},
    },
    "gift": None,
}


def an_item(**changes):
    item = {"code": "facial", "name": {"zh": "面部护理", "en": "Facial"}, "labour": 0, "parts": 0}
    return {**item, "notes": {}, **changes}


def a_booking(**changes):
    booking = Booking(
        id="b-1",
        number="K7Q2",
        revision=1,
        status="confirmed",
        store_id="s-beau",
        store_name={"zh": "丽颜", "en": "Liyan"},
        store_address={"zh": "南京路8号", "en": "8 Nanjing Road"},
        store_phone="021-55550200",
        timezone="Asia/Shanghai",
        start=TEN_TOMORROW,
        items=(an_item(),),
        phone="+8613800138000",
        language="zh",
        entitlements=dict.fromkeys(("priority", "discount", "perk"), NOTHING),
        agreed_at=NINE,
        spoken=1,
    )
    return replace(booking, **changes)


def a_message(kind="confirmation", *, booking=None, lead_minutes=0, due_at=NINE, **changes):
    message = intended(
        kind,
        booking or a_booking(),
        Text("丽颜：您的预约已确认。预约号 K7Q2", "zh", 1),
        due_at=due_at,
        now=NINE,
        correlation_id="trace-1",
        lead_minutes=lead_minutes,
    )
    return replace(message, **changes)


def a_reminder(lead_minutes, **changes):
    due_at = TEN_TOMORROW - timedelta(minutes=lead_minutes)
    return a_message("reminder", lead_minutes=lead_minutes, due_at=due_at, **changes)

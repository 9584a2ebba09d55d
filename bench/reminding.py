"""Reminders that are owed at one moment, as the facts of as many bookings would have left them.

``python -m bench.reminding FIRST COUNT AT`` owes *COUNT* of them at the moment *AT*, numbered from
*FIRST*, in the database that the environment names.
"""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from common import mongo
from common.bus.due import DueWork
from common.privacy import customer_id
from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import Message, intended
from services.notification.store import NotificationStore

SERVICE = "notification"
LEAD_MINUTES = 120
NEVER_QUIET = {"quiet": {"from": "00:00", "until": "00:00"}, "voice": False}
NO_PROMISE = {"state": "none", "because": "not_offered"}


def phone(number: int) -> str:
    """Return to whom the reminder of that number goes."""
    return f"+86138{number:08}"


def owe(first: int, count: int, at: datetime) -> None:
    database = mongo.database(SERVICE)
    store, due = NotificationStore(database), DueWork(database["due"])
    found = list(reminders(first, count, at))
    for booking, _ in found:
        store.remember(booking)
    store.intend(message for _, message in found)
    for _, message in found:
        subject = {
            "message_id": message.id,
            "booking_id": message.booking_id,
            "correlation_id": message.correlation_id,
        }
        due.plan(f"send:{message.id}", "send", at, subject)


def reminders(first: int, count: int, at: datetime) -> Iterator[tuple[Booking, Message]]:
    """Yield visits two hours after *at*, each with its reminder."""
    for number in range(first, first + count):
        visit = Booking(
            id=f"remind-{number}",
            number=f"R{number:06}",
            revision=1,
            status="confirmed",
            store_id="bench-00",
            store_name={"zh": "压测门店", "en": "Bench"},
            store_address={"zh": "延安路1号", "en": "1 Yan'an Road"},
            store_phone="+862155550100",
            timezone="Asia/Shanghai",
            start=at + timedelta(minutes=LEAD_MINUTES),
            items=({"code": "care", "name": {"zh": "护理", "en": "Care"}},),
            phone=phone(number),
            language="zh",
            entitlements=dict.fromkeys(("priority", "discount", "perk"), NO_PROMISE),
            agreed_at=at - timedelta(days=1),
            spoken=1,
            customer_id=customer_id(phone(number)),
            messages=NEVER_QUIET,
        )
        text = words.written("reminder", visit)
        yield (
            visit,
            intended(
                "reminder",
                visit,
                text,
                due_at=at,
                now=at - timedelta(days=1),
                correlation_id=f"remind-{number}",
                lead_minutes=LEAD_MINUTES,
            ),
        )


if __name__ == "__main__":
    owe(int(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))

"""Many customers with bookings, and a broadcast to them, ordinary unless a test says else."""

from datetime import datetime, timedelta

from common.context import ALL_STORES, Actor
from common.privacy import customer_id
from services.notification.domain.bookings import Booking
from tests.service.notification.facts import fact

READS = frozenset({"broadcasts:read", "messages:read"})
WRITES = READS | {"broadcasts:write", "customers:read"}
CRM = Actor("cr-sup", "person", frozenset({"s-4s"}), WRITES, "cr_supervisor")
CLERK = Actor("cr-zhao", "person", frozenset({"s-4s"}), READS, "cr_clerk")
HEAD = Actor(
    "head", "person", frozenset({ALL_STORES}), WRITES | {"broadcasts:emergency"}, "head_office"
)
WORDS = {
    "zh": "{{ store }}：因停电，明日暂停营业，请致电 {{ phone }} 改约。",
    "en": "{{ store }} is closed tomorrow: no power. Please call {{ phone }} for another time.",
}
OFFER = {
    "zh": "{{ store }}：{{ days }}预约保养有礼，地址{{ place }}。",
    "en": "{{ store }}: book a service and get a gift, {{ days }}, {{ place }}.",
}


def phone_of(number):
    return f"+86138{number:08d}"


def person(number):
    return customer_id(phone_of(number))


def book(
    desk, *numbers, ahead=timedelta(hours=25), times=1, language="zh", status="confirmed", **changes
):
    """Let each of *numbers* have a booking, without a word to them of it, or several."""
    changes = {"messages": {}, **changes}
    for number in numbers:
        for time in range(times):
            told = fact(
                at=desk.clock,
                status=status,
                booking_id=f"b-{number}-{time}-{changes.get('store_id', '')}",
                start=desk.clock + ahead + timedelta(days=time),
                customer={
                    "id": person(number), "phone": phone_of(number),
                    "language": language,
                },
                **changes,
            )  # fmt: skip
            told["start"] = datetime.fromisoformat(told["start"])
            told["agreed_at"] = datetime.fromisoformat(told["agreed_at"])
            desk.store.remember(Booking.of(told))


def announcement(desk, by=CRM, **changes):
    """Draft a broadcast to who is booked within a week."""
    said = {
        "idempotency_key": f"{by.id}:k-1", "kind": "announcement", "name": "停电通知",
        "stores": ["s-4s"], "words": WORDS,
        "audience": {"past_days": 0, "coming_days": 7, "customers": []}, **changes,
    }  # fmt: skip
    return desk.service(by).draft_broadcast(**said)


def promotion(desk, by=CRM, **changes):
    said = {"kind": "promotion", "name": "预约有礼", "words": OFFER, "day": desk.clock.date()}
    return announcement(desk, by, **said | changes)


def move(desk, name, broadcast, by=CRM, /, **more):
    """Make the move *name* of what somebody has just read."""
    method = getattr(desk.service(by), f"{name}_broadcast")
    return method(broadcast_id=broadcast["id"], if_revision=broadcast["revision"], **more)


def started(desk, broadcast, by=CRM):
    """Preview and start *broadcast*, and let the minute pass in which it can be undone."""
    running = move(desk, "start", move(desk, "preview", broadcast, by), by)
    desk.work()
    desk.clock += timedelta(seconds=60)
    return running


def shown(desk, broadcast, by=CRM):
    return desk.service(by).get_broadcast(broadcast_id=broadcast["id"])


def people(desk, broadcast):
    """Return how many people stand where, without those places where nobody does."""
    told = shown(desk, broadcast, HEAD)["progress"]["people"]
    return {state: number for state, number in told.items() if number}

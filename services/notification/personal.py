"""What in notification's documents says who somebody is, and where it lies.

Notification never learns a customer's name: numbers and addresses it does, and the words it sent.
"""

from common.bus.inbox import MESSAGE as HEARD
from common.bus.outbox import ENTRY
from common.personal import Document, Personal, Place
from common.privacy import blind
from services.notification.domain.broadcasts.audience import DIGITS


def _address_of(message: Document) -> str:
    """Return what finds the messages to one number or address."""
    return blind(message["to"])


def _digits_of(recipient: Document) -> str:
    """Return what a message to them costs by, which is nothing of whose number it is."""
    return str(recipient["to"][:DIGITS])


BOOKING = Personal("notification.booking", ("phone", "email"))
MESSAGE = Personal(
    "notification.message",
    ("to", "body", "subject", "calendar", "values"),
    keyed={"address": _address_of},
)
RECIPIENT = Personal("notification.recipient", ("to",), keyed={"digits": _digits_of})
TEXT = Personal("notification.text", ("phone", "body", "answer"))
DEVICE = Personal("notification.device", ("endpoint", "p256dh", "auth"))
CUSTOMER = Personal("notification.customer", ("name", "phone"))

OUTBOX = Place(ENTRY, "outbox")
PLACES = {
    "bookings": (Place(BOOKING),),
    "messages": (Place(MESSAGE), OUTBOX),
    "broadcast_recipients": (Place(RECIPIENT),),
    "received": (Place(TEXT), OUTBOX),
    "push_subscriptions": (Place(DEVICE),),
    "webhook_customers": (Place(CUSTOMER),),
    "inbox": (Place(HEARD, "message"),),
}

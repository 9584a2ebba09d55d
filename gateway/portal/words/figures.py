"""What messages, figures and trades are called."""

from flask_babel import lazy_gettext as _l

from gateway.portal.words.signs import Sign

MESSAGE_KINDS = {
    "confirmation": _l("Confirmation"),
    "change": _l("Change"),
    "cancellation": _l("Cancellation"),
    "reminder": _l("Reminder"),
    "not_reached": _l("Could not be reached by telephone"),
    "offer": _l("Place offered"),
    "call": _l("Call in place of a text"),
    "confirm_call": _l("Call before the visit"),
    "next_day_list": _l("Next day's list"),
    "vip_change": _l("VIP changed"),
    "vip_arrival": _l("VIP arriving"),
    "departure": _l("Time to leave"),
    "announcement": _l("Announcement"),
    "promotion": _l("Promotion"),
    "maintenance_due": _l("Maintenance comes near"),
    "missed_visit": _l("We missed you"),
    "after_call": _l("Word after a call"),
    "survey": _l("Invitation to rate"),
    "case_answered": _l("There is an answer"),
    "refund": _l("Refund made"),
    "campaign": _l("Campaign"),
    "code": _l("One-time code"),
}

MESSAGE_CHANNELS = {
    "sms": _l("SMS"),
    "email": _l("E-mail"),
    "voice": _l("Voice call"),
    "push": _l("Push"),
}

MESSAGE_STATES = {
    "pending": Sign(_l("Waiting to be sent"), "grey"),
    "submitting": Sign(_l("Being handed over"), "amber"),
    "accepted": Sign(_l("Accepted by the carrier"), "blue"),
    "sent": Sign(_l("Sent"), "blue"),
    "delivered": Sign(_l("Delivered"), "green"),
    "undelivered": Sign(_l("Not delivered"), "red"),
    "failed": Sign(_l("Failed"), "red"),
    "unknown": Sign(_l("Outcome unknown"), "amber"),
    "suppressed": Sign(_l("Not sent"), "grey"),
    "expired": Sign(_l("Too late to send"), "grey"),
}

MEASURES = {
    "bookings": _l("Booking volume"),
    "due": _l("Due"),
    "arrivals": _l("Arrivals"),
    "punctual": _l("On time"),
    "cancelled_in_time": _l("Cancelled in time"),
    "calls_due": _l("Calls due"),
    "calls_done": _l("Calls done"),
    "messages_sent": _l("Messages sent"),
    "messages_delivered": _l("Messages delivered"),
    "messages_failed": _l("Messages not delivered"),
}

TRADES = {
    "4s": _l("4S shop"),
    "at-home": _l("At-home service"),
    "bank": _l("Bank counter"),
    "bath-house": _l("Bath house"),
    "beauty": _l("Beauty salon"),
    "car-beauty": _l("Car beauty"),
    "foot-spa": _l("Foot spa"),
    "hotel": _l("Hotel reception"),
    "property": _l("Property viewing"),
    "restaurant": _l("Restaurant"),
}

GROUPS = {"day": _l("Day"), "month": _l("Month"), "channel": _l("Channel")}

"""What codes are called: statuses, channels, reasons, outcomes, and the colour of each."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

Words = Any
"""Text that is put into the reader's language when it is shown."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state shows: by words and by colour, never by colour alone."""

    words: Words
    tone: str


STATUSES = {
    "needs_info": Sign(_l("Details missing"), "amber"),
    "pending": Sign(_l("To be confirmed"), "amber"),
    "confirmed": Sign(_l("Confirmed"), "blue"),
    "to_rebook": Sign(_l("Wants another day"), "violet"),
    "arrived": Sign(_l("Arrived"), "teal"),
    "in_service": Sign(_l("In service"), "orange"),
    "completed": Sign(_l("Completed"), "green"),
    "cancelled": Sign(_l("Cancelled"), "grey"),
    "failed": Sign(_l("Could not be met"), "grey"),
    "no_show": Sign(_l("No-show"), "red"),
}

CHANNELS = {
    "phone": _l("Telephone"),
    "counter": _l("Counter"),
    "web": _l("Website"),
    "wechat": _l("WeChat"),
    "app": _l("App"),
    "partner": _l("Partner platform"),
    "email": _l("E-mail"),
    "advisor": _l("Service advisor"),
}

LANGUAGES = {"zh": "中文", "en": "English"}

ORIGINS = {
    "passive": _l("Passive: they called us"),
    "active": _l("Active: we called them"),
}

MOVES = {
    "create": _l("Booked"),
    "confirm": _l("Confirmed with the customer"),
    "reschedule": _l("Moved"),
    "cancel": _l("Cancelled"),
    "arrive": _l("Arrived"),
    "start": _l("Work begun"),
    "complete": _l("Completed and settled"),
    "no_show": _l("No-show"),
    "to_rebook": _l("Wants another day"),
    "ask_info": _l("Details asked for"),
    "amend": _l("Details put right"),
    "fail": _l("Could not be met"),
    "reassign": _l("Given more time, or to somebody else"),
    "issue": _l("Handed over"),
    "waive_penalty": _l("Penalty waived"),
    "assign": _l("Given to another adviser"),
    "prepare": _l("Everything is ready"),
    "tick": _l("Ticked on the checklist"),
    "untick": _l("To be done again"),
    "deviate": _l("Not treated as promised"),
    "hand_over": _l("Slip handed over"),
    "open_work_order": _l("Work order opened"),
    "undo_arrive": _l("Arrival taken back"),
    "undo_no_show": _l("No-show taken back"),
    "restore": _l("Put back in its old place"),
}

CANCEL_REASONS = {
    "customer_request": _l("The customer asked for it"),
    "illness": _l("Illness"),
    "weather": _l("Weather"),
    "moved_elsewhere": _l("The customer goes elsewhere"),
    "store_side": _l("The store cannot keep it"),
    "other": _l("Another reason"),
}

FLAGS = {
    "reconfirmed_at": _l("Reconfirmed"),
    "late_change": _l("Moved late"),
    "late_cancel": _l("Cancelled late"),
    "short_notice": _l("Short notice"),
    "same_day": _l("Booked the same day"),
    "prepared": _l("Prepared"),
}

ROLES = {
    "booking_agent": _l("Booking specialist"),
    "reception": _l("Service reception"),
    "advisor": _l("Service advisor"),
    "advisor_supervisor": _l("Advisor supervisor"),
    "consultant": _l("Consultant"),
    "cr_clerk": _l("Customer relations clerk"),
    "cr_supervisor": _l("Customer relations supervisor"),
    "bdc": _l("Business development centre"),
    "workshop_supervisor": _l("Workshop supervisor"),
    "tracking_clerk": _l("Tracking clerk"),
    "business_supervisor": _l("Business supervisor"),
    "manager": _l("Store manager"),
    "head_office": _l("Head office"),
    "operator": _l("Operator"),
}

ACTORS = {
    "staff": _l("Staff"),
    "partner": _l("Partner platform"),
    "customer": _l("Customer"),
    "service": _l("Slipboard itself"),
}

TASK_KINDS = {
    "first_call": _l("First call after the visit"),
    "second_call": _l("Second call after the visit"),
    "confirm_call": _l("Call before the visit"),
    "advisor_callback": _l("Call back: booked with an advisor"),
    "missed_call": _l("Call back: nobody took the call"),
    "accept": _l("Request to be accepted"),
    "contact": _l("Details to be asked for"),
    "rebook": _l("Another day to be agreed"),
    "alternatives": _l("Alternatives to be offered"),
    "no_show_call": _l("Did not come: call"),
    "vip_notify": _l("Tell the hosts of the guest"),
    "vip_hosts": _l("Hosts into the lobby"),
    "vip_lift": _l("Hold the lift"),
    "depart": _l("Leave for the customer"),
}

TASK_STATES = {
    "waiting": Sign(_l("Not open yet"), "grey"),
    "open": Sign(_l("Open"), "blue"),
    "taken": Sign(_l("Taken"), "orange"),
    "done": Sign(_l("Done"), "green"),
    "dropped": Sign(_l("Dropped"), "grey"),
}

OUTCOMES = {
    "reached": _l("Reached"),
    "unreachable": _l("Not reached"),
    "call_later": _l("Asks to be called later"),
    "complaint": _l("Complaint"),
    "wrong_number": _l("Wrong number"),
}

AROUND_OUTCOMES = {
    "confirmed": _l("Comes as booked"),
    "arrives_at": _l("Comes at another minute"),
    "new_time": _l("Wants another day"),
    "cancelled": _l("Does not come: cancel it"),
    "booked": _l("Has booked"),
    "informed": _l("Wanted to know something"),
    "accepted": _l("Accepted"),
    "put_right": _l("Details put right"),
    "rebooked": _l("Has booked again"),
    "refused": _l("Wants nothing else"),
    "recovered": _l("Came after all, in time"),
    "came_later": _l("Came later"),
    "done": _l("Done"),
}

TASK_OUTCOMES = {**OUTCOMES, **AROUND_OUTCOMES}

NO_SHOW_REASONS = {
    "forgot": _l("Forgot it"),
    "time_conflict": _l("Had no time"),
    "serviced_elsewhere": _l("Went elsewhere"),
    "price": _l("The price"),
    "car_sold_or_moved": _l("Car sold, or moved away"),
    "unreachable": _l("Not reached"),
    "dissatisfied": _l("Dissatisfied"),
    "other": _l("Another reason"),
}

ANSWERS = {
    "owed": _l("The booking is being changed accordingly."),
    "done": _l("The booking has been changed accordingly."),
    "refused": _l("The booking could not be changed accordingly; please look at it."),
}

AGENDA = {
    "use_and_opinion": _l("How it is used, and opinion of our service"),
    "new_needs": _l("New service needs"),
    "knowledge": _l("Knowledge and notes on use"),
    "current_services": _l("Current and new services"),
    "events": _l("Promotions and events: what, when, where"),
    "consultation": _l("Consultation"),
    "visit": _l("Visit to the customer"),
}

MESSAGE_KINDS = {
    "confirmation": _l("Confirmation"),
    "change": _l("Change"),
    "cancellation": _l("Cancellation"),
    "reminder": _l("Reminder"),
    "not_reached": _l("Could not be reached by telephone"),
    "offer": _l("Place offered"),
}

MESSAGE_CHANNELS = {"sms": _l("SMS"), "voice": _l("Voice call")}

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

WHY_NOT_SENT = {
    "superseded": _l("The booking has changed since; a newer message says so."),
    "not_booked": _l("The booking no longer stands as the message says."),
    "opted_out": _l("The customer has opted out of messages. Please telephone."),
    "too_late": _l("It would have come too late to be of use."),
    "unreachable": _l("Nobody can be reached by SMS at this number. Please check it."),
    "sender_trouble": _l("The carrier refuses our account or text; the operator has to act."),
    "carrier_busy": _l("The carrier asked us to try again later."),
    "not_connected": _l("The carrier could not be reached; it will be tried again."),
    "no_answer": _l("The carrier has not answered; we are asking whether it was sent."),
    "not_found": _l("The carrier does not list it; it may not have been sent."),
}

TASK_MOVES = {
    "plan": _l("Planned"),
    "take": _l("Taken"),
    "record": _l("Outcome recorded"),
    "drop": _l("Dropped"),
    "amend": _l("Details put right"),
    "reassign": _l("Handed on"),
    "hand_on": _l("Passed on: the days are over"),
    "call_again": _l("Called again"),
    "answer": _l("Told to the booking"),
}

WHY_DROPPED = {code: sign.words for code, sign in STATUSES.items()} | {
    "superseded": _l("The booking has another time"),
}

SUBJECT = {
    "plate": _l("Plate number"),
    "model": _l("Model"),
    "kind": _l("Kind"),
    "address": _l("Address"),
    "mileage": _l("Mileage"),
    "vin": _l("Frame number"),
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

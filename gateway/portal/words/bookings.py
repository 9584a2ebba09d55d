"""What codes of bookings are called."""

from flask_babel import lazy_gettext as _l

from gateway.portal.words.signs import Sign

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

SUBJECT = {
    "plate": _l("Plate number"),
    "model": _l("Model"),
    "kind": _l("Kind"),
    "address": _l("Address"),
    "mileage": _l("Mileage"),
    "vin": _l("Frame number"),
}

"""What codes of tasks are called: kinds, outcomes, moves, and why one was dropped."""

from flask_babel import lazy_gettext as _l

from gateway.portal.words.bookings import STATUSES
from gateway.portal.words.signs import Sign

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
    "vip_verify": _l("Ask how and when the guest arrives"),
    "vip_notify": _l("Tell the hosts of the guest"),
    "vip_hosts": _l("Hosts into the lobby"),
    "vip_lift": _l("Hold the lift"),
    "depart": _l("Leave for the customer"),
    "customer_file": _l("Customer file to be made"),
    "planned_call": _l("Call as planned"),
    "case_report": _l("Case to be answered or reported"),
    "case_tell": _l("Tell the customer the solution"),
    "text_received": _l("Text message to be answered"),
    "held_message": _l("Message not sent: its words have a hole"),
    "confirm_by_person": _l("Reached by no message: call"),
    "campaign_call": _l("Call about a campaign"),
    "campaign_letter": _l("Letter about a campaign"),
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

BESIDE_OUTCOMES = {
    "filed": _l("Filed"),
    "answered": _l("Answered"),
    "reported": _l("Reported to the supervisor"),
    "told": _l("Told"),
    "letter_wanted": _l("Wants a letter"),
    "sent": _l("Sent"),
}

TASK_OUTCOMES = {**OUTCOMES, **AROUND_OUTCOMES, **BESIDE_OUTCOMES}

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
    "stopped": _l("The campaign was stopped"),
    "no_consent": _l("Does not want to hear of campaigns"),
    "solved": _l("The case is solved"),
}

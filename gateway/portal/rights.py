"""What somebody must be allowed to do to see a page or send a form: one line for each.

A service may ask for more: a move of a booking needs the right to that move.
"""

from common.contracts import booking, followup, notification, reporting

ANYBODY = "anybody"
"""Who has not signed in may too."""
WHOEVER_SIGNED_IN = "whoever signed in"
NOBODY = "nobody"

RIGHTS = {
    "portal.built_file": ANYBODY,
    "portal.log_in": ANYBODY,
    "portal.submit_log_in": ANYBODY,
    "portal.ask_provider": ANYBODY,
    "portal.hear_provider": ANYBODY,
    "portal.open_invitation": ANYBODY,
    "portal.show_invitation": ANYBODY,
    "portal.take_up_invitation": ANYBODY,
    "portal.ask_rating": ANYBODY,
    "portal.submit_rating": ANYBODY,
    "portal.log_out": WHOEVER_SIGNED_IN,
    "portal.home": WHOEVER_SIGNED_IN,
    "portal.choose_store": WHOEVER_SIGNED_IN,
    "portal.enter_store": WHOEVER_SIGNED_IN,
    "portal.show_my_log_in": WHOEVER_SIGNED_IN,
    "portal.change_my_password": WHOEVER_SIGNED_IN,
    "portal.show_second_factor": WHOEVER_SIGNED_IN,
    "portal.begin_second_factor": WHOEVER_SIGNED_IN,
    "portal.confirm_second_factor": WHOEVER_SIGNED_IN,
    "portal.remove_second_factor": WHOEVER_SIGNED_IN,
    "portal.end_my_other_sessions": WHOEVER_SIGNED_IN,
    "portal.end_my_session": WHOEVER_SIGNED_IN,
    "portal.list_people": "people:read",
    "portal.show_person": "people:read",
    "portal.ask_person": "people:write",
    "portal.submit_person": "people:write",
    "portal.change_person": "people:write",
    "portal.do_with_person": "people:write",
    "portal.end_session_of_person": "people:write",
    "portal.list_partners": "partners:read",
    "portal.show_partner": "partners:read",
    "portal.ask_partner": "partners:write",
    "portal.admit_partner": "partners:write",
    "portal.change_partner": "partners:write",
    "portal.state_agreement": "partners:write",
    "portal.end_agreement": "partners:write",
    "portal.end_partner": "partners:write",
    "portal.draw_key": "partners:write",
    "portal.revoke_key": "partners:write",
    "portal.board_of_day": booking.LIST.needs,
    "portal.live_board": booking.LIST.needs,
    "portal.ask_booking": booking.CREATE.needs,
    "portal.take_booking": booking.CREATE.needs,
    "portal.offer_times": booking.CREATE.needs,
    "portal.look_up_customer": booking.CREATE.needs,
    "portal.list_bookings": booking.LIST.needs,
    "portal.find_bookings": booking.LIST.needs,
    "portal.read_booking": booking.GET.needs,
    "portal.make_move": booking.GET.needs,
    "portal.ask_new_time": booking.GET.needs,
    "portal.move_booking": booking.GET.needs,
    "portal.list_tasks": followup.LIST.needs,
    "portal.read_task": followup.GET.needs,
    "portal.take_task": followup.TAKE.needs,
    "portal.record_outcome": followup.RECORD.needs,
    "portal.keep_file": followup.RECORD.needs,
    "portal.hand_on_task": followup.REASSIGN.needs,
    "portal.list_messages": notification.LIST.needs,
    "portal.read_figures": reporting.REPORT.needs,
    "portal.export_figures": reporting.REPORT.needs,
    "portal.read_rows": reporting.REPORT.needs,
}
"""A page that is not here is refused to everybody."""

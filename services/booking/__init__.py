"""Booking: who comes when, to whom, in which bay; claimed once and for all.

Owns      stores, catalogue, resources, holds, bookings and their visits, the wait list
          (database ``booking``)
Offers    list_stores, get_store, items, search, check_batch, explain, hold, get_hold,
          extend_hold, release_hold, create, get, list_bookings, history, board, reschedule,
          cancel, reconfirm, arrive, undo_arrive, no_show, undo_no_show, to_rebook,
          ask_info, amend, fail, waive_penalty, start, complete, issue,
          ledger, gifts, count_gift, visit, act_in_visit, export, join_waitlist, get_entry,
          list_entries, entry_history, summarise_waitlist, accept_offer, decline_offer,
          withdraw_entry, offer_place
Announces booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_started, booking_completed, booking_no_show,
          booking_no_show_undone, booking_to_rebook, booking_arrival_undone, booking_failed,
          booking_needs_info, booking_amended, booking_penalty_waived,
          booking_reassigned, booking_issued, waitlist_joined, waitlist_offered,
          waitlist_closed
Hears     nothing: it needs no other service to take a booking
"""

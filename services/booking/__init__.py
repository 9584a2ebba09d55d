"""Booking: who comes when, to whom, in which bay; claimed once and for all.

Owns      stores, catalogue, resources, holds, bookings, their visits, series and
          plans of disruptions (database ``booking``)
Offers    list_stores, get_store, items, search, check_batch, explain, hold, get_hold,
          extend_hold, release_hold, create, get, list_bookings, history, board, reschedule,
          cancel, reconfirm, arrive, undo_arrive, no_show, undo_no_show, to_rebook,
          ask_info, amend, fail, waive_penalty, start, complete, issue,
          ledger, gifts, count_gift, visit, act_in_visit, create_series,
          get_series, list_series, cancel_series, move_series, plan_disruption,
          get_disruption, list_disruptions, hold_offers, extend_offers, accept_offers,
          renew_disruption, lift_disruption, undo_disruption, utilisation, export
Announces booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_started, booking_completed, booking_no_show,
          booking_no_show_undone, booking_to_rebook, booking_arrival_undone, booking_failed,
          booking_needs_info, booking_amended, booking_penalty_waived,
          booking_reassigned, booking_issued, series_conflict
Hears     nothing: it needs no other service to take a booking
"""

"""Booking: who comes when, to whom, in which bay; claimed once and for all.

Owns      stores, catalogue, resources, holds, bookings and their visits (database ``booking``)
Offers    list_stores, get_store, items, search, check_batch, explain, hold, get_hold,
          extend_hold, release_hold, create, get, list_bookings, history, board, reschedule,
          cancel, reconfirm, arrive, start, complete, export
Announces booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_started, booking_completed
Hears     nothing: it needs no other service to take a booking
"""

"""Followup: whom to call around a booking and after a visit, until when, and what came of it.

Owns      tasks, planned by chains, notices, ratings, the register of erasures, and what is
          remembered of bookings (database ``followup``)
Offers    list_tasks, get, take, record, reassign, log_missed_call, export, rating, rate, ratings,
          erase_customer, erasure, holding
Announces task_planned, task_done, task_withdrawn, notice_wanted, notice_withdrawn,
          customer_erased
Hears     booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_completed, booking_no_show, booking_no_show_undone,
          booking_to_rebook, booking_arrival_undone, booking_failed, booking_needs_info,
          booking_amended, message_received, call_wanted, message_held
"""

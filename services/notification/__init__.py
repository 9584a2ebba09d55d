"""Notification: the right time, in the right words, once.

Owns      messages and their attempts, what it knows of bookings, opt-outs
          (database ``notification``)
Offers    list, status
Announces message_sent, message_delivered, message_failed
Hears     booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_no_show, booking_no_show_undone, booking_to_rebook,
          booking_arrival_undone, booking_failed, booking_needs_info, booking_amended,
          task_done, waitlist_joined, waitlist_offered, waitlist_closed
"""

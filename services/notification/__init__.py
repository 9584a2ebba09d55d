"""Notification: the right time, in the right words, once.

Owns      messages and their attempts, what it knows of bookings and notices,
          what people want and agreed to;
          partners' webhook endpoints and deliveries, each store's list of what happened
          (database ``notification``)
Offers    list, status, reported, receive, texts, speak, resend, ask_about_all;
          contact, prefer, opt_out, opt_in, opt_outs, consent; subscribe, unsubscribe, devices;
          message_templates, keep_message_template, preview_message_template;
          create_endpoint, list_endpoints, get_endpoint, change_endpoint, delete_endpoint,
          rotate_secret, list_deliveries, replay_delivery, replay_range, state_agreement,
          read_events, webhook_health;
          draft_broadcast, change_broadcast, preview_broadcast, start_broadcast,
          pause_broadcast, resume_broadcast, stop_broadcast, list_broadcasts, get_broadcast,
          list_recipients; send_code
Announces message_sent, message_delivered, message_failed, message_received, call_wanted,
          message_held
Hears     booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_no_show, booking_no_show_undone, booking_to_rebook,
          booking_arrival_undone, booking_failed, booking_needs_info, booking_amended,
          booking_started, booking_completed, booking_penalty_waived, booking_reassigned,
          booking_issued, booking_assigned, booking_prepared, booking_noted,
          task_planned, task_done, task_withdrawn, waitlist_joined, waitlist_offered,
          waitlist_closed, next_day_list_published, message_failed,
          notice_wanted, notice_withdrawn, customer_erased,
          order_refunded
"""

"""Booking: who comes when, to whom, in which bay; claimed once and for all.

Owns      stores and what the chain says to them, catalogue, resources, holds, bookings with
          their papers and visits, series, plans of disruptions, the wait list, the lists of
          days, requests without a booking, orders and their payments, registers and their
          entries, arrivals (database ``booking``)
Offers    list_stores, get_store, items, search, check_batch, explain, hold, get_hold,
          extend_hold, release_hold, create, get, list_bookings, history, board, reschedule,
          cancel, reconfirm, arrive, undo_arrive, no_show, undo_no_show, to_rebook,
          ask_info, amend, fail, waive_penalty, start, complete, issue,
          ledger, gifts, count_gift, visit, act_in_visit, export,
          answer, opening, entrance_board, customer_standing, own_booking, own_bookings,
          quote, place_order, get_order, list_orders, pay_order, cancel_order, order_of,
          settle_order, payment_told,
          preparation, tick, deviate, assign, open_work_order, slip, hand_over, slips,
          day_list, sheet, script, letter,
          open_request, get_request, list_requests, act_in_request, request_kinds, candidates,
          registers, open_entry, get_entry, list_entries, entry_table, move_entry,
          correct_entry, print_entry, record_arrival, arrivals, prefill, fee_table, calculate,
          join_waitlist, get_waiting, list_waiting, waiting_history, summarise_waitlist,
          accept_offer, decline_offer, withdraw_waiting, offer_place,
          create_series, get_series, list_series, cancel_series, move_series, plan_disruption,
          get_disruption, list_disruptions, hold_offers, extend_offers, accept_offers,
          renew_disruption, lift_disruption, undo_disruption, utilisation,
          config, config_nouns, change_config, put_store, add_absence, drop_absence,
          export_config, import_config, versions, version, restore, withdraw,
          chain_config, change_chain, chain_versions, chain_version, restore_chain,
          withdraw_chain, digest, offered,
          standing_of, long_past, share, sensitive, privacy_notice, retention
Announces booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_started, booking_completed, booking_no_show,
          booking_no_show_undone, booking_to_rebook, booking_arrival_undone, booking_failed,
          booking_needs_info, booking_amended, booking_penalty_waived,
          booking_reassigned, booking_issued, booking_assigned, booking_prepared,
          booking_noted, next_day_list_published, arrival_recorded,
          waitlist_joined, waitlist_offered, waitlist_closed, series_conflict,
          order_refunded
Hears     nothing: it needs no other service to take a booking
"""

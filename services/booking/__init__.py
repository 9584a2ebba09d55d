"""Booking: who comes when, to whom, in which bay; claimed once and for all.

Owns      stores and what the chain says to them, catalogue, resources, holds, bookings and
          their visits (database ``booking``)
Offers    list_stores, get_store, items, search, check_batch, explain, hold, get_hold,
          extend_hold, release_hold, create, get, list_bookings, history, board, reschedule,
          cancel, reconfirm, arrive, undo_arrive, no_show, undo_no_show, to_rebook,
          ask_info, amend, fail, waive_penalty, start, complete, issue,
          ledger, gifts, count_gift, visit, act_in_visit, export,
          config, config_nouns, change_config, put_store, add_absence, drop_absence,
          export_config, import_config, versions, version, restore, withdraw,
          chain_config, change_chain, chain_versions, chain_version, restore_chain,
          withdraw_chain
Announces booking_confirmed, booking_changed, booking_reconfirmed, booking_cancelled,
          booking_arrived, booking_started, booking_completed, booking_no_show,
          booking_no_show_undone, booking_to_rebook, booking_arrival_undone, booking_failed,
          booking_needs_info, booking_amended, booking_penalty_waived,
          booking_reassigned, booking_issued
Hears     nothing: it needs no other service to take a booking
"""

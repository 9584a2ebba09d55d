"""Followup: whom to call after a visit, from when until when, and what came of it.

Owns      call tasks, planned by chains (database ``followup``)
Offers    list_tasks, get, take, record, export
Announces task_planned, task_done
Hears     booking_completed
"""

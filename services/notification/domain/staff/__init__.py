"""What a store's own people are told: next days' lists, changes of VIPs, when to go or stand ready.

Whom, the store says by role under ``policy.messages.staff``.  No customer's number is in any
of it (PV-09).
"""

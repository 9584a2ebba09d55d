"""The audit log: who asked for what beyond the day's work, and who was refused.

An entry is kept before the act that it tells of begins, so nothing is done that is not in the
log; where the log cannot be written, nothing is done (503).  Entries are only ever added, each
sealed over the one before, so that one that was changed, taken out or put in is found by
``python -m gateway audit verify``.
"""

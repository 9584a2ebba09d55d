"""Whose turn it is on the processor."""

import os
from contextlib import suppress


def take_whole_turns() -> None:
    """Let whoever is at work go on when a message wakes this process.

    Every message would else interrupt its own sender, for whoever is woken comes first: each
    booking five times, and each time caches have to be filled anew.  On two full cores that
    is a tenth of all bookings, and nobody waits longer.  Threads and processes begun later
    do the same; where the kernel knows no such manners, nothing changes.
    """
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))

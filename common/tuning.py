"""What a process asks of its interpreter and of the kernel before it serves."""

import gc
import os
import resource
from contextlib import suppress

OBJECTS_BEFORE_A_LOOK = 20_000


def tune() -> None:
    """Make the most of full processors; threads and processes begun later inherit it.

    A message wakes whoever it is for, who would then interrupt its sender: five times a
    booking, and each time caches have to be filled anew.  So whoever is at work goes on (where
    the kernel knows no such manners, nothing changes).  And a request makes hundreds of objects
    that end with it: the collector need not look for circles after every 700.  Of connections
    it may hold as many as the system lets it, not the 1,024 that it begins with.
    """
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # where a limit is endless in name only
        resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 20)
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))

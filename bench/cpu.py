"""How much CPU processes have used, by what the kernel counts."""

import os
from collections import Counter
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def used() -> Counter[int]:
    """Return the CPU seconds used so far by the living processes of each session, by its leader."""
    found: Counter[int] = Counter()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        session, user, system = int(fields[3]), int(fields[11]), int(fields[12])
        found[session] += user + system
    return Counter({session: ticks / _TICKS for session, ticks in found.items()})


def cores() -> int:
    return len(os.sched_getaffinity(0))

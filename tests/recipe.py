"""The recipe of a partner's loop, as the guide prints it: tests run what partners read."""

import re
from pathlib import Path
from types import SimpleNamespace

GUIDE = (Path(__file__).parents[1] / "docs/catching-up.md").read_text()


def recipe():
    """Return what the guide's examples define: ``catch_up``, ``take``, ``digest``, ``of_day``."""
    defined = {}
    for example in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        exec(compile(example, "docs/catching-up.md", "exec"), defined)
    return SimpleNamespace(**defined)


def a_book(after=None):
    return {"after": after, "seen": set(), "bookings": {}}

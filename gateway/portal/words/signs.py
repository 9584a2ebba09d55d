"""How a state shows."""

from dataclasses import dataclass
from typing import Any

Words = Any
"""Text that is put into the reader's language when it is shown."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state shows: by words and by colour, never by colour alone."""

    words: Words
    tone: str

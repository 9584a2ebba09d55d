"""What a store keeps on paper for its bookings, as its file says: advisers, checklist, lists.

A store that says nothing of it keeps none, and its bookings cost nothing more.
"""

from dataclasses import dataclass, field
from datetime import datetime, time

from services.booking.domain.calendars import Spans, Words

PLACE, ITEMS, ADVISOR = "place", "items", "advisor"
DEPENDENCIES = (PLACE, ITEMS, ADVISOR)
STORE, CUSTOMER = "store", "customer"
SIDES = (STORE, CUSTOMER)
SHIFT_BEFORE, START = "shift_before", "start"
DUE = (SHIFT_BEFORE, START)
DEDICATED, PRIORITY, NONE = "dedicated", "priority", "none"
LEVELS = (DEDICATED, PRIORITY, NONE)


@dataclass(frozen=True, slots=True)
class Advisor:
    """Who is responsible for a booking; without a roster on duty while the store is open."""

    id: str
    name: Words
    team: str = ""
    roster: tuple[Spans, ...] | None = None
    absences: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to have ready before a visit, by *role*; ``content`` says what it comes to.

    What it ``depends_on`` reopens it by changing.  Where there are ``choices`` a tick names
    one; those in ``waits_with`` are noted and leave it open.
    """

    code: str
    name: Words
    role: str = ""
    side: str = STORE
    depends_on: frozenset[str] = frozenset()
    choices: dict[str, Words] = field(default_factory=dict)
    waits_with: frozenset[str] = frozenset()
    content: Words = field(default_factory=dict)
    due: str = START


@dataclass(frozen=True, slots=True)
class Treatment:
    """What customers with a booking have for themselves, first, or like anybody (PK-10, PK-11)."""

    code: str
    name: Words
    level: str = NONE


@dataclass(frozen=True, slots=True)
class ListRule:
    """Who gets the next day's list, and when; without a time half an hour before the shift ends."""

    roles: tuple[str, ...]
    departments: dict[str, Words]
    at: time | None = None


@dataclass(frozen=True)
class Paperwork:
    advisors: tuple[Advisor, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    treatment: dict[str, Treatment] = field(default_factory=dict)
    work_orders: bool = False
    shift_end: time | None = None
    lists: ListRule | None = None
    brand_form: dict[str, Words] = field(default_factory=dict)
    script: dict[str, Words] = field(default_factory=dict)
    faq: dict[str, dict[str, Words]] = field(default_factory=dict)

"""Every key of a store's configuration: what it may hold, who sets it, and what it is without."""

from common.contracts.booking import CHANNELS, WEEKDAYS
from services.booking.domain.availability import MARGIN
from services.booking.domain.paperwork import DEPENDENCIES, DUE, LEVELS, SIDES
from services.booking.domain.privacy import VERSION
from services.booking.domain.stores import MOST_MINUTES
from services.booking.packs import names
from services.booking.packs.key import CHAIN, NEEDED, Key
from services.booking.packs.kinds import (
    Address,
    BothLanguages,
    Code,
    Country,
    Day,
    ListOf,
    LocalMoment,
    OneOf,
    Percent,
    Phone,
    Shape,
    Spans,
    Text,
    TimeOfDay,
    Week,
    Whole,
    YesNo,
    Zone,
)
from services.booking.packs.notice_keys import NOTICES
from services.booking.packs.reading import (
    DISRUPTION_HOLD_MINUTES,
    RELEASE_HOURS,
    WAITLIST_OFFER_MINUTES,
)

DAYS = ("daily", *WEEKDAYS)
A_YEAR = 366
A_WEEK_OF_MINUTES = 7 * 24 * 60
FEN = 100_000_000
AFTER = MARGIN * 5
LANGUAGES = ("zh", "en")

ABSENCE = Shape(
    {"from": LocalMoment(), "to": LocalMoment(), "reason": Text()}, frozenset({"reason"})
)
WINDOW = Shape({"from": TimeOfDay(), "to": TimeOfDay()}, frozenset({"from", "to"}))
ADVISOR = Shape(
    {
        "id": Code(),
        "name": BothLanguages(),
        "team": Text(40),
        "roster": Week(DAYS),
        "absences": ListOf(ABSENCE, most=400),
    },
    frozenset({"team", "roster", "absences"}),
)
QUESTION = Shape({"question": BothLanguages(200), "answer": BothLanguages(500)})
SIGNATURE = Shape({"name": Text(40), "day": Day()})
PENALTY = Shape(
    {
        "occasion": OneOf(("change", "cancel", "no_show")),
        "under_minutes": Whole(1, A_WEEK_OF_MINUTES),
        "fixed": Whole(0, FEN),
        "percent": Whole(0, 100),
        "cap": Whole(0, FEN),
        "earlier": Whole(0, 100),
    },
    frozenset({"under_minutes", "fixed", "percent", "cap", "earlier"}),
)
PAUSE = ListOf(Whole(0, MOST_MINUTES), least=2, most=2)
HOURS = Whole(0, A_YEAR * 24)
MODES = ("human", "auto", "auto_then_human")
NOTICE = Whole(0, A_WEEK_OF_MINUTES)

_STORE = (
    Key("pack", OneOf(tuple(names())), "The trade", default=NEEDED, level=CHAIN,
        one_store=True),
    Key("name", BothLanguages(60), "What it is called", default=NEEDED, one_store=True),
    Key("city", Text(60), "Where customers look for it", default=NEEDED, one_store=True),
    Key("address", BothLanguages(), "Where it is", default=NEEDED, one_store=True),
    Key("timezone", Zone(), "Decides its days and hours", default=NEEDED, one_store=True),
    Key("phone", Phone(), "The store's number", default=NEEDED, one_store=True),
    Key("booking_phone", Phone(), "The number to book by; else the store's", "CH-01",
        one_store=True),
    Key("booking_phone_owner", Text(60), "Who answers it; a new store must say", "CH-01",
        one_store=True),
    Key("channels", ListOf(OneOf(CHANNELS), once=True), "How it may be booked", "CH-17",
        default=list(CHANNELS)),
    Key("advisors", ListOf(ADVISOR), "Who can be asked for advice", default=[], one_store=True),
)  # fmt: skip
_TIMES = (
    Key("hours.*", Spans(), "When it is open, by weekday or daily", "SL-03"),
    Key("holidays", Country(), "On whose holidays it is closed", "SL-03"),
    Key("made_up_as", OneOf(WEEKDAYS), "What a worked day off is like", "SL-03", default="mon"),
    Key("dates.*.hours", Spans(), "Other hours on one date", "SL-03"),
    Key("dates.*.like", OneOf(WEEKDAYS), "The weekday that a date is like", "SL-03"),
    Key("dates.*.name", BothLanguages(60), "What the date is called", "SL-03"),
    Key("starts", ListOf(TimeOfDay(), once=True), "Fixed starts; none: a grid", "SL-01",
        default=[]),
    Key("step_minutes", Whole(5, 240, 5), "The grid", "SL-03", "min", 15),
)  # fmt: skip
_PLACES = (
    Key("pools.*.after_minutes", Whole(0, AFTER, 5), "Cleaning after a visit", "RS-28", "min", 0),
    Key("lanes.*.pool", Code(), "The pool it belongs to", "SL-02", default=NEEDED,
        one_store=True),
    Key("lanes.*.kind", Code(), "Bay, staff, room …", default=NEEDED, one_store=True),
    Key("lanes.*.name", BothLanguages(60), "What it is called", default=NEEDED, one_store=True),
    Key("lanes.*.grade", Text(20), "A beautician's grade", "RS-08", default="", one_store=True),
    Key("lanes.*.skills", ListOf(Code(), once=True), "Items it serves; left out: all", "SL-13",
        one_store=True),
    Key("lanes.*.roster.*", Spans(), "Shifts by weekday or daily; left out: always", "SL-14",
        one_store=True),
    Key("lanes.*.absences", ListOf(ABSENCE, most=400), "When it is away", "SL-14", default=[],
        one_store=True),
    Key("lanes.*.kept.channels", ListOf(OneOf(CHANNELS), least=1, once=True),
        "Whose share it is", "SL-16", one_store=True),
    Key("lanes.*.kept.release_hours", HOURS, "Given away so long before; 0: never", "SL-16", "h",
        RELEASE_HOURS, one_store=True),
    Key("lanes.*.kept.ahead_hours", HOURS, "For those who book so far ahead", "SL-16", "h",
        one_store=True),
)  # fmt: skip
_ITEMS = (
    Key("items.*.name", BothLanguages(60), "What it is called", default=NEEDED),
    Key("items.*.minutes", Whole(5, MOST_MINUTES, 5), "How long it takes", "BK-10", "min", NEEDED),
    Key("items.*.labour", Whole(0, FEN), "Price of the work", "PK-02", "fen", NEEDED),
    Key("items.*.parts", Whole(0, FEN), "Price of the parts", "PK-02", "fen", NEEDED),
    Key("items.*.pools", ListOf(Code(), once=True), "One lane of each", "SL-11", default=NEEDED),
    Key("items.*.grades.*", ListOf(Text(20), least=1, once=True), "Grades that a pool's lane has",
        "RS-08"),
    Key("items.*.maintenance", YesNo(), "Earns a perk", "PK-08", default=False),
    Key("items.*.notes", BothLanguages(500), "What the customer prepares", "BK-28"),
    Key("items.*.lead_minutes", NOTICE, "Its own notice, where longer", "SL-07", "min", 0),
    Key("items.*.pauses.*", ListOf(PAUSE), "From a minute to another a pool is free", "SL-10"),
    Key("items.*.seats", Whole(1, 100), "Of a table: the largest party", "SL-12"),
    Key("items.*.requires_identity", YesNo(), "Asks for the ID number", "BK-05", default=False,
        level=CHAIN),
)  # fmt: skip
_POLICY = (
    Key("policy.change_notice_minutes", NOTICE, "Notice of a change", "CX-01", "min", 240),
    Key("policy.cancel_notice_minutes", NOTICE, "Notice of a cancellation", "CX-03", "min", 240),
    Key("policy.lead_minutes", NOTICE, "The least before a start", "SL-08", "min", 0),
    Key("policy.horizon_days", Whole(1, A_YEAR), "How far ahead it books", "CH-17", "days", 90),
    Key("policy.priority_minutes", NOTICE, "Agreed so early, first served", "PK-01", "min",
        level=CHAIN),
    Key("policy.on_time_minutes", Whole(0, 240), "So late is on time", "PK-17", "min", 15),
    Key("policy.late_after_minutes", Whole(0, 240), "Late from then on", "NS-01", "min", 15),
    Key("policy.no_show_after_minutes", Whole(5, 1440), "A no-show from then on", "NS-01", "min",
        60),
    Key("policy.discount.labour_percent", Whole(0, 100), "What labour costs", "PK-02", "%",
        NEEDED),
    Key("policy.discount.days_ahead", Whole(0, 90), "Agreed so many days before", "PK-02", "days",
        NEEDED, CHAIN),
    Key("policy.discount.windows", ListOf(WINDOW), "Arrivals that earn it", "PK-02",
        default=[]),
    Key("policy.perks.*.name", BothLanguages(), "What is handed over", "PK-05", default=NEEDED),
    Key("policy.perks.*.from", TimeOfDay(), "Arrivals from then on", "PK-06"),
    Key("policy.perks.*.before", TimeOfDay(), "Arrivals before", "PK-04"),
    Key("policy.perks.*.last", TimeOfDay(), "The last arrival, included", "PK-05"),
    Key("policy.perk_terms.excludes_same_day", YesNo(), "None when agreed that day", "PK-07",
        default=True),
    Key("policy.perk_terms.basis", OneOf(("arrival", "slot")), "Whose time decides", "PK-08",
        default="arrival"),
    Key("policy.perk_terms.services", OneOf(("maintenance", "all")), "Which items earn one",
        "PK-08", default="maintenance"),
    Key("policy.channels.*.lead_minutes", NOTICE, "A channel's own notice", "SL-07", "min"),
    Key("policy.channels.*.horizon_days", Whole(1, A_YEAR), "How far ahead a channel books",
        "CH-17", "days"),
    Key("policy.deposit_percent", Whole(0, 100), "Paid before an ordered visit, of its price",
        "PO-11", "%", 0),
    Key("policy.most_changes", Whole(0, 100), "How often a customer may move it", "CX-01"),
    Key("policy.waitlist_offer_minutes", Whole(1, 1440), "A place is offered for", "SL-12", "min",
        WAITLIST_OFFER_MINUTES),
    Key("policy.disruption_hold_minutes", Whole(5, 1440), "A plan's places are held for", "BK-26",
        "min", DISRUPTION_HOLD_MINUTES),
    Key("policy.penalties", ListOf(PENALTY, most=20), "The first that applies", "CX-05",
        default=[], level=CHAIN),
    Key("policy.gift.launch", Day(), "First day of the launch", "PK-13"),
    Key("policy.gift.launch_months", Whole(0, 60), "How long the launch is", "PK-13", "months",
        NEEDED, CHAIN),
    Key("policy.gift.streak", Whole(1, 100), "Visits on time for a better one", "PK-15", "",
        NEEDED, CHAIN),
    Key("policy.gift.choices", Whole(1, 1), "How many may be chosen", "PK-14", "", 1, CHAIN),
    Key("policy.gift.streak_cash", Whole(0, FEN), "Or so much money after a streak", "PK-15",
        "fen", level=CHAIN),
    Key("gifts.*.name", BothLanguages(60), "A gift to choose", "PK-14", default=NEEDED),
    Key("gifts.*.upgrade", YesNo(), "Only after a streak", "PK-15", default=False),
)  # fmt: skip
_TASKS = (
    Key("policy.care.*.minutes", Whole(0, A_WEEK_OF_MINUTES),
        "A task is due so long before or after", "RM-01", "min"),
    Key("policy.care.*.days", Whole(1, 90), "Its first owner has it for", "CON-3", "days"),
    Key("policy.care.*.earliest", TimeOfDay(), "Nobody is called before", "RM-10"),
    Key("policy.care.*.attempts", Whole(1, 20), "How often it is tried", "RM-11"),
    Key("policy.care.*.pause", Whole(1, 1440), "Between two tries", "RM-11", "min"),
    Key("policy.care.*.mode", OneOf(MODES), "Who calls", "RM-21"),
    Key("policy.care.*.way", Whole(0, 1440), "Minutes on the way", "RM-16", "min"),
)  # fmt: skip
_MESSAGES = (
    Key("policy.messages.reminder_leads", ListOf(Whole(5, 10_080), most=5, once=True),
        "Reminded so long before", "RM-03", "min", [1440, 120]),
    Key("policy.messages.quiet.from", TimeOfDay(), "Nobody is written to from", "RM-09",
        default="20:30"),
    Key("policy.messages.quiet.until", TimeOfDay(), "until", "RM-09", default="09:00"),
    Key("policy.messages.call_gap_minutes", Whole(0, 240),
        "No reminder so near a call", "RM-03", "min", 30),
    Key("policy.messages.spend_cap_fen", Whole(0, FEN), "A month's messages cost at most",
        "CF-15", "fen"),
    Key("policy.messages.voice", YesNo(), "Called by machine where no text arrives", "CF-02",
        default=True),
    Key("policy.messages.staff.*", ListOf(Address(), most=20, once=True),
        "Where its people are written to, by role", "CF-12"),
    Key("policy.messages.staff_language", OneOf(LANGUAGES), "and in which language", "CF-12",
        default=LANGUAGES[0]),
)  # fmt: skip
_PAPERS = (
    Key("preparation.*.name", BothLanguages(), "To have ready", "RS-01", default=NEEDED),
    Key("preparation.*.role", Code(), "Who readies it", "RS-01", default=""),
    Key("preparation.*.side", OneOf(SIDES), "Whose side", "RS-25", default=SIDES[0]),
    Key("preparation.*.depends_on", ListOf(OneOf(DEPENDENCIES), once=True), "What reopens it",
        "RS-01", default=[]),
    Key("preparation.*.due", OneOf(DUE), "Ready by", "RS-05", default=DUE[-1]),
    Key("preparation.*.choices.*", BothLanguages(), "What a tick may say", "RS-12"),
    Key("preparation.*.waits_with", ListOf(Code(), once=True), "Noted, and not ready", "RS-12",
        default=[]),
    Key("preparation.*.content", BothLanguages(500), "What it comes to", "RS-19"),
    Key("treatment.*.name", BothLanguages(), "Of who booked", "PK-10", default=NEEDED),
    Key("treatment.*.level", OneOf(LEVELS), "Theirs, first, or as anybody", "PK-11",
        default=LEVELS[-1]),
    Key("work_orders", YesNo(), "Opened at once at short notice", "CH-12", default=False),
    Key("shift_end", TimeOfDay(), "The shift ends; left out: at closing", "BK-15"),
    Key("next_day_list_to.roles", ListOf(Code(), once=True), "Roles that get the list", "BK-15"),
    Key("next_day_list_to.departments.*", BothLanguages(60), "Departments that get it", "RS-03"),
    Key("next_day_list_time", TimeOfDay(),
        "It goes out; left out: half an hour before the shift ends", "BK-15"),
    Key("brand_form.*", BothLanguages(60), "A column and its title", "BK-23"),
    Key("script.*", BothLanguages(500), "What the agent says", "BK-25"),
    Key("faq.*", QUESTION, "What is asked, and what is answered", "PL-08"),
    Key("signed_by.*", SIGNATURE, "Who signed how bookings go here", "RL-13"),
)  # fmt: skip
_BESIDE = (
    Key("journey", Code(), "Whose way visits go; left out: the trade's", "VX-01"),
    Key("requests.*.name", BothLanguages(60), "Taken without a booking", "BK-32", default=NEEDED),
    Key("requests.*.journey", Code(), "How it is dealt with", "EX-62", default=NEEDED),
    Key("representatives.*.name", BothLanguages(60), "Who takes requests", "EX-64",
        default=NEEDED, one_store=True),
    Key("representatives.*.expertise", ListOf(Code(), once=True), "Kinds they take", "EX-64",
        default=[], one_store=True),
    Key("representatives.*.regions", ListOf(Text(40), once=True), "Where", "EX-64", default=[],
        one_store=True),
    Key("representatives.*.roster.*", Spans(), "When", "EX-64", one_store=True),
    Key("registers", ListOf(Code(), once=True), "Forms that it keeps", "FM-27", default=[]),
    Key("calculator.least_down_percent", Percent(), "The least paid at once", "VX-05", "%",
        NEEDED),
    Key("calculator.most_years", Whole(1, 50), "The longest loan", "VX-05", "years",
        NEEDED),
    Key("calculator.fees.*.name", BothLanguages(60), "A fee", "VX-05", default=NEEDED),
    Key("calculator.fees.*.percent", Percent(), "Of the price", "VX-05", "%", 0),
    Key("calculator.fees.*.fixed", Whole(0, FEN), "Or so much", "VX-05", "fen", 0),
    Key("retention.months", Whole(1, 240), "Bookings are kept after the visit", "PV-07", "months",
        24, CHAIN),
    Key("retention.visitor_days", Whole(1, 3660), "What visitors showed is kept", "PV-10", "days",
        30),
    Key("retention.message_days", Whole(1, 3660), "What messages said is kept", "PV-07", "days",
        90, CHAIN),
    Key("retention.call_days", Whole(1, 3660), "Notes of calls and letters are kept", "PV-12",
        "days", 180, CHAIN),
    Key("retention.delivery_days", Whole(1, 30), "What partners answered to webhooks is kept",
        "PV-07", "days", 30, CHAIN),
    Key("privacy.version", Text(32), "Of the words that customers are told", "PV-01",
        default=VERSION, level=CHAIN),
    Key("privacy.words", BothLanguages(2000), "What customers are told of their data", "PV-01",
        level=CHAIN),
)  # fmt: skip
KEYS = (
    *_STORE, *_TIMES, *_PLACES, *_ITEMS, *_POLICY, *_TASKS, *NOTICES, *_MESSAGES, *_PAPERS,
    *_BESIDE,
)  # fmt: skip
NEW_STORE = ("booking_phone_owner",)
"""What a store that is set up now must say, and those of old need not (CH-01)."""

BY_DAY = frozenset({"hours", "roster"})
BY_DATE = frozenset({"dates"})
"""Mappings whose keys are weekdays, and dates; those of any other are codes."""

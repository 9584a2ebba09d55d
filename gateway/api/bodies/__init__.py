"""What callers get: the public shape of every answer.  Fields are added, never renamed."""

# ruff: noqa: I001

from typing import Any

# fmt: off
from gateway.api.bodies.account import (
    Account, Cart, CartItem, CustomerPolicy, CustomerToken, Favourite, Favourites, Money,
    OwnBookings, Summary,
)
from gateway.api.bodies.arrivals import Arrival, ArrivalCounts, Arrivals, Led, Prefill
from gateway.api.bodies.assessments import (
    Assessment, AssessmentNote, Entitled, EverybodysReward, ImportedRate, LocalShare, RatesImport,
    TeamResult, assessment,
)
from gateway.api.bodies.audit import AuditActor, AuditEntries, AuditEntry
from gateway.api.bodies.bookings import (
    Actor, BookedItem, Booker, Booking, Bookings, Customer, Entry, Failed, History, Links, Penalty,
    Resource, SpotCheck, Visit,
)
from gateway.api.bodies.broadcasts import (
    Broadcast, BroadcastAudience, BroadcastCost, BroadcastPreview, BroadcastProgress,
    BroadcastReason, BroadcastRecipient, BroadcastRecipients, BroadcastText, Broadcasts,
)
from gateway.api.bodies.calculating import Calculation, FeeTable
from gateway.api.bodies.care import (
    Campaign, Campaigns, Case, Cases, CustomerFile, CustomerFiles, FileDraft, Rating, Ratings,
    Substitution, Substitutions,
)
from gateway.api.bodies.catching_up import (
    Compared, Digest, Events, FreeSlot, ListedEvent, OfferedDay, OfferedItem, StoreFeed,
)
from gateway.api.bodies.configs import (
    Affected, AffectedBooking, Config, Imported, Nouns, Outcome, Value, ValueChanged, Version,
    Versions,
)
from gateway.api.bodies.contacts import (
    Consent, ConsentAct, Contact, ContactHours, Device, Devices, ListedOptOut, OptOut, OptOuts,
    Preferences,
)
from gateway.api.bodies.customer_requests import (
    Candidate, Candidates, Coded, CustomerRequest, CustomerRequests, RequestKind, RequestKinds,
)
from gateway.api.bodies.desk import (
    AskedAbout, Column, CustomerText, Described, Message, Messages, MissedCall, Report, Reports,
    Rows, Task, Tasks, Texts,
)
from gateway.api.bodies.disruptions import (
    DisruptedBooking, Disruption, Disruptions, LaneUse, OfferedPlace, Utilisation,
)
from gateway.api.bodies.messages import MessageTemplate, MessageTemplates, Preview, Previews
from gateway.api.bodies.orders import MoneyBack, Order, Orders, Payment
from gateway.api.bodies.partners import (
    AgreementStated, Contacted, DayOfUsage, LimitsOf, Partner, PartnerKey, PartnerKeyShown,
    PartnerSelf, PartnerUsage, Partners, RateOf, SignedAgreement, UsageFigures, WebhookHealth,
)
from gateway.api.bodies.people import (
    Invitation, Leader, Leaders, LeadersInStore, LeadersOfRole, Me, PeoplePage, Person,
    PersonInvited, RecoveryCodes, SecondFactor, SignIns, SignedIn,
)
from gateway.api.bodies.personal import (
    CustomerExport, CustomerShown, Erasure, ItemCollects, PrivacyNotice, RetentionClass,
    RetentionPreview, Unmasked,
)
from gateway.api.bodies.preparing import (
    DayList, Letter, Preparation, PreparationEntry, Script, Sheet, Slip, Slips,
)
from gateway.api.bodies.public import (
    Calendar, CalendarDay, CodeSent, FreeTime, OwnBooking, OwnLinks, OwnVisit, PrivacyText, Rated,
)
from gateway.api.bodies.registers import (
    Labelled, PrintedEntry, Register, RegisterEntries, RegisterEntry, Registers,
)
from gateway.api.bodies.series import Series, SeriesLine, SeriesPage, SeriesReport, SeriesVisit
from gateway.api.bodies.shape import Words, picked
from gateway.api.bodies.stores import (
    CheckedSlot, CheckedSlots, EntranceBoard, Expected, Explanation, Gift, Gifts, Hold, Item, Items,
    Ledger, LedgerLine, Reason, Rotation, Slot, Slots, Store, Stores, Turn,
)
from gateway.api.bodies.system import Clock, Problem, Token
from gateway.api.bodies.waitlist import Offer, WaitlistEntries, WaitlistEntry, WaitlistSummary
from gateway.api.bodies.webhooks import (
    ReplayedWebhooks, Stopped, WebhookDeliveries, WebhookDelivery, WebhookEndpoint,
    WebhookEndpoints, WebhookSecret, WebhookTry,
)
# fmt: on

__all__ = [
    "Account", "Actor", "Affected", "AffectedBooking", "AgreementStated", "Arrival",
    "ArrivalCounts", "Arrivals", "AskedAbout", "Assessment", "AssessmentNote", "AuditActor",
    "AuditEntries", "AuditEntry", "BookedItem", "Booker", "Booking", "Bookings", "Broadcast",
    "BroadcastAudience", "BroadcastCost", "BroadcastPreview", "BroadcastProgress",
    "BroadcastReason", "BroadcastRecipient", "BroadcastRecipients", "BroadcastText", "Broadcasts",
    "Calculation", "Calendar", "CalendarDay", "Campaign", "Campaigns", "Candidate", "Candidates",
    "Cart", "CartItem", "Case", "Cases", "CheckedSlot", "CheckedSlots", "Clock", "CodeSent",
    "Coded", "Column", "Compared", "Config", "Consent", "ConsentAct", "Contact", "ContactHours",
    "Contacted", "Customer", "CustomerExport", "CustomerFile", "CustomerFiles", "CustomerPolicy",
    "CustomerRequest", "CustomerRequests", "CustomerShown", "CustomerText", "CustomerToken",
    "DayList", "DayOfUsage", "Described", "Device", "Devices", "Digest", "DisruptedBooking",
    "Disruption", "Disruptions", "Entitled", "EntranceBoard", "Entry", "Erasure", "Events",
    "EverybodysReward", "Expected", "Explanation", "Failed", "Favourite", "Favourites", "FeeTable",
    "FileDraft", "FreeSlot", "FreeTime", "Gift", "Gifts", "History", "Hold", "Imported",
    "ImportedRate", "Invitation", "Item", "ItemCollects", "Items", "Labelled", "LaneUse", "Leader",
    "Leaders", "LeadersInStore", "LeadersOfRole", "Led", "Ledger", "LedgerLine", "Letter",
    "LimitsOf", "Links", "ListedEvent", "ListedOptOut", "LocalShare", "Me", "Message",
    "MessageTemplate", "MessageTemplates", "Messages", "MissedCall", "Money", "MoneyBack", "Nouns",
    "Offer", "OfferedDay", "OfferedItem", "OfferedPlace", "OptOut", "OptOuts", "Order", "Orders",
    "Outcome", "OwnBooking", "OwnBookings", "OwnLinks", "OwnVisit", "Partner", "PartnerKey",
    "PartnerKeyShown", "PartnerSelf", "PartnerUsage", "Partners", "Payment", "Penalty",
    "PeoplePage", "Person", "PersonInvited", "Preferences", "Prefill", "Preparation",
    "PreparationEntry", "Preview", "Previews", "PrintedEntry", "PrivacyNotice", "PrivacyText",
    "Problem", "RateOf", "Rated", "RatesImport", "Rating", "Ratings", "Reason", "RecoveryCodes",
    "Register", "RegisterEntries", "RegisterEntry", "Registers", "ReplayedWebhooks", "Report",
    "Reports", "RequestKind", "RequestKinds", "Resource", "RetentionClass", "RetentionPreview",
    "Rotation", "Rows", "Script", "SecondFactor", "Series", "SeriesLine", "SeriesPage",
    "SeriesReport", "SeriesVisit", "Sheet", "SignIns", "SignedAgreement", "SignedIn", "Slip",
    "Slips", "Slot", "Slots", "SpotCheck", "Stopped", "Store", "StoreFeed", "Stores",
    "Substitution", "Substitutions", "Summary", "Task", "Tasks", "TeamResult", "Texts", "Token",
    "Turn", "Unmasked", "UsageFigures", "Utilisation", "Value", "ValueChanged", "Version",
    "Versions", "Visit", "WaitlistEntries", "WaitlistEntry", "WaitlistSummary", "WebhookDeliveries",
    "WebhookDelivery", "WebhookEndpoint", "WebhookEndpoints", "WebhookHealth", "WebhookSecret",
    "WebhookTry", "Words", "assessment", "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
ENTRANCE = tuple(EntranceBoard().fields)
HOLD = tuple(Hold().fields)
CUSTOMER_REQUEST = tuple(CustomerRequest().fields)
REGISTER = tuple(one.data_key or name for name, one in Register().fields.items())
ENTRY = tuple(one.data_key or name for name, one in RegisterEntry().fields.items())
PRINTED = tuple(PrintedEntry().fields)
ARRIVAL = tuple(Arrival().fields)
ARRIVALS = tuple(Arrivals().fields)
PREFILL = tuple(Prefill().fields)
FEE_TABLE = tuple(FeeTable().fields)
CALCULATION = tuple(Calculation().fields)
VISIT = tuple(Visit().fields)
SERIES = tuple(Series().fields)
SERIES_REPORT = tuple(SeriesReport().fields)
DISRUPTION = tuple(one.data_key or name for name, one in Disruption().fields.items())
UTILISATION = tuple(Utilisation().fields)
CASE = tuple(Case().fields)
BROADCAST = tuple(Broadcast().fields)
BROADCAST_RECIPIENT = tuple(BroadcastRecipient().fields)
RATING = tuple(Rating().fields)
CAMPAIGN = tuple(Campaign().fields)
CUSTOMER_FILE = tuple(CustomerFile().fields)
FILE_DRAFT = tuple(FileDraft().fields)
SUBSTITUTION = tuple(Substitution().fields)
TASK = tuple(Task().fields)
MESSAGE_TEMPLATE = tuple(MessageTemplate().fields)
TEXT = tuple(CustomerText().fields)
MESSAGE = tuple(Message().fields)
CONTACT = tuple(Contact().fields)
DEVICE = tuple(Device().fields)
LISTED_OPT_OUT = tuple(ListedOptOut().fields)
REPORT = tuple(Report().fields)
PREPARATION = tuple(Preparation().fields)
SLIP = tuple(Slip().fields)
DAY_LIST = tuple(DayList().fields)
SHEET = tuple(Sheet().fields)
SCRIPT = tuple(Script().fields)
LETTER = tuple(Letter().fields)
WAITLIST_ENTRY = tuple(one.data_key or name for name, one in WaitlistEntry().fields.items())
DIGEST = tuple(Digest().fields)
EVENTS = tuple(Events().fields)
WEBHOOK_ENDPOINT = tuple(WebhookEndpoint().fields)
WEBHOOK_HEALTH = tuple(WebhookHealth().fields)
WEBHOOK_DELIVERY = tuple(WebhookDelivery().fields)
WAITLIST_SUMMARY = tuple(WaitlistSummary().fields)
NOUNS = tuple(Nouns().fields)
OUTCOME = tuple(Outcome().fields)
IMPORTED = tuple(Imported().fields)
VERSION = tuple(Version().fields)
VALUE = tuple(one.data_key or name for name, one in Value().fields.items())


def config(reply: dict[str, Any]) -> dict[str, Any]:
    return {"version": reply["version"], "values": [picked(VALUE, x) for x in reply["values"]]}


def versions(reply: dict[str, Any]) -> dict[str, Any]:
    return {"versions": [picked(VERSION, version) for version in reply["versions"]]}

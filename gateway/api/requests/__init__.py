"""What callers may send: strict, so that a typo is told and nothing is smuggled in."""

# ruff: noqa: I001

# fmt: off
from gateway.api.requests.account import (
    AccountTold, CartConfirmed, CartFilled, CustomerPolicyTold, NoticeWords, OwnAsked, PrivacyTold,
    SignIn, SummaryAsked,
)
from gateway.api.requests.arrivals import ArrivalsAsked, NewArrival, PrefillAsked
from gateway.api.requests.assessments import ManufacturerRates, NewEntitled, NewRate, NewTerms
from gateway.api.requests.audit import AuditAsked
from gateway.api.requests.bookings import (
    BookingsAsked, NewBooker, NewBooking, NewConsents, NewCustomer, NewVisitor,
)
from gateway.api.requests.broadcasts import (
    AudienceNamed, BroadcastChanged, BroadcastStopped, BroadcastsAsked, NewBroadcast,
    RecipientsAsked,
)
from gateway.api.requests.calculating import NewCalculation
from gateway.api.requests.care import (
    CampaignChanged, CampaignStarted, CampaignsAsked, CaseSaid, CaseSolved, CasesAsked, FileTold,
    FilesAsked, NewCampaign, NewCase, NewSubstitution, NextCallPlanned, RatingsAsked, Refunded,
    SubstitutionsAsked,
)
from gateway.api.requests.catching_up import DigestAsked, EventsAsked
from gateway.api.requests.configs import (
    AbsenceNamed, ConfigAsked, ConfigChange, ExportAsked, Import, NewAbsence, NewDate, NewItem,
    NewLane, NewStore, NewWords, OnTerms, VersionsAsked,
)
from gateway.api.requests.contacts import (
    NewContactHours, NewDevice, NewDeviceKeys, NewPreferences, OptOutsAsked, Opting,
)
from gateway.api.requests.customer_requests import NewRequest, RequestDeed, RequestsAsked
from gateway.api.requests.desk import (
    ClockMoved, DayAsked, GiftCounted, LedgerAsked, MessagesAsked, NewMissedCall, NewOutcome,
    Reassigning, ReportAsked, RowsAsked, TasksAsked, TextsAsked,
)
from gateway.api.requests.disruptions import DisruptionsAsked, NewDisruption, OffersChosen, UseAsked
from gateway.api.requests.messages import NewTemplate, TemplateTried, TemplatesAsked
from gateway.api.requests.moves import (
    Amending, Because, Cancelling, Confirming, Deed, Explained, Failing, Issuing, NewDetails,
    NewTime, Settling,
)
from gateway.api.requests.orders import Paying
from gateway.api.requests.partners import (
    NewAgreement, NewLimits, NewPartner, NewPartnerKey, NewRateLimit, PartnerChanged,
    PartnerContact, PartnerUsageAsked, PartnersAsked,
)
from gateway.api.requests.people import (
    InvitationTaken, NewPerson, PasswordChanged, PeopleAsked, PersonChanged, SecondFactorBegun,
    SecondFactorShown,
)
from gateway.api.requests.personal import (
    ExportWished, NewConsent, NewCustomerConsents, NewErasure, Unmasking,
)
from gateway.api.requests.places import Batch, NewHold, Question, Search, StoresAsked, Wished
from gateway.api.requests.preparing import (
    Assigning, Deviating, HandingOver, ListAsked, ScriptAsked, SheetAsked, SlipsAsked,
    SpotCheckAsked, Ticking,
)
from gateway.api.requests.public import (
    CalendarAsked, CodeAsked, NewOwnBooking, OwnConsents, OwnMove, OwnRating, OwnReason, Proof,
    TextAsked,
)
from gateway.api.requests.registers import (
    Correction, EntriesAsked, EntryMove, NewEntry, OfStoreAsked, PrintAsked,
)
from gateway.api.requests.series import NewSeries, Recurrence, SeriesAsked, SeriesCut, SeriesMoved
from gateway.api.requests.shape import Asked, LogIn, Nothing, example
from gateway.api.requests.waitlist import NewWaiting, PlaceOffered, WaitingAsked, WaitlistAsked
from gateway.api.requests.webhooks import (
    DeliveriesAsked, EndpointChanged, EndpointsAsked, NewEndpoint, Replaying, Rotating,
)
# fmt: on

__all__ = [
    "AbsenceNamed", "AccountTold", "Amending", "ArrivalsAsked", "Asked", "Assigning",
    "AudienceNamed", "AuditAsked", "Batch", "Because", "BookingsAsked", "BroadcastChanged",
    "BroadcastStopped", "BroadcastsAsked", "CalendarAsked", "CampaignChanged", "CampaignStarted",
    "CampaignsAsked", "Cancelling", "CartConfirmed", "CartFilled", "CaseSaid", "CaseSolved",
    "CasesAsked", "ClockMoved", "CodeAsked", "ConfigAsked", "ConfigChange", "Confirming",
    "Correction", "CustomerPolicyTold", "DayAsked", "Deed", "DeliveriesAsked", "Deviating",
    "DigestAsked", "DisruptionsAsked", "EndpointChanged", "EndpointsAsked", "EntriesAsked",
    "EntryMove", "EventsAsked", "Explained", "ExportAsked", "ExportWished", "Failing", "FileTold",
    "FilesAsked", "GiftCounted", "HandingOver", "Import", "InvitationTaken", "Issuing",
    "LedgerAsked", "ListAsked", "LogIn", "ManufacturerRates", "MessagesAsked", "NewAbsence",
    "NewAgreement", "NewArrival", "NewBooker", "NewBooking", "NewBroadcast", "NewCalculation",
    "NewCampaign", "NewCase", "NewConsent", "NewConsents", "NewContactHours", "NewCustomer",
    "NewCustomerConsents", "NewDate", "NewDetails", "NewDevice", "NewDeviceKeys", "NewDisruption",
    "NewEndpoint", "NewEntitled", "NewEntry", "NewErasure", "NewHold", "NewItem", "NewLane",
    "NewLimits", "NewMissedCall", "NewOutcome", "NewOwnBooking", "NewPartner", "NewPartnerKey",
    "NewPerson", "NewPreferences", "NewRate", "NewRateLimit", "NewRequest", "NewSeries", "NewStore",
    "NewSubstitution", "NewTemplate", "NewTerms", "NewTime", "NewVisitor", "NewWaiting", "NewWords",
    "NextCallPlanned", "Nothing", "NoticeWords", "OfStoreAsked", "OffersChosen", "OnTerms",
    "OptOutsAsked", "Opting", "OwnAsked", "OwnConsents", "OwnMove", "OwnRating", "OwnReason",
    "PartnerChanged", "PartnerContact", "PartnerUsageAsked", "PartnersAsked", "PasswordChanged",
    "Paying", "PeopleAsked", "PersonChanged", "PlaceOffered", "PrefillAsked", "PrintAsked",
    "PrivacyTold", "Proof", "Question", "RatingsAsked", "Reassigning", "RecipientsAsked",
    "Recurrence", "Refunded", "Replaying", "ReportAsked", "RequestDeed", "RequestsAsked",
    "Rotating", "RowsAsked", "ScriptAsked", "Search", "SecondFactorBegun", "SecondFactorShown",
    "SeriesAsked", "SeriesCut", "SeriesMoved", "Settling", "SheetAsked", "SignIn", "SlipsAsked",
    "SpotCheckAsked", "StoresAsked", "SubstitutionsAsked", "SummaryAsked", "TasksAsked",
    "TemplateTried", "TemplatesAsked", "TextAsked", "TextsAsked", "Ticking", "Unmasking",
    "UseAsked", "VersionsAsked", "WaitingAsked", "WaitlistAsked", "Wished", "example",
]  # fmt: skip

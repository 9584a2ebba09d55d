"""The public API's description: whole, true to the contracts behind it, and its examples fit."""

import re

import jsonschema
import pytest

from common import contracts
from common.contracts import (
    booking,
    followup,
    notification,
    reporting,
)
from common.contracts.booking import (
    arrivals,
    calculating,
    configs,
    customer_requests,
    listing,
    personal,
    preparing,
    registers,
    waitlist,
)
from gateway.api import bodies, requests
from gateway.api.description import PROBLEM_JSON
from gateway.bus import as_fields
from gateway.problems import CODES, status_of
from tests.contract.conftest import resolved

CLOSED = {
    "validation_failed", "not_a_slot", "slot_taken", "hold_expired", "outside_hours",
    "lead_time", "horizon", "channel_closed", "change_window_passed", "cancel_window_passed",
    "illegal_transition", "idempotency_key_reused", "stale_revision", "not_found", "gone",
    "forbidden", "unauthenticated", "rate_limited", "unavailable", "customer_overlap",
    "erasure_held",
}  # fmt: skip
KINDS = {"conflict", "refused", "internal"}

ASKED = {
    "list_stores": (booking.STORES, requests.StoresAsked),
    "search": (booking.SEARCH, requests.Search),
    "batch_check": (booking.CHECK_BATCH, requests.Batch),
    "explain": (booking.EXPLAIN, requests.Question),
    "hold": (booking.HOLD, requests.NewHold),
    "create": (booking.CREATE, requests.NewBooking),
    "create_series": (booking.series.CREATE_SERIES, requests.NewSeries),
    "list_series": (booking.series.LIST_SERIES, requests.SeriesAsked),
    "cancel_series": (booking.series.CANCEL_SERIES, requests.SeriesCut),
    "move_series": (booking.series.MOVE_SERIES, requests.SeriesMoved),
    "plan_disruption": (booking.disruptions.PLAN_DISRUPTION, requests.NewDisruption),
    "list_disruptions": (booking.disruptions.LIST_DISRUPTIONS, requests.DisruptionsAsked),
    "hold_offers": (booking.disruptions.HOLD_OFFERS, requests.OffersChosen),
    "extend_offers": (booking.disruptions.EXTEND_OFFERS, requests.Because),
    "accept_offers": (booking.disruptions.ACCEPT_OFFERS, requests.OffersChosen),
    "renew_disruption": (booking.disruptions.RENEW_DISRUPTION, requests.Because),
    "lift_disruption": (booking.disruptions.LIFT_DISRUPTION, requests.Because),
    "undo_disruption": (booking.disruptions.UNDO_DISRUPTION, requests.Because),
    "read_utilisation": (booking.disruptions.UTILISATION, requests.UseAsked),
    "list_bookings": (booking.LIST, requests.BookingsAsked),
    "reschedule": (booking.RESCHEDULE, requests.NewTime),
    "cancel": (booking.CANCEL, requests.Cancelling),
    "confirm": (booking.RECONFIRM, requests.Confirming),
    "arrive": (booking.ARRIVE, requests.Because),
    "undo_arrive": (booking.UNDO_ARRIVE, requests.Because),
    "no_show": (booking.NO_SHOW, requests.Because),
    "undo_no_show": (booking.UNDO_NO_SHOW, requests.Because),
    "to_rebook": (booking.TO_REBOOK, requests.Because),
    "issue": (booking.ISSUE, requests.Issuing),
    "entrance_board": (booking.ENTRANCE, requests.DayAsked),
    "read_ledger": (booking.LEDGER, requests.LedgerAsked),
    "count_gift": (booking.COUNT_GIFT, requests.GiftCounted),
    "amend": (booking.AMEND, requests.Amending),
    "fail": (booking.FAIL, requests.Failing),
    "ask_info": (booking.ASK_INFO, requests.Explained),
    "waive_penalty": (booking.WAIVE_PENALTY, requests.Explained),
    "start": (booking.START, requests.Because),
    "complete": (booking.COMPLETE, requests.Settling),
    "act": (booking.ACT_IN_VISIT, requests.Deed),
    "tick": (preparing.TICK, requests.Ticking),
    "deviate": (preparing.DEVIATE, requests.Deviating),
    "assign": (preparing.ASSIGN, requests.Assigning),
    "work_order": (preparing.OPEN_WORK_ORDER, requests.Because),
    "hand_over": (preparing.HAND_OVER, requests.HandingOver),
    "list_slips": (preparing.SLIPS, requests.SlipsAsked),
    "get_day_list": (listing.DAY_LIST, requests.ListAsked),
    "get_sheet": (listing.SHEET, requests.SheetAsked),
    "spot_check": (listing.SPOT_CHECK, requests.SpotCheckAsked),
    "get_script": (listing.SCRIPT, requests.ScriptAsked),
    "open_request": (customer_requests.OPEN_REQUEST, requests.NewRequest),
    "list_requests": (customer_requests.LIST_REQUESTS, requests.RequestsAsked),
    "act_in_request": (customer_requests.ACT_IN_REQUEST, requests.RequestDeed),
    "list_registers": (registers.REGISTERS, requests.OfStoreAsked),
    "open_entry": (registers.OPEN_ENTRY, requests.NewEntry),
    "list_entries": (registers.LIST_ENTRIES, requests.EntriesAsked),
    "move_entry": (registers.MOVE_ENTRY, requests.EntryMove),
    "correct_entry": (registers.CORRECT_ENTRY, requests.Correction),
    "print_entry": (registers.PRINT_ENTRY, requests.PrintAsked),
    "record_arrival": (arrivals.RECORD_ARRIVAL, requests.NewArrival),
    "list_arrivals": (arrivals.ARRIVALS, requests.ArrivalsAsked),
    "prefill": (arrivals.PREFILL, requests.PrefillAsked),
    "calculate": (calculating.CALCULATE, requests.NewCalculation),
    "join": (waitlist.JOIN, requests.NewWaiting),
    "list_waiting": (waitlist.LIST_WAITING, requests.WaitingAsked),
    "summarise": (waitlist.SUMMARISE, requests.WaitlistAsked),
    "accept_offer": (waitlist.ACCEPT, requests.Because),
    "decline_offer": (waitlist.DECLINE, requests.Because),
    "withdraw": (waitlist.WITHDRAW, requests.Because),
    "offer_place": (waitlist.OFFER, requests.PlaceOffered),
    "get_config": (configs.CONFIG, requests.ConfigAsked),
    "change_config": (configs.CHANGE_CONFIG, requests.ConfigChange),
    "put_store": (configs.PUT_STORE, requests.NewStore),
    "import_config": (configs.IMPORT_CONFIG, requests.Import),
    "export_config": (configs.EXPORT_CONFIG, requests.ExportAsked),
    "list_versions": (configs.VERSIONS, requests.VersionsAsked),
    "restore": (configs.RESTORE, requests.OnTerms),
    "add_absence": (configs.ADD_ABSENCE, requests.NewAbsence),
    "drop_absence": (configs.DROP_ABSENCE, requests.AbsenceNamed),
    "change_chain": (configs.CHANGE_CHAIN, requests.ConfigChange),
    "list_chain_versions": (configs.CHAIN_VERSIONS, requests.VersionsAsked),
    "restore_chain": (configs.RESTORE_CHAIN, requests.OnTerms),
    "settle_order": (booking.orders.SETTLE_ORDER, requests.Nothing),
    "list_tasks": (followup.LIST, requests.TasksAsked),
    "take": (followup.TAKE, requests.Nothing),
    "record": (followup.RECORD, requests.NewOutcome),
    "reassign": (followup.REASSIGN, requests.Reassigning),
    "log_missed_call": (followup.LOG_MISSED_CALL, requests.NewMissedCall),
    "list_cases": (followup.LIST_CASES, requests.CasesAsked),
    "open_case": (followup.OPEN_CASE, requests.NewCase),
    "solve_case": (followup.SOLVE_CASE, requests.CaseSolved),
    "refund": (followup.REFUND, requests.Refunded),
    "list_ratings": (followup.LIST_RATINGS, requests.RatingsAsked),
    "list_files": (followup.FILES, requests.FilesAsked),
    "erase_customer": (followup.erasures.ERASE_CUSTOMER, requests.NewErasure),
    "list_campaigns": (followup.LIST_CAMPAIGNS, requests.CampaignsAsked),
    "draft_campaign": (followup.DRAFT_CAMPAIGN, requests.NewCampaign),
    "change_campaign": (followup.CHANGE_CAMPAIGN, requests.CampaignChanged),
    "start_campaign": (followup.START_CAMPAIGN, requests.CampaignStarted),
    "stop_campaign": (followup.STOP_CAMPAIGN, requests.Explained),
    "list_substitutions": (followup.SUBSTITUTIONS, requests.SubstitutionsAsked),
    "appoint": (followup.APPOINT, requests.NewSubstitution),
    "list_messages": (notification.LIST, requests.MessagesAsked),
    "resend": (notification.RESEND, requests.Nothing),
    "reconcile": (notification.watching.RECONCILE, requests.Nothing),
    "list_texts": (notification.TEXTS, requests.TextsAsked),
    "list_message_templates": (notification.templates.TEMPLATES, requests.TemplatesAsked),
    "keep_message_template": (notification.templates.KEEP_TEMPLATE, requests.NewTemplate),
    "preview_message_template": (
        notification.templates.PREVIEW_TEMPLATE,
        requests.TemplateTried,
    ),
    "put_preferences": (notification.contacts.PREFER, requests.NewPreferences),
    "opt_out": (notification.contacts.OPT_OUT, requests.Opting),
    "opt_in": (notification.contacts.OPT_IN, requests.Opting),
    "subscribe": (notification.devices.SUBSCRIBE, requests.NewDevice),
    "list_opt_outs": (notification.contacts.OPT_OUTS, requests.OptOutsAsked),
    "draft_broadcast": (notification.broadcasts.DRAFT_BROADCAST, requests.NewBroadcast),
    "list_broadcasts": (notification.broadcasts.LIST_BROADCASTS, requests.BroadcastsAsked),
    "change_broadcast": (notification.broadcasts.CHANGE_BROADCAST, requests.BroadcastChanged),
    "preview_broadcast": (notification.broadcasts.PREVIEW_BROADCAST, requests.Nothing),
    "start_broadcast": (notification.broadcasts.START_BROADCAST, requests.Nothing),
    "pause_broadcast": (notification.broadcasts.PAUSE_BROADCAST, requests.Nothing),
    "resume_broadcast": (notification.broadcasts.RESUME_BROADCAST, requests.Nothing),
    "stop_broadcast": (notification.broadcasts.STOP_BROADCAST, requests.BroadcastStopped),
    "list_recipients": (notification.broadcasts.LIST_RECIPIENTS, requests.RecipientsAsked),
    "create_endpoint": (notification.webhooks.CREATE_ENDPOINT, requests.NewEndpoint),
    "list_endpoints": (notification.webhooks.LIST_ENDPOINTS, requests.EndpointsAsked),
    "change_endpoint": (notification.webhooks.CHANGE_ENDPOINT, requests.EndpointChanged),
    "rotate_secret": (notification.webhooks.ROTATE_SECRET, requests.Rotating),
    "list_deliveries": (notification.webhooks.LIST_DELIVERIES, requests.DeliveriesAsked),
    "replay_delivery": (notification.webhooks.REPLAY_DELIVERY, requests.Nothing),
    "replay_range": (notification.webhooks.REPLAY_RANGE, requests.Replaying),
    "read_events": (notification.feed.READ_EVENTS, requests.EventsAsked),
    "read_digest": (booking.syncing.DIGEST, requests.DigestAsked),
    "get_report": (reporting.REPORT, requests.ReportAsked),
    "list_rows": (reporting.ROWS, requests.RowsAsked),
    "import_rates": (reporting.IMPORT_RATES, requests.ManufacturerRates),
    "set_terms": (reporting.SET_TERMS, requests.NewTerms),
}
OURS = {"format"}
"""What the gateway answers by itself."""


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(described):
    assert described["openapi"] == "3.1.0"
    for name in set(re.findall(r"#/components/[\w/]+", str(described))):
        assert resolved(described, {"$ref": name})


def test_every_operation_has_a_name_and_a_sentence(described, operations):
    count = sum(len(methods.keys() - {"parameters"}) for methods in described["paths"].values())

    assert len(operations) == count
    for path, method, operation in operations.values():
        assert operation["summary"].endswith("."), (path, method)
        assert operation["tags"], (path, method)


def test_schemas_are_themselves_valid(described):
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_requests_are_closed_and_answers_may_grow(described):
    for name, schema in described["components"]["schemas"].items():
        asked = hasattr(requests, name)
        assert asked or hasattr(bodies, name), name
        assert (schema.get("additionalProperties") is False) is asked, name


def test_the_example_of_every_request_fits_it(described):
    validate = jsonschema.Draft202012Validator
    for name, schema in described["components"]["schemas"].items():
        if not hasattr(requests, name):
            continue
        for field, shape in schema["properties"].items():
            if "example" in shape:
                whole = shape | {"components": described["components"]}
                jsonschema.validate(shape["example"], whole, validate)
                known = getattr(requests, name)().fields[_attribute(name, field)]
                assert known.deserialize(shape["example"]) is not None, (name, field)


def _attribute(schema, field):
    fields = getattr(requests, schema)().fields
    return next(name for name, one in fields.items() if (one.data_key or name) == field)


@pytest.mark.parametrize("operation", sorted(ASKED))
def test_what_the_api_takes_fits_the_contract_behind_it(operation):
    call, asked = ASKED[operation]
    behind = {one.data_key or name for name, one in call.request().fields.items()}

    names = {
        name if one.data_key is None or name.endswith("_day") else one.data_key
        for name, one in asked().fields.items()
    }

    assert names - behind <= OURS
    assert as_fields(dict.fromkeys(asked().fields)).keys() - behind <= OURS


@pytest.mark.parametrize("operation", sorted(ASKED))
def test_whatever_a_service_may_refuse_is_described(operations, operation):
    call, _ = ASKED[operation]
    described = operations[operation][2]["responses"].keys()

    assert {str(status_of(error)) for error in call.errors} <= described
    assert {"401", "403", "503"} <= described


def test_every_error_is_a_problem(described):
    for name, response in described["components"]["responses"].items():
        if name != "NOT_MODIFIED":
            assert list(response["content"]) == [PROBLEM_JSON], name


def test_the_codes_are_a_closed_list(described):
    codes = described["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]

    assert set(codes) == set(CODES) == CLOSED | KINDS


FOR_CUSTOMERS = ("/api/v1/public/", "/api/v1/manage/")


def test_only_signing_in_and_serving_oneself_needs_no_key(operations):
    open_ = {
        name
        for name, (path, _, one) in operations.items()
        if one.get("security") == [] and not path.startswith(FOR_CUSTOMERS)
    }

    assert open_ == {"begin", "take_up_invitation"}


def test_an_answer_promises_no_more_than_the_contract_behind_it():
    """``links`` is ours; whatever else is required of a public answer a service must give."""
    behind = {
        bodies.Store: booking.STORE.reply,
        bodies.Items: booking.ITEMS.reply,
        bodies.Slots: booking.SEARCH.reply,
        bodies.CheckedSlots: booking.CHECK_BATCH.reply,
        bodies.Explanation: booking.EXPLAIN.reply,
        bodies.Hold: booking.GET_HOLD.reply,
        bodies.Booking: booking.GET.reply,
        bodies.Failed: booking.FAIL.reply,
        bodies.EntranceBoard: booking.ENTRANCE.reply,
        bodies.Gifts: booking.GIFTS.reply,
        bodies.Ledger: booking.LEDGER.reply,
        bodies.Visit: booking.VISIT.reply,
        bodies.Rotation: booking.ROTATION.reply,
        bodies.Preparation: preparing.PREPARATION.reply,
        bodies.Slips: preparing.SLIPS.reply,
        bodies.DayList: listing.DAY_LIST.reply,
        bodies.Sheet: listing.SHEET.reply,
        bodies.Script: listing.SCRIPT.reply,
        bodies.Letter: listing.LETTER.reply,
        bodies.CustomerRequest: customer_requests.GET_REQUEST.reply,
        bodies.RequestKinds: customer_requests.REQUEST_KINDS.reply,
        bodies.Candidates: customer_requests.CANDIDATES.reply,
        bodies.Registers: registers.REGISTERS.reply,
        bodies.RegisterEntries: registers.LIST_ENTRIES.reply,
        bodies.PrintedEntry: registers.PRINT_ENTRY.reply,
        bodies.Arrivals: arrivals.ARRIVALS.reply,
        bodies.Prefill: arrivals.PREFILL.reply,
        bodies.FeeTable: calculating.FEE_TABLE.reply,
        bodies.Calculation: calculating.CALCULATE.reply,
        bodies.WaitlistEntry: waitlist.GET_WAITING.reply,
        bodies.WaitlistEntries: waitlist.LIST_WAITING.reply,
        bodies.WaitlistSummary: waitlist.SUMMARISE.reply,
        bodies.Disruption: booking.disruptions.GET_DISRUPTION.reply,
        bodies.Disruptions: booking.disruptions.LIST_DISRUPTIONS.reply,
        bodies.Utilisation: booking.disruptions.UTILISATION.reply,
        bodies.Series: booking.series.GET_SERIES.reply,
        bodies.SeriesPage: booking.series.LIST_SERIES.reply,
        bodies.SeriesReport: booking.series.CREATE_SERIES.reply,
        bodies.Config: configs.CONFIG.reply,
        bodies.Nouns: configs.NOUNS_OF_CONFIG.reply,
        bodies.Outcome: configs.CHANGE_CONFIG.reply,
        bodies.Imported: configs.IMPORT_CONFIG.reply,
        bodies.Version: configs.VERSION.reply,
        bodies.Versions: configs.VERSIONS.reply,
        bodies.Task: followup.GET.reply,
        bodies.Case: followup.GET_CASE.reply,
        bodies.Campaign: followup.GET_CAMPAIGN.reply,
        bodies.CustomerFiles: followup.FILES.reply,
        bodies.FileDraft: followup.FILE_DRAFT.reply,
        bodies.Substitutions: followup.SUBSTITUTIONS.reply,
        bodies.Messages: notification.LIST.reply,
        bodies.Texts: notification.TEXTS.reply,
        bodies.AskedAbout: notification.watching.RECONCILE.reply,
        bodies.MessageTemplates: notification.templates.TEMPLATES.reply,
        bodies.Contact: notification.contacts.CONTACT.reply,
        bodies.Device: notification.devices.SUBSCRIBE.reply,
        bodies.Devices: notification.devices.DEVICES.reply,
        bodies.OptOuts: notification.contacts.OPT_OUTS.reply,
        bodies.Broadcasts: notification.broadcasts.LIST_BROADCASTS.reply,
        bodies.BroadcastRecipients: notification.broadcasts.LIST_RECIPIENTS.reply,
        bodies.WebhookHealth: notification.webhook_health.WEBHOOK_HEALTH.reply,
        bodies.WebhookEndpoints: notification.webhooks.LIST_ENDPOINTS.reply,
        bodies.WebhookSecret: notification.webhooks.ROTATE_SECRET.reply,
        bodies.WebhookDeliveries: notification.webhooks.LIST_DELIVERIES.reply,
        bodies.ReplayedWebhooks: notification.webhooks.REPLAY_RANGE.reply,
        bodies.Events: notification.feed.READ_EVENTS.reply,
        bodies.Digest: booking.syncing.DIGEST.reply,
        bodies.Report: reporting.REPORT.reply,
        bodies.Assessment: reporting.ASSESSMENT.reply,
    }
    for public, reply in behind.items():
        assert set(beyond(public(), reply())) <= {"links"}, public


def beyond(public, reply):
    """Yield what *public* requires and *reply* does not, as deep as both have a schema."""
    for name, one in public.fields.items():
        given = reply.fields.get(name)
        if one.required and not (given and given.required):
            yield name
        elif given and inner(one) and inner(given):
            yield from beyond(inner(one), inner(given))


def inner(field):
    return getattr(getattr(field, "inner", field), "schema", None)


def test_every_call_for_people_can_be_made_over_http(operations):
    needed = {operation.get("x-needs") for _, _, operation in operations.values()}
    reached = {call for call, _ in ASKED.values()}
    reached |= {booking.STORE, booking.ITEMS, booking.GET, booking.HISTORY}
    reached |= {booking.GET_HOLD, booking.EXTEND_HOLD, booking.RELEASE_HOLD, booking.VISIT}
    reached |= {booking.GIFTS, booking.ROTATION, followup.GET, reporting.CATALOGUE}
    reached |= {followup.GET_CASE, followup.GET_CAMPAIGN, followup.FILE_DRAFT}
    reached |= {followup.END_SUBSTITUTION, booking.orders.ORDER_OF}
    reached |= {
        reporting.ASSESSMENT,
        notification.contacts.CONTACT,
        notification.devices.DEVICES,
        notification.devices.UNSUBSCRIBE,
        notification.broadcasts.GET_BROADCAST,
        notification.webhooks.GET_ENDPOINT,
        notification.webhooks.DELETE_ENDPOINT,
    }
    reached |= {preparing.PREPARATION, preparing.SLIP, listing.LETTER}
    reached |= {customer_requests.GET_REQUEST, customer_requests.REQUEST_KINDS}
    reached |= {customer_requests.CANDIDATES, registers.GET_ENTRY, registers.ENTRY_TABLE}
    reached |= {calculating.FEE_TABLE}
    reached |= {personal.SENSITIVE, personal.SHARE, personal.PRIVACY_NOTICE}
    reached |= {followup.erasures.ERASURE, notification.contacts.CONSENT}
    reached |= {waitlist.GET_WAITING, waitlist.WAITING_HISTORY}
    reached |= {booking.disruptions.GET_DISRUPTION, booking.series.GET_SERIES}
    reached |= {configs.NOUNS_OF_CONFIG, configs.VERSION, configs.WITHDRAW, configs.CHAIN_CONFIG}
    reached |= {configs.CHAIN_VERSION, configs.WITHDRAW_CHAIN}
    reached |= {booking.syncing.OFFERED}
    for_the_portal = {booking.BOARD}
    between_services = {"bookings:answer", "facts:read", "messages:status", "stores:opening"}
    between_services |= {"messages:receive", "messages:speak", "ratings:answer"}
    between_services |= {
        "agreements:state",
        "webhooks:health",
        "customers:held",
        "retention:periods",
        "customers:standing",
        "bookings:own",
        "codes:send",
        "payments:told",
        "substitutions:running",
    }

    calls = {call for module in contracts.ALL for call in module.CALLS}
    unreached = {call.key for call in calls - reached if call.needs not in between_services}

    assert unreached == {call.key for call in for_the_portal}
    assert {call.needs for call in reached} - {"bookings:write"} <= needed


def test_a_header_is_described_beside_what_the_address_takes(operations):
    """Both may be given, so both are told of."""
    _, _, operation = operations["drop_absence"]

    assert {"If-Match", "from"} <= {one["name"] for one in operation["parameters"]}

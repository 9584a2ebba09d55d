"""The gateway on a real database, over a bus that keeps what was asked.

The bus is the one fake: it holds both sides to their contract, and replies what a test
has it reply.  Whatever the API answers in any test is held against its own description.
"""

import json
import re
from datetime import date
from functools import cache
from typing import Any

import jsonschema
import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from common.clock import SandboxClock
from common.contracts import (
    booking,
    followup,
    notification,
    reporting,
    sandbox,
)
from common.contracts.booking import configs, listing, preparing, waitlist
from common.errors import SlipboardError
from gateway import create_app
from gateway.partners import LONG_AGO, Agreement, Key, Limits, Partner, Rate, key_hash
from gateway.parts import Parts
from gateway.people import Person, stores_of
from tests.service.gateway import (
    broadcast_samples,
    contact_samples,
    customer_samples,
    event_samples,
    personal_samples,
    samples,
    webhook_samples,
)

PASSWORD = "only-for-tests"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A hash that is made and proved at once; what ours costs does not matter here."""
PASSWORD_HASH = QUICK.hash(PASSWORD)
API = "/api/v1"
NEVER_REACHED = Rate(100_000, 100_000)


class Bus:
    """Keeps every call; replies from ``replies`` by the call's key."""

    connected = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, dict[str, Any]]] = []
        self.running: list[dict[str, str]] = []
        self.replies: dict[str, Any] = {
            booking.STORES.key: {"stores": [samples.a_store()]},
            booking.STORE.key: samples.a_store(),
            booking.BOARD.key: samples.a_board(),
            booking.ITEMS.key: {"items": [samples.an_item()]},
            booking.SEARCH.key: {"slots": [samples.a_slot()], "next_from": None},
            booking.CHECK_BATCH.key: {
                "slots": [
                    samples.a_checked_slot(),
                    samples.a_checked_slot(available=False, free=0, code="slot_taken"),
                ]
            },
            booking.EXPLAIN.key: {"available": False, "reasons": [samples.a_reason()]},
            booking.HOLD.key: {"hold": samples.a_hold(), "replayed": False},
            booking.GET_HOLD.key: samples.a_hold(),
            booking.EXTEND_HOLD.key: samples.a_hold(extended=True),
            booking.RELEASE_HOLD.key: samples.a_hold(state="released"),
            booking.CREATE.key: {"booking": samples.a_booking(), "replayed": False},
            booking.GET.key: samples.a_booking(),
            booking.LIST.key: {"bookings": [samples.a_booking()], "next_cursor": None},
            booking.HISTORY.key: {"history": [samples.an_entry()]},
            booking.RESCHEDULE.key: samples.a_booking(revision=2),
            booking.CANCEL.key: samples.a_booking(revision=2, status="cancelled"),
            booking.RECONFIRM.key: samples.a_booking(revision=2),
            booking.ARRIVE.key: samples.a_booking(revision=2, status="arrived"),
            booking.UNDO_ARRIVE.key: samples.a_booking(revision=3),
            booking.NO_SHOW.key: samples.a_booking(revision=2, status="no_show"),
            booking.UNDO_NO_SHOW.key: samples.a_booking(revision=3),
            booking.TO_REBOOK.key: samples.a_booking(revision=2, status="to_rebook"),
            booking.ISSUE.key: samples.a_booking(revision=3, status="arrived"),
            booking.LEDGER.key: {"lines": [samples.A_LINE]},
            booking.ENTRANCE.key: samples.AN_ENTRANCE,
            booking.GIFTS.key: {"gifts": [samples.A_GIFT]},
            booking.COUNT_GIFT.key: {"gifts": [samples.A_GIFT]},
            booking.ASK_INFO.key: samples.a_booking(revision=2, status="needs_info"),
            booking.AMEND.key: samples.a_booking(revision=2),
            booking.FAIL.key: {
                "booking": samples.a_booking(revision=2, status="failed"),
                "alternatives": [samples.a_slot()],
            },
            booking.WAIVE_PENALTY.key: samples.a_booking(revision=2, status="cancelled"),
            booking.START.key: samples.a_booking(revision=2, status="in_service"),
            booking.COMPLETE.key: samples.a_booking(revision=2, status="completed"),
            configs.CONFIG.key: {"version": 3, "values": [samples.A_VALUE]},
            configs.NOUNS_OF_CONFIG.key: {"version": 3, "found": {"facial": {"minutes": 60}}},
            configs.EXPORT_CONFIG.key: {"text": "pack: 4s\n"},
            configs.IMPORT_CONFIG.key: {**samples.an_outcome(), "rows": 2},
            configs.VERSIONS.key: {"versions": [samples.a_version()]},
            configs.VERSION.key: samples.a_version(),
            configs.WITHDRAW.key: samples.a_version(id="c-1", version=None, state="withdrawn"),
            configs.CHAIN_CONFIG.key: {"version": 3, "values": [samples.A_VALUE]},
            configs.CHAIN_VERSIONS.key: {"versions": [samples.a_version()]},
            configs.CHAIN_VERSION.key: samples.a_version(),
            configs.WITHDRAW_CHAIN.key: samples.a_version(state="withdrawn"),
            **dict.fromkeys(
                (call.key for call in configs.CALLS if call.reply is configs.Outcome),
                samples.an_outcome(),
            ),
            booking.VISIT.key: samples.a_visit(),
            booking.ROTATION.key: {"turns": [samples.A_TURN]},
            booking.ACT_IN_VISIT.key: samples.a_visit(revision=2),
            preparing.PREPARATION.key: samples.a_preparation(),
            preparing.TICK.key: samples.a_preparation(revision=3, prepared=True),
            preparing.DEVIATE.key: samples.a_preparation(revision=3),
            preparing.ASSIGN.key: samples.a_booking(revision=2),
            preparing.OPEN_WORK_ORDER.key: samples.a_booking(revision=2, work_order="WIP-1"),
            preparing.SLIP.key: samples.a_slip(),
            preparing.HAND_OVER.key: samples.a_slip(revision=3, holder="advisor"),
            preparing.SLIPS.key: {"slips": [samples.a_slip()]},
            listing.DAY_LIST.key: samples.a_day_list(),
            listing.SHEET.key: samples.a_sheet(),
            listing.SCRIPT.key: samples.a_script(),
            listing.SPOT_CHECK.key: {"of": 40, "bookings": [samples.a_booking()]},
            listing.LETTER.key: samples.a_letter(),
            **samples.of_customer_requests(),
            **samples.of_registers(),
            **samples.of_the_door(),
            **samples.of_the_calculator(),
            waitlist.JOIN.key: {"entry": samples.a_waiting_entry(), "replayed": False},
            waitlist.GET_WAITING.key: samples.a_waiting_entry(),
            waitlist.LIST_WAITING.key: {
                "entries": [samples.a_waiting_entry()],
                "next_cursor": None,
            },
            waitlist.WAITING_HISTORY.key: {"history": [samples.an_entry(move="offer")]},
            waitlist.SUMMARISE.key: samples.A_SUMMARY,
            waitlist.ACCEPT.key: samples.a_waiting_entry(
                revision=3, status="booked", place=None, booking_id="b-1"
            ),
            waitlist.DECLINE.key: samples.a_waiting_entry(revision=3, offers_passed=1),
            waitlist.WITHDRAW.key: samples.a_waiting_entry(
                revision=2, status="withdrawn", place=None
            ),
            waitlist.OFFER.key: samples.a_waiting_entry(
                revision=2, status="offered", offer=samples.an_offer(out_of_turn=True)
            ),
            booking.series.CREATE_SERIES.key: samples.a_series_report(),
            booking.series.GET_SERIES.key: samples.a_series(),
            booking.series.LIST_SERIES.key: {"series": [samples.a_series()], "next_cursor": None},
            booking.series.CANCEL_SERIES.key: samples.a_series_report(state="cancelled"),
            booking.series.MOVE_SERIES.key: samples.a_series_report(state="moved"),
            booking.disruptions.PLAN_DISRUPTION.key: {
                "disruption": samples.a_disruption(),
                "replayed": False,
            },
            booking.disruptions.GET_DISRUPTION.key: samples.a_disruption(),
            booking.disruptions.LIST_DISRUPTIONS.key: {"disruptions": [samples.a_disruption()]},
            booking.disruptions.HOLD_OFFERS.key: samples.a_disruption(state="held"),
            booking.disruptions.EXTEND_OFFERS.key: samples.a_disruption(extended=True),
            booking.disruptions.ACCEPT_OFFERS.key: samples.a_disruption(state="accepted"),
            booking.disruptions.RENEW_DISRUPTION.key: samples.a_disruption(revision=3),
            booking.disruptions.LIFT_DISRUPTION.key: samples.a_disruption(state="lifted"),
            booking.disruptions.UNDO_DISRUPTION.key: samples.a_disruption(state="undone"),
            booking.disruptions.UTILISATION.key: samples.A_USE,
            followup.LIST.key: {"tasks": [samples.a_task()], "next_cursor": None},
            followup.GET.key: samples.a_task(),
            followup.TAKE.key: samples.a_task(revision=2, state="taken"),
            followup.RECORD.key: samples.a_task(revision=3, state="done"),
            followup.REASSIGN.key: samples.a_task(revision=2, owner="cr_clerk"),
            followup.OPEN_CASE.key: samples.a_case(),
            followup.LIST_CASES.key: {"cases": [samples.a_case()], "next_cursor": None},
            followup.GET_CASE.key: samples.a_case(),
            followup.REFUND.key: samples.a_case(revision=2),
            followup.SOLVE_CASE.key: samples.a_case(revision=2, state="solved"),
            followup.LIST_RATINGS.key: {"ratings": [samples.a_rating()], "next_cursor": None},
            followup.FILE_DRAFT.key: {"known": {"name": "王小明"}, "missing": ["address"]},
            followup.FILES.key: {"files": [samples.a_file()]},
            followup.DRAFT_CAMPAIGN.key: samples.a_campaign(),
            followup.CHANGE_CAMPAIGN.key: samples.a_campaign(revision=2),
            followup.START_CAMPAIGN.key: samples.a_campaign(revision=2, state="started"),
            followup.STOP_CAMPAIGN.key: samples.a_campaign(revision=3, state="stopped"),
            followup.LIST_CAMPAIGNS.key: {
                "campaigns": [samples.a_campaign()],
                "next_cursor": None,
            },
            followup.GET_CAMPAIGN.key: samples.a_campaign(),
            followup.APPOINT.key: samples.a_substitution(),
            followup.SUBSTITUTIONS.key: {"substitutions": [samples.a_substitution()]},
            followup.END_SUBSTITUTION.key: samples.a_substitution(state="ended"),
            followup.LOG_MISSED_CALL.key: {
                "task": samples.a_task(kind="missed_call", booking_id=None, booking_number=None),
                "joined": False,
            },
            notification.LIST.key: {"messages": [samples.a_message()], "next_cursor": None},
            notification.STATUS.key: {"taken": True},
            notification.RESEND.key: samples.a_message(id="m-2", state="pending"),
            notification.watching.RECONCILE.key: {"count": 3},
            notification.RECEIVE.key: {"answer": ""},
            notification.SPEAK.key: {
                "language": "zh",
                "says": ["您好。"],
                "listens": True,
                "next_turn": 1,
            },
            notification.TEXTS.key: {"texts": [samples.a_text()]},
            notification.templates.TEMPLATES.key: {"templates": [samples.a_template()]},
            notification.templates.KEEP_TEMPLATE.key: samples.a_template(version=1, whose="store"),
            notification.templates.PREVIEW_TEMPLATE.key: {
                "previews": [
                    {
                        "subject": None,
                        "body": "您好",
                        "segments": 1,
                        "encoding": "UCS-2",
                        "cost_fen": 45,
                    }
                ]
            },
            **webhook_samples.replies(),
            **event_samples.replies(),
            **contact_samples.replies(),
            **personal_samples.replies(),
            **broadcast_samples.replies(),
            **customer_samples.replies(),
            reporting.CATALOGUE.key: {
                "reports": [
                    {
                        "name": "bookings",
                        "title": {"zh": "预约", "en": "Bookings"},
                        "columns": [samples.COLUMN],
                    }
                ]
            },
            reporting.REPORT.key: samples.a_report(),
            reporting.ROWS.key: {"rows": [{"booking_id": "b-1"}], "next_cursor": None},
            reporting.ASSESSMENT.key: samples.an_assessment(),
            reporting.IMPORT_RATES.key: samples.an_assessment(),
            reporting.SET_TERMS.key: samples.an_assessment(target=5500),
        }

    def call(self, call, actor, **request):
        call.request().load(json.loads(json.dumps(request)))
        if call.key == followup.RUNNING_SUBSTITUTIONS.key:
            return {"running": self.running}  # asked now and then, for no request in particular
        self.asked.append((call.key, actor, request))
        reply = self._reply(call, request)
        if isinstance(reply, SlipboardError):
            raise reply
        call.reply().load(reply)
        return json.loads(json.dumps(reply))

    def _reply(self, call, request):
        if call.method == "move_clock":
            return {"now": request["now"]}
        if call.key == sandbox.pulse(call.service).key and call.key not in self.replies:
            return {"pending": 0, "told": [], "heard": []}
        reply = self.replies[call.key]
        return reply(request) if callable(reply) else reply

    @property
    def last(self):
        """The last request that went out."""
        return self.asked[-1][2]

    @property
    def actor(self):
        return self.asked[-1][1]


class DescribedClient(FlaskClient):
    """Holds every answer of the API against the API's description."""

    def open(self, *args, **kwargs):
        answer = super().open(*args, **kwargs)
        if answer.request.path.startswith(f"{API}/"):
            fits_description(self.application, answer)
        return answer


def fits_description(app, answer):
    with app.test_request_context(answer.request.full_path, method=answer.request.method) as here:
        if here.request.routing_exception or here.request.endpoint.startswith("api_docs"):
            return
        rule = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", here.request.url_rule.rule)
    described = description(app)
    operation = described["paths"][rule].get(answer.request.method.lower())
    if operation is None:
        return
    responses = operation["responses"]
    response = resolved(described, responses.get(str(answer.status_code), responses["default"]))
    if answer.status_code in (204, 304):
        assert answer.data == b""
        return
    [shape] = [
        shape for kind, shape in response["content"].items() if kind == answer.mimetype
    ] or pytest.fail(f"{answer.mimetype} is not described for {answer.status_code} of {rule}")
    body = answer.get_json() if "json" in answer.mimetype else answer.get_data(as_text=True)
    schema = shape["schema"] | {"components": described["components"]}
    jsonschema.Draft202012Validator(schema).validate(body)


@cache
def description(app):
    """Return the description with every answer closed: what it does not describe may not come."""
    with app.test_request_context():
        described = json.loads(app.view_functions["api_docs.openapi"]().data)
    for schema in described["components"]["schemas"].values():
        schema.setdefault("additionalProperties", False)
    return described


def resolved(described, found):
    if "$ref" not in found:
        return found
    for step in found["$ref"].removeprefix("#/").split("/"):
        described = described[step]
    return described


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.people.HASHER", QUICK)
        patch.setattr("gateway.people.NOBODY", QUICK.hash("nobody has this password"))
        yield


@pytest.fixture
def bus():
    return Bus()


@pytest.fixture(scope="session")
def gateway_app(mongo_client):
    app = create_app(bus=Bus(), database=mongo_client["unused"], now=lambda: None)
    app.test_client_class = DescribedClient
    return app


@pytest.fixture
def app(gateway_app, bus, database):
    """Return the gateway with a bus and a database of its own, and a clock that can be moved."""
    Parts.of(bus, database, SandboxClock(database["sandbox_clock"])).init_app(gateway_app)
    return gateway_app


@pytest.fixture
def store(app):
    return app.extensions["slipboard"].store


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def partners(app):
    return app.extensions["slipboard"].partners


@pytest.fixture
def partner(partners):
    """Let a partner in; return the headers it comes with."""

    def let_in(id="p1", secret="s3cret", idempotency_key="k-1", **terms):
        key = f"sk_{id}_{secret}"
        until = terms.pop("agreement_until", "2026-06-30")
        terms = {
            "name": id,
            "scopes": ["stores:read", "bookings:read", "bookings:write"],
            "stores": ["*"],
            "agreement": Agreement(date.fromisoformat(until)) if until else None,
            "keys": (Key("k-1", key_hash(key), LONG_AGO, "test", **terms.pop("key", {})),),
            "limits": Limits(NEVER_REACHED, NEVER_REACHED),
        } | terms
        wanted, known = Partner.of(id, **terms), partners.partner(id)
        if known:
            partners.change(known, wanted)
        else:
            partners.create(wanted)
        return {"Authorization": f"Bearer {key}", "Idempotency-Key": idempotency_key}

    return let_in


@pytest.fixture
def person(store):
    """Let somebody in under PASSWORD; return their log-in."""

    def let_in(role="manager", login="li", stores=("s-4s",), language="zh"):
        somebody = Person(login, "李", role, stores_of(role, stores), language)
        store.keep_person(somebody, PASSWORD_HASH)
        return login

    return let_in


@pytest.fixture
def staff(person, client):
    """Let somebody in and sign them in by token; return the headers they come with."""

    def sign_in(role="manager", **who):
        login = person(role, **who)
        answer = client.post(f"{API}/tokens", json={"login": login, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json['token']}"}

    return sign_in

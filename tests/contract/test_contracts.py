"""Promises that hold for every message, present and future."""

import json
import pickle
from importlib import import_module
from pathlib import Path

import pytest

from common import contracts
from common.bus.doing import Does
from common.bus.hearing import Hears
from common.bus.requests import Serves
from common.contracts.base import Envelope
from common.errors import SlipboardError

SAMPLES = Path(__file__).parent / "samples"
CALLS = [call for module in contracts.ALL for call in module.CALLS]
EVENTS = [event for module in contracts.ALL for event in module.EVENTS]
ERRORS = sorted(SlipboardError.known.values(), key=lambda error: error.code)
CLOSED = {
    "validation_failed", "not_a_slot", "slot_taken", "hold_expired", "outside_hours", "lead_time",
    "horizon", "blackout", "resource_down", "channel_closed", "customer_overlap",
    "change_window_passed", "cancel_window_passed", "illegal_transition", "consent_missing",
    "agreement_missing", "opted_out", "idempotency_key_reused", "idempotency_in_progress",
    "stale_revision", "not_found", "gone", "forbidden", "unauthenticated", "rate_limited",
    "unavailable", "erasure_held",
}  # fmt: skip
EVERYBODY = {
    "move_clock", "pulse", "erase_person", "export_person", "count_person", "preview_retention",
    "tombstones",
}  # fmt: skip
"""What every service answers."""
KINDS = {"internal", "conflict", "refused"}
"""Codes of kinds of error, which are never raised themselves."""


def service_class(name):
    return getattr(import_module(f"services.{name}.service"), f"{name.title()}Service")


def entrypoints(service, kind):
    found = []
    for name in dir(service):
        for one in getattr(getattr(service, name), "nameko_entrypoints", ()):
            if isinstance(one, kind):
                found.append((name, one))
    return found


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.key)
def test_somebody_serves_every_call(call):
    served = dict(entrypoints(service_class(call.service), Serves))

    assert served[call.method].call is call


@pytest.mark.parametrize("name", contracts.SERVICES)
def test_a_service_serves_nothing_but_its_contract(name):
    module = next(module for module in contracts.ALL if name == module.SERVICE)
    promised = {call.method for call in module.CALLS} | EVERYBODY

    assert {method for method, _ in entrypoints(service_class(name), Serves)} == promised


@pytest.mark.parametrize("name", contracts.SERVICES)
def test_a_service_hears_what_its_queue_is_bound_to(name):
    heard = {
        event for _, one in entrypoints(service_class(name), Hears) for event in one.events.values()
    }

    assert heard == set(contracts.HEARS[name])


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_no_event_is_told_to_an_empty_room(event):
    """What nobody's queue is bound to cannot be delivered, and would be promised for ever."""
    assert any(event in heard for heard in contracts.HEARS.values())


def test_due_work_of_one_kind_is_done_in_one_place():
    for name in contracts.SERVICES:
        kinds = [one.kind for _, one in entrypoints(service_class(name), Does)]

        assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_we_still_understand_every_event_ever_told(event):
    samples = sorted(SAMPLES.glob(f"{event.type}.v*.json"))

    assert samples, f"keep one sample of {event.type} in tests/contract/samples"
    for sample in samples:
        envelope = Envelope().load(json.loads(sample.read_text()))
        event().load(envelope["data"])


def test_an_event_carries_no_more_than_its_contract_says():
    for sample in SAMPLES.glob("*.json"):
        envelope = json.loads(sample.read_text())
        declared = contracts.EVENTS[envelope["type"]]().fields.keys()

        assert set(envelope["data"]) <= set(declared), sample.name


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_arrives_as_it_was_sent(error):
    sent = error(free=0, alternatives=[{"start": "2026-03-10T10:00:00+08:00", "free": 2}])
    arrived = SlipboardError.from_wire(json.loads(json.dumps(sent.to_wire())))

    assert (type(arrived), arrived.details) == (error, sent.details)
    assert type(pickle.loads(pickle.dumps(sent))) is error


def test_every_error_has_a_code_of_the_closed_list():
    assert {error.code for error in ERRORS} - KINDS <= CLOSED


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.key)
def test_every_call_names_the_permission_it_needs(call):
    assert call.needs.count(":") == 1


def test_every_request_refuses_what_it_does_not_know():
    for call in CALLS:
        assert "unknown_field" in call.request().validate({"unknown_field": 1}), call.key

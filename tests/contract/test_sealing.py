"""Every service says what of its documents is personal, and can go over to another key."""

from collections import Counter
from importlib import import_module

import pytest

from common.bus.inbox import MESSAGE
from common.bus.outbox import ENTRY
from common.bus.providers import Tells
from common.contracts import HEARS

SERVICES = ("booking", "notification", "followup", "reporting")


def places(service):
    return import_module(f"services.{service}.personal").PLACES


def promising(service):
    """Return the collections whose documents promise events."""
    module = import_module(f"services.{service}.service")
    [kind] = [one for name, one in vars(module).items() if name == f"{service.title()}Service"]
    return {one.collection for one in vars(kind).values() if isinstance(one, Tells)}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_can_seal_anew(service):
    cli = import_module(f"services.{service}.__main__")

    assert "reseal" in (cli.cli if hasattr(cli, "cli") else cli.main).commands


@pytest.mark.parametrize("service", SERVICES)
def test_what_waits_to_be_told_or_heard_is_sealed_anew_too(service):
    sealed = {name: {one.personal.about for one in here} for name, here in places(service).items()}

    assert {name for name, kinds in sealed.items() if ENTRY.about in kinds} == promising(service)
    if HEARS.get(service):
        assert MESSAGE.about in sealed["inbox"]


def test_no_two_kinds_of_documents_could_be_taken_for_each_other():  # ASVS 11.3.3
    kinds = {
        (service, id(place.personal)): place.personal.about
        for service in SERVICES
        for here in places(service).values()
        for place in here
        if place.personal not in (ENTRY, MESSAGE)
    }

    assert [about for about, count in Counter(kinds.values()).items() if count > 1] == []
    assert all(about.startswith(f"{service}.") for (service, _), about in kinds.items())

"""The audit log: what goes into it, and how a change to it shows (PV-03, PV-05)."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pymongo import MongoClient

from gateway import create_app
from gateway.audit.chain import NOTHING, Entry, faults, sealed
from gateway.audit.scope import (
    BY_THEMSELVES,
    OF_CARRIERS,
    OWN_HISTORY,
    PAGES_OWN_HISTORY,
    goes_in,
    ids_kept,
    is_stranger,
)
from gateway.customers import who
from gateway.methods import SAFE

AT = datetime(2026, 3, 9, 1, tzinfo=UTC)


def seal(text):
    return hashlib.sha256(b"a key" + text.encode()).hexdigest()


def chain(count):
    entries, before = [], NOTHING
    for number in range(1, count + 1):
        entry = Entry(number, AT, "asked", "PUT /x", {"id": "head"}, ids={"x": str(number)})
        entries.append(sealed(entry, before, seal))
        before = entries[-1].digest
    return entries


def told(entries, **more):
    return list(faults(entries, seal, **more))


def test_a_log_as_it_was_written_has_no_fault():  # PV-03
    assert told(chain(5)) == []
    assert told([]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"by": {"id": "somebody else"}},
        {"act": "refused"},
        {"ids": {"x": "9"}},
        {"details": {"needs": "nothing"}},
        {"at": AT.replace(hour=2)},
        {"digest": "0" * 64},
    ],
)
def test_an_entry_that_was_changed_shows(change):  # PV-03
    entries = chain(5)
    entries[2] = replace(entries[2], **change)

    assert told(entries)[0].startswith("entry 3 is not as it was written")


def test_an_entry_that_was_sealed_anew_shows_by_the_one_after_it():
    entries = chain(5)
    entries[2] = sealed(replace(entries[2], by={"id": "x"}), entries[1].digest, seal)

    assert told(entries) == ["entry 4 is not as it was written, or the one before it is not"]


def test_an_entry_that_was_taken_out_shows():
    entries = chain(5)
    del entries[1:3]

    assert told(entries) == ["entries 2 to 3 are missing"]


def test_whoever_has_no_key_cannot_make_a_chain():
    forged = [replace(entry, digest=seal(entry.digest)) for entry in chain(2)]

    assert len(told(forged)) == 2


def test_a_part_of_the_log_follows_what_is_before_it():
    entries = chain(5)

    assert told(entries[2:], after=entries[1]) == []
    assert told(entries[2:], after=entries[0]) == ["entries 2 to 2 are missing"]


@pytest.fixture(scope="module")
def rules():
    return list(
        create_app(
            bus=object(), database=MongoClient(connect=False)["nowhere"]
        ).url_map.iter_rules()
    )


def test_every_exception_is_an_address_that_there_is(rules):
    endpoints = {rule.endpoint for rule in rules if rule.methods - SAFE}
    nouns = {endpoint.partition(".")[0] for endpoint in endpoints}

    assert endpoints >= PAGES_OWN_HISTORY | BY_THEMSELVES
    assert nouns >= OWN_HISTORY | OF_CARRIERS


@pytest.mark.parametrize(
    ("endpoint", "method", "goes"),
    [
        ("stores.put_item", "PUT", True),
        ("stores.get_item", "GET", False),
        ("chain.change_chain", "PATCH", True),
        ("substitutions.end_substitution", "DELETE", True),
        ("webhook-endpoints.rotate_secret", "POST", True),
        ("a-noun-of-tomorrow.change", "POST", True),
        ("bookings.cancel", "POST", False),
        ("portal.make_move", "POST", False),
        ("twilio.sms", "POST", False),
        ("payments.told", "POST", False),
        ("manage.confirm_by_link", "POST", False),
        ("invitations.take_up_invitation", "POST", False),
    ],
)
def test_a_change_goes_in_unless_what_it_changes_tells_of_it(endpoint, method, goes):
    assert goes_in(endpoint, method) is goes


SECRETS = {"token", "secret", "password"}
OF_THINGS = ("/stores/<store_id>/", "/favourites/<store_id>/", "/registers/")


def test_no_secret_of_any_address_goes_in(rules):  # PV-05
    named = {name for rule in rules for name in rule.arguments}

    assert "token" in named
    assert set(ids_kept(dict.fromkeys(named, "x"))) == named - SECRETS - {"filename"}
    codes = [rule.rule for rule in rules if "code" in rule.arguments]
    assert [one for one in codes if not any(path in one for path in OF_THINGS)] == []


def test_a_stranger_is_who_has_neither_signed_in_nor_proven_a_number():
    assert is_stranger(None)
    assert is_stranger(who.a_visitor("of-this-test"))
    assert not is_stranger(who.a_customer("c-1", "of-this-test"))

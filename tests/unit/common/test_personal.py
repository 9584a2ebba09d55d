from datetime import UTC, datetime

import pytest

from common.personal import Personal, Place, opened_throughout, sealed_throughout
from common.sealing import Tampered

SOMEBODY = {"id": "c-1", "name": "Zhang San", "phone": "+8613800138000"}
BOOKING = Personal("a.booking", ("customer", "subject", "note"), {"customer": ("id",)})


def a_document(**but):
    return {
        "_id": "b-1",
        "store_id": "s-4s",
        "customer": SOMEBODY,
        "subject": None,
        "note": "",
        **but,
    }


def test_nothing_that_says_who_it_is_can_be_read_and_the_rest_can():
    sealed = BOOKING.sealed(a_document(note="comes with her dog"))

    assert sealed["store_id"] == "s-4s"
    assert sealed["customer"] == {"id": "c-1"}
    assert sealed["note"] is None
    assert not any(text in str(sealed) for text in ("Zhang", "13800138000", "dog"))


@pytest.mark.parametrize(
    "but",
    [
        {},
        {"note": "comes with her dog", "subject": {"plate": "沪A12345"}},
        {"customer": None},
        {"subject": {"seen": datetime(2026, 3, 9, 9, tzinfo=UTC), "by": [1, 2.5, True, None]}},
    ],
)
def test_it_is_read_as_it_was(but):
    assert BOOKING.opened(BOOKING.sealed(a_document(**but))) == a_document(**but)


def test_one_from_before_anything_was_sealed_is_read_as_it_is():
    assert BOOKING.opened(a_document()) == a_document()


def test_one_written_over_an_open_one_leaves_nothing_open():
    kept = a_document(note="comes with her dog")
    kept.update(BOOKING.sealed(a_document(note="")))

    assert BOOKING.opened(kept) == a_document()
    assert "dog" not in str(kept)


def test_without_anything_personal_there_is_no_seal():
    assert BOOKING.sealed(a_document(customer=None))["sealed"] is None


def test_what_holds_nothing_personal_stays_as_it_is():
    assert BOOKING.sealed({"_id": "b-1", "state": "held"}) == {"_id": "b-1", "state": "held"}


def test_of_a_change_the_rest_of_what_is_personal_is_sealed_along():
    after = a_document(note="comes later", store_id="s-ny")

    change = BOOKING.sealed_change({"note": "comes later"}, after)

    assert change.keys() == {"customer", "subject", "note", "sealed"}
    assert BOOKING.opened({**BOOKING.sealed(a_document()), **change})["note"] == "comes later"
    assert BOOKING.sealed_change({"store_id": "s-ny"}, after) == {"store_id": "s-ny"}


def test_what_is_sealed_of_one_kind_is_none_of_another():
    other = Personal("another.booking", BOOKING.fields)

    with pytest.raises(Tampered):
        other.opened(BOOKING.sealed(a_document()))


@pytest.mark.parametrize(
    ("document", "well"),
    [
        (a_document(), False),
        (BOOKING.sealed(a_document()), True),
        ({**BOOKING.sealed(a_document()), "note": "open again"}, False),
        (BOOKING.sealed(a_document(customer=None)), True),
        ({"_id": "b-1"}, True),
    ],
)
def test_well_sealed_is_what_has_nothing_lying_open(document, well):
    assert BOOKING.is_well_sealed(document) is well


def test_a_document_is_opened_and_sealed_throughout():
    line = Personal("a.line", ("reason",))
    places = (Place(BOOKING), Place(BOOKING, "first"), Place(line, "history"))
    whole = a_document(first=a_document(), history=[{"reason": "sick"}, {"reason": ""}])

    sealed = sealed_throughout(whole, places)

    assert not any(text in str(sealed) for text in ("Zhang", "13800138000", "sick"))
    assert opened_throughout(sealed, places) == whole
    assert opened_throughout(whole, places) == whole


def test_a_keyed_hash_finds_what_is_sealed_and_is_no_part_of_it():
    written = Personal("a.message", ("to",), keyed={"address": lambda one: f"hash of {one['to']}"})

    sealed = written.sealed({"to": "+8613800138000"})

    assert (sealed["to"], sealed["address"]) == (None, "hash of +8613800138000")
    assert written.opened(sealed) == {"to": "+8613800138000"}

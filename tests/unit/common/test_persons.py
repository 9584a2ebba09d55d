"""By what a person's documents are found, and what of them is told."""

from datetime import UTC, datetime

import pytest

from common.errors import Invalid
from common.persons import Held, Persons, Whose, as_told

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
NOTE = Held(
    kind="note",
    collection="notes",
    whose=lambda who: {"customer_id": who.customer_id},
    made="at",
    left=lambda _: {"words": ""},
)


def a_document(**but):
    return {"_id": "n-1", "customer_id": "c-1", "at": AT, "words": "赵来过", **but}


def test_only_what_was_there_before_is_a_persons_to_erase():
    assert NOTE.theirs(Whose("c-1"), AT) == {
        "$and": [{"customer_id": "c-1"}], "at": {"$lte": AT},
    }  # fmt: skip


def test_what_is_the_machines_own_is_told_to_nobody():
    told = as_told(NOTE, a_document(ticks=["x"], request_hash="h", sealed=None))

    assert told == {
        "what": "note", "id": "n-1", "customer_id": "c-1", "at": AT.isoformat(), "words": "赵来过",
    }  # fmt: skip


@pytest.mark.parametrize("after", ["", "x", "x|b-1", "1|", "|b-1"])
def test_a_place_that_is_none_is_refused(after):
    class Nowhere(dict):
        def __missing__(self, name):
            return Nowhere()

        database = None

    persons = Persons(Nowhere(), [])
    if not after:
        assert persons.page("c-1", None, None, 5) == ([], None)
        return
    with pytest.raises(Invalid):
        persons.page("c-1", None, after, 5)

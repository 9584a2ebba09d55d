"""One document of a person: what it becomes, and that it becomes so once."""

from datetime import UTC, datetime

import pytest

from common.erasing import GONE
from common.errors import Invalid
from common.persons import Held, Persons, Whose, as_told, change, is_as_left

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
NOTE = Held(
    kind="note",
    collection="notes",
    whose=lambda who: {"customer_id": who.customer_id},
    made="at",
    left=lambda document: {"words": "", "draft": GONE},
)


def a_document(**but):
    return {"_id": "n-1", "customer_id": "c-1", "at": AT, "words": "赵来过", **but}


def test_what_names_somebody_is_set_or_unset_and_the_rest_is_left_alone():
    assert change(NOTE, a_document(draft="赵", sealed="k.abc")) == {
        "$set": {"words": ""},
        "$unset": {"draft": "", "sealed": ""},
    }


def test_what_is_owed_to_be_told_is_owed_without_the_person():
    entry = {"id": "e", "sent_at": None, "data": {"customer": {"id": "c-1", "name": "赵"}}}

    [left] = change(NOTE, a_document(outbox=[entry]))["$set"]["outbox"]

    assert (left["id"], left["data"]["customer"]["name"]) == ("e", "")


@pytest.mark.parametrize(
    ("document", "same"),
    [
        (a_document(), False),
        (a_document(words=""), True),
        (a_document(words="", draft="赵"), False),
        (a_document(words="", sealed=None), False),
    ],
    ids=["never", "before", "half of it", "sealed once"],
)
def test_what_was_taken_out_before_is_not_written_again(document, same):
    assert is_as_left(document, change(NOTE, document)) is same


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

"""What is written so that a document is left without somebody, however it lies in the database."""

import pytest

from common.at_rest import PLAIN, AtRest
from common.erasing import GONE

COLLECTION = "notes"


def a_document(**but):
    return {"_id": "n-1", "customer_id": "c-1", "words": "赵来过", **but}


def left(_):
    return {"words": "", "draft": GONE}


def opened(collection, document):
    assert collection == COLLECTION
    if "sealed" not in document:
        return document
    rest = {name: told for name, told in document.items() if name != "sealed"}
    return {**rest, "words": document["sealed"][::-1]}


def sealed(collection, document):
    assert collection == COLLECTION
    return {**document, "words": None, "sealed": document["words"][::-1]}


def test_what_names_somebody_is_set_or_unset_and_the_rest_is_left_alone():
    assert PLAIN.change(COLLECTION, a_document(draft="赵"), left) == {
        "$set": {"words": ""},
        "$unset": {"draft": ""},
    }


@pytest.mark.parametrize(
    ("document", "same"),
    [
        (a_document(), False),
        (a_document(words=""), True),
        (a_document(words="", draft="赵"), False),
    ],
    ids=["never", "before", "half of it"],
)
def test_what_was_taken_out_before_is_not_written_again(document, same):
    assert (PLAIN.change(COLLECTION, document, left) is None) is same


def test_what_is_owed_to_be_told_is_owed_without_the_person():
    entry = {"id": "e", "sent_at": None, "data": {"customer": {"id": "c-1", "name": "赵"}}}

    update = PLAIN.change(COLLECTION, a_document(words="", outbox=[entry]), left)

    [owed] = update["$set"]["outbox"]
    assert (owed["id"], owed["data"]["customer"]["name"]) == ("e", "")
    again = a_document(words="", outbox=[owed])
    assert PLAIN.change(COLLECTION, again, left) is None


def test_what_lies_sealed_is_opened_changed_and_sealed_again():
    vault = AtRest(opened, sealed)
    kept = {"_id": "n-1", "words": None, "sealed": "过来赵"}

    assert vault.change(COLLECTION, kept, lambda one: {"words": one["words"][:1]}) == {
        "$set": {"sealed": "赵"}
    }
    assert vault.change(COLLECTION, kept, lambda one: {"words": one["words"]}) is None

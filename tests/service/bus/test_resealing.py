"""Going over to a new key takes its time: it can be broken off, and work goes on beside it."""

import pytest

from common import resealing
from common.personal import Personal, Place
from common.resealing import reseal
from common.sealing import Unreadable
from tests.keys import NEW, OLD, OTHER, resealed

WHO = Personal("test.who", ("name",))
LINE = Personal("test.line", ("words",))
PLACES = {"facts": (Place(WHO), Place(LINE, "lines"), Place(WHO, "first"))}


@pytest.fixture
def facts(database, data_keys, monkeypatch):
    """Return ten documents sealed with the old key, when the new one seals already."""
    monkeypatch.setattr(resealing, "LOT", 4)
    data_keys(OLD)
    database["facts"].insert_many(map(a_fact, range(10)))
    data_keys(NEW, OLD)
    return database["facts"]


def a_fact(number):
    return {
        "_id": f"f-{number}",
        **WHO.sealed({"name": f"Wang {number}"}),
        "lines": [LINE.sealed({"words": "first"}), LINE.sealed({"words": ""})],
        "first": WHO.sealed({"name": f"Li {number}"}),
    }


def names(facts):
    return [WHO.opened(one)["name"] for one in facts.find().sort("_id")]


def test_each_lot_tells_how_far_it_is(facts, database):
    told = [(one.seen, one.due, one.sealed) for one in reseal(database, PLACES, dry=False)]

    assert told == [(4, 4, 4), (8, 8, 8), (10, 10, 10)]


def test_a_dry_run_writes_nothing(facts, database):
    before = list(facts.find())

    assert resealed(database, PLACES, dry=True) == (10, 0)

    assert list(facts.find()) == before
    assert database["resealing"].count_documents({}) == 0


def test_broken_off_it_goes_on_where_it_was(facts, database):
    next(reseal(database, PLACES, dry=False))

    assert resealed(database, PLACES) == (6, 6)
    assert resealed(database, PLACES, dry=True) == (0, 0)
    assert names(facts) == [f"Wang {number}" for number in range(10)]


def test_broken_off_for_an_older_key_it_begins_anew(facts, database, data_keys):
    next(reseal(database, PLACES, dry=False))
    data_keys(OTHER, NEW, OLD)

    assert resealed(database, PLACES) == (10, 10)


def test_what_somebody_writes_meanwhile_stays_as_they_wrote_it(facts, database, monkeypatch):
    written = resealing.mongo.written

    def slowly(documents, updates):
        documents.update_one({"_id": "f-2"}, {"$set": WHO.sealed({"name": "Zhao"})})
        return written(documents, updates)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(resealing.mongo, "written", slowly)
        assert resealed(database, PLACES) == (10, 9)

    assert names(facts)[2] == "Zhao"
    assert resealed(database, PLACES) == (1, 1)


def test_what_nobody_can_open_is_named(facts, database, data_keys):
    data_keys(NEW)

    with pytest.raises(Unreadable, match=r"facts f-0: sealed with the key '2026'"):
        resealed(database, PLACES)

"""Inserts that come together are written together, and each hears what became of its own."""

import time
from threading import Event, Thread

import pytest
from pymongo import MongoClient, monitoring
from pymongo.errors import DuplicateKeyError, PyMongoError

from common.lots import MOST
from common.mongo import OPTIONS
from services.booking.store.inserts import Inserts

UNSENDABLE = 2**64


class Watch(monitoring.CommandListener):
    """Writes down the ids of each insert; the first is held up until ``go``."""

    def __init__(self):
        self.sent, self.first, self.go = [], Event(), Event()

    def started(self, event):
        if event.command_name == "insert":
            self.sent.append([document["_id"] for document in event.command["documents"]])
            self.first.set()
            self.go.wait(10)

    def succeeded(self, event):
        pass

    def failed(self, event):
        pass


@pytest.fixture
def inserts():
    return Watch()


@pytest.fixture
def documents(mongo_uri, database, inserts):
    database.drop_collection("documents")
    with MongoClient(mongo_uri, event_listeners=[inserts], **OPTIONS) as client:
        yield client[database.name]["documents"]


@pytest.fixture
def insert(documents, inserts):
    """Insert the first of some, the others while it is under way; return what each heard."""
    inserting = Inserts(documents)

    def insert(*wanted):
        heard = {}

        def ask(number, document):
            try:
                inserting.insert(document)
                heard[number] = None
            except Exception as error:
                heard[number] = error

        asking = [Thread(target=ask, args=pair) for pair in enumerate(wanted)]
        asking[0].start()
        assert inserts.first.wait(10)
        for one in asking[1:]:
            one.start()
        while len(inserting._together._waiting) < len(wanted) - 1:
            time.sleep(0.01)
        inserts.go.set()
        for one in asking:
            one.join(10)
        return [heard[number] for number in range(len(wanted))]

    return insert


def test_what_is_asked_for_meanwhile_goes_together(insert, inserts, documents):
    heard = insert(*({"_id": number} for number in range(6)))

    assert heard == [None] * 6
    first, second = inserts.sent
    assert (first, sorted(second)) == ([0], [1, 2, 3, 4, 5])
    assert documents.count_documents({}) == 6


def test_a_lot_has_its_limit(insert, inserts):
    insert(*({"_id": number} for number in range(MOST + 2)))

    assert [len(sent) for sent in inserts.sent] == [1, MOST, 1]


def test_only_whose_document_is_there_already_is_refused(insert, documents):
    heard = insert({"_id": 1}, {"_id": 1, "again": True}, {"_id": 2})

    assert heard[0] is None
    assert heard[2] is None
    assert isinstance(heard[1], DuplicateKeyError)
    assert heard[1].details["keyPattern"] == {"_id": 1}
    assert documents.count_documents({}) == 2


def test_two_of_a_lot_that_want_the_same_are_told_apart(insert, documents):
    documents.create_index("tick", unique=True)

    heard = insert({"_id": 1}, {"_id": 2, "tick": "a"}, {"_id": 3, "tick": "a"})

    assert sorted(type(one).__name__ for one in heard[1:]) == ["DuplicateKeyError", "NoneType"]
    assert documents.count_documents({"tick": "a"}) == 1


def test_what_the_database_refuses_is_told_to_its_own(insert, documents):
    documents.database.create_collection("documents", validator={"kind": {"$ne": "odd"}})

    heard = insert({"_id": 1}, {"_id": 2, "kind": "odd"}, {"_id": 3})

    assert [type(one).__name__ for one in heard] == ["NoneType", "WriteError", "NoneType"]


def test_what_cannot_be_sent_at_all_harms_nobody_else(insert, documents):
    heard = insert({"_id": 1}, {"_id": 2, "number": UNSENDABLE}, {"_id": 3})

    assert [type(one).__name__ for one in heard] == ["NoneType", "OverflowError", "NoneType"]
    assert documents.count_documents({}) == 2


def test_each_is_told_that_the_database_is_away():
    uri = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100"
    with MongoClient(uri) as client:
        inserting = Inserts(client["away"]["documents"])

        for _ in range(2):
            with pytest.raises(PyMongoError):
                inserting.insert({"_id": 1})

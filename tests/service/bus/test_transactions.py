"""A transaction whose time is over leaves nothing behind at the database."""

import time

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from common.mongo import OPTIONS, as_one
from services.booking.store.transactions import as_one as of_booking


@pytest.mark.parametrize("together", [as_one, of_booking])
def test_a_transaction_out_of_time_holds_nobody_up(database, mongo_uri, together):
    things = database["things"]
    things.insert_one({"_id": "bay", "taken": 0})

    def slow(session=None):
        things.update_one({"_id": "bay"}, {"$inc": {"taken": 1}}, session=session)
        time.sleep(0.6)
        things.update_one({"_id": "bay"}, {"$inc": {"taken": 1}}, session=session)

    with pytest.raises(PyMongoError) as raised:
        together(database.client, slow, seconds=0.5)

    assert raised.value.timeout
    with MongoClient(mongo_uri, **OPTIONS) as another:
        things = another[database.name]["things"]
        changed = things.find_one_and_update(
            {"_id": "bay"}, {"$inc": {"taken": 1}}, return_document=True, maxTimeMS=2000
        )
    assert changed["taken"] == 1

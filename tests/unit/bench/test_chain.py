import json
from collections import Counter
from datetime import timedelta

import yaml

from bench import chain
from services.booking.domain.stores import MOST_MINUTES
from services.booking.packs import configured
from services.booking.packs.checking import check
from services.booking.packs.reading import store_of


def bodies(requests):
    return [json.loads(request.split(b"\r\n\r\n", 1)[1]) for request in requests]


def test_every_place_is_asked_for_once_and_no_more_than_there_are(monkeypatch):
    monkeypatch.setattr(chain, "DAYS", 2)

    wishes = Counter((one["store_id"], one["start"]) for one in bodies(chain.bookings("key", 1)))

    assert set(wishes.values()) == {chain.LANES}
    assert len(wishes) == len(chain.STORES) * chain.DAYS * len(chain.HOURS)


def test_every_request_has_a_key_of_its_own():
    requests = list(chain.half_a_week("sk_p1_x"))
    keys = {
        line for one in requests for line in one.split(b"\r\n") if line.startswith(b"Idempotency")
    }

    assert len(keys) == len(requests)
    assert b"\r\nAuthorization: Bearer sk_p1_x\r\n" in requests[0]


def test_a_week_is_half_booked():
    wishes = bodies(chain.half_a_week("key"))
    days = {one["start"][:10] for one in wishes}

    assert len(wishes) == chain.WEEK_DAYS * len(chain.HOURS) * chain.LANES // 4
    assert len(days) == chain.WEEK_DAYS


def test_a_search_asks_for_the_same_seven_days():
    [body] = bodies([next(chain.searches("key"))])

    assert body["store_ids"] == [chain.WEEK]
    assert body["from"] == chain.first_day().isoformat()
    assert body["to"] == (chain.first_day() + timedelta(days=7)).isoformat()


def test_the_stores_are_ones_that_a_chain_could_have(tmp_path):
    chain.write(tmp_path)
    lanes = {}
    for file in tmp_path.glob("*.yaml"):
        told = configured(yaml.safe_load(file.read_text()))
        check(told, new=True)
        store = store_of(file.stem, 1, told, {1: told["policy"]})
        lanes[store.id] = len(store.lanes)
        assert sum(item.minutes for item in store.items.values()) <= MOST_MINUTES

    assert lanes[chain.PLACE] == 1
    assert lanes[chain.WEEK] == chain.LANES
    assert {lanes[name] for name in chain.STORES} == {chain.LANES}


def test_half_of_many_stores_have_their_opening_taken(tmp_path):
    chain.write_many(tmp_path)
    wishes = Counter(one["store_id"] for one in bodies(chain.taken_openings("key")))

    assert len(list(tmp_path.glob("*.yaml"))) == len(chain.MANY) == 200
    assert len(wishes) == 100
    assert set(wishes.values()) == {chain.MANY_LANES}


def test_a_batch_asks_for_fifty_places_at_once():
    checks = chain.batches("key")
    first, second = bodies([next(checks), next(checks)])

    assert len({(one["store_id"], one["start"]) for one in first["slots"]}) == 50
    assert first != second

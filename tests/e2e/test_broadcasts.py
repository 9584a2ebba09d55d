"""A store writes to all who are booked there: previewed, started, held, and each handset once."""

import time
from datetime import datetime, timedelta

import pytest
import requests

from devstack.api_client import Refused

WORDS = {
    "zh": "{{ store }}：因停电，本周预约请致电 {{ phone }} 改期。",
    "en": "{{ store }}: no power this week. Please call {{ phone }} for another time.",
}
NEWS = "因停电"


class Broadcast:
    """One broadcast of a manager, as the API shows it, and the clock of its world."""

    def __init__(self, world, manager, drafted):
        self._world = world
        self._manager = manager
        self._path = f"/broadcasts/{drafted['id']}"
        self.shown = drafted
        self.moment = datetime.fromisoformat(world.at(0, "09:00"))

    def do(self, move):
        revision = self.shown["revision"]
        self.shown = self._manager.post(f"{self._path}/{move}", revision=revision)
        return self.shown

    def read(self):
        self.shown = self._manager.get(self._path)
        return self.shown

    def standing(self):
        people = self.read()["progress"]["people"]
        return {state: number for state, number in people.items() if number}

    def when(self, true, within=20):
        """Wait until *true* holds of what the API shows."""
        ends = time.monotonic() + within
        while not true(self.read()):
            assert time.monotonic() < ends, self.shown
            time.sleep(0.1)

    def later(self, seconds):
        self.moment += timedelta(seconds=seconds)
        self._world.clock(self.moment.isoformat())


@pytest.fixture
def booked(later_world, a_phone):
    """Six people are booked at the salon, one of them twice."""
    world = later_world
    desk = world.person("consultant")
    phones = [a_phone() for _ in range(6)]
    times = ["10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]
    for phone, time_of_day in zip([*phones, phones[0]], times, strict=True):
        customer = {"name": "赵女士", "phone": phone, "language": "zh"}
        wish = {"store_id": "s-beau", "items": ["facial"], "channel": "phone"}
        desk.post("/bookings", {**wish, "start": world.at(2, time_of_day), "customer": customer})
    world.clock(world.at(0, "09:00"))
    return phones


def test_all_who_are_booked_hear_of_it_once_with_a_pause_in_between(later_world, booked):
    # RM-15, CM-09
    world = later_world
    manager = world.person("mgr-beau")
    draft = {
        "kind": "announcement", "name": "停电", "stores": ["s-beau"], "words": WORDS,
        "audience": {"coming_days": 6}, "rate_per_minute": 24,
    }  # fmt: skip
    one = Broadcast(world, manager, manager.post("/broadcasts", draft, key="news-1"))

    def news(phone):
        return [text for text in world.texts(phone) if NEWS in text]

    seen = one.do("preview")["preview"]
    assert (seen["people"], seen["languages"], seen["cost_fen"]) == (6, {"zh": 6}, 270)
    with pytest.raises(Refused) as blind:
        manager.post(f"/broadcasts/{one.shown['id']}/start")
    assert blind.value.status == 400

    started = one.do("start")
    assert started["legal_moves"] == ["pause", "stop"]
    assert sum(len(news(phone)) for phone in booked) == 0

    one.later(60)
    one.when(lambda shown: shown["progress"]["people"]["waiting"] == 4)
    one.do("pause")
    one.later(30)
    assert one.standing()["waiting"] == 4

    one.do("resume")
    one.later(0)
    one.later(5)
    one.later(5)
    one.when(lambda shown: shown["state"] == "finished")
    one.when(lambda shown: shown["progress"]["people"]["delivered"] == 6)

    assert [len(news(phone)) for phone in booked] == [1] * 6
    listed = manager.get(f"/broadcasts/{one.shown['id']}/recipients", state="delivered")
    assert sorted(told["to"] for told in listed["recipients"]) == sorted(booked)
    assert listed["next_cursor"] is None


def test_what_is_stopped_within_the_minute_reaches_no_handset(later_world, booked):
    manager = later_world.person("mgr-beau")
    draft = {
        "kind": "announcement", "name": "错发", "stores": ["s-beau"], "words": WORDS,
        "audience": {"coming_days": 6},
    }  # fmt: skip
    one = Broadcast(later_world, manager, manager.post("/broadcasts", draft, key="news-2"))
    one.do("preview")
    one.do("start")
    one.do("stop")

    one.later(120)

    assert one.standing() == {"not_sent": 6}
    assert not any(NEWS in text for phone in booked for text in later_world.texts(phone))


def test_who_is_booked_is_called_and_hears_it_twice(stack, later_world, booked):  # RM-15
    manager, url = later_world.person("mgr-beau"), stack.info["twilio_url"]
    draft = {
        "kind": "announcement", "name": "停电", "stores": ["s-beau"], "words": WORDS,
        "audience": {"coming_days": 6}, "channel": "voice",
    }  # fmt: skip
    one = Broadcast(later_world, manager, manager.post("/broadcasts", draft, key="calls-1"))

    def ringing(count, within=20):
        """Return the calls that ring, by their numbers, once there are so many."""
        ends = time.monotonic() + within
        while True:
            box = requests.get(f"{url}/outbox", timeout=5).json()
            rings = {
                call["to"]: call["sid"]
                for call in box
                if call["status"] == "ringing" and call["to"] in booked
            }
            if len(rings) == count:
                return rings
            assert time.monotonic() < ends, rings
            time.sleep(0.1)

    def does(sid, what, **more):
        done = requests.post(f"{url}/stand-in/calls/{sid}/{what}", json=more, timeout=20)
        done.raise_for_status()
        return done.json()

    seen = one.do("preview")["preview"]
    assert (seen["people"], seen["cost_fen"], seen["texts"][0]["encoding"]) == (6, 300, "spoken")
    one.do("start")
    one.later(60)
    first, second = ringing(2).items()

    heard = does(first[1], "answer", answered_by="human")
    assert heard["body"].count(NEWS) == 2
    assert heard["faults"] == []
    does(second[1], "no-answer")
    one.when(lambda shown: shown["progress"]["people"]["delivered"] == 1)
    one.when(lambda shown: shown["progress"]["people"]["released"] == 1)
    one.later(599)
    assert second[0] not in ringing(2)
    one.later(1)
    again = ringing(3)[second[0]]

    assert does(again, "answer", answered_by="machine_start")["body"].count(NEWS) == 2
    one.when(lambda shown: shown["progress"]["people"]["delivered"] == 2)
    assert one.do("stop")["progress"]["people"]["not_sent"] == 2

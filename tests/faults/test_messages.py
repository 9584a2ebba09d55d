"""Reminders by the thousand while the carrier misbehaves, and processes die or doze.

``SLIPBOARD_REMINDERS`` and ``SLIPBOARD_DOZES`` say how much; CI makes less of it than a night
has time for.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
import requests

from bench.reminding import phone
from common.bus.due import LEASE
from devstack import ROOT
from devstack.processes import until
from devstack.stack import Stack
from services.notification.domain.attempts import LOOKS, START_SECONDS
from services.notification.domain.watching import LOOKS as ASKED_AFTER
from tests.faults.load import Books

# Not settings of our processes, which refuse what they do not know.
REMINDERS = int(os.environ.pop("SLIPBOARD_REMINDERS", "240"))
DOZES = int(os.environ.pop("SLIPBOARD_DOZES", "2"))
TRIES = 8
"""How often one is put to sleep for each time that it has a message in hand, at most."""
REPLICAS = 3
KILL_EVERY_SECONDS = 10 if REMINDERS > 1000 else 2
OWED_EACH_DOZE = 24
DOZE_SECONDS = (1.0, START_SECONDS + 1, 0.5, 0.5)
"""How long a process sleeps, while its leases run out twice over by the database's clock."""
SANDBOX_NOW = "2026-03-09T09:00:00+08:00"
UNDECIDED = ("pending", "submitting")
OPEN = (*UNDECIDED, "unknown")
TROUBLES = [
    {"do": {"accept_then_hang": {}}, "chance": 0.10},
    {"do": "accept_then_500", "chance": 0.05},
    {"do": {"http_429": {"retry_after": 1}}, "chance": 0.10},
    {"do": {"callbacks": {"lose": True}}, "chance": 0.05},
    {"do": {"callbacks": {"early": True}}, "chance": 0.05},
    {"do": {"callbacks": {"duplicate": 1, "reverse": True}}, "chance": 0.15},
    {"do": {"callbacks": {"duplicate": 1}}, "chance": 0.15},
    {"do": {"callbacks": {"reverse": True}}, "chance": 0.15},
]

pytestmark = pytest.mark.timeout(240 + REMINDERS // 2 + 15 * TRIES * DOZES)


class Sending:
    """The product with three of notification, reminders that it owes, and who got them."""

    def __init__(self, stack, books):
        self._stack = stack
        self.books = books
        self._troubles = stack.info["twilio_url"] + "/stand-in/trouble"
        self.owed = 0

    def owe(self, count):
        """Have *count* more reminders due at once."""
        assert self.begin_to_owe(count).wait(60) == 0

    def begin_to_owe(self, count):
        """Begin to have *count* more reminders due, one after the other; return who does it."""
        run = [sys.executable, "-m", "bench.reminding", str(self.owed), str(count), SANDBOX_NOW]
        self.owed += count
        return subprocess.Popen(run, cwd=ROOT, env=self._stack.fleet.env)

    def trouble(self, rules):
        requests.post(self._troubles, json=rules, timeout=5).raise_for_status()

    def calm(self):
        requests.delete(self._troubles, timeout=5).raise_for_status()

    def open(self, states=OPEN):
        return self.books.of("notification", "messages").count_documents(
            {"state": {"$in": list(states)}}
        )

    def let_pass(self, span):
        """Let real time pass without waiting: everything that it measures began earlier."""
        ago = -int(span.total_seconds() * 1000)
        measured = (
            ("messages", "attempted_at"),
            ("messages", "next_look_at"),
            ("due", "lease_until"),
        )
        for collection, field in measured:
            earlier = {"$dateAdd": {"startDate": f"${field}", "unit": "millisecond", "amount": ago}}
            self.books.of("notification", collection).update_many(
                {field: {"$type": "date"}}, [{"$set": {field: earlier}}]
            )

    def replicas(self):
        return [one for one in self._stack.processes if one.name == "notification"]

    def kill_one(self):
        self._stack.kill("notification", random.randrange(REPLICAS))

    def settle(self):
        """Look everything up that is in doubt, as a quarter of an hour does."""
        self.let_pass(LEASE)
        assert until(lambda: self.open(UNDECIDED) == 0, 60)
        for look in LOOKS:
            self.let_pass(look)
            until(lambda: self.open() == 0, 5)
        assert until(lambda: self.open() == 0, 60), self.left()

    def untold(self):
        """Return the messages that have not arrived and say nothing of why."""
        silent = {"state": {"$ne": "delivered"}, "sentence": None}
        return self.books.of("notification", "messages").count_documents(silent)

    def heard(self):
        """Return how many SMS each phone got, of those that were owed one."""
        texts = self.books.texts()
        return Counter(texts[phone(number)] for number in range(self.owed))

    def left(self):
        found = self.books.of("notification", "messages").find({"state": {"$in": list(OPEN)}})
        return [(one["customer_id"], one["state"], one["why"], one["looks"]) for one in found]


@pytest.fixture(scope="module")
def sending(servers, tmp_path_factory):
    name = "sending"
    env = {"SLIPBOARD_AMQP_URI": servers.vhost_uri(name), "SLIPBOARD_DATABASE_PREFIX": name}
    with Stack(tmp_path_factory.mktemp(name), servers=servers, replicas=REPLICAS, env=env) as stack:
        for idle in ("followup", "reporting"):
            stack.stop(idle)
        with Books(stack.info) as books:
            yield Sending(stack, books)


def test_whatever_the_carrier_does_each_is_heard_once(sending):  # FI-16
    sending.trouble(TROUBLES)
    sending.owe(REMINDERS)

    kills, began = 0, time.monotonic()
    while sending.open(("pending",)) > REMINDERS // 10:
        time.sleep(KILL_EVERY_SECONDS)
        sending.kill_one()
        kills += 1
    print(f"{REMINDERS} handed over in {time.monotonic() - began:.0f} s, {kills} killed")
    sending.calm()
    sending.settle()
    sending.let_pass(ASKED_AFTER[0])

    assert sending.heard() == {1: sending.owed}
    assert until(lambda: sending.untold() == 0, 90), "delivered or explained"


def test_who_slept_through_a_lease_sends_nothing_twice(sending):  # FI-19
    caught = slept = 0
    while caught < DOZES and slept < TRIES * DOZES:
        owing = sending.begin_to_owe(OWED_EACH_DOZE)
        holder = random.choice(sending.replicas())
        until(lambda: sending.open(("submitting",)), 10, pause=0.002)
        os.kill(holder.pid, signal.SIGSTOP)
        try:
            sending.let_pass(2 * LEASE)
            time.sleep(DOZE_SECONDS[slept % len(DOZE_SECONDS)])
            caught += bool(sending.open(("submitting", "unknown")))
        finally:
            os.kill(holder.pid, signal.SIGCONT)
        slept += 1
        assert owing.wait(60) == 0
        until(lambda: not sending.open(UNDECIDED), 30)
    print(f"{slept} slept, {caught} of them with a message in hand")
    assert caught == DOZES
    sending.settle()

    assert sending.heard() == {1: sending.owed}


def test_the_waits_of_a_look_are_those_of_a_quarter_of_an_hour():
    assert sum(LOOKS, timedelta()) < timedelta(minutes=15)

import time
from dataclasses import replace

import pytest
from itsdangerous import URLSafeTimedSerializer

from common import context
from common.actor import Actor
from common.context import LIFETIME_SECONDS, SKEW_SECONDS, service_actor, signed, verified
from common.errors import Forbidden, NotFound
from common.privacy import key_for

BOOKING = "booking"
CHEN = Actor(
    "sr-chen", "person", frozenset({"s-4s"}), frozenset({"bookings:write"}), "reception", "x-1"
)


@pytest.fixture
def seconds_later(monkeypatch):
    """Return what lets seconds pass, or brings them back."""
    now = time.time()
    context._part.cache_clear()

    def later(seconds):
        monkeypatch.setattr(time, "time", lambda: now + seconds)

    later(0)
    return later


def test_who_acts_arrives_as_he_was_signed():
    assert verified(signed(CHEN, BOOKING), BOOKING) == CHEN


def test_a_context_is_good_for_one_service_alone():
    token = signed(CHEN, BOOKING)

    for another in ("followup", "", "*", "bookings"):
        with pytest.raises(Forbidden):
            verified(token, another)


def test_a_context_lives_for_a_minute(seconds_later):
    token = signed(CHEN, BOOKING)

    seconds_later(LIFETIME_SECONDS - 1)
    assert verified(token, BOOKING) == CHEN

    seconds_later(LIFETIME_SECONDS + 1)
    with pytest.raises(Forbidden):
        verified(token, BOOKING)


def test_a_signer_s_clock_may_be_a_little_ahead(seconds_later):
    token = signed(CHEN, BOOKING)

    seconds_later(1 - SKEW_SECONDS)
    assert verified(token, BOOKING) == CHEN

    seconds_later(-1 - SKEW_SECONDS)
    with pytest.raises(Forbidden):
        verified(token, BOOKING)


def payload(actor=CHEN):
    return [actor.id, actor.kind, [], sorted(actor.may), "", BOOKING]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        "é.ü.ß",
        URLSafeTimedSerializer(b"somebody else's key", salt="actor").dumps(payload()),
        URLSafeTimedSerializer(key_for("session"), salt="actor").dumps(payload()),
        URLSafeTimedSerializer(key_for("context"), salt="other").dumps(payload()),
        URLSafeTimedSerializer(key_for("context"), salt="actor").dumps(["too", "short"]),
        URLSafeTimedSerializer(key_for("context"), salt="actor").dumps(7),
    ],
    ids=["empty", "nonsense", "dots", "umlauts", "other key", "session key", "other salt",
         "too short", "number"],
)  # fmt: skip
def test_a_context_that_is_not_ours_is_refused(token):
    with pytest.raises(Forbidden):
        verified(token, BOOKING)


def test_a_context_cannot_be_changed_on_its_way():
    payload, rest = signed(CHEN, BOOKING).split(".", 1)
    forged = signed(Actor("mgr-4s", "person"), BOOKING).split(".", 1)[0]

    with pytest.raises(Forbidden):
        verified(f"{forged}.{rest}", BOOKING)
    assert verified(f"{payload}.{rest}", BOOKING) == CHEN


def test_a_service_acts_everywhere_and_may_what_it_was_given():
    actor = verified(
        signed(service_actor("gateway", "sandbox", correlation_id="x-2"), BOOKING), BOOKING
    )

    assert actor.everywhere
    actor.must("sandbox")
    actor.must_see("s-anything")
    with pytest.raises(Forbidden):
        actor.must("bookings:write")


def test_somebody_else_s_store_is_not_there():
    CHEN.must_see("s-4s")

    with pytest.raises(NotFound):
        CHEN.must_see("s-foot")
    assert not CHEN.sees("s-foot")
    assert CHEN.as_json() == {"id": "sr-chen", "kind": "person", "role": "reception"}


def test_what_an_actor_does_within_a_while_is_signed_once(seconds_later):
    first, second = signed(CHEN, BOOKING), signed(replace(CHEN, correlation_id="x-2"), BOOKING)

    assert first.split(" ")[1] == second.split(" ")[1]
    assert verified(second, BOOKING) == replace(CHEN, correlation_id="x-2")

    seconds_later(context.REMADE_SECONDS)
    assert signed(CHEN, BOOKING) != first


@pytest.mark.parametrize(
    "change", [{"id": "sa-li"}, {"stores": frozenset()}, {"may": frozenset()}, {"role": "manager"}]
)
def test_who_may_do_something_else_is_signed_anew(change):
    signed(CHEN, BOOKING)

    assert verified(signed(replace(CHEN, **change), BOOKING), BOOKING) == replace(CHEN, **change)


def test_the_signer_is_made_once():
    assert context._signer() is context._signer()

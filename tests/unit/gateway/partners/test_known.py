from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect

from gateway.partners import CACHE_SECONDS, CACHE_SIZE, PartnerKeys
from tests.unit.gateway.partners.made import NOW, a_key, a_partner


class Register:
    """Where keys are looked up, and how often."""

    def __init__(self, *partners):
        self.partners = {partner.id: partner for partner in partners}
        self.looked_up = []
        self.away = False

    def __call__(self, id_):
        self.looked_up.append(id_)
        if self.away:
            raise AutoReconnect("away")
        return self.partners.get(id_)


@pytest.fixture
def clock(monkeypatch):
    seconds = [1000.0]
    monkeypatch.setattr("gateway.partners.known.time.monotonic", lambda: seconds[0])
    return seconds


@pytest.mark.parametrize(
    "key",
    ["", "sk_", "sk_p1", "sk_p1_", "sk_p1_Secret", "SK_P1_SECRET", "sk_P1_secret", "sk_p2_secret",
     "p1_secre", "sk_p1_secret ", "sk_p1_secre", "sk_p1_secret,Bearer sk_p1_secret"],
)  # fmt: skip
def test_a_key_that_is_not_quite_right_is_nobodys(clock, key):
    assert PartnerKeys(Register(a_partner())).holder(key, NOW) is None


def test_a_partners_name_may_hold_an_underscore(clock):
    keys = PartnerKeys(Register(a_partner("car_life")))

    assert keys.holder("sk_car_life_secret", NOW).partner.id == "car_life"


def test_a_key_is_looked_up_once_in_a_while(clock):
    register = Register(a_partner())
    keys = PartnerKeys(register)

    for _ in range(3):
        assert keys.holder("sk_p1_secret", NOW)

    assert register.looked_up == ["p1"]


@pytest.mark.parametrize(("later", "known"), [(CACHE_SECONDS - 0.01, True), (CACHE_SECONDS, False)])
def test_a_revoked_key_is_dead_when_what_was_known_is_old(clock, later, known):
    register = Register(a_partner())
    keys = PartnerKeys(register)
    keys.holder("sk_p1_secret", NOW)
    register.partners["p1"] = a_partner(active=False)

    clock[0] += later

    assert bool(keys.holder("sk_p1_secret", NOW)) is known


def test_while_the_database_is_away_a_known_key_goes_on(clock):
    register = Register(a_partner())
    keys = PartnerKeys(register)
    keys.holder("sk_p1_secret", NOW)
    register.away = True
    clock[0] += CACHE_SECONDS

    assert keys.holder("sk_p1_secret", NOW).partner.id == "p1"
    with pytest.raises(AutoReconnect):
        keys.holder("sk_p2_secret", NOW)


def test_invented_names_do_not_fill_the_memory(clock):
    keys = PartnerKeys(Register())

    for number in range(CACHE_SIZE + 10):
        keys.holder(f"sk_p{number}_x", NOW)

    assert len(keys._known) <= CACHE_SIZE


@pytest.mark.parametrize(
    ("terms", "let_in"),
    [
        ({}, True),
        ({"expires_at": NOW + timedelta(microseconds=1)}, True),
        ({"expires_at": NOW}, False),
        ({"revoked_at": NOW - timedelta(days=1)}, False),
    ],
)
def test_a_key_ends_at_the_moment_that_was_said(clock, terms, let_in):  # negative 6
    keys = PartnerKeys(Register(a_partner(keys=(a_key(**terms),))))

    assert bool(keys.holder("sk_p1_secret", NOW)) is let_in


def test_two_keys_are_good_at_a_time_each_for_what_it_says(clock):
    both = (a_key(), a_key("sk_p1_other", "k-2", scopes=("stores:read", "webhooks")))
    keys = PartnerKeys(Register(a_partner(keys=both)))

    first, second = keys.holder("sk_p1_secret", NOW), keys.holder("sk_p1_other", NOW)

    assert (first.key.id, first.partner.may) == ("k-1", {"stores:read", "bookings:read"})
    assert (second.key.id, second.partner.may) == ("k-2", {"stores:read"})


def test_what_could_be_no_partner_is_never_looked_up(clock):
    register = Register(a_partner())

    for key in ("sk_$ne_x", "sk_p1 sk_p1_secret", f"sk_{'p' * 65}_x", "sk_p1_a,Bearer sk_p1_b"):
        PartnerKeys(register).holder(key, NOW)

    assert register.looked_up == []


def test_what_has_been_changed_here_is_looked_up_anew(clock):
    register = Register(a_partner())
    keys = PartnerKeys(register)
    keys.holder("sk_p1_secret", NOW)
    register.partners["p1"] = a_partner(active=False)

    keys.forget("p1")

    assert keys.holder("sk_p1_secret", NOW) is None

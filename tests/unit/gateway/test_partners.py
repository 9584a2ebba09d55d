from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pymongo.errors import AutoReconnect

from gateway.partners import CACHE_SECONDS, CACHE_SIZE, Partner, PartnerKeys, key_hash

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_partner(id_="p1", **terms):
    terms = {
        "name": "P",
        "key_hash": key_hash(f"sk_{id_}_secret"),
        "scopes": ["stores:read"],
        "stores": ["*"],
        "agreement_until": "2026-06-30",
    } | terms
    return Partner.of(id_, **terms)


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
    monkeypatch.setattr("gateway.partners.time.monotonic", lambda: seconds[0])
    return seconds


@pytest.mark.parametrize(
    ("until", "now", "agreed"),
    [
        ("2026-06-30", datetime(2026, 6, 30, 23, 59, 59, tzinfo=SHANGHAI), True),
        ("2026-06-30", datetime(2026, 7, 1, tzinfo=SHANGHAI), False),
        ("2026-06-30", datetime(2026, 1, 1, tzinfo=SHANGHAI), True),
        (None, datetime(2026, 1, 1, tzinfo=SHANGHAI), False),
    ],
)
def test_an_agreement_holds_to_the_end_of_its_last_day(until, now, agreed):  # PV-06
    assert a_partner(agreement_until=until).agreed(now) is agreed


@pytest.mark.parametrize(
    "key",
    ["", "sk_", "sk_p1", "sk_p1_", "sk_p1_Secret", "sk_p2_secret", "p1_secre", "sk_p1_secret "],
)
def test_a_key_that_is_not_quite_right_is_nobodys(clock, key):
    assert PartnerKeys(Register(a_partner())).owner(key) is None


def test_a_partners_name_may_hold_an_underscore(clock):
    keys = PartnerKeys(Register(a_partner("car_life")))

    assert keys.owner("sk_car_life_secret").id == "car_life"


def test_a_key_is_looked_up_once_in_a_while(clock):
    register = Register(a_partner())
    keys = PartnerKeys(register)

    for _ in range(3):
        assert keys.owner("sk_p1_secret")

    assert register.looked_up == ["p1"]


@pytest.mark.parametrize(("later", "known"), [(CACHE_SECONDS - 0.01, True), (CACHE_SECONDS, False)])
def test_a_revoked_key_is_dead_when_what_was_known_is_old(clock, later, known):
    register = Register(a_partner())
    keys = PartnerKeys(register)
    keys.owner("sk_p1_secret")
    register.partners["p1"] = a_partner(active=False)

    clock[0] += later

    assert bool(keys.owner("sk_p1_secret")) is known


def test_while_the_database_is_away_a_known_key_goes_on(clock):
    register = Register(a_partner())
    keys = PartnerKeys(register)
    keys.owner("sk_p1_secret")
    register.away = True
    clock[0] += CACHE_SECONDS

    assert keys.owner("sk_p1_secret").id == "p1"
    with pytest.raises(AutoReconnect):
        keys.owner("sk_p2_secret")


def test_invented_names_do_not_fill_the_memory(clock):
    keys = PartnerKeys(Register())

    for number in range(CACHE_SIZE + 10):
        keys.owner(f"sk_p{number}_x")

    assert len(keys._known) <= CACHE_SIZE

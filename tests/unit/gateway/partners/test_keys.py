from datetime import timedelta
from ipaddress import ip_network

import pytest

from common.errors import Conflict, Invalid, NotFound
from gateway.partners.editing import with_new_key
from gateway.partners.keys import REMEMBERED, with_key, without_key, without_keys
from tests.unit.gateway.partners.made import NOW, a_key, a_partner

OVER = {"expires_at": NOW - timedelta(seconds=1)}


def test_two_keys_may_be_live_and_no_third():
    two = with_key((a_key(),), a_key(id="k-2"), NOW)

    assert [key.id for key in two] == ["k-1", "k-2"]
    with pytest.raises(Conflict):
        with_key(two, a_key(id="k-3"), NOW)


def test_what_has_expired_or_was_revoked_makes_room():
    assert len(with_key((a_key(), a_key(id="k-2", **OVER)), a_key(id="k-3"), NOW)) == 3

    revoked = without_key((a_key(), a_key(id="k-2")), "k-1", NOW)
    assert [key.state(NOW) for key in with_key(revoked, a_key(id="k-3"), NOW)] == [
        "revoked",
        "live",
        "live",
    ]


def test_dead_keys_are_forgotten_from_the_first_on():
    dead = tuple(a_key(id=f"k-{number}", **OVER) for number in range(REMEMBERED + 2))

    kept = with_key(dead, a_key(id="k-new"), NOW)

    assert [key.id for key in kept] == [f"k-{number}" for number in range(2, 22)] + ["k-new"]


def test_a_key_is_revoked_once():
    once = without_key((a_key(),), "k-1", NOW)

    assert without_key(once, "k-1", NOW + timedelta(days=1)) == once
    assert without_keys(once, NOW + timedelta(days=1)) == once
    with pytest.raises(NotFound):
        without_key(once, "k-9", NOW)


@pytest.mark.parametrize(
    ("networks", "address", "good"),
    [
        ([], "203.0.113.7", True),
        ([], "", True),
        (["203.0.113.0/24"], "203.0.113.0", True),
        (["203.0.113.0/24"], "203.0.113.255", True),
        (["203.0.113.0/24"], "203.0.114.0", False),
        (["203.0.113.0/24"], "::ffff:203.0.113.9", True),
        (["203.0.113.0/24"], "2001:db8::1", False),
        (["203.0.113.0/24"], "", False),
        (["203.0.113.0/24"], "unix:", False),
        (["2001:db8:7::/48"], "2001:db8:7:ffff::1", True),
        (["2001:db8:7::/48"], "2001:db8:8::1", False),
        (["203.0.113.7", "2001:db8::1"], "2001:db8::1", True),
        (["0.0.0.0/0"], "2001:db8::1", False),
    ],
)
def test_a_key_is_good_from_its_networks_only(networks, address, good):
    key = a_key(networks=tuple(map(ip_network, networks)))

    assert key.good_from(address) is good


def test_a_new_key_fits_its_partner():
    with pytest.raises(Invalid) as refused:
        with_new_key(a_partner(), a_key(scopes=("webhooks",), **OVER), NOW)

    assert refused.value.details["fields"].keys() == {"scopes", "expires_at"}
    with pytest.raises(Conflict):
        with_new_key(a_partner(active=False, keys=()), a_key(), NOW)

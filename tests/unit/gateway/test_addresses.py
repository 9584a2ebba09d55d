"""Limits by address: what an address counts as."""

import pytest

from gateway.addresses import counted_as


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", True),
        ("2001:db8:0:1::", "2001:DB8:0:1:0:0:0:2", True),
        ("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:2::", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_an_ipv6_address_counts_as_its_network_of_64_bits(one, other, same):  # negative 20
    assert (counted_as(one) == counted_as(other)) is same


@pytest.mark.parametrize("address", ["", "192.0.2.1", "no address"])
def test_any_other_counts_as_it_stands(address):
    assert counted_as(address) == address

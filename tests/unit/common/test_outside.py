"""Which addresses a program of ours may be sent to by somebody else's word."""

import re

import pytest

from common import outside
from common.outside import LEADS_INSIDE, NAMES_A_USER, NO_ADDRESS, OTHER_PORT, Inside
from gateway.faults import in_words

INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254",
    "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "::ffff:7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "223.5.5.5", "2400:3200::1",
           "2606:4700:4700::1111"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address):  # negative 16
    assert not outside.is_outside(address)
    with pytest.raises(Inside, match=LEADS_INSIDE):
        outside.check([address])


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_on_the_internet_is_not(address):
    assert outside.is_outside(address)
    outside.check([address])


def test_one_address_inside_spoils_a_name():
    with pytest.raises(Inside):
        outside.check(["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://partner.example.com/", NO_ADDRESS),
        ("ftp://partner.example.com/", NO_ADDRESS),
        ("file:///etc/passwd", NO_ADDRESS),
        ("gopher://partner.example.com/", NO_ADDRESS),
        ("partner.example.com", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://partner.example.com/a b", NO_ADDRESS),
        ("https://partner.example.com\\@10.0.0.1/", NO_ADDRESS),
        ("https://partner.example.com/\r\nHost: x", NO_ADDRESS),
        ("https://partner.example.com/#here", NO_ADDRESS),
        ("https://bücher.example/", NO_ADDRESS),
        ("https://[::1/", NO_ADDRESS),
        ("https://partner.example.com:port/", NO_ADDRESS),
        ("https://user@partner.example.com/", NAMES_A_USER),
        ("https://user:word@partner.example.com/", NAMES_A_USER),
        ("https://partner.example.com:22/", OTHER_PORT),
        ("https://partner.example.com:80/", OTHER_PORT),
        ("https://partner.example.com:0/", OTHER_PORT),
        ("https://127.0.0.1/", LEADS_INSIDE),
        ("https://[::1]/", LEADS_INSIDE),
        ("https://[::ffff:7f00:1]/", LEADS_INSIDE),
        ("https://169.254.169.254/latest/meta-data", LEADS_INSIDE),
        ("https://2130706433/", LEADS_INSIDE),
        ("https://0x7f000001/", LEADS_INSIDE),
        ("https://0177.0.0.1/", LEADS_INSIDE),
        ("https://127.1/", LEADS_INSIDE),
        ("https://localhost/", LEADS_INSIDE),
        ("https://mongo/", LEADS_INSIDE),
        ("https://db.internal/", LEADS_INSIDE),
        ("https://printer.local/", LEADS_INSIDE),
        ("https://app.localhost/", LEADS_INSIDE),
        ("https://-x.example.com/", LEADS_INSIDE),
    ],
)
def test_an_address_that_may_lead_inside_is_refused_as_it_is_written(url, fault):
    with pytest.raises(Inside, match=re.escape(fault)):
        outside.target(url)


def test_an_address_outside_is_taken_apart():
    found = outside.target("https://Partner.example.com:8443/hooks?x=1")

    assert (found.host, found.port, found.path) == ("partner.example.com", 8443, "/hooks?x=1")
    assert found.secure
    assert found.authority == "partner.example.com:8443"
    assert outside.target("https://partner.example.com").authority == "partner.example.com"
    assert outside.target("https://[2400:3200::1]").authority == "[2400:3200::1]"


def test_only_a_sandbox_may_be_sent_to_itself():
    found = outside.target("http://127.0.0.1:9999/x", loopback=True)

    assert (found.port, found.secure) == (9999, False)
    outside.check(["127.0.0.1"], loopback=True)
    for url in ("http://10.0.0.1/", "http://partner.example.com/", "https://10.0.0.1/"):
        with pytest.raises(Inside):
            outside.target(url, loopback=True)
    with pytest.raises(Inside):
        outside.check(["10.0.0.1"], loopback=True)


@pytest.mark.parametrize("fault", outside.FAULTS)
def test_each_fault_is_said_in_chinese(fault):
    assert re.search(r"[\u4e00-\u9fff]", in_words(fault, "zh"))

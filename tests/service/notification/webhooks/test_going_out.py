"""Whatever a name stands for at the moment of a try, nothing goes inside."""

import ssl
from datetime import UTC, datetime

import pytest

from services.notification import webhook_sender

NAMED = "https://partner.example.com/hooks"
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def found(*addresses):
    return [(0, 0, 0, "", (address, 443)) for address in addresses]


@pytest.fixture
def connected(monkeypatch):
    """Keep to which addresses anybody tried to connect; nobody gets through."""
    tried = []

    def refuse(address, timeout):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(webhook_sender.socket, "create_connection", refuse)
    return tried


def stands_for(monkeypatch, *answers):
    """Let every look-up answer the next of *answers*; return how many were made."""
    asked = []

    def look_up(target):
        asked.append(target.host)
        return found(*answers[len(asked) - 1])

    monkeypatch.setattr(webhook_sender, "_look_up", look_up)
    return asked


def post(url=NAMED, **more):
    return webhook_sender.post(url, b"{}", {}, real_now=NOW, **more)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.7"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
    ],
)
def test_a_name_that_leads_inside_is_not_called(monkeypatch, connected, addresses):
    # negative 16
    stands_for(monkeypatch, addresses)

    assert post().error == "refused_address"
    assert connected == []


def test_a_name_is_looked_up_once_and_that_address_is_called(monkeypatch, connected):
    """Asked a second time it would lead inside: that is how a check is deceived."""  # negative 16
    asked = stands_for(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])

    assert post().error == "unreachable"
    assert connected == [("8.8.8.8", 443)]
    assert asked == ["partner.example.com"]


def test_a_name_is_judged_anew_at_every_try(monkeypatch, connected):
    stands_for(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])

    assert [post().error, post().error] == ["unreachable", "refused_address"]
    assert len(connected) == 1


def test_of_several_addresses_the_first_that_answers_is_taken(monkeypatch, connected):
    stands_for(monkeypatch, ["2606:4700:4700::1111", "1.1.1.1"])
    post()

    assert [address for address, _ in connected] == ["2606:4700:4700::1111", "1.1.1.1"]


def test_a_name_that_nobody_has_is_not_resolved():
    assert post("https://partner.invalid/").error == "unresolved"


def test_an_address_inside_is_refused_before_anything_is_looked_up(monkeypatch, connected):
    asked = stands_for(monkeypatch)

    for url in ("http://partner.example.com/", "https://10.0.0.1/", "https://2130706433/"):
        assert post(url).error == "refused_address"
    assert (asked, connected) == ([], [])


def test_this_machine_is_called_by_name_in_a_sandbox_only(receiver):
    here = receiver.url.replace("127.0.0.1", "localhost")

    assert post(here).error == "refused_address"
    assert post(here, loopback=True).status == 204


def test_whoever_answers_must_prove_its_name(monkeypatch, receiver):
    """It answers, but not with a certificate of the name that was called."""
    trusted = webhook_sender._trust()
    assert trusted.check_hostname
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    names = []

    class Asked:
        def wrap_socket(self, plain, server_hostname):
            names.append(server_hostname)
            return trusted.wrap_socket(plain, server_hostname=server_hostname)

    monkeypatch.setattr(webhook_sender, "_trust", Asked)
    port = int(receiver.url.rsplit(":", 1)[1].partition("/")[0])

    answer = post(f"https://localhost:{port}/hooks", loopback=True)
    assert (answer.error, names) == ("tls", ["localhost"])
    assert receiver.got == []


def test_the_environments_proxy_is_not_asked(monkeypatch, receiver):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert post(receiver.url, loopback=True).status == 204

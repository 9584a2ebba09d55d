"""Names and origins: which are ours."""

import pytest

from gateway.hosts import from_outside, name_in, names_of
from gateway.origins import origins_of, sent_by_us

PUBLIC = "https://desk.example"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("desk.example", "desk.example"),
        ("Desk.Example:443", "desk.example"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:8000", "::1"),
        ("", ""),
        ("[::1", ""),
        ("a@desk.example", "desk.example"),
        ("desk.example/x", "desk.example"),
        ("desk.example.evil.example", "desk.example.evil.example"),
    ],
)
def test_a_host_is_known_by_its_name(host, name):
    assert name_in(host) == name


def test_who_listens_to_the_world_has_its_public_name_only():  # negative 12
    assert names_of(PUBLIC, "0.0.0.0:8000") == {"desk.example"}


def test_further_names_are_ours_if_it_is_said():
    names = names_of(PUBLIC, "0.0.0.0:8000", " 127.0.0.1, Desk ,")

    assert names == {"desk.example", "127.0.0.1", "desk"}


def test_who_listens_to_this_machine_has_its_names_too():
    names = names_of(PUBLIC, "127.0.0.1:8000")

    assert names == {"desk.example", "localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("name", "public", "headers", "outside"),
    [
        ("desk.example", "desk.example", [], True),
        ("10.0.0.7", "desk.example", [], False),
        ("gateway", "desk.example", ["Accept"], False),
        ("10.0.0.7", "desk.example", ["x-forwarded-for"], True),
        ("127.0.0.1", "127.0.0.1", [], False),
        ("127.0.0.1", "127.0.0.1", ["Forwarded"], True),
    ],
)
def test_who_comes_through_the_public_door_is_outside(name, public, headers, outside):
    assert from_outside(name, public, headers) is outside


@pytest.mark.parametrize(
    ("origin", "site", "ours"),
    [
        (PUBLIC, "same-origin", True),
        (PUBLIC, None, True),
        (None, None, True),
        (None, "none", True),
        (None, "same-origin", True),
        (None, "cross-site", False),
        (None, "same-site", False),
        (PUBLIC, "cross-site", False),
        (PUBLIC, "something new", False),
        ("https://evil.example", None, False),
        ("https://evil.example", "same-origin", False),
        ("http://desk.example", None, False),
        ("https://desk.example.evil.example", None, False),
        ("https://desk.example:444", None, False),
        ("https://shop.desk.example", None, False),
        ("null", None, False),
        ("", None, False),
    ],
)
def test_a_request_that_changes_something_is_sent_by_a_page_of_ours(origin, site, ours):
    assert sent_by_us(origin, site, origins_of(PUBLIC + "/", "desk.example")) is ours  # negative 18


def test_on_this_machine_a_page_is_ours_by_the_name_it_was_asked_for():
    ours = origins_of("http://127.0.0.1:8000", "localhost:8000")

    assert ours == {"http://127.0.0.1:8000", "http://localhost:8000"}
    assert origins_of("http://127.0.0.1:8000", "evil.example") == {"http://127.0.0.1:8000"}

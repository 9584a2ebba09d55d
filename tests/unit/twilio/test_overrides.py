import pytest

from devstack.twilio.webhooks import Overrides


def test_a_plain_address_is_tried_once_more_when_it_cannot_be_reached():
    assert Overrides.of("") == Overrides(
        connect_seconds=5.0,
        read_seconds=15.0,
        total_seconds=15.0,
        retries=1,
        policy=frozenset({"ct"}),
    )


def test_an_address_says_how_patient_and_stubborn_to_be():
    assert Overrides.of("rc=3&rp=4xx,rt&ct=500&rt=2000&tt=9000") == Overrides(
        connect_seconds=0.5,
        read_seconds=2.0,
        total_seconds=9.0,
        retries=3,
        policy=frozenset({"4xx", "rt"}),
    )


def test_all_is_every_reason_to_try_again():
    assert Overrides.of("rp=all").policy == {"4xx", "5xx", "ct", "rt"}


@pytest.mark.parametrize(
    ("fragment", "retries", "read_seconds"),
    [
        ("rc=9&rt=99999", 5, 15.0),
        ("rc=0&rt=1", 0, 0.1),
        ("rc=many&rt=²", 1, 15.0),
        ("rc=&rt=", 1, 15.0),
    ],
)
def test_what_is_out_of_bounds_is_brought_within(fragment, retries, read_seconds):
    overrides = Overrides.of(fragment)

    assert (overrides.retries, overrides.read_seconds) == (retries, read_seconds)

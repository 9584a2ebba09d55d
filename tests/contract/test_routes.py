"""Every address that the gateway answers; a change here is a change of promise."""

import subprocess
import sys
from pathlib import Path

import pytest

ROUTES = Path(__file__).with_name("routes.txt")


@pytest.fixture(scope="module")
def listed():
    listing = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "gateway", "routes"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return listing.stdout.splitlines()


def test_the_gateway_answers_the_addresses_that_are_listed(listed):
    """Renew the list with ``python -m gateway routes > tests/contract/routes.txt``."""
    assert listed == ROUTES.read_text().splitlines()


def test_no_address_is_answered_twice(listed):
    assert len(listed) == len(set(listed))

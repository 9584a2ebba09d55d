from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from gateway.identity import codes

NOW = datetime(2026, 3, 9, 1, 0, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HALF_A_MINUTE = timedelta(seconds=30)


def code_at(moment):
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_counts_half_a_minute_before_and_after_its_own(steps):
    here = int(NOW.timestamp()) // 30

    assert codes.step_of(SECRET, code_at(NOW + steps * HALF_A_MINUTE), NOW) == here + steps


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_counts_no_longer(steps):
    assert codes.step_of(SECRET, code_at(NOW + steps * HALF_A_MINUTE), NOW) is None


@pytest.mark.parametrize("code", ["", "0", "12345", "1234567", "абв123", "１２３４５６", "\x00"])
def test_what_is_no_code_is_refused(code):
    assert codes.step_of(SECRET, code, NOW) is None


def test_a_code_may_be_typed_as_the_app_shows_it():
    code = code_at(NOW)

    assert codes.step_of(SECRET, f" {code[:3]} {code[3:]} ", NOW) is not None


def test_the_app_is_told_whose_code_it_shows():
    address = codes.address_of(SECRET, "mgr-4s")

    assert pyotp.parse_uri(address).secret == SECRET
    assert pyotp.parse_uri(address).name == "mgr-4s"
    assert pyotp.parse_uri(address).issuer == "Slipboard"
    assert codes.as_svg(address).startswith("<svg")


def test_recovery_codes_are_ten_and_all_different():
    drawn = codes.new_recovery_codes()

    assert len(set(drawn)) == 10
    assert all(len(one) == 11 and one[5] == "-" for one in drawn)


def test_a_recovery_code_is_its_owners_however_it_is_typed():
    kept = codes.recovery_hash("li", "k7m2p-x9c4w")

    assert codes.recovery_hash("li", " K7M2P x9c4w ") == kept
    assert codes.recovery_hash("wu", "k7m2p-x9c4w") != kept
    assert "k7m2p" not in kept


def test_a_secret_lies_under_lock():
    kept = codes.locked(SECRET)

    assert SECRET not in kept
    assert codes.unlocked(kept) == SECRET
    assert codes.unlocked("not what we wrote") is None

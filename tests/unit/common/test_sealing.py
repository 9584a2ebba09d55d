"""ASVS 11.3.2, 11.3.3: an authenticated cipher, its key named in the record."""

import pytest

from common.sealing import Keyring, Tampered, UnknownKey, keyring

PHONE = b"+8613800138000"
OLD, NEW = {"2026": b"o" * 32}, {"2027": b"n" * 32}


@pytest.fixture
def keys():
    return Keyring({**NEW, **OLD})


def test_what_is_sealed_opens_for_what_it_was_sealed_about(keys):
    sealed = keys.seal(PHONE, "booking.booking")

    assert sealed.startswith("2027.")
    assert keys.open(sealed, "booking.booking") == PHONE


def test_the_same_text_is_never_sealed_alike(keys):
    """So nobody sees who has the same number; finding is done by a keyed hash."""
    assert len({keys.seal(PHONE, "booking.booking") for _ in range(100)}) == 100


def test_an_older_key_opens_what_it_sealed_and_seals_no_more(keys):
    sealed = Keyring(OLD).seal(PHONE, "booking.booking")

    assert keys.open(sealed, "booking.booking") == PHONE
    assert not keys.is_current(sealed)
    assert keys.is_current(keys.seal(PHONE, "booking.booking"))


def test_without_its_key_it_is_said_which_one_is_missing(keys):
    with pytest.raises(UnknownKey, match="'2027', which SLIPBOARD_DATA_KEYS does not name"):
        Keyring(OLD).open(keys.seal(PHONE, "booking.booking"), "booking.booking")


def test_it_cannot_be_moved_to_where_it_would_mean_something_else(keys):
    with pytest.raises(Tampered, match=r"of booking\.waiting is not as we wrote it"):
        keys.open(keys.seal(PHONE, "booking.booking"), "booking.waiting")


@pytest.mark.parametrize("place", [0, 10, 20, -3])
def test_not_a_sign_of_it_can_be_changed(keys, place):
    key, _, text = keys.seal(PHONE, "booking.booking").partition(".")
    changed = list(text)
    changed[place] = "A" if changed[place] != "A" else "B"

    with pytest.raises(Tampered):
        keys.open(f"{key}.{''.join(changed)}", "booking.booking")


@pytest.mark.parametrize("text", ["2027.", "2027.AAAA", "2027.?", "2027"])
def test_what_was_never_sealed_is_no_riddle(keys, text):
    with pytest.raises(Tampered):
        keys.open(text, "booking.booking")


def test_another_key_of_the_same_name_opens_nothing(keys):
    with pytest.raises(Tampered):
        Keyring({"2027": b"x" * 32}).open(keys.seal(PHONE, "a"), "a")


def test_without_keys_of_its_own_a_process_seals_with_one_that_comes_of_the_secret():
    assert keyring().current == "root"
    assert keyring().open(keyring().seal(PHONE, "a"), "a") == PHONE

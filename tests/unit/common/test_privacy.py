import pytest

from common.privacy import PURPOSES, customer_id, key_for, sealed


def test_no_two_purposes_share_a_key():
    keys = {key_for(purpose) for purpose in PURPOSES}

    assert len(keys) == len(PURPOSES)
    assert all(len(key) == 32 for key in keys)


def test_there_is_no_key_for_anything_else():
    with pytest.raises(ValueError, match="no such purpose"):
        key_for("everything")


def test_a_customer_has_the_same_id_wherever_it_is_derived():
    assert customer_id("+8613800138000") == customer_id("+8613800138000")
    assert customer_id("+8613800138000") != customer_id("+8613800138001")


def test_an_id_does_not_tell_the_number():
    assert "13800138000" not in customer_id("+8613800138000")
    assert customer_id("+8613800138000").startswith("c-")


def test_a_seal_is_of_its_purpose():
    assert sealed("manage-link", "b-1") != sealed("callback", "b-1")

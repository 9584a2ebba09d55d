import pytest

from common.data_keys import fault_of, keys_of

ONE, OTHER = "a1" * 32, "b2" * 32


def test_the_first_key_named_comes_first():
    keys = keys_of(f"2027:{ONE}, 2026:{OTHER}")

    assert list(keys) == ["2027", "2026"]
    assert keys["2026"] == bytes.fromhex(OTHER)


@pytest.mark.parametrize("setting", ["", "  ", f"2027:{ONE}", f"2027:{ONE},eu-2026:{OTHER}"])
def test_these_are_keys(setting):
    assert fault_of(setting) is None


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        (ONE, "key 1 has no name"),
        (f"2027:{ONE},", "key 2 has no name"),
        (f"{'a' * 17}:{ONE}", "key 1 has no name"),
        (f"A:{ONE}", "key 1 has no name"),
        (f"2027:{ONE[:-2]}", "the key 2027 is not 64 hex digits"),
        (f"2027:{ONE.upper()}", "the key 2027 is not 64 hex digits"),
        ("2027:", "the key 2027 is not 64 hex digits"),
        (f"root:{ONE}", "root is the name of the key that comes of the secret"),
        (f"2027:{ONE},2027:{OTHER}", "two keys have the same name"),
    ],
)
def test_what_is_wrong_is_said_without_any_key(setting, fault):
    said = fault_of(setting)

    assert said.startswith(fault)
    assert ONE[:-2] not in said

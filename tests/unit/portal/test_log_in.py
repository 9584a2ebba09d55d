import pytest

from gateway.portal.log_in import within


@pytest.mark.parametrize("address", ["/", "/stores/s-4s/board?day=2026-03-10", "/bookings/b-1"])
def test_a_page_of_ours_may_follow(address):
    assert within(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "board",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
    ],
)
def test_nowhere_else(address):
    assert within(address) is None

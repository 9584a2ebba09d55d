import pytest

from devstack.supervisor import delay_before


@pytest.mark.parametrize(
    ("deaths", "seconds"), [(0, 0), (1, 0), (2, 0.5), (3, 1), (4, 2), (7, 16), (8, 30), (50, 30)]
)
def test_what_keeps_dying_waits_longer_and_longer(deaths, seconds):
    assert delay_before(deaths) == seconds

import pytest

from common.shares import as_percent, basis_points


@pytest.mark.parametrize(
    ("percent", "points"),
    [("0", 0), ("49.9", 4990), ("49.99", 4999), ("50", 5000), ("50.0", 5000), ("100", 10000)],
)
def test_a_percentage_is_exact(percent, points):
    assert basis_points(percent) == points
    assert as_percent(points) == float(percent)


@pytest.mark.parametrize(
    "told", ["", "-1", "100.01", "49.999", "1e1", "nan", "50 %", "٥٠", "True", "50.", "0050"]
)
def test_what_is_no_exact_percentage_is_none(told):
    assert basis_points(told) is None

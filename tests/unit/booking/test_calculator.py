"""What a home costs, at the edges of what can be asked."""

from decimal import Decimal

import pytest

from common.errors import Invalid
from services.booking.domain.calculator import Fee, FeeTable, annuity, as_read, calculated
from tests.worlds import a_store

TABLE = FeeTable(
    (Fee("tax", {"zh": "契税", "en": "Tax"}, Decimal("1.5")),
     Fee("paper", {"zh": "工本费", "en": "Paper"}, fixed=8000)),
    least_down_percent=20,
    most_years=30,
)  # fmt: skip


def cost(price=200_000_000, down=30, years=30, rate="4.9", metres=None, table=TABLE):
    metres = Decimal(metres) if metres else None
    return calculated(table, price, Decimal(down), years, Decimal(rate), metres)


def test_a_home_is_paid_down_monthly_and_with_its_fees():  # VX-05
    told = cost(metres="89.5")

    assert (told["down_payment_fen"], told["loan_fen"]) == (60_000_000, 140_000_000)
    assert (told["months"], told["monthly_fen"]) == (360, 743_017)
    assert told["interest_fen"] == 743_017 * 360 - 140_000_000
    assert [fee["fen"] for fee in told["fees"]] == [3_000_000, 8000]
    assert told["due_at_signing_fen"] == 60_000_000 + told["fees_fen"]
    assert told["unit_price_fen"] == 2_234_637


def test_without_interest_the_loan_is_paid_in_equal_parts():  # VX-05
    told = cost(price=1_000_000, down=40, years=1, rate="0")

    assert (told["monthly_fen"], told["interest_fen"]) == (50_000, 0)
    assert annuity(100, 12, Decimal(0)) == 8


def test_a_rate_that_is_almost_nothing_is_almost_no_interest():  # VX-05
    assert annuity(1_200_000, 12, Decimal("0.0001")) == 100_000


def test_who_pays_all_at_once_owes_nothing_a_month():  # VX-05
    told = cost(down=100)

    assert (told["loan_fen"], told["monthly_fen"], told["interest_fen"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("price", "percent", "fen"), [(101, "50", 51), (99, "50", 50), (100, "33.3", 33)]
)
def test_half_a_fen_is_a_fen(price, percent, fen):  # VX-05
    assert cost(price=price, down=percent, rate="0")["down_payment_fen"] == fen


def test_fees_are_rounded_each():  # VX-05
    assert [fee["fen"] for fee in cost(price=100)["fees"]] == [2, 8000]
    assert "rounded half up" in cost()["rounding"]["en"]


@pytest.mark.parametrize(
    ("down", "years", "faults"),
    [
        (20, 30, set()),
        ("19.99", 30, {"down_payment_percent"}),
        (0, 31, {"down_payment_percent", "years"}),
    ],
)
def test_the_banks_limits_hold_and_every_fault_is_told(down, years, faults):  # VX-05
    if not faults:
        assert cost(down=down, years=years)["months"] == years * 12
        return
    with pytest.raises(Invalid) as refusal:
        cost(down=down, years=years)
    assert set(refusal.value.details["fields"]) == faults


def test_a_sales_desk_has_a_fee_table_and_others_have_none():  # VX-05
    table = a_store("s-prop").calculator

    assert [fee["percent"] for fee in as_read(table)["fees"]] == ["1.5", "2", "0.05", "0"]
    assert a_store("s-4s").calculator is None

"""What a home costs: down payment, monthly repayment, fees (VX-05); in fen, halves rounded up."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from common.errors import Invalid
from services.booking.domain.calendars import Words

MONTHS = 12
ROUNDING = {
    "zh": "各项金额四舍五入到分；月供为等额本息，末月以余额结清。",
    "en": "Every amount is rounded half up to the fen; the instalments are equal, "
    "and the last month settles what rounding left.",
}


@dataclass(frozen=True, slots=True)
class Fee:
    """What comes on top: ``percent`` of the price and ``fixed`` fen."""

    code: str
    name: Words
    percent: Decimal = Decimal(0)
    fixed: int = 0

    def of(self, price: int) -> int:
        return in_fen(price * self.percent / 100) + self.fixed


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A store's fees, and what its banks ask for at least and lend for at most."""

    fees: tuple[Fee, ...]
    least_down_percent: int
    most_years: int


def in_fen(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def annuity(loan: int, months: int, annual_rate: Decimal) -> int:
    """Return the equal instalment that pays *loan* back in *months*, at a rate in percent a year.

    Without interest it is the loan in equal parts.
    """
    rate = annual_rate / 100 / MONTHS
    if not rate:
        return in_fen(Decimal(loan) / months)
    growth = (1 + rate) ** months
    return in_fen(loan * rate * growth / (growth - 1))


def calculated(
    table: FeeTable,
    price: int,
    down_percent: Decimal,
    years: int,
    annual_rate: Decimal,
    square_metres: Decimal | None,
) -> dict[str, Any]:
    """Return what a buyer pays: at once, every month, and besides.

    Raises:
        Invalid: less is paid down, or it takes longer, than the banks allow; every fault at once.
    """
    faults: dict[str, list[str]] = {}
    if down_percent < table.least_down_percent:
        faults["down_payment_percent"] = [f"must be {table.least_down_percent} or more"]
    if years > table.most_years:
        faults["years"] = [f"must be {table.most_years} or less"]
    if faults:
        raise Invalid(fields=faults)
    down, months = in_fen(price * down_percent / 100), years * MONTHS
    loan = price - down
    monthly = annuity(loan, months, annual_rate)
    fees = [{"code": fee.code, "name": fee.name, "fen": fee.of(price)} for fee in table.fees]
    extra = sum(fee.of(price) for fee in table.fees)
    return {
        "price_fen": price,
        "unit_price_fen": in_fen(price / square_metres) if square_metres else None,
        "down_payment_fen": down,
        "loan_fen": loan,
        "months": months,
        "monthly_fen": monthly,
        "interest_fen": max(0, monthly * months - loan),
        "fees": fees,
        "fees_fen": extra,
        "due_at_signing_fen": down + extra,
        "rounding": ROUNDING,
    }


def as_read(table: FeeTable) -> dict[str, Any]:
    return {
        "fees": [
            {
                "code": fee.code,
                "name": fee.name,
                "percent": str(fee.percent),
                "fixed_fen": fee.fixed,
            }
            for fee in table.fees
        ],
        "least_down_percent": table.least_down_percent,
        "most_years": table.most_years,
        "rounding": ROUNDING,
    }

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.partners import Agreement
from gateway.partners.partner import is_fit_id
from tests.unit.gateway.partners.made import NOW, a_key, a_partner

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("until", "now", "agreed"),
    [
        ("2026-06-30", datetime(2026, 6, 30, 23, 59, 59, tzinfo=SHANGHAI), True),
        ("2026-06-30", datetime(2026, 7, 1, tzinfo=SHANGHAI), False),
        ("2026-06-30", datetime(2026, 1, 1, tzinfo=SHANGHAI), True),
        (None, datetime(2026, 1, 1, tzinfo=SHANGHAI), False),
    ],
)
def test_an_agreement_holds_to_the_end_of_its_last_day(until, now, agreed):  # PV-06
    agreement = Agreement(date.fromisoformat(until)) if until else None

    assert a_partner(agreement=agreement).agreed(now) is agreed


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 1, 4, 23, 59, 59, tzinfo=SHANGHAI), "not_begun"),
        (datetime(2026, 1, 5, tzinfo=SHANGHAI), "in_date"),
        (datetime(2026, 7, 1, tzinfo=SHANGHAI), "over"),
    ],
)
def test_an_agreement_begins_with_its_first_day(now, state):  # PV-06
    partner = a_partner(agreement=Agreement(date(2026, 6, 30), date(2026, 1, 5)))

    assert partner.agreement_state(now) == state
    assert partner.agreed(now) is (state == "in_date")


def test_what_was_said_of_an_agreement_stays_in_the_record():
    first, second = Agreement(date(2026, 6, 30)), Agreement(date(2026, 12, 31))
    later = NOW + timedelta(days=1)

    partner = a_partner(agreement=None).stating(first, NOW, "head").stating(second, later, "jin")

    assert (partner.agreement, partner.agreement_stated_at) == (second, later)
    assert [(one.agreement, one.at, one.by) for one in partner.statements] == [
        (first, NOW, "head"),
        (second, later, "jin"),
    ]


def test_a_key_gives_no_more_than_its_partner_has():
    wider = a_key(scopes=("stores:read", "webhooks"))

    assert a_partner().using(wider).scopes == ("stores:read",)
    assert a_partner().using(a_key()) == a_partner()


def test_a_partner_that_has_ended_has_no_agreement_and_no_live_key():
    ended = a_partner().ended(NOW, "head")

    assert (ended.active, ended.agreement) == (False, None)
    assert [key.state(NOW) for key in ended.keys] == ["revoked"]
    assert ended.statements[-1].agreement is None


@pytest.mark.parametrize(
    ("id_", "fit"),
    [("carlife", True), ("p1", True), ("a-b_c", True), ("a" * 40, True), ("a" * 41, False),
     ("", False), ("me", False), ("CarLife", False), ("-a", False), ("a b", False), ("车", False)],
)  # fmt: skip
def test_an_id_goes_into_a_key_and_an_address(id_, fit):
    assert is_fit_id(id_) is fit

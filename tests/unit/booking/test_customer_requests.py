"""Requests that hang on no booking: what they are, when they are due, how they end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Invalid
from services.booking import journeys, packs
from services.booking.domain.customer_requests import (
    CustomerRequest,
    as_read,
    begun,
    booking_named,
    kind_of,
    moved,
)
from services.booking.domain.representatives import ranked
from services.booking.domain.visits import act
from services.booking.packs.reading import store_of
from tests.worlds import a_store, config_with, local

NOW = local("2026-03-10 10:00")
A_DAY = timedelta(days=1)
CUSTOMER = {"id": "c-1", "name": "赵", "phone": "+8613800138000", "email": "z@example.com"}


def a_shop(pack="gas", **own):
    config = config_with(pack, **own)
    return store_of("s-gas", 1, config, {1: config["policy"]})


def a_request(kind="enquiry", journey="enquiry", **facts):
    visit = begun(journeys.journey(journey), facts, NOW, "chen")
    return CustomerRequest(
        id="r-1", number="R2026-00001", revision=1, store_id="s-gas", kind=kind, channel="email",
        customer=CUSTOMER, subject=None, text="?", visit=visit, created_at=NOW, created_by={},
    )  # fmt: skip


def do(request, step, action, reason="", now=NOW, /, **fields):
    journey = journeys.journey(request.visit.journey)
    visit = act(journey, request.visit, step, action, fields, "han", "manager", now, reason)
    return moved(request, visit, booking_named(visit.deeds))


def told(request, now=NOW, **how):
    return as_read(a_shop(), journeys.journey(request.visit.journey), request, now, **how)


def test_a_business_is_named_by_its_code_or_by_the_way_it_goes():
    shop = a_shop()

    assert kind_of(shop, "relocation", None).journey == "request"
    assert kind_of(shop, "relocation", "request").code == "relocation"
    assert kind_of(shop, None, "request").code == "suggestion"


@pytest.mark.parametrize(
    ("kind", "journey", "fault"),
    [
        ("haircut", None, "kind"),
        ("relocation", "enquiry", "journey"),
        (None, "e-commerce", "journey"),
    ],
)
def test_what_a_store_does_not_take_is_refused(kind, journey, fault):
    with pytest.raises(Invalid) as refusal:
        kind_of(a_shop(), kind, journey)

    assert set(refusal.value.details["fields"]) == {fault}


def test_a_gas_company_takes_eight_businesses_at_its_counter_and_hotline():  # VX-15, VX-25, CH-19
    kinds = a_shop().requests

    assert {  # VX-15
        "replacement", "gas-sale", "repair-report", "sporadic-installation", "safety-inspection",
        "callback", "material", "supervision",
    } <= set(kinds)  # fmt: skip
    assert {"card-issue", "gas-sale", "meter-charge", "stove-sale", "addition", "relocation",
            "pipe-change", "complaint", "enquiry"} <= set(kinds)  # fmt: skip  # VX-25
    assert "suggestion" in kinds  # CH-19
    assert a_shop().journey == "at-home"


def test_every_trade_takes_enquiries():  # BK-32
    trades = [path.stem for path in packs.HERE.glob("*.yaml")]

    assert all("enquiry" in packs.pack(trade)["requests"] for trade in trades)


def test_foot_spas_and_at_home_services_offer_their_kinds():  # VX-02, VX-14
    assert set(packs.pack("foot-spa")["items"]) == {"hanfang", "zhengyuan", "fuyang", "other"}
    assert {"house-cleaning", "repair", "beauty"} <= set(packs.pack("at-home")["items"])


def test_an_enquiry_is_due_within_a_day_and_late_only_after_it():  # BK-32
    request = a_request()

    assert request.due_at == NOW + A_DAY
    assert told(request, NOW + A_DAY)["overdue"] is False
    assert told(request, NOW + A_DAY + timedelta(seconds=1))["overdue"] is True


def test_an_enquiry_that_makes_no_booking_has_its_outcome():  # BK-32
    ended = do(a_request(), "answer", "answered", answer="周一开放")

    assert (ended.ended, ended.due_at, ended.booking_id) == (True, None, None)
    said = told(ended)
    assert (said["state"], said["outcome"]["code"], said["overdue"]) == ("ended", "answered", False)
    assert [deed["action"] for deed in said["history"]] == ["answered"]


def test_one_that_leads_to_a_booking_says_which():  # BK-32, CH-16
    ended = do(a_request(), "answer", "booked", booking_id="b-7")

    assert (ended.booking_id, ended.revision) == ("b-7", 2)
    assert told(ended)["outcome"]["code"] == "booked"


def test_facts_that_are_missing_are_told_as_facts():  # EX-64
    with pytest.raises(Invalid) as refusal:
        a_request("support", "tiered-support")

    assert refusal.value.details["fields"] == {"facts": {"customer_level": ["is missing"]}}


def test_whose_a_request_is_follows_from_its_steps():  # EX-63, EX-65
    request = a_request("support", "tiered-support", customer_level="standard")
    request = do(request, "classify", "record", request="fault", region="浦东")
    assert request.assignee is None

    request = do(request, "phone", "failed", "needs tools")
    request = do(request, "dispatch", "send", repair_order="R-1", engineer="rep-gao")

    assert request.assignee == "rep-gao"


def test_who_needs_no_customers_sees_none():  # PV-09
    seen = told(a_request(), discreet=True)

    assert (seen["customer"]["phone"], seen["customer"]["email"]) == ("+86138****8000", None)


def test_who_takes_it_is_expert_then_near_then_there_then_free():  # EX-63, EX-65
    shop = a_store("s-home")

    def order(kind, region, now=NOW, **loads):
        return [one.who.id for one in ranked(shop, kind, region, now, loads)]

    assert order("support", "浦西") == ["rep-lin", "rep-gao", "rep-he"]
    assert order("support", "浦东")[0] == "rep-gao"
    assert order("request", None)[0] == "rep-he"
    assert order("request", "浦西", NOW.replace(hour=12))[0] == "rep-lin"
    assert order("request", "浦西", **{"rep-he": 3})[0] == "rep-lin"
    assert order("request", "浦西", **{"rep-he": 3, "rep-lin": 4})[0] == "rep-he"


def test_a_card_is_handed_over_once_its_gas_is_paid_for():  # VX-25
    sale = do(
        a_request("gas-sale", "counter-sale"), "take", "charge",
        account="62-1", meter="card", amount=20000,
    )  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        do(sale, "pay", "paid", paid=19999)
    assert set(refusal.value.details["fields"]) == {"paid"}

    paid = do(sale, "pay", "paid", paid=20000)
    for entry in ("receipt", "explained"):
        paid = do(paid, "hand_over", "tick", **{entry: True})

    assert do(paid, "hand_over", "done").ended


@pytest.mark.parametrize(
    ("action", "fields"), [("discount", {"discount": 500}), ("gift", {"gift": "布袋"})]
)
def test_who_orders_again_after_a_misunderstanding_gets_something(action, fields):  # PK-18
    request = a_request("misunderstanding", "misunderstanding")
    request = do(request, "explain", "explained", misunderstood="尺寸")
    assert do(request, "order", "not_again").ended
    again = do(request, "order", "again", order_number="2")

    assert do(again, "goodwill", action, **fields).ended


def test_a_company_is_shown_round_and_what_it_signed_is_followed_up():  # VX-17
    visit = a_request("company-visit", "company-visit")
    for entry in ("programme", "questionnaire"):
        visit = do(visit, "prepare", "tick", **{entry: True})
    when = "2026-03-12T10:00:00+08:00"
    visit = do(visit, "prepare", "ready", company="华示", purpose="采购", visit_at=when)
    visit = do(do(visit, "tour", "toured"), "experience", "tried")
    visit = do(visit, "negotiate", "sign", agreement="A-1", company_signature="s")

    assert visit.due_at == NOW + 7 * A_DAY
    assert do(visit, "follow_up", "done", vip=True).ended


def test_a_kind_that_a_store_no_longer_has_is_still_read():
    request = replace(a_request(), kind="gone")

    assert told(request)["kind"] == {"code": "gone", "name": {"zh": "咨询", "en": "Enquiry"}}

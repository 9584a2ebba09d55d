from datetime import date, timedelta

from gateway.partners import Agreement, Contact, Limits, Rate
from gateway.partners.editing import changed, faults_of
from tests.unit.gateway.partners.made import NOW, a_partner

TODAY = date(2026, 3, 9)
SIGNED = {
    "signed_on": TODAY, "valid_from": TODAY, "valid_until": TODAY + timedelta(days=365),
    "reference": "NDA-17",
}  # fmt: skip


def test_what_is_not_named_stays():
    assert changed(a_partner(), {"name": "Q"}, NOW, "head") == a_partner(name="Q")
    assert changed(a_partner(), {}, NOW, "head") == a_partner()


def test_scopes_bring_their_permissions():
    after = changed(a_partner(), {"scopes": ["webhooks", "webhooks"]}, NOW, "head")

    assert after.scopes == ("webhooks",)
    assert after.may == {"webhooks:read", "webhooks:run", "webhooks:write"}


def test_other_stores_are_stated_anew_and_the_same_ones_are_not():
    fewer = changed(a_partner(), {"stores": ["s-4s"]}, NOW, "head")

    assert (fewer.stores, fewer.agreement_stated_at) == ({"s-4s"}, NOW)
    assert fewer.statements == ()
    assert changed(fewer, {"stores": ["s-4s"]}, NOW + timedelta(days=1), "head") == fewer


def test_null_takes_away():
    limits, contact = Limits(Rate(1, 2)), Contact("陈工", "a@b.example")
    before = a_partner(limits=limits, contact=contact)

    after = changed(before, {"limits": None, "contact": None, "agreement": None}, NOW, "head")

    assert (after.limits, after.contact, after.agreement) == (Limits(), None, None)
    assert [said.agreement for said in after.statements] == [None]


def test_only_an_agreement_that_differs_is_a_statement():
    once = changed(a_partner(), {"agreement": SIGNED}, NOW, "head")
    again = changed(once, {"agreement": SIGNED}, NOW + timedelta(days=1), "head")

    assert once.agreement == Agreement(date(2027, 3, 9), TODAY, TODAY, "NDA-17")
    assert again == once


def test_every_fault_is_told_at_once_and_an_agreement_is_stated_when_in_force():  # PV-06
    tomorrow = TODAY + timedelta(days=1)
    asked = {"stores": ["*", "s-4s", "s-x"], "agreement": {**SIGNED, "valid_from": tomorrow}}

    assert faults_of(asked, ["s-4s"], TODAY) == {
        "stores": ['there is no store "s-x"'],
        "agreement": {"valid_from": ["must not be in the future"]},
    }
    assert faults_of(asked, ["s-4s", "s-x"], tomorrow) == {}

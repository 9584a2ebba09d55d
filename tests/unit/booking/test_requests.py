from datetime import UTC
from random import Random

import pytest

from common.errors import Invalid
from services.booking.domain.requests import Wish, fingerprint, id_of, number_of
from tests.worlds import a_partner, a_store, an_actor, local


def asked(**but):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "staff": None,
        "booker": None,
        "start": local("2026-03-10 10:00"),
        "customer": {"name": " Zhao ", "phone": "138 0013 8000", "email": None, "language": "zh"},
        "subject": None,
        "channel": "phone",
        "origin": "passive",
        "partner_reference": None,
        "consents": None,
        "note": "",
        **but,
    }


def wish(by=None, **but):
    return Wish.of(asked(**but), a_store(), by or an_actor(), lambda phone: f"c-{phone}")


def test_a_number_is_kept_as_carriers_want_it_and_names_the_customer():  # BK-02
    customer = wish().facts["customer"]

    assert customer["phone"] == "+8613800138000"
    assert (customer["id"], customer["name"]) == ("c-+8613800138000", "Zhao")


def test_every_fault_is_told_at_once():  # BK-02
    with pytest.raises(Invalid) as refusal:
        wish(items=["moon"], customer={"name": "Zhao", "phone": "12345"})

    assert set(refusal.value.details["fields"]) == {"items", "customer.phone"}


@pytest.mark.parametrize(
    ("needs", "customer", "faults"),
    [
        (True, {"id_number": None}, {"customer.id_number"}),
        (True, {"id_number": ""}, {"customer.id_number"}),
        (True, {"id_number": "310101198001010011"}, set()),
        (True, {}, set()),  # a request that cannot say it
        (False, {"id_number": None}, set()),
    ],
)
def test_an_item_may_need_to_know_who_comes(needs, customer, faults):  # BK-05
    store = a_store(items={"maintenance-a": {"requires_identity": needs}})
    told = asked(customer={**asked()["customer"], **customer})

    def read():
        return Wish.of(told, store, an_actor(), lambda phone: f"c-{phone}")

    if not faults:
        assert read().items[0].requires_identity is needs
        return
    with pytest.raises(Invalid) as refusal:
        read()
    assert set(refusal.value.details["fields"]) == faults


def test_words_that_never_were_are_a_fault_beside_the_others():  # PV-01, BK-02
    with pytest.raises(Invalid) as refusal:
        wish(by=a_partner("p1"), items=["moon"], consents={"privacy_version": "1999"})

    assert set(refusal.value.details["fields"]) == {"items", "consents.privacy_version"}


def test_what_customers_read_is_checked_on_their_page():  # PV-01
    customer = an_actor(kind="customer", id="c-+8613800138000")

    facts = wish(by=customer, consents={"privacy_version": "web-3"}).facts

    assert facts["privacy_version"] == "web-3"


def test_a_partner_is_named_by_who_asks():
    assert wish(by=a_partner("p1")).facts["partner_id"] == "p1"
    assert wish().facts["partner_id"] is None


def test_a_start_is_kept_in_utc():
    assert wish().start.tzinfo is UTC


def test_one_key_of_one_asker_is_one_booking():
    assert id_of("p1", "k") == id_of("p1", "k")
    assert len({id_of("p1", "k"), id_of("p2", "k"), id_of("p1", "l"), id_of("p1", None)}) == 4


def test_requests_share_a_fingerprint_only_if_they_ask_the_same():
    assert fingerprint(asked()) == fingerprint(asked())
    assert fingerprint(asked()) != fingerprint(asked(note="by the window"))


def test_a_number_can_be_read_out():
    numbers = {number_of(Random(seed)) for seed in range(500)}

    assert len(numbers) == 500
    assert not set("".join(numbers)) & set("AEIOU01L")
    assert {len(number) for number in numbers} == {6}

import pytest

from common.actor import Actor
from gateway.roles import ROLES
from gateway.sharing import history_shown, listed, shown

P1 = Actor("p1", "partner")
CLERK = Actor("li", "staff", may=ROLES["cr_clerk"])
WORKSHOP = Actor("wu", "staff", may=ROLES["workshop_supervisor"])
CUSTOMER = {"id": "c-1", "name": "王小明", "phone": "+8613800138000", "email": "w@x.cn"}
BOOKER = {"name": "李助理", "phone": "+8613900139000"}
SUBJECT = {"kind": "car", "model": "C 260", "plate": "沪A12345", "vin": "LE4"}


def a_booking(**changes):
    return {
        "customer": CUSTOMER,
        "booker": BOOKER,
        "subject": SUBJECT,
        "note": "靠窗",
        "partner_id": "p1",
        "consents": {"share_with_partner": True},
        "status": "confirmed",
    } | changes


def yes():
    return True


def no():
    return False


def test_own_consented_and_agreed_is_shown_whole():  # PV-06
    assert shown(a_booking(), P1, yes) == a_booking()


@pytest.mark.parametrize(
    ("changes", "agreed"),
    [
        ({"partner_id": "p2"}, yes),
        ({"partner_id": None}, yes),
        ({"consents": None}, yes),
        ({"consents": {}}, yes),
        ({"consents": {"share_with_partner": False}}, yes),
        ({"consents": {"share_with_partner": "yes"}}, yes),
        ({}, no),
    ],
)
def test_if_either_is_missing_the_person_is_left_out(changes, agreed):  # PV-06
    bare = shown(a_booking(**changes), P1, agreed)

    assert bare["customer"] == {"id": "c-1", "name": None, "phone": None, "email": None}
    assert bare["subject"] == {"kind": "car", "model": "C 260"}
    assert bare["note"] is None
    assert bare["status"] == "confirmed"


def test_a_booking_without_a_subject_stays_without():
    assert shown(a_booking(subject=None), P1, no)["subject"] is None


def test_the_agreement_is_asked_about_only_if_it_matters():
    def burst():
        raise AssertionError("asked")

    assert shown(a_booking(consents=None), P1, burst)["note"] is None
    assert shown(a_booking(), CLERK, burst) == a_booking()


def test_staff_who_do_not_deal_with_customers_see_the_number_masked():  # PV-09
    booking = shown(a_booking(), WORKSHOP, no)

    seen = booking["customer"]
    assert (seen["name"], seen["phone"], seen["email"]) == ("王小明", "+86138****8000", None)
    assert booking["booker"] == {"name": "李助理", "phone": "+86139****9000"}
    assert shown(a_booking(booker=None), WORKSHOP, no)["booker"] is None


def test_a_partner_without_an_agreement_does_not_see_who_booked_for_them():  # PV-06, CH-21
    assert shown(a_booking(), P1, no)["booker"] is None
    assert shown(a_booking(), P1, yes)["booker"] == BOOKER


def test_the_words_in_a_history_are_about_the_customer_too():  # PV-06
    history = [{"move": "cancel", "reason": "王小明 is ill"}]

    assert history_shown(history, a_booking(), P1, yes) == history
    assert history_shown(history, a_booking(), CLERK, no) == history
    assert history_shown(history, a_booking(), P1, no) == [{"move": "cancel", "reason": None}]


def test_whom_an_offer_passed_over_is_no_partners_business():  # negative 4
    history = [
        {"move": "offer", "reason": "", "after": {"status": "offered", "passed_over": ["w-9"]}}
    ]

    [told] = history_shown(history, a_booking(), P1, yes)

    assert told["after"] == {"status": "offered"}
    assert history_shown(history, a_booking(), CLERK, no) == history


def test_what_was_read_is_not_changed():
    booking = a_booking()
    shown(booking, P1, no)
    shown(booking, WORKSHOP, no)

    assert booking == a_booking()


@pytest.mark.parametrize("reader", [CLERK, WORKSHOP])
def test_in_a_list_no_number_is_whole(reader):  # PV-05
    told = listed(a_booking(), reader, no)

    assert told["customer"] == CUSTOMER | {"phone": "+86138****8000", "email": None}
    assert told["booker"]["phone"] == "+86139****9000"
    assert told["subject"] == SUBJECT


def test_a_partner_reads_its_list_as_it_reads_each_booking():  # PV-06
    assert listed(a_booking(), P1, yes) == a_booking()
    assert listed(a_booking(), P1, no) == shown(a_booking(), P1, no)

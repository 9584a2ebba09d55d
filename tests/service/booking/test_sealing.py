"""What lies in booking's database says nothing of who somebody is, and goes over to new keys."""

import pytest

from common.sealing import Tampered, UnknownKey
from services.booking.documents import booking_of
from services.booking.personal import PLACES
from tests.keys import NEW, OLD, found_in, lay_open
from tests.service.booking.asking import TEN, book, do, enter, move, open_request
from tests.service.booking.test_arrivals import WALK_IN, came
from tests.service.booking.test_registers import VISITOR
from tests.service.booking.test_series import save
from tests.service.booking.test_visiting import ORDER
from tests.service.booking.waiting import join
from tests.worlds import config_of, local

PHONE, NAME, PLATE, PAPERS = "13877665544", "欧阳不见", "沪Z99887", "110101199003078888"
WHO = {"name": NAME, "phone": PHONE, "email": "unseen@example.com", "language": "zh"}
SECRETS = (PHONE, NAME, PLATE, PAPERS, "unseen@example.com")


@pytest.fixture
def walk(store, desk, floor):
    """Let somebody be met with everywhere; return a reader of what is known of them then."""
    for store_id in ("s-prop", "s-home"):
        store.save_store(store_id, config_of(store_id))
    own = {"customer": WHO, "subject": {"plate": PLATE}}

    def walk():
        booked = book(desk(), **own, note=PAPERS)["id"]
        desk().reconfirm(**move(booked, reason=f"{NAME} {PHONE}"))
        do(floor(), booked, "booking", "arrive", asked="booked")
        do(floor(), booked, "reception", "open_order", **{**ORDER, "request": PAPERS})
        again = save(desk(), **own, start=local("2026-03-12 10:00"))["series_id"]
        waits = join(desk(), **own, note=PAPERS)["id"]
        asks = open_request(desk(), customer=WHO, text=f"{NAME}, {PLATE}")["request"]["id"]
        slip = enter(desk(), "visitor-slip", **{**VISITOR, "visitor": NAME, "host": PAPERS})
        slip_id = slip["entry"]["id"]
        came(desk(now=TEN), customer={**WALK_IN, "phone": PHONE, "name": NAME})

        def read():
            return [
                desk().get(booking_id=booked),
                desk().history(booking_id=booked),
                floor().visit(booking_id=booked),
                desk().get_series(series_id=again),
                desk().get_waiting(entry_id=waits),
                desk().waiting_history(entry_id=waits),
                desk().get_request(request_id=asks),
                desk().get_entry(code="visitor-slip", entry_id=slip_id),
                desk().arrivals(store_id="s-4s", day=TEN.date()),
            ]

        return read

    return walk


def test_nothing_in_the_database_says_who_somebody_is(walk, database):  # PV-03
    read = walk()

    assert found_in(database, *SECRETS) == []
    assert all(one in str(read()) for one in (PHONE, NAME, PLATE, PAPERS))


def test_what_was_written_before_it_was_sealed_is_read_alike(walk, database):
    read = walk()
    told = read()

    assert lay_open(database, PLACES) >= 6
    assert found_in(database, NAME)

    assert read() == told


def test_an_open_database_is_sealed_in_one_go(walk, database, run):
    read = walk()
    told = read()
    count = lay_open(database, PLACES)

    looked = run("reseal", "--dry-run")
    assert looked.output.endswith(f"{count} due, 0 sealed with root\n")
    assert found_in(database, NAME)

    sealed = run("reseal")
    assert sealed.output.endswith(f"{count} due, {count} sealed with root\n")
    assert found_in(database, *SECRETS) == []
    assert read() == told
    assert run("reseal", "--dry-run").output.endswith("0 due, 0 sealed with root\n")


def test_keys_are_changed_while_the_desk_works_and_the_old_one_may_go(
    walk, desk, database, run, data_keys
):
    data_keys(OLD)
    read = walk()
    told = read()

    data_keys(NEW, OLD)
    assert read() == told
    book(desk(), start=local("2026-03-13 10:00"), customer=WHO)
    assert run("reseal").exit_code == 0
    assert run("reseal", "--dry-run").output.endswith("0 due, 0 sealed with 2027\n")

    data_keys(NEW)
    assert read() == told
    data_keys(OLD)
    with pytest.raises(UnknownKey, match="'2027'"):
        read()
    lost = run("reseal", "--dry-run")
    assert lost.exit_code == 1
    assert "sealed with the key '2027'" in lost.output


def test_a_seal_moved_to_another_field_opens_nothing(walk, database):
    walk()
    waits = database["waitlist"].find_one()
    database["bookings"].update_one({"note": None}, {"$set": {"sealed": waits["sealed"]}})

    with pytest.raises(Tampered):
        booking_of(database["bookings"].find_one({"sealed": waits["sealed"]}))

"""What lies in followup's database says nothing of who somebody is, and goes over to new keys."""

from datetime import timedelta

import pytest

from common.visit_links import token_of
from services.followup.personal import PLACES
from tests.keys import NEW, OLD, found_in, lay_open, resealed
from tests.service.followup.team import START, record
from tests.service.followup.test_filing import FILE, NEXT
from tests.service.followup.test_handling_cases import EVERY, HEARD

PHONE, NAME, PLATE, ADDRESS = "+8613877665544", "欧阳不见", "沪Z99887", "不见路99号"
WHO = {"id": "c-1", "name": NAME, "phone": PHONE, "email": "unseen@example.com", "language": "zh"}
OPEN = {"customer": WHO, "subject": {"plate": PLATE, "model": "C 260"}}
SECRETS = (PHONE[3:], NAME, PLATE, ADDRESS, "unseen@example.com")


@pytest.fixture
def walk(team):
    """Let a visit be followed up in every way; return a reader of what is known of it then."""

    def walk():
        team.now = START
        told = {"arrived_at": START.isoformat(), **OPEN}
        team.hears("booking_started", 2, "in_service", **told)
        clerk = team("sun", "tracking_clerk")
        [task] = team.tasks(kind="customer_file")
        record(clerk, task, "filed", file={**FILE, "address": ADDRESS}, next_call=NEXT)
        team.hears("booking_completed", 3, "completed", **told)
        team.now = START + timedelta(days=3)
        [call] = team.tasks(kind="first_call")
        record(clerk, call, "complaint", notes=f"{NAME} 等太久")
        clerk.open_case(**{**HEARD, "phone": PHONE, "name": NAME, "words": PLATE})
        team().rate(token_of("b-1"), person=5, quality=4, comment=f"{NAME} 很好")

        def read():
            return [
                team.tasks(),
                clerk.list_cases(**EVERY),
                clerk.files("c-1", None),
                team.store.ratings(stores=None, most_stars=None, limit=9),
                team.store.customer("s-4s", "c-1"),
            ]

        return read

    return walk


def test_nothing_in_the_database_says_who_somebody_is(walk, database):  # PV-03
    read = walk()

    assert found_in(database, *SECRETS) == []
    assert all(one in str(read()) for one in SECRETS)


def test_what_was_open_is_read_alike_and_sealed_in_one_go(walk, database):
    read = walk()
    told, count = read(), lay_open(database, PLACES)
    assert found_in(database, NAME)
    assert read() == told

    assert resealed(database, PLACES) == (count, count)

    assert found_in(database, PHONE[3:], NAME, ADDRESS) == []
    assert read() == told


def test_the_old_key_may_go_when_a_dry_run_counts_nothing(walk, database, data_keys):
    data_keys(OLD)
    read = walk()
    told = read()
    data_keys(NEW, OLD)

    due, sealed = resealed(database, PLACES)

    assert due == sealed > 0
    assert resealed(database, PLACES, dry=True) == (0, 0)
    data_keys(NEW)
    assert read() == told


def test_a_file_from_when_plates_stood_in_keys_is_found_and_goes_on(walk, team, database):
    walk()
    kept = database["files"].find_one_and_delete({})
    database["files"].insert_one({**kept, "_id": f"s-4s|c-1|{PLATE}"})

    found = team.store.file(f"s-4s|c-1|{PLATE}")
    team.store.keep_file(found, found)

    assert team.store.file(found.id) == found
    assert database["files"].count_documents({}) == 1

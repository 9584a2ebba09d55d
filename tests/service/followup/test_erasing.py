"""An erasure from the wish to the last service's word, on a real database (PV-07)."""

from datetime import UTC, datetime, timedelta

import pytest
from nameko.testing.services import worker_factory

from common.actor import ALL_STORES, Actor
from common.contracts import booking, erasing
from common.contracts.booking import personal
from common.contracts.followup.erasures import ErasureHeld
from common.errors import Forbidden, NotFound, Unavailable
from services.followup.remembering import erase_again, told_by, written
from services.followup.service import FollowupService
from services.followup.store.erasing import FollowupPersons
from services.followup.store.retaining import FollowupRetention
from tests.service.followup.team import START, Team, record

WHO = "c-1"
WISH = {"reason": "customer_wish", "requested_by": "customer", "cancel_upcoming": False}
KEPT = {"months": 24, "visitor_days": 30, "message_days": 90, "call_days": 180, "delivery_days": 30}
COMING = {"kind": "booking", "id": "b-1", "store_id": "s-4s", "status": "confirmed"}


class Others:
    """The other services, as followup asks them: what they hold, and whether they are there."""

    def __init__(self):
        self.standing, self.away, self.asked, self.long_past = [], set(), [], []
        self.stones, self.stubborn = {}, False

    def __call__(self, call, actor, *, deadline=4.0, **request):
        call.request().load(request)
        actor.must(call.needs)
        if call.service in self.away:
            raise Unavailable(part=call.service)
        self.asked.append((call.key, request))
        if call.method == "erase_person":
            return {"counts": {call.service: 1}}
        if call.method == "tombstones":
            stones = self.stones.get(call.service, [])
            return {"tombstones": stones, "next_after": None}
        if call is booking.CANCEL:
            self.standing = self.standing if self.stubborn else []
            return {}
        answers = {
            personal.STANDING_OF.key: {"standing": self.standing},
            personal.LONG_PAST.key: {"customers": self.long_past, "next_after": None},
            personal.RETENTION.key: {"chain": KEPT, "stores": {"s-4s": KEPT}},
        }
        return answers[call.key]

    def erased(self, service):
        key = erasing.erase_person(service).key
        return [request for name, request in self.asked if name == key]


class Office(Team):
    """Followup with its register, for head office and the people of stores."""

    def __init__(self, database):
        super().__init__(database)
        self.others, self.announced = Others(), []
        self.persons = FollowupPersons(database)
        self.persons.ensure_indexes()

    def head(self, stores=(ALL_STORES,), may=("customers:erase", "retention:read")):
        return worker_factory(
            FollowupService,
            store=self.store,
            persons=self.persons,
            dead_letters=self,
            letting_go=FollowupRetention(self.store._tasks.database),
            inbox=self.inbox,
            due=self.due,
            ask=self.others,
            now=lambda: self.now,
            by=Actor("head", "staff", frozenset(stores), frozenset(may), "head_office", "x"),
            tell=lambda _, events: self.told.extend(event["type"] for event in events),
            tell_erasures=lambda _, events: self.announced.extend(events),
        )

    def forget(self, customer_id, erased_at):
        return 0

    def does(self, kind):
        """Do what is due of *kind*, and return what each came to."""
        done = []
        while work := self.due.claim([kind], self.now):
            done.append(getattr(self.head(), kind)(work))
            if isinstance(done[-1], datetime):
                self.due.again(work, done[-1])
            elif done[-1] is not None:
                self.due.rest(work, timedelta(0))
                break
            else:
                self.due.done(work, datetime.now(UTC))
        return done


@pytest.fixture
def office(database):
    office = Office(database)
    office.hears("booking_completed", 2, "completed")
    office.now = START + timedelta(days=1)
    return office


@pytest.fixture
def case(office):
    clerk = office("sun", "tracking_clerk")
    return clerk.open_case(
        store_id="s-4s", channel="front_desk", name="王芳", phone="13800138000", kind="complaint",
        words="等太久", answer=None, booking_id=None,
    )  # fmt: skip


def test_every_service_erases_and_confirms_with_counts(office):
    taken = office.head().erase_customer(WHO, **WISH)
    assert (taken["state"], taken["asked_by"]["id"]) == ("waiting", "head")

    assert office.does("erase") == [None]

    shown = office.head().erasure(WHO)
    assert (shown["state"], shown["done_at"]) == ("done", office.now.isoformat())
    assert shown["services"]["booking"]["counts"] == {"booking": 1}
    assert shown["services"]["followup"]["counts"]["task"] >= 1
    [event] = office.announced
    assert event["data"]["erased_at"] == shown["erased_at"]
    for service in ("booking", "notification", "reporting"):
        assert office.others.erased(service) == [
            {"customer_id": WHO, "erased_at": shown["erased_at"]}
        ]


def test_tasks_are_given_up_and_name_nobody(office, database):
    office.head().erase_customer(WHO, **WISH)
    office.does("erase")

    assert {task["state"] for task in office.tasks()} == {"dropped"}
    assert office.told.count("task_withdrawn") == len(office.tasks())
    left = str([list(database[name].find({})) for name in database.list_collection_names()])
    assert [word for word in ("王芳", "13800138000", "沪A12345") if word in left] == []


def test_what_is_to_come_holds_it_and_is_said(office):
    office.others.standing = [COMING]

    with pytest.raises(ErasureHeld) as refusal:
        office.head().erase_customer(WHO, **WISH)

    assert refusal.value.details["held_by"] == [COMING]
    with pytest.raises(NotFound):
        office.head().erasure(WHO)


def test_what_is_to_come_is_cancelled_where_that_is_wished(office):
    office.others.standing = [COMING]

    office.head().erase_customer(WHO, **{**WISH, "cancel_upcoming": True})

    [cancelled] = [told for key, told in office.others.asked if key == booking.CANCEL.key]
    assert (cancelled["booking_id"], cancelled["reason_code"]) == ("b-1", "customer_request")


def test_what_stands_after_it_was_cancelled_holds_it(office):
    office.others.standing, office.others.stubborn = [COMING], True

    with pytest.raises(ErasureHeld):
        office.head().erase_customer(WHO, **{**WISH, "cancel_upcoming": True})


def test_an_open_case_holds_it_until_it_is_closed(office, case):
    who = case["customer"]["id"]
    office.head().erase_customer(who, **WISH)
    [again_at] = office.does("erase")
    assert again_at == office.now + timedelta(hours=1)
    assert office.head().erasure(who)["held_by"] == [
        {"kind": "case", "id": case["id"], "store_id": "s-4s"}
    ]

    clerk = office("sun", "tracking_clerk")
    solved = clerk.solve_case(case["id"], None, "退款")
    record(clerk, clerk.get(solved["task_id"]), "told")
    office.now = again_at
    office.does("erase")

    assert office.head().erasure(who)["state"] == "done"
    left = clerk.get_case(case["id"])
    assert (left["state"], left["words"], left["solution"]) == ("closed", "", "")
    assert [step["move"] for step in left["steps"]] == ["open", "solve", "tell"]


def test_a_service_that_is_away_is_asked_again(office):
    office.others.away = {"reporting"}
    office.head().erase_customer(WHO, **WISH)
    [wait] = office.does("erase")
    assert wait > timedelta(0)
    shown = office.head().erasure(WHO)
    assert (shown["state"], "reporting" in shown["services"]) == ("running", False)

    office.others.away = set()
    office.does("erase")

    assert office.head().erasure(WHO)["state"] == "done"


def test_what_was_on_its_way_is_erased_ten_minutes_later(office):
    office.head().erase_customer(WHO, **WISH)
    office.does("erase")
    office.now += timedelta(minutes=9, seconds=59)
    assert office.does("erase_after") == []

    office.now += timedelta(seconds=1)
    assert office.does("erase_after") == [None]
    assert len(office.others.erased("booking")) == 2


def test_asked_twice_it_is_one_and_who_comes_back_can_be_erased_again(office):
    office.head().erase_customer(WHO, **WISH)
    assert office.head().erase_customer(WHO, **WISH)["number"] == 1
    office.does("erase")
    office.now += timedelta(days=1)
    office.hears("booking_completed", 2, "completed", "b-2", created_at=office.now.isoformat())

    office.head().erase_customer(WHO, **WISH)
    office.does("erase")

    shown = office.head().erasure(WHO)
    assert (shown["number"], shown["erased_at"]) == (2, office.now.isoformat())
    assert [event["data"]["number"] for event in office.announced] == [1, 2]


def test_a_store_erases_whom_no_other_store_knows(office):  # PV-05
    mine, elsewhere = office.head(stores=("s-4s",)), office.head(stores=("s-beau",))
    with pytest.raises(NotFound):
        elsewhere.erase_customer(WHO, **WISH)
    assert mine.erase_customer(WHO, **WISH)["state"] == "waiting"

    office.hears("booking_completed", 2, "completed", "b-9", store_id="s-beau")
    with pytest.raises(Forbidden):
        mine.erase_customer(WHO, **WISH)


def test_the_register_names_nobody(office, database):
    office.head().erase_customer(WHO, **WISH)
    office.does("erase")

    kept = str(database["erasures"].find_one({}))
    assert [word for word in ("王芳", "138", "沪A") if word in kept] == []


def test_after_a_restore_everybody_is_erased_again(office, database):  # PL-04, negative 25
    backup = list(database["tasks"].find({}))
    office.head().erase_customer(WHO, **WISH)
    office.does("erase")
    erased_at = office.head().erasure(WHO)["erased_at"]
    database["tasks"].delete_many({})
    database["tasks"].insert_many(backup)
    office.now += timedelta(days=3)

    assert erase_again(office.store, office.due, office.now) == 1
    office.does("erase")

    shown = office.head().erasure(WHO)
    assert (shown["state"], shown["erased_at"]) == ("done", erased_at)
    assert "王芳" not in str(list(database["tasks"].find({})))


def test_a_register_that_was_restored_learns_from_the_others(office, database):  # PL-04
    stone = {"customer_id": WHO, "erased_at": office.now.isoformat()}
    office.others.stones = {"booking": [stone], "notification": [stone]}

    elsewhere = told_by(["booking", "reporting"], office.others)
    told = erase_again(office.store, office.due, office.now, elsewhere)
    office.does("erase")

    assert told == 1
    shown = office.head().erasure(WHO)
    assert (shown["state"], shown["erased_at"]) == ("done", office.now.isoformat())
    assert "王芳" not in str(list(database["tasks"].find({})))


def test_what_was_written_beside_a_backup_is_read_again():  # PL-04
    lines = ["c-1 2026-03-10T02:00:00+00:00\n", "c-2 2026-03-11T02:00:00+00:00\n"]

    assert [id for id, _ in written(lines)] == ["c-1", "c-2"]
    for wrong in ("c-1", "c-1 yesterday", "c-1 2026-03-10T02:00:00"):
        with pytest.raises(ValueError, match=r"."):
            list(written([wrong]))


def test_who_has_long_not_come_is_erased_by_the_night(office):  # PV-07
    office.others.long_past = [{"customer_id": WHO, "stores": ["s-4s"]}]
    told = office.head().preview_retention()["classes"]
    assert [(x["class"], x["store_id"], x["documents"]) for x in told] == [("customers", "s-4s", 1)]

    office.head().plan_retention()
    office.does("retain")
    office.does("erase")

    shown = office.head().erasure(WHO)
    assert (shown["state"], shown["reason"], shown["asked_by"]["kind"]) == (
        "done", "retention_expired", "service",
    )  # fmt: skip


def test_an_open_case_holds_what_is_old(office, case):  # PV-07
    who = case["customer"]["id"]
    office.others.long_past = [{"customer_id": who, "stores": ["s-4s"]}]
    office.now += timedelta(days=1000)

    assert "customers" not in [one["class"] for one in office.head().preview_retention()["classes"]]
    assert office.head().holding() == {"customers": [who]}


def test_notes_of_calls_go_after_half_a_year_and_their_outcomes_stay(office, database):  # PV-12
    clerk = office("sun", "tracking_clerk")
    office.now = START + timedelta(days=4)
    [task] = office.tasks(kind="first_call")
    record(clerk, task, "reached", notes="很满意")
    due = database["tasks"].find_one({"_id": task["id"]})["due_at"]

    office.now = due + timedelta(days=180)
    assert "call_notes" not in [x["class"] for x in office.head().preview_retention()["classes"]]
    office.now += timedelta(seconds=1)
    office.head().plan_retention()
    office.does("retain")

    left = clerk.get(task["id"])
    assert (left["outcome"]["outcome"], left["outcome"]["notes"]) == ("reached", "")
    assert left["customer"]["id"] == WHO

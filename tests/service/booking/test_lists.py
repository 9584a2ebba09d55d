"""The next day's list: published once, frozen, and every later change of it told (AC-07)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from common.bus.due import DueWork, Work
from common.errors import Invalid, NotFound
from tests.service.booking.asking import ALL, TEN, asked, book, move
from tests.worlds import CHAIN, an_actor, config_of, local

TUESDAY = date(2026, 3, 10)
OUT = local("2026-03-09 17:30")
LATER = local("2026-03-09 17:45")
STARTS = [TEN.replace(hour=hour, minute=0) for hour in (10, 11, 14, 15, 16)]
MINUTES = timedelta(minutes=5)


@pytest.fixture
def due(database):
    return DueWork(database["due"])


def customer(number):
    return {**asked()["customer"], "phone": f"138001380{number:02}"}


def five(desk):
    return [book(desk(), start=at, customer=customer(n)) for n, at in enumerate(STARTS)]


def look(desk, now=OUT, store_id="s-4s"):
    work = Work(f"list:{store_id}", "list", now, {"store_id": store_id}, 1, 1)
    return desk(now=now).look_at_lists(work)


def tell(desk, due, now):
    """Do what the moves until *now* have planned."""
    while work := due.claim(["list_delta"], now):
        desk(now=now).tell_delta(work)
        due.done(work, now)


def read(desk, day=TUESDAY, **who):
    return desk(**who).day_list(store_id="s-4s", day=day)


def published(told):
    return [event for event in told if event["type"] == "next_day_list_published"]


def numbers(rows):
    return [row["number"] for row in rows]


def test_five_are_on_the_list_and_a_sixth_is_told_of_at_once(desk, due, told):  # AC-07, BK-15
    made = five(desk)
    look(desk)
    sixth = book(desk(now=LATER), start=TEN.replace(hour=8, minute=30), customer=customer(9))
    tell(desk, due, LATER)

    lists = read(desk)
    assert (lists["version"], lists["published_at"]) == (2, "2026-03-09T17:30:00+08:00")
    assert numbers(lists["rows"]) == [one["number"] for one in made]
    [delta] = lists["deltas"]
    assert (delta["version"], delta["at"], numbers(delta["added"])) == (
        2, "2026-03-09T17:45:00+08:00", [sixth["number"]],
    )  # fmt: skip
    assert len(lists["current"]) == 6
    assert len(desk().board(store_id="s-4s", day=TUESDAY)["bookings"]) == 6  # CON-4
    first, second = published(told)
    assert (len(first["data"]["rows"]), first["data"]["delta"]) == (5, None)
    assert len(second["data"]["delta"]["added"]) == 1
    assert first["data"]["recipients"] == second["data"]["recipients"]
    assert first["data"]["recipients"]["roles"] == ["workshop_supervisor"]  # RS-03


def test_before_its_time_it_can_be_read_and_is_not_out(desk, told):
    five(desk)
    again = look(desk, OUT - timedelta(minutes=2))

    assert again == OUT
    lists = read(desk)
    assert (lists["version"], lists["rows"], len(lists["current"])) == (0, [], 5)
    assert lists["due_at"] == "2026-03-09T17:30:00+08:00"
    assert published(told) == []


def test_many_who_look_at_once_publish_it_once(desk, told):  # BK-15
    five(desk)

    with ThreadPoolExecutor(6) as replicas:
        list(replicas.map(lambda _: look(desk), range(12)))

    assert len(published(told)) == 1
    assert read(desk)["version"] == 1


def test_many_changes_at_once_are_each_told_once(desk, due, told):  # BK-15
    five(desk)
    look(desk)
    for number in range(5, 10):
        book(desk(now=LATER), start=STARTS[number - 5], customer=customer(number))

    with ThreadPoolExecutor(5) as replicas:
        list(replicas.map(lambda _: tell(desk, due, LATER), range(5)))
        list(replicas.map(lambda _: look(desk, LATER), range(5)))

    deltas = read(desk)["deltas"]
    added = [number for delta in deltas for number in numbers(delta["added"])]
    assert len(added) == len(set(added)) == 5
    assert [delta["version"] for delta in deltas] == list(range(2, len(deltas) + 2))
    assert len(published(told)) == len(deltas) + 1


def test_what_moves_is_changed_and_what_leaves_is_removed(desk, due):  # BK-15
    first, second, third, *_ = five(desk)
    look(desk)
    desk(now=LATER).cancel(**move(first["id"], reason_code="other"))
    desk(now=LATER).reschedule(**move(second["id"], items=None, start=STARTS[3]))
    tomorrow = TEN + timedelta(days=1)
    desk(now=LATER).reschedule(**move(third["id"], items=None, start=tomorrow))
    tell(desk, due, LATER)

    lists = read(desk)
    gone = [number for delta in lists["deltas"] for number in numbers(delta["removed"])]
    changed = [row for delta in lists["deltas"] for row in delta["changed"]]
    assert gone == [first["number"], third["number"]]
    assert [(x["number"], x["start"]) for x in changed] == [
        (second["number"], "2026-03-10T15:00:00+08:00")
    ]
    # Frozen is frozen: but who it was is still read from the booking.
    assert len(lists["rows"]) == 5
    assert {row["customer"] for row in lists["rows"]} == {"赵"}
    assert len(lists["current"]) == 3


def test_what_nobody_told_of_is_found_when_somebody_looks(desk, database, told):
    """Whoever booked was killed before the change was planned."""
    look(desk)
    book(desk(now=LATER))
    database["due"].delete_many({"kind": "list_delta"})

    again = look(desk, LATER + MINUTES)

    assert again == LATER + 2 * MINUTES
    assert len(read(desk)["deltas"][0]["added"]) == 1
    assert len(published(told)) == 2


def test_a_list_that_was_missed_is_published_late_and_not_after_opening(desk):
    five(desk)
    look(desk, local("2026-03-10 08:00"))
    after_opening = read(desk)["version"]
    look(desk, local("2026-03-10 07:59"))

    assert (after_opening, read(desk)["version"]) == (0, 1)


def test_before_a_closed_day_it_is_for_the_day_after(desk, store):
    store.save_store("s-4s", config_of("s-4s", dates={"2026-03-10": {"hours": []}}))
    wednesday = TUESDAY + timedelta(days=1)
    book(desk(), start=TEN + timedelta(days=1))

    look(desk)

    assert (read(desk)["version"], read(desk, wednesday)["version"]) == (0, 1)
    assert len(read(desk, wednesday)["rows"]) == 1


def test_a_booking_for_a_day_whose_list_is_not_out_plans_nothing(desk, database):
    book(desk())
    book(desk(now=LATER), start=TEN + timedelta(days=5), customer=customer(1))

    assert database["due"].count_documents({"kind": "list_delta"}) == 0


def test_a_tick_is_no_news_and_another_adviser_is(desk, due, told):  # RS-02
    booking, *_ = five(desk)
    look(desk)
    desk(now=LATER).tick(**move(booking["id"], entry="bay", done=True, note="", choice=None))
    tell(desk, due, LATER)
    ticked = len(published(told))
    desk(now=LATER).assign(**move(booking["id"], advisor="sa-wang", reason="换人"))
    tell(desk, due, LATER)

    assert (ticked, len(published(told))) == (1, 2)
    [delta] = read(desk)["deltas"]
    assert [row["advisor"]["en"] for row in delta["changed"]] == ["Wang"]


def test_a_store_without_recipients_publishes_none_and_is_asked_again(desk, store):
    assert look(desk, store_id="s-beau") == OUT + timedelta(days=1)
    assert look(desk, store_id="s-nowhere") is None


def test_who_does_not_deal_with_customers_sees_the_numbers_masked(desk):  # PV-09
    five(desk)
    workshop = an_actor(role="workshop_supervisor", may=frozenset({"lists:read"}))

    [row, *_] = read(desk, by=workshop)["current"]

    assert row["phone"] == "+86138****8000"
    assert read(desk)["current"][0]["phone"] == "+8613800138000"


def test_each_row_says_what_a_department_must_know(desk):  # RS-03, EX-03
    book(desk(), start=TEN)

    [row] = read(desk)["current"]

    assert (row["plate"], row["priority"], row["items"]) == (
        "沪A12345", True, [{"zh": "A类保养", "en": "Maintenance A"}],
    )  # fmt: skip
    assert (row["advisor"]["en"], row["places"][0]["en"][:3]) == ("Li", "Bay")
    assert [x["code"] for x in read(desk)["columns"]][:3] == ["start", "end", "number"]


def sheet(desk, name, first=TUESDAY, last=TUESDAY, **who):
    return desk(**who).sheet(store_id="s-4s", name=name, from_day=first, to_day=last)


def test_the_ledger_has_every_booking_of_a_period(desk):  # BK-14, FM-02
    first, *_ = five(desk)
    desk().cancel(**move(first["id"], reason_code="other"))

    told = sheet(desk, "ledger")

    assert len(told["rows"]) == 5
    assert (told["rows"][0]["status"], told["rows"][0]["number"]) == ("cancelled", first["number"])
    assert told["rows"][1]["entered_by"] == "sr-chen"
    assert (told["created_by"], told["created_at"]) == ("sr-chen", "2026-03-09T09:00:00+08:00")
    assert sheet(desk, "ledger", date(2026, 3, 9), date(2026, 3, 9))["rows"] == []


def test_the_list_of_customers_has_who_is_expected(desk):  # RS-03, FM-11
    first, *_ = five(desk)
    desk().cancel(**move(first["id"], reason_code="other"))

    told = sheet(desk, "customers")

    assert len(told["rows"]) == 4
    assert told["rows"][0].keys() >= {"customer", "phone", "plate", "items", "advisor"}


def test_the_brand_s_form_has_the_store_s_columns(desk, store):  # BK-23, FM-12
    columns = dict.fromkeys(config_of("s-4s")["brand_form"])
    own = {"plate": {"zh": "车牌", "en": "VIN or plate"}, "start": {"zh": "到店", "en": "At"}}
    form = {**columns, **own}
    store.save_store("s-4s", config_of("s-4s", brand_form=form))
    five(desk)

    told = sheet(desk, "brand_form")

    assert {x["code"]: x["title"]["en"] for x in told["columns"]} == {
        "start": "At", "plate": "VIN or plate",
    }  # fmt: skip
    assert told["rows"][0].keys() == {"booking_id", "start", "plate"}


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "must not be before from"), (31, "more than 31 days after from")]
)
def test_a_period_is_at_most_a_month(desk, days, says):
    with pytest.raises(Invalid) as refusal:
        sheet(desk, "ledger", last=TUESDAY + timedelta(days=days))

    assert refusal.value.details["fields"] == {"to": [says]}
    assert sheet(desk, "ledger", last=TUESDAY + timedelta(days=30))["rows"] == []


def test_a_spot_check_draws_bookings_of_some_days(desk):  # PL-05
    times = (local(f"2026-03-10 {at}") for at in ("08:30", "10:00", "11:00"))
    made = {book(desk(), start=at)["id"] for at in times}
    days = {"store_id": "s-4s", "from_day": TUESDAY, "to_day": TUESDAY}

    first = desk().spot_check(**days, count=2, seed="a")
    assert first == desk().spot_check(**days, count=2, seed="a")
    assert first["of"] == 3
    assert {one["id"] for one in first["bookings"]} < made
    with pytest.raises(Invalid):
        desk().spot_check(**days | {"to_day": TUESDAY - timedelta(days=1)}, count=2, seed="a")
    with pytest.raises(NotFound):
        desk(by=an_actor(stores=frozenset({"s-beau"}))).spot_check(**days, count=2, seed="a")


def test_another_store_s_lists_are_not_there(desk):
    stranger = an_actor(stores=frozenset({"s-beau"}))

    for ask in (lambda: read(desk, by=stranger), lambda: sheet(desk, "ledger", by=stranger)):
        with pytest.raises(NotFound):
            ask()


def test_the_agent_is_told_what_to_say(desk):  # BK-25, BK-28
    told = desk().script(store_id="s-4s", items=["maintenance-a"])

    assert {"priority", "perks", "rules"} <= {x["code"] for x in told["sentences"]}
    with pytest.raises(Invalid):
        desk().script(store_id="s-4s", items=["nothing"])


def test_the_letter_of_a_booking_is_read(desk):  # FM-18
    booking = book(desk())

    letter = desk(by=an_actor(may=ALL)).letter(booking_id=booking["id"])

    assert (letter["number"], letter["customer"]["name"]) == (booking["number"], "赵")
    assert letter["advisor"]["id"] == "sa-li"


def test_a_loaded_store_s_lists_are_looked_after(run, database, tmp_path):  # BK-15
    for store_id in ("s-4s", "s-beau"):
        (tmp_path / f"{store_id}.yaml").write_text((CHAIN / f"{store_id}.yaml").read_text())

    run("load", tmp_path)

    looked_after = {one["subject"]["store_id"] for one in database["due"].find({"kind": "list"})}
    assert looked_after == {"s-4s", "s-beau"}


def test_the_list_is_printed(desk, run):
    five(desk)
    before = run("lists", "s-4s", "2026-03-10").output
    look(desk)

    lines = run("lists", "s-4s", "2026-03-10").output.splitlines()

    assert before.startswith("s-4s 2026-03-10: not published yet, 5 bookings\n")
    assert lines[0] == "s-4s 2026-03-10: version 1, 5 bookings"
    assert lines[1].startswith("10:00  ")
    assert lines[1].endswith("赵  +86138****8000  Maintenance A  priority")
    assert run("lists", "s-nowhere", "2026-03-10").exit_code == 1

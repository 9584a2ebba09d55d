"""The checker of histories is itself checked: it passes a sound one and catches ten faults."""

from dataclasses import replace

import pytest

from tests.history import Act, History, Kept, Place

LANES = ("bay-1", "bay-2")
TEN, ELEVEN, NOON = 600, 660, 720


def create(booking, key, at, start=TEN, lane="bay-1", **but):
    place = Place(lane, start, start + 60)
    told = {"booking": booking, "place": place, "revision": 1, **but}
    return Act("create", key, at, at + 1, told.pop("phase", "ok"), start=start, minutes=60, **told)


def change(booking, at, start, lane="bay-1", revision=2, **but):
    place = Place(lane, start, start + 60)
    told = {"booking": booking, "place": place, "revision": revision, **but}
    return Act("change", f"{booking}-{at}", at, at + 1, told.pop("phase", "ok"), start=start,
               minutes=60, **told)  # fmt: skip


def cancel(booking, at, revision=2, **but):
    told = {"booking": booking, "revision": revision, **but}
    return Act("cancel", f"{booking}-{at}", at, at + 1, told.pop("phase", "ok"), **told)


def refused(key, at, start=TEN, code="slot_taken"):
    return Act("create", key, at, at + 1, "fail", start=start, minutes=60, code=code)


def kept(booking, key, start=TEN, lane="bay-1", status="confirmed", revision=1):
    return Kept(booking, key, status, Place(lane, start, start + 60), revision)


SOUND = History(
    acts=[
        create("a", "k-a", 0),
        create("b", "k-b", 2, lane="bay-2"),
        refused("k-c", 4),
        change("a", 6, NOON),
        create("c", "k-c2", 8),
        cancel("b", 10),
        create("d", "k-d", 12, lane="bay-2"),
        cancel("b", 14, phase="fail", code="illegal_transition"),
    ],
    kept=[
        kept("a", "k-a", NOON, revision=2),
        kept("b", "k-b", lane="bay-2", status="cancelled", revision=2),
        kept("c", "k-c2"),
        kept("d", "k-d", lane="bay-2"),
    ],
    lanes=LANES,
)


def but(acts=None, kept=None):
    return replace(SOUND, acts=acts or SOUND.acts, kept=kept or SOUND.kept)


def with_act(number, **changes):
    acts = list(SOUND.acts)
    acts[number] = replace(acts[number], **changes)
    return but(acts=acts)


def with_kept(number, **changes):
    there = list(SOUND.kept)
    there[number] = replace(there[number], **changes)
    return but(kept=there)


def test_a_sound_history_has_no_fault():
    assert SOUND.faults() == []


FAULTY = {
    "a promised booking is not there": (but(kept=SOUND.kept[:3]), "was promised"),
    "two bookings on one lane at once": (
        with_kept(3, place=Place("bay-1", TEN + 30, TEN + 90)), "at once",
    ),
    "one request made two bookings": (
        but(kept=[*SOUND.kept, kept("e", "k-a", ELEVEN)]), "k-a made a and e",
    ),
    "a repeat was told of another booking": (
        but(acts=[*SOUND.acts, create("d", "k-a", 20, lane="bay-2")]), "k-a made a and d",
    ),
    "a booking that nobody asked for": (
        but(kept=[*SOUND.kept, kept("e", "k-e", ELEVEN)]), "nobody asked",
    ),
    "a change that was promised is not kept": (
        with_kept(0, place=Place("bay-1", TEN + 120, TEN + 180), revision=1), "cannot have become",
    ),
    "a cancelled booking lives again": (with_kept(1, status="confirmed"), "cannot have become"),
    "a revision was skipped": (with_act(3, revision=3), "cannot have become"),
    "a change after its cancellation": (
        but(acts=[*SOUND.acts, change("b", 16, ELEVEN, "bay-2", revision=3)]), "cannot have become",
    ),
    "a free place was refused": (
        but(acts=[*SOUND.acts, refused("k-f", 20, ELEVEN)]), "though bay-1 was free",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_each_of_ten_faults_is_caught(name):
    history, says = FAULTY[name]

    assert any(says in fault for fault in history.faults()), history.faults()


def test_there_are_ten_of_them():
    assert len(FAULTY) == 10


def test_what_may_have_happened_may_have_happened_or_not():
    unanswered = cancel("c", 30, phase="info", revision=0)
    happened = with_kept(2, status="cancelled", revision=2)

    assert but(acts=[*SOUND.acts, unanswered]).faults() == []
    assert replace(happened, acts=[*SOUND.acts, unanswered]).faults() == []
    assert happened.faults() != []


def test_a_booking_without_an_answer_may_be_there_on_any_lane():
    unanswered = Act("create", "k-x", 30, 31, "info", booking="x", start=NOON, minutes=60)
    there = [*SOUND.kept, kept("x", "k-x", NOON, "bay-2")]

    assert but(acts=[*SOUND.acts, unanswered], kept=there).faults() == []
    assert but(acts=[*SOUND.acts, unanswered]).faults() == []


def test_acts_at_the_same_time_may_have_happened_in_either_order():
    first = replace(change("c", 30, ELEVEN, revision=3), returned=33)
    second = replace(change("c", 31, NOON, "bay-2", revision=2), returned=32)
    there = [*SOUND.kept[:2], kept("c", "k-c2", ELEVEN, revision=3), SOUND.kept[3]]

    assert but(acts=[*SOUND.acts, first, second], kept=there).faults() == []


def test_a_place_is_held_by_the_last_act_not_by_the_last_that_was_asked_for():
    first = replace(change("c", 30, ELEVEN, revision=3), returned=33)
    second = replace(change("c", 31, NOON, "bay-2", revision=2), returned=32)
    there = [*SOUND.kept[:2], kept("c", "k-c2", ELEVEN, revision=3), SOUND.kept[3]]
    other = create("e", "k-e", 40, ELEVEN, "bay-2")
    acts = [*SOUND.acts, first, second, other]
    there.append(kept("e", "k-e", ELEVEN, "bay-2"))

    assert but(acts=[*acts, refused("k-f", 50, ELEVEN)], kept=there).faults() == []
    assert but(acts=[*acts, refused("k-f", 50, NOON + 60)], kept=there).faults() != []


def test_a_change_without_an_answer_may_have_come_last():
    unanswered = change("c", 30, ELEVEN, phase="info", revision=0)
    known = change("c", 31, NOON + 120, revision=2)
    there = [*SOUND.kept[:2], kept("c", "k-c2", ELEVEN, revision=3), SOUND.kept[3]]
    acts = [*SOUND.acts, unanswered, known, create("e", "k-e", 40, ELEVEN, "bay-2")]
    there.append(kept("e", "k-e", ELEVEN, "bay-2"))

    assert list(but(acts=[*acts, refused("k-f", 50, ELEVEN)], kept=there).refused_free()) == []


def test_a_place_given_up_while_somebody_asked_may_still_have_been_taken():
    asked = replace(refused("k-g", 20), returned=25)
    gone = replace(cancel("c", 21), returned=22)
    there = [*SOUND.kept[:2], replace(SOUND.kept[2], status="cancelled", revision=2), SOUND.kept[3]]

    assert but(acts=[*SOUND.acts, asked, gone], kept=there).faults() == []


@pytest.mark.parametrize("phase", ["ok", "info"])
def test_a_change_to_where_a_booking_is_already_is_no_new_revision(phase):
    stays = change("a", 2, TEN, revision=1, phase=phase)

    assert History([create("a", "k-a", 0), stays], [kept("a", "k-a")], LANES).faults() == []


def test_a_change_to_elsewhere_without_a_new_revision_is_found():
    moves = change("a", 2, NOON, revision=1)

    [fault] = History([create("a", "k-a", 0), moves], [kept("a", "k-a")], LANES).faults()
    assert fault == "a cannot have become what it is"

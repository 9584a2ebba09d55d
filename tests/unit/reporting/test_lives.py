"""Whatever order the facts come in, and however often: the figures are those of a recount."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.domain.figures import contribution, difference, folded, total
from services.reporting.domain.rows import row_of_booking, row_of_call, row_of_message

BEGIN = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
STORES = (("hz-east", "Asia/Shanghai"), ("ny-soho", "America/New_York"))
STATUSES = ("confirmed", "to_rebook", "arrived", "completed", "cancelled", "no_show")

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Books:
    """Rows and figures as the store keeps them, as values."""

    def __init__(self):
        self.rows, self.figures = {}, {}

    def hear(self, *news):
        fold = folded(self.rows, news)
        self.rows |= {row.booking_id: row for row in fold.rows}
        self.figures = total([self.figures, fold.changes])

    def off(self):
        return difference(self.figures, total(map(contribution, self.rows.values())))


maybe = st.sampled_from([None, True, False])
hours = st.integers(0, 24 * 40).map(lambda n: BEGIN + timedelta(hours=n))


@st.composite
def a_life(draw, booking_id):
    """Return the facts of one booking's life, in the order in which they came to be."""
    facts = []
    for revision in range(1, draw(st.integers(1, 5)) + 1):
        store_id, timezone = draw(st.sampled_from(STORES))
        fact = {
            "booking_id": booking_id,
            "revision": revision,
            "number": booking_id,
            "store_id": store_id,
            "timezone": timezone,
            "start": draw(hours),
            "channel": draw(st.sampled_from(["phone", "web"])),
            "status": draw(st.sampled_from(STATUSES)),
            "arrived_at": draw(st.none() | hours),
            "on_time": draw(maybe),
            "cancelled_in_time": draw(maybe),
            "advisor": draw(st.sampled_from([None, {"team": "A"}])),
            "customer": {"id": "c-1"},
            "created_at": BEGIN,
        }
        facts.append(row_of_booking(fact))
    for revision, state in enumerate(draw(st.sampled_from([[], ["waiting"], ["open", "done"]])), 1):
        fact = {
            "booking_id": booking_id,
            "task_id": f"{booking_id}.first_call",
            "revision": revision,
            "kind": "first_call",
            "state": state,
            "due_at": BEGIN,
            "outcome": None,
            "in_time": None,
        }
        facts.append(row_of_call(fact))
    for id in range(draw(st.integers(0, 2))):
        fact = {"booking_id": booking_id, "message_id": f"{booking_id}-{id}", "kind": "reminder"}
        ends = draw(st.sampled_from([["sent"], ["sent", "delivered"], ["failed"]]))
        facts += [row_of_message(fact, end) for end in ends]
    return facts


lives = st.integers(1, 4).flatmap(lambda n: st.tuples(*(a_life(f"b-{i}") for i in range(n))))


@patient
@given(lives, st.data())
def test_any_order_and_repetition_gives_the_figures_of_a_recount(lives, data):  # RP-01, RP-04
    facts = [fact for life in lives for fact in life]
    again = data.draw(st.lists(st.sampled_from(facts), max_size=6))
    in_order, shuffled = Books(), Books()
    for fact in facts:
        in_order.hear(fact)
    for fact in data.draw(st.permutations(facts + again)):
        shuffled.hear(fact)
        assert shuffled.off() == {}

    assert shuffled.rows == in_order.rows
    assert difference(shuffled.figures, in_order.figures) == {}


@patient
@given(lives, st.data())
def test_a_rebuild_amid_the_facts_ends_with_the_same_figures(lives, data):  # RP-01
    """What is told after the rebuild began goes into both books, what was told before into one.

    A page shows the latest that its owner knows: all that was told before, or more.
    """
    facts = data.draw(st.permutations([fact for life in lives for fact in life]))
    begun = data.draw(st.integers(0, len(facts)))
    ahead = data.draw(st.lists(st.sampled_from(facts), max_size=4))
    old, new, owner = Books(), Books(), Books()
    owner.hear(*facts[:begun], *ahead)
    known = [*owner.rows.values()]
    meanwhile = [[fact] for fact in facts[begun:]]

    for fact in facts:
        old.hear(fact)
    for news in data.draw(st.permutations([known[::2], known[1::2], *meanwhile])):
        new.hear(*news)

    assert new.off() == {}
    assert new.rows == old.rows
    assert difference(new.figures, old.figures) == {}


@patient
@given(lives)
def test_many_facts_at_once_are_the_same_as_one_by_one(lives):
    one_by_one, at_once = Books(), Books()
    facts = [fact for life in lives for fact in life]
    for fact in facts:
        one_by_one.hear(fact)
    at_once.hear(*facts)

    assert at_once.rows == one_by_one.rows
    assert difference(at_once.figures, one_by_one.figures) == {}

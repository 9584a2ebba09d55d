import pytest

from gateway.partners.usage import BOUNDS, Usage

FINE = {"refused": None, "replayed": False, "attempt": False}


def test_answers_are_counted_by_what_they_were():
    usage = Usage()
    usage.note(3, **FINE)
    usage.note(3, refused="slot_taken", replayed=False, attempt=True)
    usage.note(3, refused=None, replayed=True, attempt=True)
    usage.note(3, refused="slot_taken", replayed=False, attempt=False)

    assert (usage.requests, usage.attempts, usage.stale, usage.replayed) == (4, 2, 1, 1)
    assert usage.refused == {"slot_taken": 2}
    assert usage.stale_rate == 0.5


def test_without_an_attempt_there_is_no_rate_and_without_an_answer_no_time():
    assert (Usage().stale_rate, Usage().milliseconds(0.95)) == (None, None)


@pytest.mark.parametrize("took", [[5.0] * 100, [0.2, 900.0], list(range(1, 400)), [40_000.0]])
@pytest.mark.parametrize("share", [0.5, 0.95])
def test_a_quantile_is_right_but_for_the_width_of_its_step(took, share):
    usage = Usage()
    for one in took:
        usage.note(one, **FINE)
    true = sorted(took)[max(0, -(-int(share * len(took) * 100) // 100) - 1)]

    told = usage.milliseconds(share)

    assert min(true, BOUNDS[-1]) / 2**0.5 - 1 <= told <= min(max(true, 1), BOUNDS[-1]) * 2**0.5


def test_what_several_processes_counted_adds_up():
    parts = [Usage(), Usage()]
    for part in parts:
        part.note(3, refused="lead_time", replayed=False, attempt=True)

    whole = Usage.summed(parts)

    assert (whole.requests, whole.attempts, whole.refused) == (2, 2, {"lead_time": 2})
    assert whole.took.total() == 2

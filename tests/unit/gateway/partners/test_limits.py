import pytest

from gateway.partners.limits import Bucket, Limits, Rate, taken

SLOW = Rate(10, 20)
WIDE = Rate(10_000, 10_000)


class Process:
    """One of several that let the same partner through."""

    def __init__(self, rate=SLOW, at=0.0):
        self.own, self.shared = Bucket(rate, at), Bucket(WIDE, at)

    def ask(self, at):
        return taken(self.own, self.shared, at)

    def let_through(self, count, at):
        return sum(not self.ask(at).retry_after for _ in range(count))


def exchange(processes, at):
    told = [process.own.taken for process in processes]
    for process, own in zip(processes, told, strict=True):
        process.own.fill(at)
        process.own.taken = 0
        process.own.hear(sum(told) - own)


def test_a_burst_goes_through_and_not_one_more():
    process = Process()

    assert process.let_through(25, at=0.0) == 20
    assert process.let_through(5, at=0.09) == 0
    assert process.let_through(5, at=0.1) == 1


def test_the_answer_says_how_much_is_left_and_how_long_to_wait():
    process = Process()
    first = process.ask(0.0)
    process.let_through(19, at=0.0)
    refused = process.ask(0.0)

    assert (first.limit, first.remaining, first.reset, first.retry_after) == (20, 19, 1, 0)
    assert (refused.remaining, refused.reset, refused.retry_after) == (0, 2, 1)


def test_after_the_wait_that_was_told_there_is_room():
    process = Process(Rate(1, 3))
    process.let_through(3, at=0.0)
    process.own.hear(4)

    refused = process.ask(0.0)

    assert refused.retry_after == 5
    assert process.ask(refused.retry_after - 0.1).retry_after > 0
    assert process.ask(refused.retry_after).retry_after == 0


def test_all_keys_of_a_partner_share_a_bucket():
    shared, at = Bucket(Rate(10, 30), 0.0), 0.0
    first, second = Bucket(SLOW, at), Bucket(SLOW, at)

    through = [
        sum(not taken(own, shared, at).retry_after for _ in range(20)) for own in (first, second)
    ]

    assert through == [20, 10]
    assert second.taken == 10  # what the shared bucket refused costs the key nothing


def test_in_the_long_run_many_processes_let_the_rate_through():
    processes, through = [Process() for _ in range(4)], 0
    for second in range(1, 31):
        through += sum(process.let_through(100, at=second - 0.5) for process in processes)
        exchange(processes, float(second))

    assert 10 * 30 <= through <= 4 * 20 + 10 * 30


def test_who_keeps_to_the_rate_is_never_refused_wherever_the_requests_land():
    processes = [Process(), Process()]
    for tick in range(300):
        at = tick / 10
        assert not processes[(tick // 7) % 2].ask(at).retry_after, at
        if tick % 10 == 9:
            exchange(processes, at)


def test_a_bucket_that_nobody_hears_of_does_not_fill_for_ever():
    process = Process()
    process.let_through(20, at=0.0)

    assert process.let_through(100, at=3600.0) == 40  # its burst and two seconds


@pytest.mark.parametrize("others", [0, 5])
def test_what_flows_over_pays_for_the_others(others):
    bucket = Bucket(SLOW, 0.0)
    bucket.fill(0.5)
    bucket.hear(others)

    assert bucket.level == 20.0


def test_the_usual_limits():
    assert Limits() == Limits(Rate(20, 40), Rate(50, 100))

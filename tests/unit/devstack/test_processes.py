import os
import signal

from devstack.processes import Mark, last_lines, until


def test_a_living_process_is_known_by_pid_and_start():
    mark = Mark.of(os.getpid())

    assert mark is not None
    assert mark.alive()


def test_a_pid_given_to_somebody_else_is_not_ours():
    mark = Mark.of(os.getpid())
    earlier = Mark(mark.pid, mark.started - 1)

    assert not earlier.alive()
    assert earlier.signal(signal.SIGKILL) is False


def test_a_mark_is_read_as_it_was_kept(tmp_path):
    mark = Mark(4711, 99)
    mark.keep(tmp_path / "pids" / "booking-0")

    assert Mark.read(tmp_path / "pids" / "booking-0") == mark


def test_a_missing_or_half_written_mark_is_none(tmp_path):
    (tmp_path / "half").write_text("4711")

    assert Mark.read(tmp_path / "half") is None
    assert Mark.read(tmp_path / "missing") is None


def test_waiting_ends_when_it_holds_or_the_time_is_over():
    assert until(lambda: True, seconds=0)
    assert not until(lambda: False, seconds=0.02, pause=0.01)


def test_the_last_words_are_the_end_of_the_log(tmp_path):
    (tmp_path / "log").write_text("a\nb\nc\n")

    assert last_lines(tmp_path / "log", 2) == "b\nc"
    assert last_lines(tmp_path / "none", 2) == ""

import os

import pytest

from devstack.processes import Mark, NotReady
from devstack.rundir import claim, sweep


def test_a_directory_serves_one_launcher_at_a_time(tmp_path):
    with claim(tmp_path / "run"), pytest.raises(NotReady, match="in use"):
        claim(tmp_path / "run")

    claim(tmp_path / "run").close()


def test_a_stale_mark_is_swept_and_nobody_hurt(tmp_path):
    own = Mark.of(os.getpid())
    Mark(own.pid, own.started - 1).keep(tmp_path / "pids" / "booking-0")

    assert sweep(tmp_path / "pids") == []
    assert not (tmp_path / "pids" / "booking-0").exists()


def test_there_may_be_nothing_to_sweep(tmp_path):
    assert sweep(tmp_path / "never") == []

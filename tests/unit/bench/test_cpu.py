import os
import time

from bench import cpu


def test_what_this_session_uses_is_counted():
    before = cpu.used()[os.getsid(0)]
    ends = time.process_time() + 0.1
    while time.process_time() < ends:
        sum(range(1000))

    assert cpu.used()[os.getsid(0)] - before >= 0.08


def test_there_is_at_least_one_core():
    assert cpu.cores() >= 1

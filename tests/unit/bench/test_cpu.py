import subprocess
import sys

from bench import cpu

BUSY_WHEN_TOLD = """
import time
print("ready", flush=True)
input()
ends = time.process_time() + 0.1
while time.process_time() < ends:
    sum(range(1000))
print("done", flush=True)
input()
"""


def test_what_a_session_uses_is_counted():
    with subprocess.Popen(
        [sys.executable, "-c", BUSY_WHEN_TOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as alone:
        assert alone.stdin
        assert alone.stdout
        assert alone.stdout.readline() == "ready\n"
        before = cpu.used()[alone.pid]
        alone.stdin.write("\n")
        alone.stdin.flush()
        assert alone.stdout.readline() == "done\n"

        assert cpu.used()[alone.pid] - before >= 0.08
        alone.communicate("\n")


def test_there_is_at_least_one_core():
    assert cpu.cores() >= 1

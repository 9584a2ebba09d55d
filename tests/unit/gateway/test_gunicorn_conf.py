"""What gunicorn's master reads before there are workers."""

import subprocess
import sys

from devstack import ROOT

CONFIG = ROOT / "gateway" / "gunicorn_conf.py"
READ = f"""
import runpy, sys
runpy.run_path({str(CONFIG)!r})
print(*sorted(name for name in sys.modules if name in ("gateway", "prometheus_client")))
"""


def test_nothing_of_the_gateway_is_imported_before_its_workers_are_there():
    """Else each worker would count for itself, and the figures would be those of one of them."""
    read = subprocess.run([sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True)

    assert (read.returncode, read.stdout.strip()) == (0, ""), read.stderr

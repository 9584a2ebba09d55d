"""`make lock`: exact versions and their hashes, for every Python we support, free of addresses."""

import subprocess
import sysconfig
from argparse import Namespace
from pathlib import Path

from devstack import ROOT

REQUIREMENTS = ROOT / "requirements"
_OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"),
)


def lock(given: Namespace) -> int:
    """Resolve runtime.in and dev.in anew; what is locked already stays unless it must move."""
    uv = str(Path(sysconfig.get_path("scripts"), "uv"))
    for name in ("runtime", "dev"):
        command = [uv, "pip", "compile", *_OPTIONS, f"{name}.in", "--output-file", f"{name}.lock"]
        if code := subprocess.run(command, cwd=REQUIREMENTS).returncode:
            return code
        print(f"requirements/{name}.lock is written.")
    return 0

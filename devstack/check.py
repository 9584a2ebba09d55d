"""`make check`: what a machine can say about the tree without running it."""

import re
import subprocess
import sysconfig
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from devstack import ROOT
from devstack.locks import REQUIREMENTS
from devstack.progress import step

_TEMPLATES = ROOT / "gateway" / "portal" / "templates"
_ADDRESS = re.compile(r"://|--index-url|--extra-index-url|--find-links")
# Written so that the pattern does not find itself.
_MACHINE_PATHS = (
    "(^|[^[:alnum:]_.~/-])/([r]oot|[w]ork|[h]ome/[a-z]+|[U]sers/[A-Za-z]+|opt/[w]heels)/"
)


def check(given: Namespace) -> int:
    """Run every check and show what those have to say that fail; 0 when none does."""
    checks: dict[str, Callable[[], str]] = {
        "ruff check": lambda: _complaints("ruff", "check"),
        "ruff format": lambda: _complaints("ruff", "format", "--check"),
        "mypy": lambda: _complaints("mypy"),
        "lint-imports": lambda: _complaints("lint-imports"),
        "lock files": addresses_in_locks,
        "machine paths": machine_paths,
    }
    if _TEMPLATES.exists():
        checks["djlint"] = lambda: _complaints("djlint", "--check", str(_TEMPLATES))
    failed = []
    for name, complaints_of in checks.items():
        with step(name):
            complaints = complaints_of()
        if complaints:
            failed.append(name)
            print(complaints)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks pass.")
    return 1 if failed else 0


def _complaints(tool: str, *arguments: str) -> str:
    command = [str(Path(sysconfig.get_path("scripts"), tool)), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return (done.stdout + done.stderr or "it failed") if done.returncode else ""


def addresses_in_locks(requirements: Path = REQUIREMENTS) -> str:
    """Return the lines of the lock files that say where packages are fetched from."""
    found = [
        f"{path.name}:{number}: {line}"
        for path in sorted(requirements.glob("*.lock"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if _ADDRESS.search(line)
    ]
    front_end = requirements.parent / "package-lock.json"
    if front_end.exists() and '"resolved"' in front_end.read_text():
        found.append(f'{front_end.name}: has "resolved" addresses')
    return "\n".join(found)


def machine_paths() -> str:
    """Return the lines under version control that name a folder of somebody's machine."""
    command = ["git", "grep", "--line-number", "--extended-regexp", "-I", _MACHINE_PATHS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else done.stderr

"""From a bare Debian machine to one that runs Slipboard; done again it takes a blink.

Only Python's own library is imported here: the virtual environment does not exist yet.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from devstack import ROOT, debian
from devstack.progress import carry_out

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
_LOCK = ROOT / "requirements" / "dev.lock"
_FRONT_END = ROOT / "gateway" / "frontend"
_LOGS = ROOT / ".run" / "setup"
_REACH = "Is a package index reachable from here? Then run `make setup` again."


def setup(given: Namespace) -> int:
    prepare()
    print("Everything is in place.")
    return 0


def prepare() -> None:
    """Bring about whatever is missing: Debian packages, virtual environment, portal front end.

    Raises:
        StepFailed: a step did not work; the message says what to do.
    """
    debian.install_missing()
    _make_environment()
    _install_python_packages()
    _build_front_end()


def _make_environment() -> None:
    if PYTHON.exists() and _runs(PYTHON):
        return
    carry_out(
        "Virtual environment",
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        _LOGS / "venv.log",
        advice="Remove the folder .venv and run `make setup` again.",
    )


def _install_python_packages() -> None:
    stamp = Stamp(VENV / "installed", [_LOCK])
    if stamp.current():
        return
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    carry_out(
        "Python packages",
        [*pip, "--require-hashes", "--no-deps", "--progress-bar", "off", "-r", str(_LOCK)],
        _LOGS / "pip.log",
        advice=_REACH,
    )
    stamp.put()


def _build_front_end() -> None:
    package = ROOT / "package.json"
    if not package.exists():
        return
    npm = shutil.which("npm") or "npm"
    modules = Stamp(
        ROOT / "node_modules" / ".installed", [package, package.with_name("package-lock.json")]
    )
    if not modules.current():
        carry_out(
            "Front-end packages",
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            _LOGS / "npm.log",
            advice=_REACH,
        )
        modules.put()
    sources = sorted(_FRONT_END.rglob("*"))
    built = Stamp(ROOT / "node_modules" / ".built", [package, *sources])
    if not built.current():
        carry_out(
            "Front-end build",
            [npm, "run", "build"],
            _LOGS / "build.log",
            advice="The sources are in gateway/frontend.",
        )
        built.put()


class Stamp:
    """Remembers in a file from which sources something was made."""

    def __init__(self, file: Path, sources: Iterable[Path]) -> None:
        self._file = file
        digest = hashlib.sha256()
        for source in sources:
            if source.is_file():
                digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
        self._text = digest.hexdigest()

    def current(self) -> bool:
        return self._file.exists() and self._file.read_text() == self._text

    def put(self) -> None:
        self._file.write_text(self._text)


def _runs(python: Path) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


def in_environment() -> bool:
    """Say whether this interpreter is the virtual environment's."""
    return Path(sys.prefix) == VENV


def enter_environment(arguments: list[str]) -> None:
    """Go on as `python -m devstack ARGUMENTS` inside the virtual environment; does not return."""
    sys.stdout.flush()
    # Unbuffered: what we say and what our children say come out in the order of saying.
    os.execv(PYTHON, [str(PYTHON), "-u", "-m", "devstack", *arguments])

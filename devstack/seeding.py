"""Loads the demo chain into a running stack; done again it changes nothing."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from devstack import ROOT
from devstack.processes import NotReady

CHAIN = ROOT / "devstack" / "chain"
PEOPLE = CHAIN / "people.yaml"
_SECONDS = 120


def load_chain(env: Mapping[str, str], credentials: Path) -> None:
    """Load stores, people and partners with the passwords and keys that `credentials` keeps.

    Raises:
        NotReady: a loader refused; the message is what it said.
    """
    _load(env, "services.booking", str(CHAIN / "stores"))
    _load(env, "gateway", str(PEOPLE), "--credentials", str(credentials))


def _load(env: Mapping[str, str], module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "load", *arguments],
        cwd=ROOT,
        env={**env, "SLIPBOARD_OPS_PORT": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise NotReady(
            f"python -m {module} load: code {done.returncode}\n{done.stdout}{done.stderr}"
        )

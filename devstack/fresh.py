"""`make test-fresh`: a clean checkout of HEAD on a Debian with nothing but python3, git and make.

What is tried is the promise of the README: `make demo` and `make test` work there, and leave
nothing running.  `python -m devstack.fresh demo` tries the one only.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from devstack import ROOT
from devstack.containers import images, machine
from devstack.containers.engine import Engine
from devstack.processes import NotReady, last_lines
from devstack.progress import StepFailed, step

_RUN = ROOT / ".run" / "containers"
_IMAGE = "slipboard-bare-debian"
_BARE = ("python3", "git", "make")
_CHECKOUT = "~/slipboard"
_LINES_SHOWN = 40


def main(targets: Sequence[str]) -> int:
    """Try the targets one after the other; 0 when all of them worked."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    began = time.monotonic()
    try:
        machine.install_tools(_RUN / "logs")
        with Engine(_RUN) as engine:
            images.bare_debian(engine, _IMAGE, _RUN, _BARE)
            fresh = FreshMachine(engine)
            failed = [target for target in targets if not fresh.works(target)]
    except (NotReady, StepFailed) as problem:
        print(f"\n{problem}\n\nA fresh machine does not get through.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    said = f"Failed: {', '.join(failed)}" if failed else "A fresh machine gets through"
    print(f"{said}, in {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


class FreshMachine:
    """A container with a checkout of HEAD; it reaches the package indexes that this machine does.

    How is handed in while it runs: the settings of pip and npm as read-only mounts, the rest in its
    environment.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        bundle = _RUN / "head.bundle"
        subprocess.run(
            ["git", "bundle", "create", "--quiet", str(bundle), "HEAD"], cwd=ROOT, check=True
        )
        mounts = [bundle, *machine.index_files()]
        self._name = engine.docker(
            *("run", "--detach", "--init", "--shm-size", "1g"),
            # As on a machine of its own; Docker's filter of system calls is not what is tried.
            *("--security-opt", "seccomp=unconfined"),
            *(f"--volume={path}:{path}:ro" for path in mounts),
            *(f"--env={name}" for name in machine.index_variables()),
            *(_IMAGE, "sleep", "infinity"),
        ).strip()
        self._alone = self._running()
        self._do("checkout of HEAD", f"git clone {bundle} {_CHECKOUT}")

    def works(self, target: str) -> bool:
        """Run one target: it must work, end what it started and leave the checkout as it was."""
        try:
            self._make(target)
        except StepFailed as problem:
            print(f"\n{problem}\n", file=sys.stderr)
            return False
        return True

    def _make(self, target: str) -> None:
        self._do(f"make {target}", f"make -C {_CHECKOUT} {target}")
        if left := self._running() - self._alone:
            raise StepFailed(f"make {target} left running: " + "; ".join(sorted(left)))
        clean = f'test -z "$(git -C {_CHECKOUT} status --porcelain)"'
        self._do("checkout unchanged", f"{clean} || git -C {_CHECKOUT} status --porcelain; {clean}")

    def _do(self, title: str, command: str) -> None:
        log = _RUN / "logs" / f"fresh-{title.replace(' ', '-')}.log"
        with step(title), log.open("wb") as out:
            code = self._engine.run("exec", self._name, "sh", "-c", command, to=out)
            if code:
                raise StepFailed(f"{last_lines(log, _LINES_SHOWN)}\n\n{title} failed: see {log}")
        if title.startswith("make"):
            print("\n".join(f"    {line}" for line in last_lines(log, 12).splitlines()))

    def _running(self) -> set[str]:
        lines = self._engine.docker("top", self._name, "-eo", "pid,args").splitlines()[1:]
        return {line.split(maxsplit=1)[1] for line in lines}


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:] or ["demo", "test"]))

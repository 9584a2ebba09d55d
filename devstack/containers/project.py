"""The containers of docker-compose.yml, run by an engine of our own."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devstack import ROOT
from devstack.containers.engine import Engine
from devstack.processes import NotReady


class Project:
    """Compose, for one engine and one set of settings.

    Args:
        tool: the `docker-compose` to use.
        settings: what an operator writes into .env.
        log: where everything that Compose says is kept.
    """

    def __init__(self, engine: Engine, tool: Path, settings: Mapping[str, str], log: Path) -> None:
        self._engine = engine
        self._command = [str(tool), "--project-directory", str(ROOT), "--env-file", "/dev/null"]
        self._env = {**engine.env, **settings}
        self._log = log

    def __call__(self, *arguments: str, stdin: bytes = b"") -> str:
        """Carry out one command of Compose and return what it printed.

        Raises:
            NotReady: it failed; the message is its last words.
        """
        done = subprocess.run(
            [*self._command, *arguments], cwd=ROOT, env=self._env, input=stdin, capture_output=True
        )
        with self._log.open("ab") as log:
            log.write(
                f"$ docker compose {' '.join(arguments)}\n".encode() + done.stdout + done.stderr
            )
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace").splitlines()[-20:]
            raise NotReady(f"docker compose {arguments[0]} failed:\n" + "\n".join(said))
        return done.stdout.decode()

    def containers(self) -> dict[str, dict[str, Any]]:
        """Return every container of the project as Docker describes it, those that ended too."""
        found = self("ps", "--all", "--quiet").split()
        described = json.loads(self._engine.docker("inspect", *found)) if found else []
        return {one["Name"].lstrip("/"): one for one in described}

    def last_words(self, lines: int = 15) -> str:
        """Return the end of the logs of every service that is not well."""
        unwell = {
            one["Config"]["Labels"]["com.docker.compose.service"]
            for one in self.containers().values()
            if not well(one)
        }
        return self("logs", "--tail", str(lines), *sorted(unwell)) if unwell else ""


def well(container: Mapping[str, Any]) -> bool:
    """Say whether a container is healthy, or has done what it was there for."""
    state = container["State"]
    if state["Status"] == "exited":
        return bool(state["ExitCode"] == 0)
    return bool(state.get("Health", {}).get("Status") == "healthy")

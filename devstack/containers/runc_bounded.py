#!/usr/bin/python3 -SE
"""runc for a root without CAP_SYS_RESOURCE: asks for nothing that this capability would permit."""

import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RUNC = "/usr/sbin/runc"


def main(arguments: Sequence[str]) -> None:
    """Mend the description of the process to start, then become runc."""
    if path := _described_in(arguments):
        described = json.loads(path.read_text())
        bound(described.get("process", described))
        path.write_text(json.dumps(described))
    os.execv(RUNC, [RUNC, *arguments])


def bound(process: dict[str, Any]) -> None:
    """Take out of *process* what we could not give: oom protection, the capability, high limits."""
    if (process.get("oomScoreAdj") or 0) < 0:
        del process["oomScoreAdj"]
    for granted in (process.get("capabilities") or {}).values():
        if "CAP_SYS_RESOURCE" in granted:
            granted.remove("CAP_SYS_RESOURCE")
    for limit in process.get("rlimits") or []:
        _, ours = resource.getrlimit(getattr(resource, limit["type"]))
        if ours != resource.RLIM_INFINITY:
            limit["hard"] = min(limit["hard"], ours)
            limit["soft"] = min(limit["soft"], ours)


def _described_in(arguments: Sequence[str]) -> Path | None:
    if "create" in arguments or "run" in arguments:
        return Path(_option(arguments, "--bundle") or ".", "config.json")
    if "exec" in arguments:
        process = _option(arguments, "--process")
        return Path(process) if process else None
    return None


def _option(arguments: Sequence[str], name: str) -> str | None:
    for at, argument in enumerate(arguments):
        if argument == name:
            return arguments[at + 1]
        if argument.startswith(name + "="):
            return argument.partition("=")[2]
    return None


if __name__ == "__main__":
    main(sys.argv[1:])

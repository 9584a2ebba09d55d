"""Secrets that lie in files: ``SLIPBOARD_SECRET_FILE`` names the file that holds the secret.

An environment is inherited, printed and dumped; a file has an owner and a mode.
"""

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

SUFFIX = "_FILE"
OTHERS = stat.S_IRWXO
LARGEST = 64 * 1024


class Unusable(Exception):
    """The file cannot be taken for a secret; the message says why, without a word of it."""


def file_named(setting: str) -> str:
    """Return the variable that names the file of *setting*."""
    return setting + SUFFIX


def read(path: Path) -> str:
    """Return the secret in the file at *path*, without the newline that editors end it with.

    Raises:
        Unusable: it is not there, not ours to read, open to everybody, or no text.
    """
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(path.stat().st_mode) & OTHERS:
                raise Unusable(f"{path} is open to everybody: chmod o= {path}")
            return file.read(LARGEST).decode().rstrip("\r\n")
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unusable(f"{path} holds no text") from error


def gathered(
    settings: Iterable[str], given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Read whichever of *settings* is *given* as a file.

    Returns what was read by setting, and what is wrong by variable.
    """
    found: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for setting in settings:
        variable = file_named(setting)
        path = given.get(variable, "")
        if not path:
            continue
        if given.get(setting):
            wrong[variable] = f"{setting} is given as well: which one counts?"
            continue
        try:
            found[setting] = read(Path(path))
        except Unusable as why:
            wrong[variable] = str(why)
    return found, wrong

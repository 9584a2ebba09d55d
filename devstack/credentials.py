"""Log-ins, partner keys and secrets of a stack: drawn once a run directory, never in the tree."""

import json
import secrets
from pathlib import Path
from typing import Any

import pyotp
import yaml

from devstack.seeding import PEOPLE

_NEED_SECOND_FACTOR = ("manager", "head_office", "operator")


class Credentials:
    """Drawn for everybody in the demo chain, kept in two files of mode 600 under `run_dir`.

    `file` (credentials.json) is what `python -m gateway load` reads: {people: {login: {password,
    totp_secret?}}, partners: {id: {key}}}.  secrets.json is what the processes share among
    themselves.  With `second_factors` whoever's role needs one gets a secret for it.
    """

    def __init__(
        self, run_dir: Path, people: Path = PEOPLE, *, second_factors: bool = False
    ) -> None:
        self.file = run_dir / "credentials.json"
        chain = yaml.safe_load(people.read_text())
        kept = _kept(self.file, {"people": {}, "partners": {}})
        for person in chain["people"]:
            known = kept["people"].setdefault(
                person["login"], {"password": secrets.token_urlsafe(12)}
            )
            if second_factors and person["role"] in _NEED_SECOND_FACTOR:
                known.setdefault("totp_secret", pyotp.random_base32())
        for partner in chain["partners"]:
            name = partner["id"]
            kept["partners"].setdefault(name, {"key": f"sk_{name}_{secrets.token_hex(20)}"})
        write_privately(self.file, kept)
        self.people: dict[str, dict[str, str]] = kept["people"]
        self.partners: dict[str, dict[str, str]] = kept["partners"]

        drawn = {
            "secret": secrets.token_hex(32),
            "data_keys": f"dev:{secrets.token_hex(32)}",
            "twilio_account_sid": "AC" + secrets.token_hex(16),
            "twilio_auth_token": secrets.token_hex(16),
        }
        shared = {**drawn, **_kept(run_dir / "secrets.json", {})}
        write_privately(run_dir / "secrets.json", shared)
        self.secret: str = shared["secret"]
        self.data_keys: str = shared["data_keys"]
        self.twilio_account_sid: str = shared["twilio_account_sid"]
        self.twilio_auth_token: str = shared["twilio_auth_token"]


def write_privately(file: Path, content: object) -> None:
    """Put JSON in place of a file in one go, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    draft.replace(file)


def _kept(file: Path, otherwise: dict[str, Any]) -> dict[str, Any]:
    return json.loads(file.read_text()) if file.exists() else otherwise

"""What somebody who has just started Slipboard needs to get in."""

from collections.abc import Mapping
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from devstack.seeding import PEOPLE


def welcome(info: Mapping[str, Any], console: Console | None = None) -> None:
    """Show the addresses and everybody's log-in."""
    chain = yaml.safe_load(PEOPLE.read_text())
    asks_codes = any("totp_secret" in known for known in info["people"].values())
    secrets = ["secret for the app"] if asks_codes else []
    title = f"Portal: {info['base_url']}"
    people = Table("log-in", "password", "who", "stores", *secrets, title=title)
    for person in chain["people"]:
        known = info["people"][person["login"]]
        role, stores = person["role"].replace("_", " "), " ".join(person.get("stores", ["all"]))
        secret = [known.get("totp_secret", "")] if asks_codes else []
        people.add_row(person["login"], known["password"], role, stores, *secret)
    partners = Table("partner", "key", title=f"Partner API: {info['base_url']}/api/v1")
    for name, partner in info["partners"].items():
        partners.add_row(name, partner["key"])
    screen = console or Console()
    screen.print(people)
    screen.print(partners)
    if info["twilio_url"]:
        screen.print(f"Messages and calls: {info['twilio_url']}/outbox")
    if info["mail_url"]:
        screen.print(f"E-mails, none of them delivered: {info['mail_url']}")
    if info["tencent_url"]:
        screen.print(f"SMS to the mainland: {info['tencent_url']}/outbox")
    screen.print("Ctrl-C ends it.")

"""``python -m gateway``: people, partners and their keys, from the command line."""

import json
import secrets
from pathlib import Path
from typing import Any

import click
import yaml

from common import clock, mongo
from common.resealing import add_resealing
from gateway import create_app
from gateway.audit.commands import audit
from gateway.identity import codes
from gateway.identity.commands import invite, reset_second_factor
from gateway.partners.commands import PARTNER_COMMANDS, load_partner
from gateway.partners.store import PartnerStore
from gateway.people import Person, hashed, matches, stores_of
from gateway.personal import PLACES
from gateway.roles import ROLES
from gateway.store import GatewayStore


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = GatewayStore(mongo.database("gateway"))


cli.add_command(audit)
add_resealing(cli, "gateway", PLACES)
cli.add_command(invite)
cli.add_command(reset_second_factor)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--credentials",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: {people: {login: {password, totp_secret?}}, partners: {id: {key}}}.",
)
@click.pass_obj
def load(store: GatewayStore, file: Path, credentials: Path) -> None:
    """Create or update everybody in FILE; done again it changes nothing."""
    chain, known = yaml.safe_load(file.read_text()), json.loads(credentials.read_text())
    store.ensure_indexes()
    partners = PartnerStore(store.database)
    for told in chain["people"]:
        proofs = known["people"][told["login"]]
        _keep_person(store, told, proofs["password"])
        if "totp_secret" in proofs:
            _keep_second_factor(store, told["login"], proofs["totp_secret"])
    for told in chain["partners"]:
        load_partner(partners, told, known["partners"][told["id"]]["key"])
    click.echo(f"{len(chain['people'])} people, {len(chain['partners'])} partners")


@cli.command("create-person")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(sorted(ROLES)))
@click.option("--store", "stores", multiple=True, help="A store id; again for each store.")
@click.option("--language", default="zh", show_default=True, type=click.Choice(["zh", "en"]))
@click.pass_obj
def create_person(
    store: GatewayStore, login: str, name: str, role: str, stores: tuple[str, ...], language: str
) -> None:
    """Let LOGIN in; the password is drawn, shown this once, and changed at the first log-in."""
    password = secrets.token_urlsafe(12)
    told = {"login": login, "name": name, "role": role, "stores": stores, "language": language}
    _keep_person(store, told, password, provisional=True)
    click.echo(password)


@cli.command()
def routes() -> None:
    """List every address that the gateway answers."""
    for rule in sorted(create_app().url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:7} {rule.rule}")


def _keep_person(
    store: GatewayStore, told: dict[str, Any], password: str, *, provisional: bool = False
) -> None:
    """Create or update somebody; an unchanged password ends nobody's session."""
    person = Person(
        login=told["login"],
        name=told["name"],
        role=told["role"],
        stores=stores_of(told["role"], told.get("stores", [])),
        language=told.get("language", "zh"),
    )
    kept = store.credentials(person.login)
    unchanged = kept is not None and matches(kept[1], password)
    password_hash = None if unchanged else hashed(password)
    store.keep_person(person, password_hash, provisional=provisional)


def _keep_second_factor(store: GatewayStore, login: str, secret: str) -> None:
    """Have somebody asked for the codes of *secret*, without recovery codes."""
    kept = store.second_factor(login)
    if kept and codes.unlocked(kept) == secret:
        return
    locked = codes.locked(secret)
    store.begin_second_factor(login, locked, clock.real())
    store.keep_second_factor(login, locked, step=0, recovery_hashes=[])


for command in PARTNER_COMMANDS:
    cli.add_command(command)


if __name__ == "__main__":
    cli()

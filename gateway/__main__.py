"""``python -m gateway``: people, partners and their keys, from the command line."""

import json
import secrets
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import yaml

from common import clock, mongo
from common.errors import Unavailable
from gateway import agreements, create_app
from gateway.identity import codes
from gateway.identity.commands import invite, reset_second_factor
from gateway.partners import KEY_PREFIX, Partner, key_hash
from gateway.people import Person, hashed, matches, stores_of
from gateway.roles import ROLES, SCOPES
from gateway.rpc import LazyBus
from gateway.store import GatewayStore

PARTNER_SCOPES = ("stores:read", "bookings:read", "bookings:write")


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = GatewayStore(mongo.database("gateway"))


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
    for told in chain["people"]:
        proofs = known["people"][told["login"]]
        _keep_person(store, told, proofs["password"])
        if "totp_secret" in proofs:
            _keep_second_factor(store, told["login"], proofs["totp_secret"])
    for told in chain["partners"]:
        _keep_partner(store, _partner(told, known["partners"][told["id"]]["key"]))
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


@cli.command("create-partner")
@click.argument("id_", metavar="ID")
@click.option("--name", required=True)
@click.option("--scope", "scopes", multiple=True, type=click.Choice(sorted(SCOPES)))
@click.option("--store", "stores", multiple=True, help="A store id; none means every store.")
@click.option("--agreement-until", help="Last day of the signed agreement (YYYY-MM-DD).")
@click.pass_obj
def create_partner(
    store: GatewayStore,
    id_: str,
    name: str,
    scopes: tuple[str, ...],
    stores: tuple[str, ...],
    agreement_until: str | None,
) -> None:
    """Let partner ID in; its key is drawn and shown this once."""
    key = f"{KEY_PREFIX}{id_}_{secrets.token_hex(20)}"
    told = {
        "id": id_,
        "name": name,
        "scopes": scopes or PARTNER_SCOPES,
        "stores": stores or ["*"],
        "agreement_until": agreement_until,
    }
    _keep_partner(store, _partner(told, key))
    click.echo(key)


@cli.command("revoke-key")
@click.argument("partner")
@click.pass_obj
def revoke_key(store: GatewayStore, partner: str) -> None:
    """Refuse PARTNER's key, everywhere within five seconds."""
    if not store.revoke_key(partner):
        raise click.ClickException(f"no such partner: {partner}")


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


def _keep_partner(store: GatewayStore, partner: Partner) -> None:
    """Create or update *partner*; of an agreement that changes notification hears first.

    So nobody's name is sent to a partner whose agreement was ended here (PV-06).
    """
    kept = store.partner(partner.id)
    if kept and kept.agreement_until == partner.agreement_until:
        partner = replace(partner, agreement_stated_at=kept.agreement_stated_at)
    else:
        partner = replace(partner, agreement_stated_at=clock.real())
        if kept:
            _state_agreement(partner)
    store.keep_partner(partner)


def _state_agreement(partner: Partner) -> None:
    with closing(LazyBus()) as bus:
        try:
            agreements.state(bus, partner)
        except Unavailable as away:
            raise click.ClickException(
                f"notification does not answer: {partner.id} was left as it was; run this again"
            ) from away


def _partner(told: dict[str, Any], key: str) -> Partner:
    return Partner.of(
        told["id"],
        name=told["name"],
        key_hash=key_hash(key),
        scopes=told["scopes"],
        stores=told["stores"],
        agreement_until=told.get("agreement_until"),
    )


if __name__ == "__main__":
    cli()

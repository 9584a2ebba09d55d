"""Partners and their keys from the command line."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from ipaddress import ip_network
from typing import Any

import click

from common.agreements import HEAD_OFFICE
from common.clock import clock_of, real
from common.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from gateway import agreements
from gateway.partners import Agreement, Key, Limits, Partner, Rate, editing, farewell, key_hash
from gateway.partners.keys import key_of, without_key, without_keys
from gateway.partners.partner import is_fit_id
from gateway.partners.store import PartnerStore
from gateway.roles import SCOPES, granted
from gateway.rpc import LazyBus
from gateway.store import GatewayStore

PARTNER_SCOPES = ("stores:read", "bookings:read", "bookings:write")
US = "command-line"
LOADED = "loaded"
"""The label of the key that a file brought."""

A_DAY = click.DateTime(["%Y-%m-%d"])
scope_option = click.option("--scope", "scopes", multiple=True, type=click.Choice(sorted(SCOPES)))


def load_partner(partners: PartnerStore, told: Mapping[str, Any], key: str) -> None:
    """Create or update a partner as a file *told*, with *key* as the one that a file brought."""
    before = partners.partner(told["id"])
    limits = {name: Rate(**rate) for name, rate in told.get("limits", {}).items()}
    until = told.get("agreement_until")
    terms = {
        "name": told["name"],
        "scopes": tuple(told["scopes"]),
        "may": granted(told["scopes"]),
        "limits": Limits(**limits),
        "active": True,
    }
    blank = Partner.of(told["id"], name="", scopes=(), stores=(), created_at=real())
    named = replace(before or blank, **terms).seeing(told["stores"], real())
    after = _with_loaded_key(named, key)
    if after.agreement_until != (date.fromisoformat(until) if until else None):
        agreement = Agreement(date.fromisoformat(until)) if until else None
        after = after.stating(agreement, real(), US)
    if before is None:
        partners.create(after)
    elif after != before:
        _keep(partners, before, after)


@click.command("create-partner")
@click.argument("id_", metavar="ID")
@click.option("--name", required=True)
@scope_option
@click.option("--store", "stores", multiple=True, help="A store id; none means every store.")
@click.option("--agreement-until", type=A_DAY, help="Last day of the signed agreement.")
@click.pass_obj
def create_partner(
    store: GatewayStore,
    id_: str,
    name: str,
    scopes: tuple[str, ...],
    stores: tuple[str, ...],
    agreement_until: datetime | None,
) -> None:
    """Let partner ID in; its first key is drawn and shown this once."""
    if not is_fit_id(id_):
        raise click.ClickException(f"not an id of a partner: {id_}")
    new = Partner.of(
        id_,
        name=name,
        scopes=scopes or PARTNER_SCOPES,
        stores=stores or ["*"],
        created_at=real(),
    )
    if agreement_until:
        new = new.stating(Agreement(agreement_until.date()), real(), US)
    key, secret = _drawn(id_, "first")
    try:
        PartnerStore(store.database).create(editing.with_new_key(new, key, real()))
    except Conflict as error:
        raise click.ClickException(f"there is a partner {id_} already: see new-key") from error
    click.echo(secret)


@click.command("partners")
@click.pass_obj
def list_partners(store: GatewayStore) -> None:
    """List partners with their agreements and keys."""
    now, partners, after = clock_of("gateway")(), PartnerStore(store.database), ""
    while True:
        page, after = partners.page(after=after, active=None, limit=100)
        for one in page:
            state = one.agreement_state(now) if one.active else "ended"
            click.echo(f"{one.id:20} {state:10} {one.agreement_until or '-'}  {one.name}")
            for key in one.keys:
                click.echo(f"  {key.id:18} {key.state(real()):10} {key.label}")
        if not after:
            return


@click.command("change-agreement")
@click.argument("partner")
@click.option("--until", type=A_DAY, help="Last day of the signed agreement; none ends it.")
@click.option("--from", "since", type=A_DAY, help="Its first day.")
@click.option("--signed-on", type=A_DAY)
@click.option("--reference", default="", help="Where the signed paper is kept.")
@click.pass_obj
def change_agreement(
    store: GatewayStore,
    partner: str,
    until: datetime | None,
    since: datetime | None,
    signed_on: datetime | None,
    reference: str,
) -> None:
    """State PARTNER's agreement; what sends webhooks hears of it first."""
    agreement = until and Agreement(
        until.date(), since and since.date(), signed_on and signed_on.date(), reference
    )
    today = clock_of("gateway")().astimezone(HEAD_OFFICE).date()
    if agreement and agreement.since and not agreement.since <= min(today, agreement.until):
        raise click.ClickException("an agreement is stated when it is in force, and ends later")
    partners, before = _found(store, partner)
    _keep(partners, before, before.stating(agreement or None, real(), US))


@click.command("end-partner")
@click.argument("partner")
@click.pass_obj
def end_partner(store: GatewayStore, partner: str) -> None:
    """Let PARTNER in no more: its keys, its agreement and its webhooks end, its record stays."""
    partners, before = _found(store, partner)
    with _bus_for(before) as bus:
        farewell.end(bus, partners, before, US)


@click.command("new-key")
@click.argument("partner")
@click.option("--label", default="", help="What it is for.")
@scope_option
@click.option("--network", "networks", multiple=True, help="As 203.0.113.0/24; none: anywhere.")
@click.option("--expires-on", type=A_DAY, help="It ends as that day begins at head office.")
@click.pass_obj
def new_key(
    store: GatewayStore,
    partner: str,
    label: str,
    scopes: tuple[str, ...],
    networks: tuple[str, ...],
    expires_on: datetime | None,
) -> None:
    """Draw a key for PARTNER beside the one it has; it is shown this once."""
    key, secret = _drawn(partner, label)
    try:
        ranges = tuple(map(ip_network, networks))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    ends = expires_on.replace(tzinfo=HEAD_OFFICE) if expires_on else None
    key = replace(key, scopes=scopes or None, networks=ranges, expires_at=ends)
    _edit(store, partner, lambda one: editing.with_new_key(one, key, real()))
    click.echo(secret)


@click.command("revoke-key")
@click.argument("partner")
@click.argument("key", required=False)
@click.pass_obj
def revoke_key(store: GatewayStore, partner: str, key: str | None) -> None:
    """Refuse PARTNER's KEY, or all its keys, everywhere within five seconds."""

    def without(one: Partner) -> Partner:
        kept = without_key(one.keys, key, real()) if key else without_keys(one.keys, real())
        return replace(one, keys=kept)

    _edit(store, partner, without)


PARTNER_COMMANDS = (
    create_partner, list_partners, change_agreement, end_partner, new_key, revoke_key,
)  # fmt: skip


def _drawn(partner_id: str, label: str) -> tuple[Key, str]:
    secret = key_of(partner_id, secrets.token_hex(20))
    return Key(f"k-{secrets.token_hex(4)}", key_hash(secret), real(), US, label), secret


def _with_loaded_key(partner: Partner, key: str) -> Partner:
    """Return *partner* with *key*; another one that a file brought before ends."""
    hashed = key_hash(key)
    if any(one.hash == hashed and one.live(real()) for one in partner.keys):
        return partner
    others = [
        replace(one, revoked_at=one.revoked_at or real()) if one.label == LOADED else one
        for one in partner.keys
    ]
    loaded = Key(f"k-{secrets.token_hex(4)}", hashed, real(), US, LOADED)
    return editing.with_new_key(replace(partner, keys=tuple(others)), loaded, real())


def _found(store: GatewayStore, id_: str) -> tuple[PartnerStore, Partner]:
    partners = PartnerStore(store.database)
    partner = partners.partner(id_)
    if partner is None:
        raise click.ClickException(f"no such partner: {id_}")
    return partners, partner


def _edit(store: GatewayStore, id_: str, change: Callable[[Partner], Partner]) -> None:
    partners, _ = _found(store, id_)
    try:
        partners.edit(id_, change)
    except NotFound as error:
        raise click.ClickException(f"{id_} has no such key") from error
    except Conflict as error:
        said = f"{id_} has ended, or has two live keys: revoke one first"
        raise click.ClickException(said) from error
    except Invalid as error:
        raise click.ClickException(str(error.details["fields"])) from error


def _keep(partners: PartnerStore, before: Partner, after: Partner) -> None:
    with _bus_for(before) as bus:
        agreements.keep(bus, partners, before, after)


@contextmanager
def _bus_for(partner: Partner) -> Iterator[LazyBus]:
    """Lend the bus for a change of *partner*; say in a sentence why it was not made."""
    with closing(LazyBus()) as bus:
        try:
            yield bus
        except Unavailable as away:
            raise click.ClickException(
                f"notification does not answer: {partner.id} was left as it was; run this again"
            ) from away
        except Stale as error:
            said = f"{partner.id} has changed meanwhile; run this again"
            raise click.ClickException(said) from error

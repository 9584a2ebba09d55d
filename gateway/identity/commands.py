"""What an operator does about log-ins from the command line, when nobody else can get in."""

import secrets

import click

from common.clock import real
from common.config import settings
from gateway.identity.staff import INVITATION_LASTS, mark_of
from gateway.store import GatewayStore


@click.command()
@click.argument("login")
@click.pass_obj
def invite(store: GatewayStore, login: str) -> None:
    """Draw a link by which LOGIN chooses a new password, once, within three days."""
    _must_be_there(store, login)
    token = secrets.token_urlsafe(32)
    store.invite(login, mark_of(token), real() + INVITATION_LASTS)
    click.echo(f"{settings().public_url}/invitations/{token}")


@click.command("reset-second-factor")
@click.argument("login")
@click.pass_obj
def reset_second_factor(store: GatewayStore, login: str) -> None:
    """Forget LOGIN's second factor, and sign them out everywhere."""
    _must_be_there(store, login)
    store.drop_second_factor(login)
    store.end_all(login)


def _must_be_there(store: GatewayStore, login: str) -> None:
    person = store.person(login)
    if person is None or not person.active:
        raise click.ClickException(f"nobody gets in as {login}")

"""``python -m devstack.twilio --port 4010``: the stand-in, until it is told to stop."""

import os

import click

from devstack.twilio.server import Server
from devstack.twilio.settings import Settings
from devstack.twilio.standin import Account


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--sms-webhook", default="", help="Where SMS from customers are posted.")
@click.option("--number", "numbers", multiple=True, help="A number of the account; none: any.")
@click.option("--auto-answer/--no-auto-answer", default=False, help="Who answers calls.")
def stand_in(
    port: int, host: str, sms_webhook: str, numbers: tuple[str, ...], auto_answer: bool
) -> None:
    """Answer as Twilio does, for TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN."""
    try:
        sid, token = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
    except KeyError as missing:
        raise click.UsageError(f"the environment does not name {missing}") from None
    account = Account(sid, token, frozenset(numbers))
    settings = Settings(sms_webhook=sms_webhook, auto_answer=auto_answer)
    Server(account, settings, bind=f"{host}:{port}").run()


if __name__ == "__main__":
    stand_in(prog_name="python -m devstack.twilio")

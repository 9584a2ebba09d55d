"""What a rule says, said on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from common.contracts.booking import IllegalTransition
from common.errors import NotFound


@contextmanager
def told() -> Iterator[None]:
    """Say in a line what is not there, or does not go as it stands."""
    try:
        yield
    except NotFound as error:
        raise click.ClickException(f"no such {error.details['what']}") from error
    except IllegalTransition as error:
        raise click.ClickException(f"it is {error.details['state']}") from error

"""The last part of a customer's link: which visit it is about, signed so that nobody guesses it."""

from itsdangerous import BadSignature, Signer

from common.errors import NotFound
from common.privacy import key_for

SALT = "visit"


def token_of(booking_id: str) -> str:
    return _signer().sign(booking_id).decode()


def booking_of(token: str) -> str:
    """Return which visit *token* is about.

    Raises:
        NotFound: it is none of ours.
    """
    try:
        return _signer().unsign(token).decode()
    except (BadSignature, UnicodeError) as error:
        raise NotFound(what="link", id="") from error


def _signer() -> Signer:
    return Signer(key_for("rating"), salt=SALT)
